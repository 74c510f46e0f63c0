import Support
import Testing

/// What RULES.md lets a studio say of services, series and groups can be said by commands.
@Suite struct OptionTests {
  private let studio: TestStudio

  init() throws { studio = try TestStudio() }

  @Test(arguments: [
    ([], ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"]),
    (["--interval", "2"], ["2026-11-23", "2026-12-07"]),
    (
      ["--weekdays", "mo,We", "--interval", "2"],
      ["2026-11-23", "2026-11-25", "2026-12-07", "2026-12-09"]
    ),
    (["--except", "2026-11-30", "--except", "2026-12-14"], ["2026-11-23", "2026-12-07"]),
  ])
  func aSeries(options: [String], days: [String]) throws {
    try studio.service()
    let made = studio.run(
      words: [
        "session", "add", "--service", "Yoga", "--start", "2026-11-23T18:00", "--repeat",
        "weekly", "--until", "2026-12-14",
      ] + options)
    #expect(made.status == 0, "\(made.errors)\(made.output)")
    let listed = try studio.tell("schedule", "--days", "60")["sessions"].list
    #expect(listed.compactMap { $0["start"].text.map { String($0.prefix(10)) } } == days)
  }

  @Test func aSeriesIsSaidWhole() throws {
    try studio.service()
    for options in [
      ["--interval", "2"], ["--weekdays", "mo"], ["--except", "2026-11-30"],
      ["--until", "2026-11-30"], ["--repeat", "weekly"],
      ["--repeat", "weekly", "--until", "2026-12-14", "--weekdays", "mo,xx"],
      ["--repeat", "weekly", "--until", "2026-12-14", "--weekdays", ""],
      ["--repeat", "weekly", "--until", "2026-12-14", "--except", "monday"],
    ] {
      let run = studio.run(
        words: ["session", "add", "--service", "Yoga", "--start", "2026-11-23T18:00"] + options)
      #expect(run.status == 2, "\(options)")
    }
  }

  @Test func whoMayBookAService() throws {
    let made = try studio.tell(
      "service", "add", "--name", "Reformer", "--type", "pilates", "--booking-mode", "staffOnly",
      "--terms")["service"]
    #expect(made["bookingMode"] == .text("staffOnly") && made["terms"] == .flag(true))
    let plain = try studio.tell("service", "add", "--name", "Yoga", "--type", "yoga")["service"]
    #expect(plain["bookingMode"] == .text("self") && plain["terms"] == .flag(false))
    #expect(
      studio.run("service", "add", "--name", "X", "--type", "x", "--booking-mode", "y").status == 2)
    let session = try studio.session("Reformer")
    let number = try studio.member("Ann")
    #expect(try studio.refusal("book", session, number) == "TERMS_REQUIRED")
    _ = try studio.tell("edit", number, "termsOn=2026-11-20")
    #expect(
      try studio.refusal("book", session, number, "--participant", "Ben") == "TERMS_REQUIRED")
    let booking = try studio.tell("book", session, number, "--participant", "Ben", "--terms")
    #expect(booking["booking"]["participants"][0]["terms"] == .flag(true))
  }

  @Test func aGroupHasNames() throws {
    try studio.service()
    let session = try studio.session()
    let number = try studio.member("Ann")
    let group = try studio.tell(
      "book", session, number, "--participant", "Ben Botha:2014-05-01", "--participant", "Cleo")
    #expect(group["booking"]["spots"] == .number(2))
    let people = group["booking"]["participants"]
    #expect(people.list.map { $0["name"].text } == ["Ben Botha", "Cleo"])
    #expect(people.list.map { $0["birthDate"] } == [.text("2014-05-01"), .null])
    let other = try studio.member("Dan")
    #expect(
      try studio.refusal(
        "book", session, other, "--spots", "1", "--participant", "E", "--participant", "F")
        == "MALFORMED")
    for wrong in ["Ben:yesteryear", ":2014-05-01", " "] {
      #expect(studio.run("book", session, other, "--participant", wrong).status == 2, "\(wrong)")
    }
  }

  @Test func aRestrictedMemberIsBookedWithAReason() throws {
    try studio.service()
    let session = try studio.session()
    let number = try studio.member("Ann")
    _ = try studio.tell("edit", number, "permission=restricted")
    #expect(try studio.refusal("book", session, number) == "MEMBER_RESTRICTED")
    let booking = try studio.tell("book", session, number, "--override", "agreed")["booking"]
    #expect(booking["flags"].list.contains(.text("override")))
  }

  /// A reason for one rule is none for another: who stands above the capacity was told so, and all see it.
  @Test func aReasonForARuleIsNoneForTheCapacity() throws {
    try studio.service()
    let session = try studio.session(capacity: "1")
    _ = try studio.book(session, try studio.member("Ann"))
    let number = try studio.member("Ben")
    _ = try studio.tell("edit", number, "permission=restricted")
    let words = ["book", session, number, "--override", "agreed"]
    #expect(try studio.refusal("book", session, number) == "MEMBER_RESTRICTED")
    let full = studio.run(words: words, json: false)
    #expect(full.status == 1 && full.errors.contains("Full besides: 1 of 1"), "\(full.errors)")
    #expect(full.errors.contains("--over-capacity"), "\(full.errors)")
    #expect(studio.run("book", session, number, "--over-capacity").status == 2)
    let booked = studio.run(words: words + ["--over-capacity"], json: false)
    #expect(booked.output.contains("Ben Member: confirmed, 1 over capacity"), "\(booked)")
    let roster = try studio.tell("roster", session)
    #expect(roster["session"]["overCapacity"] == .number(1))
    #expect(roster["bookings"].list.map { $0["overCapacity"] } == [.number(0), .number(1)])
    #expect(
      roster["bookings"].list.map { $0["flags"].list.contains(.text("overCapacity")) }
        == [false, true])
    let printed = studio.run("roster", session, json: false).output
    #expect(printed.contains("1 over capacity: 2 taken of 1"), "\(printed)")
    let shown = studio.run("render", "roster", "--session", session, json: false).output
    #expect(shown.contains("2 of 1 · 1 over capacity"), "\(shown)")
  }

  /// Whoever asked to go above the capacity is not told to ask for it.
  @Test func aFullRoomIsNotOverridden() throws {
    try studio.service()
    _ = try studio.tell("room", "add", "--name", "Loft", "--limit", "1")
    let session = try #require(
      try studio.tell(
        "session", "add", "--service", "Yoga", "--start", "2026-11-21T18:00", "--room", "Loft",
        "--capacity", "1")["session"]["id"].text)
    _ = try studio.book(session, try studio.member("Ann"))
    let number = try studio.member("Ben")
    let full = studio.run("book", session, number, json: false)
    #expect(full.status == 1 && full.errors.contains("or override"), "\(full.errors)")
    for more in [[], ["--over-capacity"]] {
      let words = ["book", session, number, "--override", "a mat is free"] + more
      let refused = studio.run(words: words, json: false)
      #expect(refused.status == 1 && refused.errors.contains("1 of 1 taken"), "\(refused.errors)")
      #expect(refused.errors.contains("the room holds no more"), "\(refused.errors)")
      #expect(!refused.errors.contains("verride"), "\(refused.errors)")
      #expect(!refused.errors.contains("--over-capacity"), "\(refused.errors)")
    }
  }

  /// What the timetable has twice in a room is asked about, and done where it is meant.
  @Test func aRoomWithAnotherClassIsAskedAbout() throws {
    try studio.service()
    func add(_ start: String, _ more: String...) -> Spawned.Ended {
      studio.run(
        words: ["session", "add", "--service", "Yoga", "--start", "2026-11-21T\(start)"] + more,
        json: false)
    }
    let first = add("18:00", "--room", "Studio A")
    #expect(first.status == 0, "\(first.errors)")
    let clash = add("18:30", "--room", "Studio A")
    #expect(clash.status == 1 && clash.errors.contains("--confirm"), "\(clash)")
    #expect(clash.errors.contains("Studio A has another class at 18:00"), "\(clash.errors)")
    for free in [add("19:00", "--room", "Studio A"), add("18:30", "--room", "Studio B")] {
      #expect(free.status == 0, "\(free.errors)")
    }
    #expect(add("18:30").status == 0, "no room is no clash")
    let series = add("18:15", "--room", "Studio B", "--repeat", "daily", "--until", "2026-11-23")
    #expect(series.status == 1)
    #expect(try studio.tell("schedule")["sessions"].list.count == 4)
    #expect(add("18:30", "--room", "Studio A", "--confirm").status == 0)

    let id = try #require(first.output.split(separator: "\n").last.map(String.init))
    #expect(try studio.refusal("session", "change", id, "room=Studio B") == "NEEDS_CONFIRMATION")
    _ = try studio.tell("session", "change", id, "notes=mats", "capacity=12")
    _ = try studio.tell("session", "change", id, "room=Studio B", "--confirm")
  }

  @Test func creditsThatEndSoonAreSaid() throws {
    let number = try studio.member("Ann", credits: nil)
    _ = try studio.tell("grant", number, "3", "--reason", "gift", "--expires", "2026-11-28")
    let flags = try studio.tell("member", number)["member"]["flags"].list
    #expect(flags.contains(.text("expiringCredits")))
    #expect(studio.run("member", number, json: false).output.contains("expiringCredits"))
    let shown = studio.run("render", "member", "--query", number, json: false).output
    #expect(shown.contains("credits end soon"), "\(shown)")
  }
}
