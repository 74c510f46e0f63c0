package import Domain
import Glibc
import Synchronization
package import Wire

/// Where the desk takes "now" from: the machine, a set clock that runs on from a moment, or what the
/// authority said at the last contact.
package struct DeskClock: Sendable {
  /// Seconds to add to the machine's clock; 0 is the real time.
  package let offset: Int
  package let isSet: Bool
  /// Of a device whose authority is elsewhere.
  let heard: HeardTime?

  package init(offset: Int = 0, isSet: Bool = false) {
    self.offset = offset
    self.isSet = isSet
    heard = nil
  }

  /// Shows the moment now, and runs on from it.
  package init(startingAt moment: Instant) {
    self.init(offset: moment - MachineClock.wall, isSet: true)
  }

  init(_ heard: HeardTime) {
    offset = 0
    isSet = false
    self.heard = heard
  }

  package var now: Instant { Instant(milliseconds / 1_000) }

  /// True while the time is only guessed: no contact since the machine's start.
  package var isUncertain: Bool { reading.trust == .uncertain }

  var milliseconds: Int64 {
    heard?.now.milliseconds ?? MachineClock.milliseconds + Int64(offset) * 1_000
  }

  var reading: ClockReading {
    ClockReading(
      trust: isSet ? .training : heard?.now.trust ?? .own, wall: MachineClock.wall,
      sinceBoot: Int(MachineClock.sinceBoot), boot: MachineClock.boot)
  }
}

/// What the machine's clocks say while an operation is stored, and what that is worth.
package struct ClockReading: Sendable {
  let trust: ClockTrust
  let wall: Instant
  /// Milliseconds.
  let sinceBoot: Int
  let boot: Bits128

  package init(trust: ClockTrust, wall: Instant, sinceBoot: Int, boot: Bits128) {
    self.trust = trust
    self.wall = wall
    self.sinceBoot = sinceBoot
    self.boot = boot
  }
}

/// The time as the authority told it, shared by whoever asks and the line that hears.
final class HeardTime: Sendable {
  private let time: Mutex<CorrectedTime>

  init(_ time: CorrectedTime) { self.time = Mutex(time) }

  var value: CorrectedTime { time.withLock { $0 } }

  var now: (milliseconds: Int64, trust: ClockTrust) {
    time.withLock { $0.now(MachineClock.reading) }
  }

  var offset: Int64? { time.withLock { $0.offset(MachineClock.reading) } }

  /// `askedAt` in milliseconds since the machine's start.
  func hear(_ milliseconds: Int64, askedAt: Int64) {
    time.withLock { $0.heard(milliseconds, askedAt: askedAt, MachineClock.reading) }
  }
}

/// The machine's own clocks, as the kernel tells them.
enum MachineClock {
  static var wall: Instant { Instant(Int64(time(nil))) }

  static var milliseconds: Int64 { read(CLOCK_REALTIME) }

  /// Milliseconds since the machine's start, sleep included; no hand can set it.
  static var sinceBoot: Int64 { read(CLOCK_BOOTTIME) }

  static var reading: CorrectedTime.Reading {
    CorrectedTime.Reading(wall: milliseconds, sinceBoot: sinceBoot, boot: boot)
  }

  /// Which start of the machine this is; zero where the kernel does not say.
  static let boot: Bits128 = {
    let file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return Bits128(hi: 0, lo: 0) }
    defer { close(file) }
    let text = [UInt8](unsafeUninitializedCapacity: 36) { buffer, count in
      count = max(0, Glibc.read(file, buffer.baseAddress, 36))
    }
    return Bits128(text: String(decoding: text, as: UTF8.self)) ?? Bits128(hi: 0, lo: 0)
  }()

  private static func read(_ clock: clockid_t) -> Int64 {
    var now = timespec()
    clock_gettime(clock, &now)
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
  }
}
