/// Hashes text to the same 128 bits in every run and on every machine, unlike `Hasher` (FNV-1a).
///
/// Good for telling rows apart; no protection against somebody who makes rows collide on purpose.
package struct StableHash: Sendable {
  private var state: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D

  package init() {}

  package init(_ parts: [String]) {
    for part in parts { add(part.utf8) }
  }

  /// Closes each part, so that ["ab", "c"] and ["a", "bc"] differ.
  package mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { mix(byte) }
    mix(0x1F)
  }

  private mutating func mix(_ byte: UInt8) {
    state = (state ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
  }

  package var bits: Bits128 {
    Bits128(hi: UInt64(truncatingIfNeeded: state >> 64), lo: UInt64(truncatingIfNeeded: state))
  }

  /// Half the bits: enough to see that a row changed.
  package var short: UInt64 { bits.hi ^ bits.lo }
}
