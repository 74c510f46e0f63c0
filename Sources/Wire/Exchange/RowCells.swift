/// The flat list of a row's line. By hand, since a studio's first copy is a hundred thousand of them:
/// JSONEncoder and JSONDecoder take some fifty times as long for a list of mixed types.
enum RowCell: Equatable {
  case null
  case int(Int64)
  case text(String)

  /// Adds a line of JSON without its line feed.
  static func write(_ cells: [RowCell], to line: inout [UInt8]) {
    line.append(UInt8(ascii: "["))
    for (place, cell) in cells.enumerated() {
      if place > 0 { line.append(UInt8(ascii: ",")) }
      switch cell {
      case .null: line += "null".utf8
      case .int(let number): line += String(number).utf8
      case .text(let text): write(text, to: &line)
      }
    }
    line.append(UInt8(ascii: "]"))
  }

  private static func write(_ text: String, to line: inout [UInt8]) {
    line.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): line += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: line += escaped[Int(byte)]
      default: line.append(byte)
      }
    }
    line.append(UInt8(ascii: "\""))
  }

  private static let escaped: [[UInt8]] = (0..<32).map { byte in
    switch byte {
    case 8: Array("\\b".utf8)
    case 9: Array("\\t".utf8)
    case 10: Array("\\n".utf8)
    case 12: Array("\\f".utf8)
    case 13: Array("\\r".utf8)
    default: Array(("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8)
    }
  }

  /// Nil for what is no flat list of texts, whole numbers and nulls.
  static func read(_ line: some Collection<UInt8>) -> [RowCell]? {
    line.withContiguousStorageIfAvailable { bytes in
      var reader = Reader(bytes: bytes)
      return reader.list()
    } ?? nil
  }
}

private struct Reader {
  let bytes: UnsafeBufferPointer<UInt8>
  var place = 0

  mutating func list() -> [RowCell]? {
    skipBlanks()
    guard take(UInt8(ascii: "[")) else { return nil }
    var cells: [RowCell] = []
    cells.reserveCapacity(24)
    skipBlanks()
    if !take(UInt8(ascii: "]")) {
      repeat {
        skipBlanks()
        guard let cell = cell() else { return nil }
        cells.append(cell)
        skipBlanks()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { return nil }
    }
    skipBlanks()
    return place == bytes.count ? cells : nil
  }

  private mutating func cell() -> RowCell? {
    guard place < bytes.count else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "\""): return text().map { .text($0) }
    case UInt8(ascii: "n"): return word("null") ? .null : nil
    default: return number().map { .int($0) }
    }
  }

  private mutating func number() -> Int64? {
    let isNegative = take(UInt8(ascii: "-"))
    let start = place
    var number: Int64 = 0
    while place < bytes.count, case let digit = bytes[place] &- UInt8(ascii: "0"), digit < 10 {
      let (tens, over) = number.multipliedReportingOverflow(by: 10)
      // Downwards, where the range reaches one further.
      let (next, overflow) = tens.subtractingReportingOverflow(Int64(digit))
      guard !over, !overflow else { return nil }
      number = next
      place += 1
    }
    guard place > start, place == start + 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
    if isNegative { return number }
    return number == .min ? nil : -number
  }

  private mutating func text() -> String? {
    place += 1
    let start = place
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        defer { place += 1 }
        return String(validating: bytes[start..<place], as: UTF8.self)
      case UInt8(ascii: "\\"): return escapedText(from: start)
      case 0..<0x20: return nil
      default: place += 1
      }
    }
    return nil
  }

  private mutating func escapedText(from start: Int) -> String? {
    var text = Array(bytes[start..<place])
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        text += Array(String(Character(scalar)).utf8)
      case 0..<0x20: return nil
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard place < bytes.count else { return nil }
    defer { place += 1 }
    switch bytes[place] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let first = unit() else { return nil }
      guard 0xD800..<0xDC00 ~= first else { return Unicode.Scalar(first) }
      // The other half follows, or it is none.
      place += 1
      guard take(UInt8(ascii: "\\")), place < bytes.count, bytes[place] == UInt8(ascii: "u"),
        let second = unit(), 0xDC00..<0xE000 ~= second
      else { return nil }
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    default: return nil
    }
  }

  /// Four hexadecimal digits behind the `u`; stays at the last of them.
  private mutating func unit() -> UInt32? {
    guard place + 4 < bytes.count else { return nil }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      place += 1
      guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  private mutating func word(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard place + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[place + offset] != word.utf8Start[offset] { return false }
    place += count
    return true
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks() {
    while place < bytes.count {
      switch bytes[place] {
      case 0x20, 0x09, 0x0D, 0x0A: place += 1
      default: return
      }
    }
  }
}
