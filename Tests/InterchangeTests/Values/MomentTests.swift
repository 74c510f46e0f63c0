import Domain
import Interchange
import Testing

@Suite struct MomentTests {
  @Test func secondsCarryIntoTheNextDay() throws {
    let day = try #require(Day(year: 2025, month: 12, day: 31))
    #expect(Moment(day: day, second: 86_400 + 60).text == "2026-01-01T00:01:00")
    #expect(Moment(day: day, second: -1).text == "2025-12-30T23:59:59")
    #expect(Moment(day: day, second: 3_600, offset: -12_600).text == "2025-12-31T01:00:00-03:30")
  }

  @Test func anOffsetFixesTheInstantAndAZoneTheRest() throws {
    let day = try #require(Day(year: 1970, month: 1, day: 1))
    #expect(Moment(day: day, second: 7_200, offset: 7_200).instant(in: .utc) == Instant(0))
    let zone = Zone(name: "Test", offset: 3_600)
    #expect(Moment(day: day, second: 7_200).instant(in: zone) == Instant(3_600))
    #expect(Moment(day: day, second: 7_200, offset: 0).instant(in: zone) == Instant(7_200))
  }
}
