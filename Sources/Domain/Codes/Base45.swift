/// RFC 9285: bytes in the 45 characters of QR's alphanumeric mode, two bytes in three characters.
package enum Base45 {
  private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 1) / 2 * 3)
    for start in stride(from: 0, to: bytes.count, by: 2) {
      let pair = start + 1 < bytes.count
      var value = pair ? Int(bytes[start]) << 8 | Int(bytes[start + 1]) : Int(bytes[start])
      for _ in 0..<(pair ? 3 : 2) {
        text.append(alphabet[value % 45])
        value /= 45
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for characters, lengths and values that no encoder makes; lower case is taken as upper case.
  package static func decode(_ text: String) -> [UInt8]? {
    var digits: [Int] = []
    digits.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      guard byte < 128, values[Int(byte)] >= 0 else { return nil }
      digits.append(values[Int(byte)])
    }
    guard digits.count % 3 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 3 * 2 + 1)
    for start in stride(from: 0, to: digits.count, by: 3) {
      let triple = start + 2 < digits.count
      let value = digits[start] + digits[start + 1] * 45 + (triple ? digits[start + 2] * 2025 : 0)
      guard value < (triple ? 65_536 : 256) else { return nil }
      if triple { bytes.append(UInt8(value >> 8)) }
      bytes.append(UInt8(value & 255))
    }
    return bytes
  }

  /// By ASCII byte; -1 for what the alphabet lacks.
  private static let values: [Int] = {
    var values = [Int](repeating: -1, count: 128)
    for (value, byte) in alphabet.enumerated() {
      values[Int(byte)] = value
      if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) { values[Int(byte) + 32] = value }
    }
    return values
  }()
}
