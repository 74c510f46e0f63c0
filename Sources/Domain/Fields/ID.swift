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
