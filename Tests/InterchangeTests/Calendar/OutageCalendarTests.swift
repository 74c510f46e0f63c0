import Domain
import Interchange
import Support
import Testing

@Suite struct OutageCalendarTests {
  private static let johannesburg = Zone(name: "Africa/Johannesburg", offset: 7_200)
  private static let berlin = Zone(name: "Europe/Berlin", offset: 3_600)

  private func read(_ text: String) throws -> OutageCalendar {
    try OutageCalendar(Array(text.utf8), in: Self.johannesburg) {
      $0 == "Europe/Berlin" ? Self.berlin : nil
    }
  }

  private func calendar(_ lines: String..., end: String = "\r\n") -> String {
    (["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT"] + lines + [
      "END:VEVENT", "END:VCALENDAR", "",
    ])
    .joined(separator: end)
  }

  private func told(_ cuts: [PowerCut]) -> [String] {
    cuts.map { OutageWindow.once($0).typed(in: Self.johannesburg) }
  }

  /// Start and end as files write them, in the time of the place.
  @Test(arguments: [
    (["DTSTART:20261124T160000Z", "DTEND:20261124T183000Z"], "2026-11-24 18:00-20:30"),
    (["DTSTART:20261124T180000", "DTEND:20261124T203000"], "2026-11-24 18:00-20:30"),
    (
      ["DTSTART;TZID=Europe/Berlin:20261124T170000", "DTEND;TZID=Europe/Berlin:20261124T193000"],
      "2026-11-24 18:00-20:30"
    ),
    (
      ["DTSTART;TZID=\"/example.org/Europe/Berlin\":20261124T170000", "DURATION:PT2H30M"],
      "2026-11-24 18:00-20:30"
    ),
    // Who knows the zone "South Africa Standard Time"? The place is the best guess.
    (
      [
        "DTSTART;TZID=South Africa Standard Time:20261124T180000",
        "DTEND;TZID=South Africa Standard Time:20261124T203000",
      ], "2026-11-24 18:00-20:30"
    ),
    (["DTSTART:20261124T220000", "DURATION:PT2H30M"], "2026-11-24 22:00-00:30"),
    (
      ["DTSTART;VALUE=DATE:20261124"],
      "2026-11-24T00:00:00+02:00/2026-11-25T00:00:00+02:00"
    ),
    (
      ["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"],
      "2026-11-24T00:00:00+02:00/2026-11-26T00:00:00+02:00"
    ),
    (["dtstart:20261124T180000", "Duration:P0DT2H30M0S"], "2026-11-24 18:00-20:30"),
    // An alarm has a length of its own.
    (
      [
        "DTSTART:20261124T180000", "BEGIN:VALARM", "TRIGGER:-PT55M", "DURATION:PT5M", "END:VALARM",
        "DTEND:20261124T203000",
      ], "2026-11-24 18:00-20:30"
    ),
    // Folded in the middle of a time.
    (["DTSTART:2026112", " 4T180000", "DTEND:20261124T2", "\t03000"], "2026-11-24 18:00-20:30"),
  ])
  func readsTimes(_ lines: [String], expected: String) throws {
    for end in ["\r\n", "\n"] {
      let text =
        (["BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Stage 4: area 7; \"north\""] + lines
        + ["END:VEVENT", "END:VCALENDAR"]).joined(separator: end)
      let read = try read(text)
      #expect(told(read.cuts) == [expected] && read.unread == 0 && read.repeating == 0)
    }
  }

  @Test(arguments: [
    ["SUMMARY:no times"], ["DTSTART:20261124T180000"], ["DTEND:20261124T180000"],
    ["DTSTART:20261124T180000", "DTEND:20261124T180000"],
    ["DTSTART:20261124T180000", "DTEND:20261123T180000"],
    ["DTSTART:20261124T180000", "DTEND:20261202T180000"],
    ["DTSTART:20260230T180000", "DURATION:PT2H"], ["DTSTART:20261124T250000", "DURATION:PT2H"],
    ["DTSTART:20261124T180000", "DURATION:-PT2H"], ["DTSTART:20261124T180000", "DURATION:P2H"],
    ["DTSTART:20261124T180000", "DURATION:P999999999W"], ["DTSTART:soon", "DTEND:later"],
    ["DTSTART:20261124T18", "DURATION:PT2H"],
  ])
  func whatHasNoTimesIsCounted(_ lines: [String]) throws {
    let read = try read(
      (["BEGIN:VCALENDAR", "BEGIN:VEVENT"] + lines + ["END:VEVENT", "END:VCALENDAR"])
        .joined(separator: "\r\n"))
    #expect(read.cuts.isEmpty && read.unread == 1)
  }

  @Test func cancelledAndRepeatingEvents() throws {
    let times = ["DTSTART:20261124T180000", "DTEND:20261124T203000"]
    let gone = try read(calendar(times[0], times[1], "STATUS:CANCELLED"))
    #expect(gone.cuts.isEmpty && gone.unread == 0)
    let weekly = try read(calendar(times[0], times[1], "RRULE:FREQ=WEEKLY;COUNT=9"))
    #expect(told(weekly.cuts) == ["2026-11-24 18:00-20:30"] && weekly.repeating == 1)
  }

  /// The times that a file defines its zones by are no outages.
  @Test func zonesOfTheFileAreNoEvents() throws {
    let text = """
      BEGIN:VCALENDAR
      BEGIN:VTIMEZONE
      BEGIN:STANDARD
      DTSTART:16010101T000000
      END:STANDARD
      END:VTIMEZONE
      BEGIN:VEVENT
      DTSTART:20261124T180000
      DTEND:20261124T203000
      END:VEVENT
      BEGIN:VEVENT
      DTSTART:20261125T180000
      DTEND:20261125T203000
      END:VEVENT
      END:VCALENDAR
      """
    #expect(told(try read(text).cuts) == ["2026-11-24 18:00-20:30", "2026-11-25 18:00-20:30"])
  }

  @Test(arguments: ["", "Member,Phone\nNaledi,082", "{}", "BEGIN:VCARD\nEND:VCARD"])
  func whatIsNoCalendarIsTold(_ text: String) {
    #expect(throws: FileProblem.self) { try read(text) }
  }

  /// Whatever the bytes are: cuts that are sound, or a problem that is told.
  @Test(arguments: 0..<16 as Range<UInt64>)
  func brokenFiles(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let whole = calendar(
      "DTSTART;TZID=\"Europe/Berlin\":20261124T180000", "DTEND:20261124T203000Z",
      "DURATION:P1DT2H30M10S", "RRULE:FREQ=DAILY", "BEGIN:VALARM", "END:VALARM")
    let pieces = [
      "BEGIN:VEVENT\n", "END:VEVENT\n", ":", ";", "\"", "\n ", "T", "P", "9", "\r", "\u{0}",
    ]
    for _ in 0..<400 {
      var bytes = random.mutated(Array(whole.utf8))
      let place = Int.random(in: 0...bytes.count, using: &random)
      bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
      guard let read = try? OutageCalendar(bytes, in: Self.johannesburg, zones: { _ in nil }) else {
        continue
      }
      for cut in read.cuts { #expect(cut.from < cut.until) }
    }
    for _ in 0..<200 {
      _ = try? OutageCalendar(random.bytes(0...300), in: Self.johannesburg, zones: { _ in nil })
    }
  }

  @Test func hugeFilesEnd() throws {
    let event = "BEGIN:VEVENT\nDTSTART:20261124T180000\nDURATION:PT2H\nEND:VEVENT\n"
    let many = "BEGIN:VCALENDAR\n" + String(repeating: event, count: 20_000)
    #expect(try read(many).cuts.count == 5_000)
    _ = try read("BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:X\n", count: 100_000))
    _ = try read("BEGIN:VCALENDAR\n" + String(repeating: "END:X\n", count: 100_000))
    let long = String(repeating: "9", count: 1_000_000)
    #expect(try read(calendar("DTSTART:\(long)", "DURATION:P\(long)W")).unread == 1)
  }
}
