import Domain
import Support
import Testing

@Suite struct OutageWindowTests {
  private static let johannesburg = StudioFixture.zone

  private func moment(_ text: String, _ zone: Zone = johannesburg) throws -> Instant {
    try #require(Instant(iso8601: text, in: zone))
  }

  private func window(_ text: String, _ zone: Zone = johannesburg) throws -> OutageWindow {
    try #require(OutageWindow(typed: text, in: zone), "\(text)")
  }

  /// What is typed, as it is kept, and as it is told again.
  @Test(arguments: [
    (
      "2026-11-24 18:00-20:30", "2026-11-24T16:00:00Z/2026-11-24T18:30:00Z",
      "2026-11-24 18:00-20:30"
    ),
    (
      "2026-11-24 22:00-00:30", "2026-11-24T20:00:00Z/2026-11-24T22:30:00Z",
      "2026-11-24 22:00-00:30"
    ),
    (
      "2026-11-24 22:00-24:00", "2026-11-24T20:00:00Z/2026-11-24T22:00:00Z",
      "2026-11-24 22:00-00:00"
    ),
    (
      "2026-11-24T08:00/2026-11-26T08:00", "2026-11-24T06:00:00Z/2026-11-26T06:00:00Z",
      "2026-11-24T08:00:00+02:00/2026-11-26T08:00:00+02:00"
    ),
    ("Thu,TUE 18:00-20:30", "tu,th 18:00-20:30", "tue,thu 18:00-20:30"),
    ("monday 6:00-8:30", "mo 06:00-08:30", "mon 06:00-08:30"),
    ("daily 22:00-00:30", "mo,tu,we,th,fr,sa,su 22:00-00:30", "daily 22:00-00:30"),
  ])
  func readsWhatPeopleWrite(_ text: String, kept: String, told: String) throws {
    let window = try window(text)
    #expect(window.written == kept)
    #expect(OutageWindow.read(kept) == window)
    #expect(window.typed(in: Self.johannesburg) == told)
    #expect(try self.window(told) == window)
  }

  @Test(arguments: [
    "", "2026-11-24", "2026-11-24 18:00", "2026-11-24 18:00-18:00", "2026-11-24 24:00-01:00",
    "2026-02-30 18:00-20:00", "2026-11-24 18:00-25:00", "t 18:00-20:00", "tue,xx 18:00-20:00",
    "tue, 18:00-20:00", "tue 18:00-20:00 please", "2026-11-24T18:00/2026-11-24T17:00",
    "2026-11-24/2026-12-24", "tue 18:00 - 20:00",
  ])
  func anythingElseIsNone(_ text: String) {
    #expect(OutageWindow(typed: text, in: Self.johannesburg) == nil)
  }

  /// The first outage from a moment on, in the place's own time.
  @Test(
    arguments: [
      // Before, during, at its end.
      (["2026-11-24 18:00-20:30"], "2026-11-24T16:40", "2026-11-24 18:00-20:30"),
      (["2026-11-24 18:00-20:30"], "2026-11-24T18:00", "2026-11-24 18:00-20:30"),
      (["2026-11-24 18:00-20:30"], "2026-11-24T20:29:59", "2026-11-24 18:00-20:30"),
      (["2026-11-24 18:00-20:30"], "2026-11-24T20:30", nil),
      // Across midnight, on the day after.
      (["tue 22:00-00:30"], "2026-11-25T00:10", "2026-11-24 22:00-00:30"),
      (["tue 22:00-00:30"], "2026-11-25T00:30", "2026-12-01 22:00-00:30"),
      // Overlapping or touching ones are one; the power comes back between others.
      (
        ["2026-11-24 18:00-20:30", "tue 20:00-22:00"], "2026-11-24T12:00", "2026-11-24 18:00-22:00"
      ),
      (
        ["2026-11-24 18:00-20:30", "2026-11-24 20:30-22:00"], "2026-11-24T12:00",
        "2026-11-24 18:00-22:00"
      ),
      (
        ["2026-11-24 20:31-22:00", "2026-11-24 18:00-20:30"], "2026-11-24T12:00",
        "2026-11-24 18:00-20:30"
      ),
      (["daily 02:00-04:30", "tue 03:00-03:30"], "2026-11-24T05:00", "2026-11-25 02:00-04:30"),
      // Next week, and too far away.
      (["mon 06:00-08:30"], "2026-11-24T05:00", "2026-11-30 06:00-08:30"),
      (["2027-11-24 18:00-20:30"], "2026-11-24T05:00", nil),
    ] as [([String], String, String?)])
  func tellsWhatIsNext(_ texts: [String], at now: String, expected: String?) throws {
    let next = try texts.map { try window($0) }
      .next(at: moment(now), in: Self.johannesburg)
    #expect(next.map { OutageWindow.once($0).typed(in: Self.johannesburg) } == expected)
  }

  /// Hours of a week stay those of the clock on the wall; a missing hour moves on, a double one is the
  /// first.
  @Test(arguments: [
    ("sun 06:00-08:00", "2026-03-07T12:00", "2026-03-08T06:00:00-04:00", 7_200),
    ("sat 06:00-08:00", "2026-03-06T12:00", "2026-03-07T06:00:00-05:00", 7_200),
    ("sun 01:30-03:30", "2026-03-07T12:00", "2026-03-08T01:30:00-05:00", 3_600),
    ("sun 02:15-02:45", "2026-03-07T12:00", "2026-03-08T03:15:00-04:00", 1_800),
    ("sun 00:30-02:30", "2026-10-31T12:00", "2026-11-01T00:30:00-04:00", 10_800),
    ("sun 01:30-02:30", "2026-10-31T12:00", "2026-11-01T01:30:00-04:00", 7_200),
    ("sat 23:00-01:30", "2026-10-31T12:00", "2026-10-31T23:00:00-04:00", 9_000),
  ])
  func clocksThatChange(_ text: String, at now: String, from: String, lasting: Int) throws {
    let next = try #require(
      try [window(text, toronto)].next(at: moment(now, toronto), in: toronto))
    #expect(next.from.iso8601(in: toronto) == from)
    #expect(next.until - next.from == lasting)
    // The second of two equal hours is told with its offset, and found again.
    let later = try #require(
      PowerCut(
        from: moment("2026-11-01T01:15:00-05:00"), until: moment("2026-11-01T03:00:00-05:00")))
    let told = OutageWindow.once(later).typed(in: toronto)
    #expect(told.contains("-05:00/") && OutageWindow(typed: told, in: toronto) == .once(later))
  }

  /// Another zone, another moment.
  @Test func belongsToThePlace() throws {
    let text = "2026-11-24 18:00-20:30"
    #expect(try window(text).written != window(text, toronto).written)
    #expect(try window("tue 18:00-20:30") == window("tue 18:00-20:30", toronto))
    let now = try moment("2026-11-24T10:00:00Z")
    let weekly = [try window("tue 18:00-20:30")]
    #expect(weekly.next(at: now, in: Self.johannesburg)?.from == (try moment("2026-11-24T18:00")))
    #expect(
      weekly.next(at: now, in: toronto)?.from == (try moment("2026-11-24T18:00:00-05:00")))
  }

  /// Whatever stands there is read or not, and what was read is kept and told so that it is the same.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func nearlyRightTexts(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let texts = [
      "2026-11-24 18:00-20:30", "tue,thu 18:00-20:30", "2026-11-24T18:00/2026-11-26T06:00",
    ]
    for text in texts {
      for _ in 0..<300 {
        let typed = String(decoding: random.mutated(Array(text.utf8)), as: UTF8.self)
        for zone in [Self.johannesburg, toronto] {
          guard let window = OutageWindow(typed: typed, in: zone) else { continue }
          #expect(OutageWindow.read(window.written) == window, "\(typed)")
          #expect(OutageWindow(typed: window.typed(in: zone), in: zone) == window, "\(typed)")
          _ = [window].next(at: Instant(1_795_000_000), in: zone)
        }
      }
    }
  }
}
