import Domain

/// The clocks of one machine: one that only counts, and one that somebody may have set wrong.
struct SimulatedClock {
  /// Which start of the machine.
  private(set) var boot: Bits128
  private var started: Milliseconds
  /// Parts in a million by which both run fast.
  private let drift: Int64
  /// What the wall clock showed at `set`.
  private var shown: Milliseconds
  private var set: Milliseconds

  /// How wrong a wall clock can be.
  enum Fault: String, CaseIterable {
    case right, deadBattery, tenYearsOn, stepBack, minutesOff
  }

  init(at now: Milliseconds, _ chance: inout Chance) {
    boot = Bits128(hi: chance.bits(), lo: chance.bits())
    started = now
    drift = Int64(chance.number(-200..<201))
    shown = now
    set = now
  }

  private func ran(since then: Milliseconds, _ now: Milliseconds) -> Milliseconds {
    now - then + (now - then) * drift / 1_000_000
  }

  /// CLOCK_BOOTTIME in milliseconds.
  func sinceBoot(_ now: Milliseconds) -> Int64 { ran(since: started, now) }

  func wall(_ now: Milliseconds) -> Milliseconds { shown + ran(since: set, now) }

  /// The machine starts anew: it counts from zero again.
  mutating func restart(_ now: Milliseconds, _ chance: inout Chance) {
    boot = Bits128(hi: chance.bits(), lo: chance.bits())
    shown = wall(now)
    set = now
    started = now
  }

  mutating func suffer(_ fault: Fault, _ now: Milliseconds, _ chance: inout Chance) {
    shown =
      switch fault {
      case .right: now
      // 1970, some seconds after the start.
      case .deadBattery: chance.milliseconds(0..<90_000)
      case .tenYearsOn: now + 10 * 365 * 86_400_000
      case .stepBack: wall(now) - chance.milliseconds(1..<4 * 3_600_000)
      case .minutesOff: now + chance.milliseconds(-900_000..<900_000)
      }
    set = now
  }
}
