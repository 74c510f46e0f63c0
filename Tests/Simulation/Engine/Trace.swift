/// What happened, line by line, and a hash of all of it: the same seed gives the same hash.
package final class Trace {
  package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  /// The last lines; all of them where the whole is asked for.
  package private(set) var lines: [String] = []
  private let keepsAll: Bool

  private static let kept = 60

  package init(keepsAll: Bool) { self.keepsAll = keepsAll }

  package func note(_ now: Milliseconds, _ who: String, _ what: String) {
    let line = "\(Self.clock(now)) \(who) \(what)"
    for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    lines.append(line)
    if !keepsAll, lines.count > 2 * Self.kept { lines.removeFirst(Self.kept) }
  }

  /// 06:00:00.000, in UTC.
  private static func clock(_ now: Milliseconds) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let seconds = now / 1_000
    let rest = String(1_000 + now % 1_000).dropFirst()
    return "\(two(seconds / 3_600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(rest)"
  }
}
