package import Domain
import Sync

/// Makes a kiosk wait for whoever tries codes, typed or scanned: it answers one at a time, and wrong
/// ones in a row ever later, until somebody was let in.
package struct GuessThrottle: Sendable {
  private var wrong = WrongTries()
  private var isAsking = false

  package init() {}

  /// RATE_LIMITED with the seconds to wait; nil where a code may be tried.
  package func refusal(at now: Instant) -> Refusal? {
    let wait = wrong.wait(at: now)
    return wait > 0 ? Refusal(.rateLimited, ["seconds": .seconds(wait)]) : nil
  }

  /// False while a code is still being looked up: a burst of them gets one answer.
  package mutating func begin() -> Bool {
    defer { isAsking = true }
    return !isAsking
  }

  /// Only being let in forgets: a code that is known and refused could be shown between any two
  /// guesses.
  package mutating func end(_ verdict: ScanReport.Verdict, at now: Instant) {
    isAsking = false
    switch verdict {
    case .welcome: wrong = WrongTries()
    case .refused(let refusal) where refusal.code.namesNobody: wrong.add(at: now)
    default: break
    }
  }
}

extension RefusalCode {
  /// True for what is said of a code that is no one's.
  fileprivate var namesNobody: Bool {
    switch self {
    case .unknownCode, .mistypedCode, .malformed, .passForged: true
    default: false
    }
  }
}
