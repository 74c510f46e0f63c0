/// The 16 bytes of an identifier as two words: compares and hashes without touching the heap.
package struct Bits128: Hashable, Comparable, Sendable {
  package let hi: UInt64
  package let lo: UInt64

  package init(hi: UInt64, lo: UInt64) {
    self.hi = hi
    self.lo = lo
  }

  /// Nil unless there are exactly 16 bytes, most significant first.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    var words: (hi: UInt64, lo: UInt64) = (0, 0)
    for byte in bytes {
      words.hi = words.hi << 8 | words.lo >> 56
      words.lo = words.lo << 8 | UInt64(byte)
    }
    self.init(hi: words.hi, lo: words.lo)
  }

  /// Most significant byte first, as on the wire and in a QR pass.
  package var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 16) { bytes, count in
      for place in 0..<8 {
        bytes[place] = UInt8(truncatingIfNeeded: hi >> (56 - 8 * place))
        bytes[place + 8] = UInt8(truncatingIfNeeded: lo >> (56 - 8 * place))
      }
      count = 16
    }
  }

  package static func < (left: Bits128, right: Bits128) -> Bool {
    (left.hi, left.lo) < (right.hi, right.lo)
  }
}

// MARK: - UUID text

extension Bits128: TextCodable, CustomStringConvertible {
  /// 36 lower-case characters, `01234567-89ab-cdef-0123-456789abcdef`.
  package var uuidText: String {
    String(unsafeUninitializedCapacity: 36) { text in
      var position = 0
      for nibble in 0..<32 {
        if Self.isDash(position) {
          text[position] = UInt8(ascii: "-")
          position += 1
        }
        let digit =
          UInt8(truncatingIfNeeded: (nibble < 16 ? hi : lo) >> (60 - 4 * (nibble % 16))) & 15
        text[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        position += 1
      }
      return 36
    }
  }

  /// Reads the 36-character form in either case; anything else is nil.
  package init?(text: String) {
    var words: (hi: UInt64, lo: UInt64) = (0, 0)
    var position = 0
    for byte in text.utf8 {
      defer { position += 1 }
      guard position < 36 else { return nil }
      if Self.isDash(position) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      words.hi = words.hi << 4 | words.lo >> 60
      words.lo = words.lo << 4 | UInt64(digit)
    }
    guard position == 36 else { return nil }
    self.init(hi: words.hi, lo: words.lo)
  }

  package var description: String { uuidText }

  package static var shape: String { "an identifier of 36 characters" }
  package static func read(_ text: String) -> Self? { Self(text: text) }
  package var written: String { uuidText }

  private static func isDash(_ position: Int) -> Bool {
    position == 8 || position == 13 || position == 18 || position == 23
  }
}
