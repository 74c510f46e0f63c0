import Domain
import Support
import Testing

@Suite struct ISO8601Tests {
  private let johannesburg = Zone(name: "Africa/Johannesburg", offset: 7_200)

  @Test func writesTheOffsetOfThePlace() throws {
    let instant = try #require(Instant(iso8601: "2026-11-21T15:42:00Z", in: .utc))
    #expect(instant == Instant(1_795_275_720))
    #expect(instant.iso8601(in: johannesburg) == "2026-11-21T17:42:00+02:00")
    #expect(instant.iso8601(in: toronto) == "2026-11-21T10:42:00-05:00")
    #expect(instant.iso8601 == "2026-11-21T15:42:00Z")
    let old = Zone(name: "LMT", offset: -(5 * 3600 + 17 * 60 + 32))
    #expect(instant.iso8601(in: old) == "2026-11-21T10:24:28-05:17:32")
  }

  @Test(arguments: [
    "2026-11-21T17:42:00+02:00", "2026-11-21T17:42:00+0200", "2026-11-21T17:42:00+02",
    "2026-11-21t15:42:00z", "2026-11-21 17:42", "2026-11-21T17:42:00", "2026-11-21T15:42Z",
    "2026-11-21T17:42:00.999+02:00", "2026-11-21T10:42:00-05:00", "2026-11-21T10:24:28-05:17:32",
    "2026-11-20T15:42:00-24:00",
  ])
  func readsTheSameMoment(_ text: String) {
    #expect(Instant(iso8601: text, in: johannesburg) == Instant(1_795_275_720))
  }

  @Test func readsDatesAndMissingHoursInTheZone() throws {
    let start = Instant(iso8601: "2026-03-08", in: toronto)
    #expect(start?.iso8601(in: toronto) == "2026-03-08T00:00:00-05:00")
    let missing = Instant(iso8601: "2026-03-08T02:15", in: toronto)
    #expect(missing?.iso8601(in: toronto) == "2026-03-08T03:15:00-04:00")
    let midnight = Instant(iso8601: "2026-11-21T24:00", in: johannesburg)
    #expect(midnight == Instant(iso8601: "2026-11-22", in: johannesburg))
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-11-21T", "2026-11-21T17", "2026-11-21T17:4", "2026-11-21T17:60",
    "2026-11-21T17:42:60", "2026-11-21T24:01", "2026-11-21T17:42:00.", "2026-11-21T17:42:00+2",
    "2026-11-21T17:42:00+02:0", "2026-11-21T17:42:00+02:00x", "2026-11-21X17:42",
    "2026-11-31T17:42:00Z", "2026-11-21T17:42:00+26:00", "2026-11-21T17:42:00Z ",
    "2026-11-21T17:42:00+02:60", "2026-11-21T17:42:00+0200:00", "now",
  ])
  func refusesTheRest(_ text: String) {
    #expect(Instant(iso8601: text, in: johannesburg) == nil)
  }

  @Test func goesThroughTextUnchanged() {
    var random = SeededGenerator(seed: 8601)
    for _ in 0..<5_000 {
      let instant = Instant(Int64.random(in: -60_000_000_000...250_000_000_000, using: &random))
      #expect(Instant(iso8601: instant.iso8601, in: toronto) == instant)
      #expect(Instant(iso8601: instant.iso8601(in: toronto), in: .utc) == instant)
    }
  }

  @Test func neverTrapsOnDamagedText() {
    var random = SeededGenerator(seed: 2026)
    let valid = Array("2026-11-21T17:42:00.250+02:00".utf8)
    for _ in 0..<20_000 {
      let text = String(decoding: random.mutated(valid), as: UTF8.self)
      _ = Instant(iso8601: text, in: toronto)
      _ = Day(text: text)
      _ = TimeOfDay(text: text)
    }
  }
}
