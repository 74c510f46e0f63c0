/// One record of a CSV file; a quoted line break lets it span several physical lines.
package struct CSVRecord: Sendable, Hashable {
  /// Physical line of the record's first character, from 1.
  package let line: Int
  package let cells: [String]
  /// A quote was opened and never closed: the cell was read to its line's end with the quote as a
  /// letter, so that one slip does not swallow the rest of the file.
  package let unclosedQuote: Bool

  package init(line: Int, cells: [String], unclosedQuote: Bool = false) {
    self.line = line
    self.cells = cells
    self.unclosedQuote = unclosedQuote
  }
}

/// RFC 4180 and the liberties files take: any line end, blanks before a quote, quotes inside an
/// unquoted cell, text after a closing quote. Blank lines are no records. Never fails.
package struct CSVReader: Sequence, IteratorProtocol {
  private let bytes: ArraySlice<UInt8>
  private let delimiter: UInt8
  private var position: Int
  private var line = 1
  private var unclosedQuote = false

  /// `bytes` are UTF-8 (see `DecodedText`); `delimiter` is one of `Delimiter`.
  package init(_ bytes: ArraySlice<UInt8>, delimiter: Delimiter) {
    self.bytes = bytes
    self.delimiter = delimiter.rawValue
    position = bytes.startIndex
  }

  package mutating func next() -> CSVRecord? {
    while position < bytes.endIndex {
      let record = record()
      if record.cells.count > 1 || record.cells.contains(where: { !$0.isBlank }) { return record }
    }
    return nil
  }

  private mutating func record() -> CSVRecord {
    let first = line
    unclosedQuote = false
    var cells = [cell()]
    while position < bytes.endIndex, bytes[position] == delimiter {
      position += 1
      cells.append(cell())
    }
    skipLineEnd()
    return CSVRecord(line: first, cells: cells, unclosedQuote: unclosedQuote)
  }

  /// Leaves the position on a delimiter, a line end or the end.
  private mutating func cell() -> String {
    var quote = position
    while quote < bytes.endIndex, bytes[quote] == UInt8(ascii: " ") { quote += 1 }
    if quote < bytes.endIndex, bytes[quote] == UInt8(ascii: "\"") {
      if let text = quoted(after: quote) { return text }
      unclosedQuote = true
    }
    return plain()
  }

  private mutating func plain() -> String {
    let start = position
    while position < bytes.endIndex, !endsCell(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// `nil`, with the position untouched, where the closing quote is missing.
  private mutating func quoted(after quote: Int) -> String? {
    var text: [UInt8] = []
    var index = quote + 1
    var start = index
    while index < bytes.endIndex {
      guard bytes[index] == UInt8(ascii: "\"") else {
        index += 1
        continue
      }
      text.append(contentsOf: bytes[start..<index])
      if index + 1 < bytes.endIndex, bytes[index + 1] == UInt8(ascii: "\"") {
        start = index + 1
        index += 2
        continue
      }
      line += lineEnds(in: quote..<index)
      position = index + 1
      let closed = String(decoding: text, as: UTF8.self)
      let tail = plain()
      return tail.isBlank ? closed : closed + tail
    }
    return nil
  }

  private func lineEnds(in range: Range<Int>) -> Int {
    var count = 0
    var previous: UInt8 = 0
    for byte in bytes[range] {
      if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") && previous != UInt8(ascii: "\r")
      {
        count += 1
      }
      previous = byte
    }
    return count
  }

  private func endsCell(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private mutating func skipLineEnd() {
    guard position < bytes.endIndex else { return }
    let byte = bytes[position]
    position += 1
    line += 1
    if byte == UInt8(ascii: "\r"), position < bytes.endIndex,
      bytes[position] == UInt8(ascii: "\n")
    {
      position += 1
    }
  }
}
