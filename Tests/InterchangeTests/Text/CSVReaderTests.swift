import FoundationEssentials
import Interchange
import Support
import Testing

@Suite struct CSVReaderTests {
  private func cells(_ text: String, _ delimiter: Delimiter = .comma) -> [[String]] {
    CSVReader([UInt8](text)[...], delimiter: delimiter).map(\.cells)
  }

  @Test(arguments: [
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a,\n,", [["a", ""], ["", ""]]),
    ("\"x\"\"y\",\"1\n2\"", [["x\"y", "1\n2"]]),
    ("a, \"b, c\" ,d", [["a", "b, c", "d"]]),
    ("a, b", [["a", " b"]]),
    ("5\" pipe,b", [["5\" pipe", "b"]]),
    ("\"a\"b,c", [["ab", "c"]]),
    ("\"\",\"\"\"\"", [["", "\""]]),
    ("\n\n  \na,b\n\n\n", [["a", "b"]]),
    ("", []),
  ])
  func recordsAreReadAsWritten(_ text: String, _ expected: [[String]]) {
    #expect(cells(text) == expected)
  }

  @Test func anUnclosedQuoteCostsItsRowOnly() {
    let records = Array(CSVReader([UInt8]("a,b\n1,\"x\n3,4\n")[...], delimiter: .comma))
    #expect(records.map(\.cells) == [["a", "b"], ["1", "\"x"], ["3", "4"]])
    #expect(records.map(\.unclosedQuote) == [false, true, false])
  }

  @Test func linesAreThoseOfTheFile() {
    let text = "a,b\r\n\"1\r\n2\n3\",x\r\n\r\n4,5\r6,7"
    let lines = CSVReader([UInt8](text)[...], delimiter: .comma).map(\.line)
    #expect(lines == [1, 2, 6, 7])
  }

  @Test(arguments: [
    ("a,b\n1,2\n", Delimiter.comma), ("a;b\n1,5;2,5\n", .semicolon), ("a\tb\n1,2\t3\n", .tab),
    ("a;b, c\nx;y, z\n", .semicolon), ("only\nvalue\n", .comma), ("", .comma),
    ("\"a;b\",c\n1,2\n", .comma),
  ])
  func theDelimiterIsFound(_ text: String, _ expected: Delimiter) {
    #expect(Delimiter.detect([UInt8](text)[...]) == expected)
  }

  @Test(
    .needs("csv/csvs"),
    arguments: [
      "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates",
      "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ])
  func acidTests(_ name: String) throws {
    let file = DecodedText(try SharedData.raw("csv/csvs/\(name).csv"))
    // One answer is a single object with another phone number than its file, and the copies have
    // lost their CRLFs on the way.
    let json = try SharedData.text("csv/json/\(name).json").replacing("\\r\\n", with: "\\n")
    let list = json.first == "{" ? "[\(json)]" : json
    let expected = try JSONDecoder().decode([[String: String]].self, from: Data(list.utf8))
    let delimiter = Delimiter.detect(file.bytes[...])
    let records = Array(CSVReader(file.bytes[...], delimiter: delimiter))
    let header = try #require(records.first).cells
    let rows = records.dropFirst().map {
      Dictionary(zip(header, $0.cells), uniquingKeysWith: { $1 })
    }
    let number = "Contact Phone Number"
    #expect(
      rows.map { $0.filter { $0.key != number } } == expected.map { $0.filter { $0.key != number } }
    )
  }

  @Test func whatIsWrittenIsReadAgain() {
    var random = SeededGenerator(seed: 5)
    let alphabet = Array("ab,;\"\n\r\t é=+'").map(String.init)
    for _ in 0..<500 {
      let columns = Int.random(in: 2...5, using: &random)
      let rows = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        (0..<columns).map { _ in
          let letters = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
          }
          return letters.joined()
        }
      }
      var writer = CSVWriter(header: (0..<columns).map { "c\($0)" })
      for row in rows { writer.append(row) }
      let read = CSVReader([UInt8](writer.text)[...], delimiter: .comma).dropFirst().map(\.cells)
      let harmless = rows.map { $0.map { needsGuard($0) ? "'" + $0 : $0 } }
      #expect(read == harmless)
    }
  }

  private func needsGuard(_ cell: String) -> Bool {
    cell.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
  }

  @Test func anyBytesAreRecordsWithLinesInOrder() {
    var random = SeededGenerator(seed: 7)
    let alphabet = [UInt8]("a,;\t\"\"\n\r \u{e9}")
    for round in 0..<4_000 {
      let bytes =
        round.isMultiple(of: 2)
        ? random.bytes(0...80)
        : (0..<random.bytes(0...80).count).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
      let lines = CSVReader(bytes[...], delimiter: Delimiter.detect(bytes[...])).map(\.line)
      #expect(lines == lines.sorted())
    }
  }
}
