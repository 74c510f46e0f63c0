package import Domain

/// Slows down whoever tries PINs, person by person.
package struct SignInThrottle: Equatable, Sendable {
  /// So many people at once have wrong tries that count: as many as the file has room for.
  private static let most = size / rowSize
  private static let rowSize = 32

  /// Bytes that it always takes when kept: one block of a disk.
  package static let size = 4_096

  package private(set) var tries: [ID<Staff>: WrongTries] = [:]

  package init() {}

  /// Takes tries that lie ahead, since the clock was set back, for tries of now; true where there were any.
  package mutating func meet(_ now: Instant) -> Bool {
    let before = tries
    for person in tries.keys { tries[person]?.meet(now) }
    return tries != before
  }

  /// Seconds until this person may try again; 0 means now.
  package func wait(_ person: ID<Staff>, at now: Instant) -> Int {
    guard let row = tries[person] else {
      // Whoever fills it with tries at others must not thereby go uncounted.
      return tries.count < Self.most || tries.values.contains { $0.isOver(at: now) } ? 0 : 60
    }
    return row.wait(at: now)
  }

  /// Counted before the PIN is checked, so that tries at the same time count each.
  package mutating func count(_ person: ID<Staff>, at now: Instant) {
    if tries.count >= Self.most { tries = tries.filter { !$0.value.isOver(at: now) } }
    tries[person, default: WrongTries()].add(at: now)
  }

  package mutating func reset(_ person: ID<Staff>) { tries[person] = nil }

  // MARK: As it is kept

  /// Rows of id, count and last, the numbers big-endian; zeros up to `size`.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.size)
    for (person, row) in tries.sorted(by: { $0.key < $1.key }).prefix(Self.most) {
      bytes += person.raw.bytes
      bytes += Bits128(hi: UInt64(row.count), lo: UInt64(bitPattern: row.last.seconds)).bytes
    }
    return bytes + [UInt8](repeating: 0, count: Self.size - bytes.count)
  }

  /// Rows that make no sense are passed over.
  package init(bytes: [UInt8]) {
    for start in stride(
      from: 0, to: min(bytes.count, Self.size) - Self.rowSize + 1, by: Self.rowSize)
    {
      guard let person = Bits128(bytes: bytes[start..<start + 16]),
        let row = Bits128(bytes: bytes[start + 16..<start + Self.rowSize]),
        1..<1 << 32 ~= row.hi, row.lo < 1 << 40
      else { continue }
      tries[ID(person)] = WrongTries(count: Int(row.hi), last: Instant(Int64(row.lo)))
    }
  }
}
