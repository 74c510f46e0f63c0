package import Domain
import Glibc

/// Where the desk takes "now" from: the machine, or a set clock that runs on from a moment.
package struct DeskClock: Sendable {
  /// Seconds to add to the machine's clock; 0 is the real time.
  package let offset: Int
  package let isSet: Bool

  package init(offset: Int = 0, isSet: Bool = false) {
    self.offset = offset
    self.isSet = isSet
  }

  /// Shows the moment now, and runs on from it.
  package init(startingAt moment: Instant) {
    self.init(offset: moment - MachineClock.wall, isSet: true)
  }

  package var now: Instant { MachineClock.wall + offset }
}

/// The machine's own clocks, as the kernel tells them.
enum MachineClock {
  static var wall: Instant { Instant(Int64(time(nil))) }

  static var milliseconds: Int64 { read(CLOCK_REALTIME) }

  /// Milliseconds since the machine's start, sleep included; no hand can set it.
  static var sinceBoot: Int64 { read(CLOCK_BOOTTIME) }

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
