import Domain
import Support
import Testing

/// Toronto in 2025 and 2026, typed off `zdump -v America/Toronto`.
let toronto = Zone(
  name: "America/Toronto", offset: -18_000,
  transitions: [
    (Instant(1_741_503_600), -14_400), (Instant(1_762_063_200), -18_000),
    (Instant(1_772_953_200), -14_400), (Instant(1_793_512_800), -18_000),
  ])

@Suite struct ZoneTests {
  @Test(arguments: [
    ("2025-12-06", "09:00", "2025-12-06T09:00:00-05:00"),
    ("2026-03-08", "01:59", "2026-03-08T01:59:00-05:00"),
    ("2026-03-08", "02:00", "2026-03-08T03:00:00-04:00"),
    ("2026-03-08", "02:30", "2026-03-08T03:30:00-04:00"),
    ("2026-03-08", "03:00", "2026-03-08T03:00:00-04:00"),
    ("2026-11-01", "00:59", "2026-11-01T00:59:00-04:00"),
    ("2026-11-01", "01:00", "2026-11-01T01:00:00-04:00"),
    ("2026-11-01", "01:59", "2026-11-01T01:59:00-04:00"),
    ("2026-11-01", "02:00", "2026-11-01T02:00:00-05:00"),
    ("2026-11-01", "24:00", "2026-11-02T00:00:00-05:00"),
  ])
  func placesLocalTimes(_ day: String, time: String, expected: String) throws {
    let instant = toronto.instant(
      try #require(Day(text: day)), try #require(TimeOfDay(text: time)))
    #expect(instant.iso8601(in: toronto) == expected)
  }

  @Test func measuresDays() throws {
    #expect(toronto.length(of: try #require(Day(text: "2026-03-08"))) == 23 * 3600)
    #expect(toronto.length(of: try #require(Day(text: "2026-11-01"))) == 25 * 3600)
    #expect(toronto.length(of: try #require(Day(text: "2026-11-02"))) == 24 * 3600)
  }

  /// Samoa left out 30 December 2011; a gap that starts before midnight hides the start of a day.
  @Test func findsTheStartOfDaysWithoutMidnight() throws {
    let apia = Zone(
      name: "Pacific/Apia", offset: -36_000, transitions: [(Instant(1_325_239_200), 50_400)])
    let skipped = try #require(Day(text: "2011-12-30"))
    #expect(apia.start(of: skipped) == Instant(1_325_239_200))
    #expect(apia.length(of: skipped) == 0)
    #expect(apia.day(of: apia.start(of: skipped)) == skipped.adding(days: 1))
    #expect(apia.instant(skipped, secondOfDay: 3600).iso8601(in: apia).hasPrefix("2011-12-31T01"))

    let odd = Zone(name: "Odd", offset: 0, transitions: [(Instant(84_600), 3600)])
    let second = Day(sinceEpoch: 1)
    #expect(odd.start(of: second) == Instant(84_600))
    #expect(odd.local(Instant(84_600)).timeOfDay.text == "00:30")
    #expect(odd.day(of: Instant(84_599)) == Day(sinceEpoch: 0))
  }

  /// Compared with a search over every second offset that the zone has: the definition, only slower.
  @Test(arguments: UInt64(1)...20)
  func agreesWithTheDefinition(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var offsets = [Int.random(in: -40_000...40_000, using: &random)]
    var transitions: [(at: Instant, offset: Int)] = []
    var at = 0
    for _ in 0..<30 {
      at += Int.random(in: 200_000...9_000_000, using: &random)
      offsets.append(Int.random(in: -50_000...50_000, using: &random))
      transitions.append((Instant(Int64(at)), offsets[offsets.count - 1]))
    }
    let zone = Zone(
      name: "Seeded", offset: offsets[0], transitions: transitions.shuffled(using: &random))
    for _ in 0..<500 {
      let near = transitions.randomElement(using: &random)?.at ?? Instant(0)
      let moment = near + Int.random(in: -100_000...100_000, using: &random)
      let expected = transitions.last { $0.at <= moment }?.offset ?? offsets[0]
      #expect(zone.offset(at: moment) == expected)

      let shown = zone.local(moment)
      let back = zone.instant(shown.day, secondOfDay: shown.secondOfDay)
      #expect(zone.local(back).secondOfDay == shown.secondOfDay)
      #expect(zone.day(of: back) == shown.day)
      let wall = Int64(shown.day.number) * 86_400 + Int64(shown.secondOfDay)
      let all = Set(offsets).map { Instant(wall) - $0 }.filter {
        zone.day(of: $0) == shown.day && zone.local($0).secondOfDay == shown.secondOfDay
      }
      #expect(back == all.min())
      #expect(zone.day(of: zone.start(of: shown.day)) >= shown.day)
      #expect(zone.day(of: zone.start(of: shown.day) - 1) < shown.day)
    }
  }

  @Test func neverTraps() {
    for extreme in [Int64.min, .min + 1, -1, 0, .max - 1, .max] {
      let instant = Instant(extreme)
      for zone in [toronto, Zone(name: "Wild", offset: .min, transitions: [(instant, .max)])] {
        let local = zone.local(instant)
        _ = zone.instant(local.day, secondOfDay: .max)
        _ = zone.instant(local.day, secondOfDay: .min)
        _ = instant.iso8601(in: zone)
        #expect((0..<86_400).contains(local.secondOfDay))
      }
      #expect(instant + .max >= instant - .max)
    }
    #expect(Instant(.min) - Instant(.max) == .min)
    #expect(Instant(.max) - Instant(.min) == .max)
  }
}
