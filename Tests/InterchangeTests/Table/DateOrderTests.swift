import Domain
import Interchange
import Testing

@Suite struct DateOrderTests {
  private func read(_ dates: [String], map: [String] = []) throws -> Reading<MemberRow> {
    let text = "firstName,birthDate\n" + dates.map { "A,\"\($0)\"\n" }.joined()
    return try MemberImport.read([UInt8](text), try ImportOptions(map: map))
  }

  private func days(_ dates: [String], map: [String] = []) throws -> [String?] {
    try read(dates, map: map).entries.map { $0.values.first?.birthDate?.text }
  }

  @Test(arguments: [
    ("1990-02-28", "1990-02-28"), ("19900228", "1990-02-28"), ("1990/2/8", "1990-02-08"),
    ("28.02.1990", "1990-02-28"), ("3.4.1990", "1990-04-03"), ("1990-02-28T00:00:00", "1990-02-28"),
    ("1990-02-28 00:00:00", "1990-02-28"), ("28 Feb 1990", "1990-02-28"),
    ("28-Feb-1990", "1990-02-28"), ("Feb 28, 1990", "1990-02-28"),
    ("February 28 1990", "1990-02-28"), ("05/05/1990", "1990-05-05"),
  ])
  func eachSpellingIsRead(_ text: String, _ expected: String) throws {
    #expect(try days([text]) == [expected])
  }

  @Test(arguments: ["", "-", "0001-01-01", "0001-01-01T00:00:00", "1/1/0001", "0000-00-00"])
  func emptyDatesGiveNoReason(_ text: String) throws {
    let member = try read([text]).entries.first?.values.first
    #expect(member?.birthDate == nil)
    #expect(member?.fieldReasons == [])
  }

  @Test(arguments: [
    "1990-02-30", "19901301", "31.04.1990", "30/30/1990", "yesterday", "1990", "1/2/90",
    "12345678901",
    "1990-02-28x", "99999999",
  ])
  func impossibleDatesEmptyTheFieldWithAReason(_ text: String) throws {
    let member = try read([text]).entries.first?.values.first
    #expect(member?.firstName == "A")
    #expect(member?.birthDate == nil)
    #expect(member?.fieldReasons.map(\.field) == ["birthDate"])
    #expect(member?.fieldReasons.first?.reason.code == .badDate)
    #expect(member?.fieldReasons.first?.reason.message.hasPrefix("row 1") == true)
  }

  @Test func oneClearDateSettlesTheFile() throws {
    #expect(try days(["03/04/1990", "13/04/1990"]) == ["1990-04-03", "1990-04-13"])
    #expect(try days(["03/04/1990", "04/13/1990"]) == ["1990-03-04", "1990-04-13"])
    #expect(try read(["13/04/1990"]).dateOrder == .dayFirst)
  }

  @Test func aSlipAmongManyDoesNotTurnTheFile() throws {
    let dates = Array(repeating: "25/12/1990", count: 20) + ["12/25/1990", "03/04/1990"]
    let reading = try read(dates)
    #expect(reading.dateOrder == .dayFirst)
    #expect(reading.entries[20].values.first?.fieldReasons.first?.reason.code == .badDate)
    #expect(reading.entries[21].values.first?.birthDate?.text == "1990-04-03")
  }

  @Test(arguments: [["03/04/1990"], ["13/04/1990", "04/13/1990"]])
  func anAmbiguousFileAsks(_ dates: [String]) throws {
    let problem = #expect(throws: FileProblem.self) { try read(dates) }
    #expect(problem?.code == .ambiguousDates)
    #expect(problem?.expected.contains("--map dateOrder=dmy") == true)
  }

  @Test func theAnswerIsHonoured() throws {
    #expect(try days(["03/04/1990"], map: ["dateOrder=dmy"]) == ["1990-04-03"])
    #expect(try days(["03/04/1990"], map: ["dateOrder=MDY"]) == ["1990-03-04"])
  }
}
