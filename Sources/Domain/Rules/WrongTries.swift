/// Wrong tries in a row: they cost waits of 0, 0, 0, 2, 4, 8, 16, 32 and then 60 s.
package struct WrongTries: Equatable, Sendable {
  package private(set) var count: Int
  package private(set) var last: Instant

  private static let waits = [0, 0, 0, 0, 2, 4, 8, 16, 32, 60]
  /// So much quiet forgets what was wrong before.
  private static let quiet = 5 * 60

  package init(count: Int = 0, last: Instant = Instant(0)) {
    self.count = count
    self.last = last
  }

  /// Seconds until the next try; 0 means now.
  package func wait(at now: Instant) -> Int {
    let wait = Self.waits[min(count, Self.waits.count - 1)]
    return min(wait, max(0, wait - (now - last)))
  }

  /// A clock that was set back locks nobody out for longer than the wait itself: it begins again, once.
  package mutating func meet(_ now: Instant) { last = min(last, now) }

  /// True once they count no more.
  package func isOver(at now: Instant) -> Bool { now - last >= Self.quiet }

  package mutating func add(at now: Instant) {
    if now - last >= Self.quiet { count = 0 }
    count += 1
    last = now
  }
}
