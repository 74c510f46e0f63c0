/// One content line of an iCalendar file: `DTSTART;TZID=Africa/Johannesburg:20261124T180000`.
struct CalendarLine {
  /// In capitals.
  let name: String
  /// What its TZID says.
  private(set) var zone: String?
  let value: String

  /// Nil for a line without a colon outside of quotes.
  init?(_ line: [UInt8]) {
    var parts: [ArraySlice<UInt8>] = []
    var start = line.startIndex
    var isQuoted = false
    for (place, byte) in line.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard !isQuoted, byte == UInt8(ascii: ":") || byte == UInt8(ascii: ";") else { continue }
      parts.append(line[start..<place])
      start = place + 1
      guard byte == UInt8(ascii: ":") else { continue }
      name = Self.text(parts[0]).uppercased()
      value = Self.text(line[start...])
      for part in parts.dropFirst() {
        let part = Self.text(part)
        guard part.uppercased().hasPrefix("TZID=") else { continue }
        zone = part.dropFirst(5).filter { $0 != "\"" }
      }
      return
    }
    return nil
  }

  /// Lines as they were before they were folded: one that begins with a blank goes on with the last.
  static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if let first = line.first, first == 0x20 || first == 0x09, !lines.isEmpty {
        lines[lines.count - 1] += line.dropFirst()
      } else {
        lines.append(Array(line))
      }
    }
    return lines
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(text.drop(while: blank).reversed().drop(while: blank).reversed())
  }
}
