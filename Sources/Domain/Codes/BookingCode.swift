/// Eight Crockford base32 characters, the last a check character: `K7QF-2M9X`, easy to say on the phone.
///
/// The check is a weighted sum over GF(32) with rising powers of a primitive element as weights: any single
/// wrong character and any swap of two neighbours changes it. At least one character is a letter, so that no
/// code can be taken for a member number.
package struct BookingCode: Hashable, Comparable, Sendable {
  /// Eight symbols of five bits, the first one highest.
  private let bits: UInt64

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
  private static let length = 8

  /// The same random bits give the same code; bits that would give no letter are mixed until they do.
  package init(random: UInt64) {
    var source = random
    var bits = BookingCode.checked(source)
    while !BookingCode.hasLetter(bits) {
      source = source &* 0x5851_F42D_4C95_7F2D &+ 0x1405_7B7E_F767_814F
      bits = BookingCode.checked(source ^ source >> 29)
    }
    self.bits = bits
  }

  /// Takes any case, blanks and dashes, I and L as 1, O as 0; throws `.malformed` or `.mistyped`.
  package init(text: String) throws(CodeFailure) {
    var bits: UInt64 = 0
    var count = 0
    for scalar in text.unicodeScalars where !BookingCode.isSeparator(scalar) {
      guard count < BookingCode.length, let symbol = BookingCode.symbol(scalar) else {
        throw .malformed
      }
      bits = bits << 5 | symbol
      count += 1
    }
    guard count == BookingCode.length, BookingCode.hasLetter(bits) else { throw .malformed }
    guard BookingCode.sum(bits) == 0 else { throw .mistyped }
    self.bits = bits
  }

  /// With the dash, for people: `K7QF-2M9X`.
  package var text: String {
    let compact = compact
    return "\(compact.prefix(4))-\(compact.suffix(4))"
  }

  /// Without the dash, for storage and QR: `K7QF2M9X`.
  package var compact: String {
    String(unsafeUninitializedCapacity: BookingCode.length) { text in
      for place in 0..<BookingCode.length {
        text[place] = BookingCode.alphabet[Int(bits >> (35 - 5 * UInt64(place)) & 31)]
      }
      return BookingCode.length
    }
  }

  package static func < (left: BookingCode, right: BookingCode) -> Bool {
    left.bits < right.bits
  }

  // MARK: Symbols

  private static func symbol(_ scalar: Unicode.Scalar) -> UInt64? {
    guard scalar.isASCII else { return nil }
    var byte = UInt8(scalar.value)
    if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { byte -= 32 }
    switch byte {
    case UInt8(ascii: "I"), UInt8(ascii: "L"): byte = UInt8(ascii: "1")
    case UInt8(ascii: "O"): byte = UInt8(ascii: "0")
    default: break
    }
    return alphabet.firstIndex(of: byte).map { UInt64($0) }
  }

  /// Blanks and the dashes that phones and word processors put in place of a hyphen.
  static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x09, 0xA0, 0x2D, 0x2010...0x2015, 0x2212: true
    default: false
    }
  }

  private static func hasLetter(_ bits: UInt64) -> Bool {
    (0..<UInt64(length)).contains { bits >> (5 * $0) & 31 >= 10 }
  }

  // MARK: Check character

  /// The lowest 35 bits with their check character behind them.
  private static func checked(_ payload: UInt64) -> UInt64 {
    let open = (payload & (1 << 35 - 1)) << 5
    return open | sum(open)
  }

  /// Zero for a correct code: the symbols as a polynomial over GF(32), taken at the primitive element 30.
  private static func sum(_ bits: UInt64) -> UInt64 {
    (0..<UInt64(length)).reduce(0) { sum, place in
      weighted(sum) ^ bits >> (35 - 5 * place) & 31
    }
  }

  /// 30 times the symbol: its products with 2, 4, 8 and 16, each reduced by x^5 + x^2 + 1.
  private static func weighted(_ symbol: UInt64) -> UInt64 {
    var (power, product) = (symbol, UInt64(0))
    for _ in 0..<4 {
      power <<= 1
      if power & 32 != 0 { power ^= 0b100101 }
      product ^= power
    }
    return product
  }
}

extension BookingCode: TextCodable {
  package static var shape: String { "a booking code of 8 characters" }
  package static func read(_ text: String) -> Self? { try? Self(text: text) }
  package var written: String { compact }
}
