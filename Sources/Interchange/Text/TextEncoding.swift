/// How the bytes of a file were understood, told to the person who imports it.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "UTF-8"
  case utf8WithMark = "UTF-8 with BOM"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  case windows1252 = "Windows-1252"
}

/// A file as UTF-8 bytes: parsers of separators and quotes need no more, and cells become strings
/// one by one.
package struct DecodedText: Sendable {
  package let bytes: [UInt8]
  package let encoding: TextEncoding
  /// Bytes or code units that did not fit the encoding and were replaced by their best reading.
  package let strays: Int

  /// Never fails: what is no Unicode is read as Windows-1252, in which every byte means something.
  /// NUL is dropped, since no encoding carries text in it.
  package init(_ raw: [UInt8]) {
    let decoded = Self.decode(raw)
    encoding = decoded.encoding
    strays = decoded.strays
    bytes = decoded.bytes.contains(0) ? decoded.bytes.filter { $0 != 0 } : decoded.bytes
  }

  private typealias Decoded = (bytes: [UInt8], encoding: TextEncoding, strays: Int)

  private static func decode(_ raw: [UInt8]) -> Decoded {
    if raw.starts(with: [0xEF, 0xBB, 0xBF]) {
      let (bytes, strays) = repaired(raw.dropFirst(3))
      return (bytes, .utf8WithMark, strays)
    }
    if raw.starts(with: [0xFF, 0xFE]) { return utf16(raw.dropFirst(2), little: true) }
    if raw.starts(with: [0xFE, 0xFF]) { return utf16(raw.dropFirst(2), little: false) }
    if let little = utf16Order(raw) { return utf16(raw[...], little: little) }
    if String(validating: raw, as: UTF8.self) != nil { return (raw, .utf8, 0) }
    let shape = UTF8Shape(raw)
    // One broken name in a UTF-8 file must not spoil all others: the majority names the encoding.
    guard shape.sequences > shape.strays else {
      return (Windows1252.utf8(raw), .windows1252, 0)
    }
    return (repaired(raw[...]).bytes, .utf8, shape.strays)
  }

  /// Text in Latin letters has a NUL in every other byte; `true` means the low byte comes first.
  private static func utf16Order(_ raw: [UInt8]) -> Bool? {
    let sample = raw.prefix(4_096)
    guard sample.count >= 4 else { return nil }
    var nuls = (even: 0, odd: 0)
    for (index, byte) in sample.enumerated() where byte == 0 {
      if index.isMultiple(of: 2) { nuls.even += 1 } else { nuls.odd += 1 }
    }
    let many = sample.count / 5
    if nuls.odd > many, nuls.even * 8 < nuls.odd { return true }
    if nuls.even > many, nuls.odd * 8 < nuls.even { return false }
    return nil
  }

  private static func utf16(_ raw: ArraySlice<UInt8>, little: Bool) -> Decoded {
    var units: [UInt16] = []
    units.reserveCapacity(raw.count / 2)
    var index = raw.startIndex
    while index + 1 < raw.endIndex {
      let (first, second) = (UInt16(raw[index]), UInt16(raw[index + 1]))
      units.append(little ? second << 8 | first : first << 8 | second)
      index += 2
    }
    let strays = raw.count % 2
    return (
      Array(String(decoding: units, as: UTF16.self).utf8),
      little ? .utf16LittleEndian : .utf16BigEndian, strays
    )
  }

  /// Keeps what is UTF-8 and reads each other byte as Windows-1252.
  private static func repaired(_ raw: ArraySlice<UInt8>) -> (bytes: [UInt8], strays: Int) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var strays = 0
    var index = raw.startIndex
    while index < raw.endIndex {
      let length = UTF8Shape.length(raw, at: index)
      if length > 0 {
        bytes.append(contentsOf: raw[index..<index + length])
        index += length
      } else {
        Windows1252.append(raw[index], to: &bytes)
        strays += 1
        index += 1
      }
    }
    return (bytes, strays)
  }
}

/// How much of a text that is not valid UTF-8 looks like UTF-8 all the same.
private struct UTF8Shape {
  private(set) var sequences = 0
  private(set) var strays = 0

  init(_ raw: [UInt8]) {
    var index = 0
    while index < raw.count {
      if raw[index] < 0x80 {
        index += 1
        continue
      }
      let length = Self.length(raw[...], at: index)
      if length > 0 { sequences += 1 } else { strays += 1 }
      index += max(length, 1)
    }
  }

  /// Bytes of the well-formed sequence that starts here, 0 where there is none (Unicode table 3-7).
  static func length(_ raw: ArraySlice<UInt8>, at index: Int) -> Int {
    let (count, second): (Int, ClosedRange<UInt8>)
    switch raw[index] {
    case 0..<0x80: return 1
    case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard index + count <= raw.endIndex, second.contains(raw[index + 1]) else { return 0 }
    for further in raw[(index + 2)..<(index + count)] where further & 0xC0 != 0x80 { return 0 }
    return count
  }
}
