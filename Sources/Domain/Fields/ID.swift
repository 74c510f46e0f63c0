/// Names one row for ever: 128 bits (UUIDv7 where a device minted it), typed by what it names.
package struct ID<Row>: Hashable, Comparable, Sendable, Codable {
  package let raw: Bits128

  package init(_ raw: Bits128) { self.raw = raw }

  /// Names nothing: what a blank row has before it is filled.
  package static var none: Self { Self(Bits128(hi: 0, lo: 0)) }

  /// Reads the canonical UUID text; nil for anything else.
  package init?(text: String) {
    guard let raw = Bits128(text: text) else { return nil }
    self.raw = raw
  }

  package init(from decoder: any Decoder) throws {
    raw = try Bits128(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try raw.encode(to: encoder)
  }

  package var text: String { raw.uuidText }

  package static func < (a: Self, b: Self) -> Bool { a.raw < b.raw }
}

extension Bits128 {
  /// A UUIDv7: 48 bits of milliseconds since 1970, then bits of 16 random bytes.
  package init(milliseconds: Int64, random: [UInt8]) {
    precondition(random.count == 16, "a UUID takes 16 random bytes")
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    let time = UInt64(clamping: milliseconds) & 0xFFFF_FFFF_FFFF
    self.init(
      hi: time << 16 | 0x7000 | word(random[0..<8]) & 0x0FFF,
      lo: 1 << 63 | word(random[8...]) & 0x3FFF_FFFF_FFFF_FFFF)
  }

  /// The nth id that follows from this one: same time prefix, other random bits.
  ///
  /// One operation may make many rows; their ids must come out the same wherever it is run again.
  package func derived(_ n: Int) -> Bits128 {
    var mixed = lo ^ (UInt64(bitPattern: Int64(n)) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Bits128(hi: hi, lo: (mixed & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000)
  }
}
