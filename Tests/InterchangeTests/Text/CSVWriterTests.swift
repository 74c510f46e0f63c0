import Interchange
import Testing

@Suite struct CSVWriterTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("two\nlines", "\"two\nlines\""), (" edge", "\" edge\""), ("", ""),
    ("=1+1", "'=1+1"), ("+27821234567", "'+27821234567"), ("-5", "-5"), ("-0.5", "-0.5"),
    ("-", "'-"), ("-5+1", "'-5+1"), ("-1.", "'-1."), ("-1.2.3", "'-1.2.3"), ("@cmd", "'@cmd"),
    ("\tx", "\"'\tx\""), ("\rx", "\"'\rx\""),
    ("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""),
    ("a=b", "a=b"),
  ])
  func cellsAreQuotedAndHarmless(_ cell: String, _ expected: String) {
    var writer = CSVWriter(header: ["x"])
    writer.append([cell])
    #expect(writer.text == "x\r\n\(expected)\r\n")
  }

  @Test func ourExportComesBackWithoutApostrophes() throws {
    var writer = CSVWriter(header: ["firstName", "lastName", "phone", "notes"])
    writer.append(["Anna", "O'Neill", "+27821234567", "-ab, \"x\"\nzwei"])
    let member = try #require(
      try MemberImport.read([UInt8](writer.text)).entries.first?.values.first)
    #expect(member.phones.map(\.text) == ["+27821234567"])
    #expect(member.lastName == "O'Neill")
    #expect(member.notes == "-ab, \"x\"\nzwei")
  }
}
