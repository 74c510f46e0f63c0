/// The code page of Western Windows; its five undefined bytes become the control characters of the
/// same number, as browsers read them (WHATWG Encoding), so that every byte has a meaning.
enum Windows1252 {
  private static let upper: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  static func utf8(_ raw: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count + raw.count / 8)
    for byte in raw { append(byte, to: &bytes) }
    return bytes
  }

  static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    guard byte >= 0x80 else { return bytes.append(byte) }
    let scalar = byte < 0xA0 ? upper[Int(byte) - 0x80] : UInt16(byte)
    if scalar < 0x800 {
      bytes.append(UInt8(0xC0 | scalar >> 6))
    } else {
      bytes.append(UInt8(0xE0 | scalar >> 12))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
    }
    bytes.append(UInt8(0x80 | scalar & 0x3F))
  }
}
