package import Domain

/// Slows down whoever tries PINs: wrong ones in a row cost 0, 0, 0, 2, 4, 8, 16, 32 and then 60 s.
package struct SignInThrottle: Equatable, Sendable {
  package struct Tries: Equatable, Sendable {
    package var count: Int
    package var last: Instant
  }

  private static let waits = [0, 0, 0, 2, 4, 8, 16, 32, 60]
  /// So much quiet forgets what was wrong before.
  private static let quiet = 5 * 60

  package private(set) var tries: [ID<Staff>: Tries] = [:]

  package init() {}

  /// Seconds until this person may try again; 0 means now.
  package func wait(_ person: ID<Staff>, at now: Instant) -> Int {
    guard let row = tries[person] else { return 0 }
    let wait = Self.waits[min(row.count, Self.waits.count) - 1]
    // A clock that was set back does not lock anybody out for longer than the wait itself.
    return min(wait, max(0, wait - (now - row.last)))
  }

  /// Counted before the PIN is checked, so that tries at the same time count each.
  package mutating func count(_ person: ID<Staff>, at now: Instant) {
    var row = tries[person] ?? Tries(count: 0, last: now)
    if now - row.last >= Self.quiet { row.count = 0 }
    tries[person] = Tries(count: row.count + 1, last: now)
  }

  package mutating func reset(_ person: ID<Staff>) { tries[person] = nil }

  // MARK: As it is kept

  /// One line a person: id, count, last.
  package var text: String {
    tries.sorted { $0.key < $1.key }
      .map { "\($0.key.text) \($0.value.count) \($0.value.last.seconds)\n" }.joined()
  }

  /// Lines that cannot be read are passed over.
  package init(text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 3, let person = ID<Staff>(text: String(parts[0])),
        let count = Int(parts[1]), count > 0, let last = Int64(parts[2])
      else { continue }
      tries[person] = Tries(count: count, last: Instant(last))
    }
  }
}
