import Domain
import Support
import Testing

@Suite("Import of sessions")
struct ImportSessionsTests {
  private var studio = StudioFixture()
  private let day = StudioFixture.zone.day(of: StudioFixture.morning)

  private func row(
    _ id: String, _ service: String = "Zumba", start: Int = 64_800, end: Int? = 68_400,
    capacity: Int = 20, days: Int = 0, _ change: (inout ImportedSession) -> Void = { _ in }
  ) -> ImportedSession {
    var row = ImportedSession(
      Outside(id), service: service, day: day.adding(days: days), start: start,
      capacity: capacity, credits: .zero)
    row.end = end
    change(&row)
    row.outside = Outside(id, row)
    return row
  }

  private mutating func bring(
    _ rows: ImportedSession..., as role: Role = .owner
  ) throws -> [RowResult] {
    try studio.bring(ImportSessions(source: "city", rows: rows), as: role)
  }

  private func session(_ result: RowResult) throws -> Session {
    try #require(result.key.flatMap { studio.world[ID<Session>($0)] })
  }

  @Test("what a row names is made once, by name whatever its case, in the studio's zone")
  mutating func makes() throws {
    func dressed(_ id: String, _ place: String) -> ImportedSession {
      row(id) { row in
        row.type = "Dance"
        row.location = place
        row.locationID = "85"
        row.room = "Gym"
        row.leader = "Lerato Dube"
      }
    }
    let results = try bring(dressed("1", "Location 85"), dressed("2", "LOCATION 85"))
    #expect(results.map(\.kind) == [.kept, .kept])
    let made = try session(results[0])
    let place = try #require(studio.world[made.location])
    #expect(place.name == "Location 85" && place.zone == StudioFixture.zone.name)
    #expect(studio.world[made.service]?.type == "Dance")
    #expect(made.room.flatMap { studio.world[$0] }?.location == place.id)
    let leader = try #require(made.leader.flatMap { studio.world[$0] })
    #expect(leader.roles == [RoleAt(.instructor, at: place.id)])
    #expect(leader.digit == 0 && leader.verifier == Bytes())
    #expect(try session(results[1]).location == place.id)
    #expect(studio.world.all(Location.self).count == 3)
    #expect(studio.world.all(Room.self).count == 2)

    // Renamed here, it is still found by the id of the city.
    studio.world.edit(place.id) { $0.name = "Etobicoke" }
    let later = try bring(dressed("3", "Location 85"))
    #expect(try session(later[0]).location == place.id)
  }

  @Test("times are the location's; an end beyond midnight is one of the next day; seconds stay")
  mutating func times() throws {
    let zone = StudioFixture.zone
    let results = try bring(
      row("1"), row("2", start: 84_600, end: 90_000), row("3", end: 68_399), row("4", end: nil),
      row("5") { $0.offset = 0 })
    let spans = try results.map { try session($0) }.map { ($0.start, $0.end - $0.start) }
    let start = zone.instant(day, secondOfDay: 64_800)
    #expect(spans[0] == (start, 3_600))
    #expect(spans[1] == (zone.instant(day, secondOfDay: 84_600), 5_400))
    #expect(spans[2] == (start, 3_599))
    #expect(spans[3] == (start, 3_600), "the service's length")
    #expect(spans[4] == (start + 7_200, 3_600), "18:00 in UTC is 20:00 there")
  }

  @Test("the same again is unchanged; a change is merged and throws nobody out")
  mutating func again() throws {
    let first = try bring(row("1", capacity: 3))
    #expect(try bring(row("1", capacity: 3)).map(\.kind) == [.unchanged])
    let id = try session(first[0]).id
    try studio.fill(id, 3)
    #expect(try bring(row("1", capacity: 2)).map(\.kind) == [.merged])
    #expect(studio.world[id]?.capacity == 3)
    #expect(studio.world[id]?.target == 2)
    #expect(studio.world.all(Session.self).count == 1)
  }

  @Test("a session long over has nobody to judge and waits for no job")
  mutating func past() throws {
    let results = try bring(row("1", days: -1), row("2", days: 1))
    #expect(try session(results[0]).judgedAt == studio.world.now)
    #expect(try session(results[1]).judgedAt == nil)
  }

  @Test("ages and credits of a row stand on its session, wherever they differ from the service's")
  mutating func own() throws {
    let results = try bring(
      row("1") { row in
        row.ageFrom = 13
        row.credits = Credits(hundredths: 50)
      },
      row("2") { $0.credits = Credits(2) })
    let (first, second) = (try session(results[0]), try session(results[1]))
    #expect(first.ageFrom == 13 && first.credits == nil && first.service == second.service)
    #expect(second.ageFrom == nil && second.credits == Credits(2))
    #expect(studio.world[first.service]?.credits == Credits(hundredths: 50))
  }

  @Test("impossible rows are refused one by one")
  mutating func refused() throws {
    let results = try bring(
      row("1", end: 64_800), row("2", end: 64_800 + 172_801), row("3", capacity: -1),
      row("4", " "), row("5") { $0.credits = Credits(-1) }, row("6"))
    #expect(results.map(\.kind) == Array(repeating: .refused, count: 5) + [.kept])
    #expect(results.dropLast().allSatisfy { $0.refusal == .malformed && $0.message != nil })
  }

  @Test("a manager fills the own location, and makes none")
  mutating func manager() throws {
    let results = try bring(
      row("1") { $0.room = "Gym" }, row("2") { $0.location = "Claremont" },
      row("3") { $0.location = "Elsewhere" }, as: .locationManager)
    #expect(results.map(\.kind) == [.kept, .refused, .refused])
    #expect(results[1].refusal == .locationDenied)
    #expect(results[2].refusal == .notPermitted)
    let intent = ImportSessions(source: "city", rows: [row("9")])
    #expect(studio.refusal(intent, as: .receptionist) == .notPermitted)
  }
}
