/// What exports write where nothing is: these mean an empty cell.
enum Cell {
  /// The cell as the importer sees it: without edge blanks, without the apostrophe our export puts
  /// before formulas, empty for `-` and for the database zero date.
  static func text(_ raw: String) -> String {
    var text = raw.trimmed
    if text == "-" || text.hasPrefix("0001-01-01") { return "" }
    if text.utf8.first == UInt8(ascii: "'"), let second = text.utf8.dropFirst().first,
      CSVWriter.isFormulaStart(second)
    {
      text.removeFirst()
    }
    return text
  }
}

extension String {
  var isBlank: Bool { trimmed.isEmpty }

  /// Without white space at the edges, no-break and zero-width blanks included.
  var trimmed: String {
    guard let first = utf8.first, let last = utf8.last else { return self }
    if (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) { return self }
    let scalars = unicodeScalars
    guard let start = scalars.firstIndex(where: { !$0.isEdge }),
      let end = scalars.lastIndex(where: { !$0.isEdge })
    else { return "" }
    return String(scalars[start...end])
  }
}

extension Unicode.Scalar {
  fileprivate var isEdge: Bool {
    properties.isWhitespace || value == 0x200B || value == 0xFEFF
  }
}
