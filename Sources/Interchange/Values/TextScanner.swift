/// Reads numbers, months and marks off the front of a cell, byte by byte; never past its end.
struct TextScanner {
  private let bytes: Substring.UTF8View
  private var position: Substring.UTF8View.Index

  init(_ text: some StringProtocol) {
    bytes = Substring(text).utf8
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  var rest: Substring { Substring(bytes[position...]) }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: mark) else { return false }
    position = bytes.index(after: position)
    return true
  }

  mutating func skipBlanks() {
    while take(" ") {}
  }

  /// Up to nine digits, so that no cell overflows; `digits` counts leading zeros.
  mutating func number() -> (value: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while position < bytes.endIndex,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
    {
      guard digits < 9 else { return nil }
      value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
      digits += 1
      position = bytes.index(after: position)
    }
    return digits > 0 ? (value, digits) : nil
  }

  /// What stands between the parts of a date.
  mutating func separator() -> Unicode.Scalar? {
    for mark: Unicode.Scalar in ["-", "/", ".", " ", ","] where take(mark) { return mark }
    return nil
  }

  /// An English month, whole or by its first three letters.
  mutating func month() -> Int? {
    let start = position
    let name = word()
    if name.count >= 3, let month = Self.months.firstIndex(where: { $0.hasPrefix(name) }) {
      return month + 1
    }
    position = start
    return nil
  }

  /// Letters A to Z from here on, in lower case.
  mutating func word() -> String {
    var word = ""
    while position < bytes.endIndex {
      let lower = bytes[position] | 0x20
      guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) else { break }
      word.unicodeScalars.append(Unicode.Scalar(lower))
      position = bytes.index(after: position)
    }
    return word
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
}
