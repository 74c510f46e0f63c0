package import Wire

/// When a device talks to its authority, how much at a time, and what that looks like from outside.
///
/// A value: what happened goes in, what to do next comes out; time (milliseconds of a counter that
/// nobody sets) and chance are handed in.
package struct LineState: Sendable, Equatable {
  package enum Phase: Sendable, Equatable {
    case online, catchingUp
    /// Since when nothing was heard; nil where nothing ever was.
    case offline(since: Int64?)
  }

  package enum Step: Sendable, Equatable {
    /// `wait` in seconds, where there is nothing to say; `probe` is a small load after an outage.
    case exchange(probe: Bool, wait: Int)
    case sleep(milliseconds: Int64)
  }

  package private(set) var phase: Phase
  /// When an answer came last.
  package private(set) var lastContact: Int64?
  /// What kept the last answer from coming.
  package private(set) var failure: LineFailure.Code?
  /// How many exchanges have come to their end, well or not: who asked for one sees that it is over.
  package private(set) var tries = 0
  private var failures = 0
  private var notBefore: Int64
  /// When the service wants to hear of us again; nothing shortens that.
  private var heldUntil: Int64 = 0
  /// When the last try failed.
  private var failedAt: Int64?
  private var quietPolls = 0

  private static let base: Int64 = 1_000
  private static let cap: Int64 = 60_000
  /// Where nobody was reached. Such a try costs the service nothing and the line some 120 bytes (a SYN
  /// and what refuses it): by full jitter one in 5 s, 2 MB in a day without a line, 0.5 MB in an outage
  /// of six hours. An untouched desk then notices within 10 s that the line is back, after 3 s in the
  /// mean; a thousand of them at once are a hundred handshakes a second, and an authority that this is
  /// too much for says busy, which counts as an answer.
  private static let unreachedCap: Int64 = 10_000
  private static let betweenStirs: Int64 = 5_000
  private static let wait = 25
  private static let longWait = 55
  private static let quietPollsBeforeLong = 20
  /// An exchange that has taken so long is given up: a request that hangs must not hang the desk.
  package static let patience: Int64 = 90_000

  /// After a power cut the first contact waits, for a whole suburb comes back at once.
  package init(firstContactAt moment: Int64) {
    phase = .offline(since: nil)
    notBefore = moment
  }

  package func step(at now: Int64, unsent: Bool) -> Step {
    guard now >= notBefore else { return .sleep(milliseconds: notBefore - now) }
    switch phase {
    case .offline: return .exchange(probe: true, wait: 0)
    case .catchingUp: return .exchange(probe: false, wait: 0)
    case .online:
      let wait = quietPolls >= Self.quietPollsBeforeLong ? Self.longWait : Self.wait
      return .exchange(probe: false, wait: unsent ? 0 : wait)
    }
  }

  /// `more` says that there is more to push or to pull.
  package mutating func answered(at now: Int64, more: Bool, news: Bool, retryAfter: Int? = nil) {
    phase = more ? .catchingUp : .online
    lastContact = now
    failure = nil
    failures = 0
    tries += 1
    quietPolls = more || news ? 0 : quietPolls + 1
    heldUntil = now + Int64(retryAfter ?? 0) * 1_000
    notBefore = heldUntil
  }

  /// Full jitter: whatever cut the line cut it for others too. `chance` gives a number of a range.
  package mutating func failed(
    _ failure: LineFailure, at now: Int64, chance: (ClosedRange<Int64>) -> Int64
  ) {
    // Interrupted by ourselves: there is something to say.
    guard failure.code != .interrupted else { return }
    self.failure = failure.code
    quietPolls = 0
    switch phase {
    case .offline: break
    case .online, .catchingUp: phase = .offline(since: lastContact)
    }
    failures += 1
    tries += 1
    failedAt = now
    let cap = failure.code == .unreachable ? Self.unreachedCap : Self.cap
    let limit = min(cap, Self.base << Int64(min(failures - 1, 6)))
    heldUntil = now + Int64(failure.retryAfter ?? 0) * 1_000
    notBefore = max(heldUntil, now + chance(0...limit))
  }

  /// A person asks for the line: no waiting, but for what the service asked for.
  package mutating func hurry() { notBefore = heldUntil }

  /// Somebody works here, or another program was just answered: after a long outage the next try does
  /// not wait for its turn, and yet comes no oftener than each few seconds. People work at their own
  /// times, so a suburb does not come at once; before the first try there is nothing to shorten.
  package mutating func stir() {
    guard let failedAt else { return }
    notBefore = min(notBefore, max(heldUntil, failedAt + Self.betweenStirs))
  }
}
