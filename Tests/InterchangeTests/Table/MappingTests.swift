import Domain
import Interchange
import Testing

@Suite struct MappingTests {
  private func problem(_ text: String, format: String? = nil, map: [String] = []) -> FileProblem? {
    do throws(FileProblem) {
      _ = try MemberImport.read([UInt8](text), try ImportOptions(format: format, map: map))
      return nil
    } catch {
      return error
    }
  }

  @Test(
    arguments: [
      ("", nil, [], FileProblem.Code.emptyFile),
      ("\n\n", nil, [], .emptyFile),
      ("PK\u{3}\u{4}rest", nil, [], .archive),
      ("a,b\n1,2", nil, [], .unknownFormat),
      ("a,b\n1,2", "gymdesk", [], .missingColumns),
      ("a,b\n1,2", nil, ["email=a"], .missingColumns),
      ("firstName\nA", "nosuch", [], .unknownFormat),
      ("firstName\nA", nil, ["lastName"], .badMapping),
      ("firstName\nA", nil, ["=x"], .badMapping),
      ("firstName\nA", nil, ["dateOrder=ymd"], .badMapping),
      ("firstName,x\nA,B", nil, ["lastName=x", "email=x"], .badMapping),
      ("firstName\nA", nil, ["surname=x"], .unknownField),
      ("firstName\nA", nil, ["lastName=x"], .unknownColumn),
    ] as [(String, String?, [String], FileProblem.Code)])
  func whatIsWrongWithTheFileIsSaid(
    _ text: String, _ format: String?, _ map: [String], _ code: FileProblem.Code
  ) {
    #expect(problem(text, format: format, map: map)?.code == code)
  }

  @Test func theSentenceTellsExpectedAndFound() throws {
    let found = problem("Vorname,Nachname\nA,B")
    let problem = try #require(found)
    #expect(problem.sentence.contains("gymdesk"))
    #expect(problem.sentence.contains("firstName"))
    #expect(problem.sentence.contains("Columns found: Vorname, Nachname."))
    #expect(!problem.description.contains("Vorname"))
  }

  @Test func ourNamesAreTolerant() throws {
    let text = "First_Name;LAST NAME;birth-date;E-Mail\nAnna;Berg;1990-01-02;a@b.c\n"
    let reading = try MemberImport.read([UInt8](text))
    let member = try #require(reading.entries.first?.values.first)
    #expect(reading.format == "plain")
    #expect(reading.delimiter == .semicolon)
    #expect(member.firstName == "Anna")
    #expect(member.lastName == "Berg")
    #expect(member.birthDate?.text == "1990-01-02")
    #expect(member.email == "a@b.c")
  }

  @Test func unknownAndRepeatedColumnsAreListedAndKept() throws {
    let text = "firstName,Shoe size,,Shoe size,firstName\nAnna,38,x,39,Zoe\nBo,-,,,\n"
    let reading = try MemberImport.read([UInt8](text))
    let columns = ["Shoe size", "Column 3", "Shoe size (2)", "firstName (2)"]
    #expect(reading.unknownColumns == columns)
    #expect(reading.entries[0].values.first?.extra.map(\.column) == columns)
    #expect(reading.entries[0].values.first?.extra.map(\.value) == ["38", "x", "39", "Zoe"])
    #expect(reading.entries[1].values.first?.extra == [])
  }

  @Test func aMappingWinsOverTheFormat() throws {
    let text = "First Name,Last Name,Client Status,Nick\nAnna,Berg,Active,Ani\n"
    let options = try ImportOptions(map: ["firstName=Nick"])
    let reading = try MemberImport.read([UInt8](text), options)
    #expect(reading.format == "wodify")
    #expect(reading.entries.first?.values.first?.firstName == "Ani")
    #expect(reading.unknownColumns == ["First Name"])
  }

  @Test func raggedRowsAreRefusedWithTheirPlace() throws {
    let text = "firstName,lastName\nA\nB,C,\nD,E,F\n\"G\nG\",H\nI,\"J\nK,L\n"
    let entries = try MemberImport.read([UInt8](text)).entries
    #expect(
      entries.map { $0.refusal?.code } == [
        .raggedRow, nil, .raggedRow, nil, .unclosedQuote, nil,
      ])
    #expect(entries.map(\.line) == [2, 3, 4, 5, 7, 8])
    #expect(entries[2].refusal?.message == "row 3 (line 4): it has 3 cells where the header has 2")
  }

  @Test func aRowTooLongForAnOperationIsRefused() throws {
    let text = "firstName,notes\nA,\(String(repeating: "é", count: 5_000))\nB,x\n"
    #expect(try read(text).map { $0.refusal?.code } == [.rowTooLong, nil])
  }

  private func read(_ text: String) throws -> [Entry<MemberRow>] {
    try MemberImport.read([UInt8](text)).entries
  }

  @Test func aHeaderAloneIsAFileWithoutRows() throws {
    #expect(try MemberImport.read([UInt8]("firstName,lastName\r\n")).entries.isEmpty)
  }
}
