/// Text brought into columns before it is drawn.
package enum TextFit {
  /// Lines of at most `columns`, broken at blanks where there are any and at line ends always.
  package static func wrap(_ text: String, columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap {
      paragraph($0, columns)
    }
  }

  /// The text and blanks behind it up to exactly `columns`, or its beginning and an ellipsis.
  package static func fit(_ text: String, columns: Int, ellipsis: Unicode.Scalar = "…") -> String {
    guard columns > 0 else { return "" }
    let wanted = Width.columns(text)
    if wanted <= columns { return text + String(repeating: " ", count: columns - wanted) }
    let (head, used) = head(text[...], columns - 1)
    return String(head) + String(ellipsis) + String(repeating: " ", count: columns - 1 - used)
  }

  private static func paragraph(_ text: Substring, _ columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      var word = word
      var needed = Width.columns(String(word))
      if used > 0 && used + 1 + needed <= columns {
        line += " " + word
        used += 1 + needed
        continue
      }
      if used > 0 { lines.append(line) }
      while needed > columns {
        let (head, taken) = head(word, columns)
        guard taken > 0 else { break }
        lines.append(String(head))
        word = word[head.endIndex...]
        needed -= taken
      }
      (line, used) = (String(word), needed)
    }
    lines.append(line)
    return lines
  }

  private static func head(_ text: Substring, _ columns: Int) -> (head: Substring, used: Int) {
    var used = 0
    for index in text.indices {
      let width = Width.columns(String(text[index]))
      if used + width > columns { return (text[..<index], used) }
      used += width
    }
    return (text, used)
  }
}
