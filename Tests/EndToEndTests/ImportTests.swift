import FoundationEssentials
import Support
import Testing

/// What `desk import --json` tells.
private struct Told: Decodable, Equatable {
  struct Created: Decodable, Equatable {
    let locations: Int
    let services: Int
    let rooms: Int
    let staff: Int
  }
  struct Reason: Decodable, Equatable {
    let row: Int
    let code: String
    let message: String
  }
  let `import`: String
  let read: Int
  let kept: Int
  let merged: Int
  let unchanged: Int
  let refused: Int
  let created: Created
  let reasons: [Reason]
  let unknownColumns: [String]

  var counts: [Int] { [kept, merged, unchanged, refused] }
}

@Suite("desk import")
struct ImportTests {
  private let desk: DeskProgram

  init() throws {
    desk = DeskProgram(always: ["--as", "Ann", "--pin", "4821"])
    let founding = [
      "init", "--name", "Toronto", "--timezone", "America/Toronto", "--location", "Main",
      "--owner", "Ann", "--owner-pin", "4821",
    ]
    let made = DeskProgram.run(founding + ["--data", desk.data])
    try #require(made.status == 0, "\(made.errors)")
  }

  /// Every import here must account for each row.
  private func bring(_ what: String, _ file: String, _ more: [String] = []) throws -> Told {
    let ended = DeskProgram.run(desk.words(["import", what, file, "--json"] + more))
    try #require(ended.status == 0, "\(ended.errors)")
    let told = try JSONDecoder().decode(Told.self, from: Data(ended.output.utf8))
    #expect(told.read == told.counts.reduce(0, +))
    #expect(told.import == what)
    return told
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let path = desk.directory.file(name)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private struct Day: Decodable {
    struct Session: Decodable {
      let service: String
      let location: String
      let start: String
      let end: String
      let capacity: Int
    }
    let sessions: [Session]
  }

  @Test(
    "the city's timetable: all 749 rows, the right day, and 0 kept the second time",
    .enabled(if: SharedData.has("timetable/toronto-drop-in-slice.csv"), "shared data is not here"))
  func timetable() throws {
    let path = SharedData.path("timetable/toronto-drop-in-slice.csv")
    let dry = try bring("timetable", path, ["--dry-run"])
    #expect(dry.counts == [749, 0, 0, 0])
    let first = try bring("timetable", path)
    #expect(first == dry)
    #expect(first.created.locations == 14 && first.created.services == 26)
    #expect(first.reasons.isEmpty && first.unknownColumns.isEmpty)

    // The day by hand: rows of the file whose First Date is that day.
    let lines = try SharedData.text("timetable/toronto-drop-in-slice.csv")
      .split(whereSeparator: \.isNewline)
    let expected = lines.count { $0.contains("2025-12-06 to 2025-12-06") }
    let day = try desk.json(Day.self, "schedule", "--date", "2025-12-06", "--all")
    #expect(day.sessions.count == expected)
    let dance = day.sessions.first {
      $0.service == "Cardio Dance" && $0.location == "Location 1463"
    }
    #expect(dance?.start.hasPrefix("2025-12-06T") == true)
    #expect(dance?.start.hasSuffix("-05:00") == true)
    #expect(day.sessions.allSatisfy { $0.capacity == 20 && $0.start < $0.end })

    let second = try bring("timetable", path)
    #expect(second.counts == [0, 0, 749, 0])
    #expect(second.created.locations + second.created.services == 0)
    #expect(try bring("timetable", path, ["--capacity", "15"]).counts == [0, 749, 0, 0])
    #expect(
      try bring("timetable", path, ["--dry-run", "--capacity", "15"]).counts == [0, 0, 749, 0])
  }

  /// A line of the list; `rec-223-org` and `rec-223-dup-0` are the same person.
  private struct Person {
    let key: String
    let isDouble: Bool
    let first: String
    let last: String

    init(_ line: Substring) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        .map { String($0.drop { $0 == " " }) }
      key = String(cells[0].split(separator: "-")[1])
      isDouble = cells[0].contains("dup")
      (first, last) = (cells[1], cells[2])
    }

    var name: String { first.isEmpty || last.isEmpty ? first + last : "\(first) \(last)" }
  }

  private struct Found: Decodable {
    struct Member: Decodable { let name: String }
    let members: [Member]
  }

  @Test(
    "500 people, and nine of ten of their misspelt doubles find them among the first five",
    .enabled(if: SharedData.has("people/febrl-dataset1.csv"), "shared data is not here"))
  func people() throws {
    let lines = try SharedData.text("people/febrl-dataset1.csv").split(whereSeparator: \.isNewline)
    let kept = lines.filter { $0.hasPrefix("rec_id") || $0.contains("-org,") }
    let path = try file("people.csv", kept.joined(separator: "\n"))
    let map = [
      "externalId=rec_id", "firstName=given_name", "lastName=surname", "birthDate=date_of_birth",
    ].flatMap { ["--map", $0] }
    let first = try bring("members", path, map)
    #expect(first.counts == [500, 0, 0, 0])
    #expect(first.unknownColumns.first == "street_number")
    #expect(try bring("members", path, map).counts == [0, 0, 500, 0])

    let people = lines.dropFirst().map { Person($0) }
    let originals = Dictionary(
      people.filter { !$0.isDouble }.map { ($0.key, $0.name) },
      uniquingKeysWith: { first, _ in first })
    // A program a look-up takes its time: one double in four stands for all.
    let doubles = people.filter { $0.isDouble && !$0.first.isEmpty && !$0.last.isEmpty }
    let asked = doubles.indices.filter { $0.isMultiple(of: 4) }.map { doubles[$0] }
    let hits = try asked.count { double in
      let found = try desk.json(Found.self, "lookup", double.name, "--limit", "5")
      return found.members.contains { $0.name == originals[double.key] }
    }
    print("lookup of misspelt names: \(hits) of \(asked.count) among the first five")
    #expect(hits * 10 >= asked.count * 9)
  }

  @Test("an import broken off is completed by the same file; repeated rows are merged once")
  func brokenOff() throws {
    let header = "externalId,firstName,lastName,email"
    let rows = (1...900).map { "\($0),First\($0),Last\($0),p\($0)@example.org" }
    let half = try file("half.csv", ([header] + rows.prefix(400)).joined(separator: "\n"))
    let whole = try file(
      "whole.csv", ([header] + rows + rows.prefix(3)).joined(separator: "\r\n"))
    #expect(try bring("members", half).counts == [400, 0, 0, 0])
    #expect(try bring("members", whole, ["--dry-run"]).counts == [500, 0, 403, 0])
    #expect(try bring("members", whole).counts == [500, 0, 403, 0])
    #expect(try bring("members", whole).counts == [0, 0, 903, 0])
    let again = try file("again.csv", [header, "x,A,B,", "x,A,B,", "y,,,"].joined(separator: "\n"))
    let told = try bring("members", again)
    #expect(told.counts == [1, 1, 0, 1])
    #expect(told.reasons.map(\.row) == [3] && told.reasons.map(\.code) == ["MISSING_NAME"])
    #expect(try bring("members", again).counts == [0, 0, 2, 1])
  }

  @Test("one person of several rows: active wins, and each row is remembered")
  func memberships() throws {
    let path = try file(
      "teamup.csv",
      """
      Customer Name,Customer Email,Membership Name,Status,Date of Birth
      Thandi Mokoena,t@example.org,Gold,Active,1990-05-01
      Thandi Mokoena,t@example.org,Pool,Expired,1990-05-01
      Sipho Mokoena,t@example.org,Gold,Paused,
      """)
    let told = try bring("members", path)
    #expect(told.counts == [1, 1, 0, 1])
    #expect(told.reasons.map(\.code) == ["UNKNOWN_STATUS"])
    #expect(told.unknownColumns == ["Membership Name"])
    #expect(try bring("members", path).counts == [0, 0, 2, 1])
    struct Lookup: Decodable {
      struct Member: Decodable { let status: String }
      let members: [Member]
    }
    let found = try desk.json(Lookup.self, "lookup", "Thandi")
    #expect(found.members.map(\.status) == ["active"])
  }

  @Test("packs and visits follow the people and the timetable")
  func packsAndVisits() throws {
    let people = try file(
      "people.csv", "externalId,firstName,lastName,barcode\nA1,Thandi,Mokoena,00815\n")
    let timetable = try file(
      "timetable.csv",
      """
      service;location;room;leader;start;end
      Cardio Dance;Main;Gym;Lerato Dube;2026-12-06T14:45;15:44:59
      """)
    let credits = try file(
      "credits.csv",
      "member,package,bought,left,validTo\n00815,Ten,10,4.5,2027-12-31\nNobody,Ten,10,1,\n")
    let bookings = try file(
      "bookings.csv",
      """
      member,session,state
      A1,2026-12-06T14:45 Cardio Dance,booked
      A1,2026-12-07T14:45 Cardio Dance,booked
      """)
    #expect(try bring("members", people).counts == [1, 0, 0, 0])
    let made = try bring("timetable", timetable).created
    #expect([made.locations, made.services, made.rooms, made.staff] == [0, 1, 1, 1])
    #expect(try bring("credits", credits, ["--dry-run"]).counts == [1, 0, 0, 1])
    let packs = try bring("credits", credits)
    #expect(packs.counts == [1, 0, 0, 1])
    #expect(packs.reasons.map(\.code) == ["NOT_FOUND"])
    #expect(try bring("credits", credits).counts == [0, 0, 1, 1])
    let visits = try bring("bookings", bookings)
    #expect(visits.counts == [1, 0, 0, 1])
    #expect(visits.reasons.map(\.row) == [2])
    #expect(try bring("bookings", bookings).counts == [0, 0, 1, 1])

    struct Profile: Decodable {
      struct Lot: Decodable { let left: Double }
      struct Booking: Decodable { let state: String }
      let lots: [Lot]
      let bookings: [Booking]
    }
    let profile = try desk.json(Profile.self, "member", "00815")
    #expect(profile.lots.map(\.left) == [4.5])
    #expect(profile.bookings.map(\.state) == ["confirmed"])
  }

  @Test(
    "what cannot be read is wrong use, with a word on what to do",
    arguments: [
      ("", "empty"), ("PK\u{3}\u{4}rest", "ZIP"), ("a,b\n1,2\n", "--map"),
      ("firstName,birthDate\nA,03/04/2025\n", "dateOrder"),
    ])
  func wrongUse(_ content: String, _ hint: String) throws {
    let path = try file("wrong.csv", content)
    let ended = DeskProgram.run(desk.words(["import", "members", path, "--json"]))
    #expect(ended.status == 2 && ended.output.isEmpty)
    #expect(ended.errors.contains(hint), "\(ended.errors)")
    let none = DeskProgram.run(desk.words(["import", "members", desk.directory.file("none.csv")]))
    #expect(none.status == 2)
  }
}
