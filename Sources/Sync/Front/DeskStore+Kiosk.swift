import Domain
import SQLite

/// What a kiosk must not forget when it is switched off.
extension DeskStore {
  /// Seconds until an unknown code may be tried again at this device; 0 means now.
  package func guessWait() throws -> Int {
    try DirectoryLock(directory.throttle).withLock(timeout: wait) {
      let now = MachineClock.wall
      return try ThrottleFile(directory.throttle).read(at: now).wait(.guesses, at: now)
    }
  }

  package func countGuess() throws { try changeGuesses { $0.count(.guesses, at: $1) } }

  package func forgetGuesses() throws {
    guard try ThrottleFile(directory.throttle).read(at: MachineClock.wall).tries[.guesses] != nil
    else { return }
    try changeGuesses { throttle, _ in throttle.reset(.guesses) }
  }

  private func changeGuesses(_ change: (inout SignInThrottle, Instant) -> Void) throws {
    try DirectoryLock(directory.throttle).withLock(timeout: wait) {
      let file = ThrottleFile(directory.throttle)
      let now = MachineClock.wall
      var throttle = try file.read(at: now)
      change(&throttle, now)
      try file.write(throttle)
    }
  }

  /// True from the fault that put it out of order until staff have looked at it.
  package var isOutOfOrder: Bool { Files.exists(directory.outOfOrder) }

  /// A disk that takes not even this mark will say so at the next start.
  package func setOutOfOrder(_ isOut: Bool) {
    if isOut {
      try? Files.write([], to: directory.outOfOrder, durable: true)
    } else {
      Files.remove(directory.outOfOrder)
    }
  }
}

extension ID<Staff> {
  /// Stands for whoever tries codes: no person's id, and not that of the exit PIN.
  fileprivate static var guesses: Self { Self(Bits128(hi: 0, lo: 1)) }
}
