import Glibc
import Support
import Testing

/// Announced outages by the real programs: commands, the files of one machine, doctor, and a service
/// that makes itself ready.
@Suite(.serialized) struct AnnouncedOutageTests {
  private func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  private func whens(_ document: Document) -> [String] {
    document["outages"].list.map { "\($0["when"].text ?? "") \($0["source"].text ?? "")" }
  }

  @Test func addedListedImportedAndRemoved() throws {
    let studio = try TestStudio()
    let added = try studio.tell(
      "outages", "add", "2026-11-21 18:00-20:30", "tue,thu 06:00-08:30")
    #expect(added["outcome"]["state"].text == "applied")
    #expect(
      whens(added) == ["2026-11-21 18:00-20:30 authority", "tue,thu 06:00-08:30 authority"])
    #expect(added["next"]["from"].text == "2026-11-21T18:00:00+02:00")
    #expect(added["next"]["to"].text == "2026-11-21T20:30:00+02:00")
    #expect(added["outages"][1]["from"] == .null)

    let calendar = studio.home.file("area.ics")
    try write(
      """
      BEGIN:VCALENDAR
      BEGIN:VEVENT
      DTSTART:20261121T180000Z
      DTEND:20261121T203000Z
      SUMMARY:Stage 4
      END:VEVENT
      BEGIN:VEVENT
      DTSTART:20261101T180000Z
      DTEND:20261101T203000Z
      RRULE:FREQ=DAILY
      END:VEVENT
      END:VCALENDAR
      """, to: calendar)
    let brought = studio.run("outages", "import", calendar)
    #expect(brought.status == 0 && brought.errors.contains("1 event repeat"), "\(brought)")
    let listed = try studio.tell("outages", "list")
    #expect(whens(listed).contains("2026-11-21 20:00-22:30 authority"), "\(whens(listed))")
    // The two that overlap are one.
    #expect(listed["next"]["to"].text == "2026-11-21T22:30:00+02:00")

    let removed = try studio.tell("outages", "remove", "2026-11-21", "20:00-22:30")
    #expect(removed["next"]["to"].text == "2026-11-21T20:30:00+02:00")
    let again = studio.run("outages", "remove", "2026-11-21 20:00-22:30")
    #expect(again.status == 1 && again.output.contains("NOT_FOUND"), "\(again)")
    let past = studio.run("outages", "add", "2026-11-20 18:00-20:30")
    #expect(past.status == 2 && past.errors.contains("is over already"), "\(past.errors)")
    let wrong = studio.run("outages", "add", "tonight")
    #expect(wrong.status == 2 && wrong.errors.contains("2026-11-24 18:00-20:30"), "\(wrong.errors)")
    let none = studio.run("outages", "import", studio.home.file("none.ics"))
    #expect(none.status == 2)
  }

  /// Nothing can be prepared any more, and nothing is wrong.
  @Test func whatIsOnIsNoLongerPrepared() throws {
    let studio = try TestStudio()
    _ = try studio.tell("outages", "add", "2026-11-21 18:00-20:30")
    func check(at time: String) throws -> Document {
      let checks = try studio.tell("doctor", at: time)["checks"].list
      return try #require(checks.first { $0["name"].text == "outages" })
    }
    #expect(try check(at: "17:30")["word"].text == "not ready")
    let on = try check(at: "18:10")
    #expect(on["word"].text == "on")
    #expect(
      on["detail"].text?.hasPrefix("on since 18:00 until 20:30, nothing is left to prepare; ")
        ?? false, "\(on)")
    #expect(studio.run("outages", "list", at: "17:30", json: false).output.contains("\nnext: "))
    let listed = studio.run("outages", "list", at: "18:10", json: false).output
    #expect(listed.contains("\nnow: 2026-11-21 18:00-20:30"), "\(listed)")
  }

  @Test func onlyManagersAnnounce() throws {
    let studio = try TestStudio()
    _ = try studio.tell(
      "staff", "add", "--as", TestStudio.owner, "--pin", TestStudio.pin, "--name", "Thandi",
      "--role", "reception", "--pin", "24680")
    let denied = studio.run("outages", "add", "daily 18:00-20:30", as: "Thandi", pin: "24680")
    #expect(denied.status == 1 && denied.output.contains("NOT_PERMITTED"), "\(denied)")
    #expect(studio.run("outages", "list", as: "Thandi", pin: "24680").status == 0)
  }

  /// What is announced at the service's own machine is known wherever there is a line.
  @Test(.timeLimit(.minutes(1))) func theServiceAnnouncesToItsDevices() throws {
    let studio = try CentralStudio()
    let devices = try [studio.device(), studio.device()]
    #expect(studio.central.ended("outages", "list").output == "no outage is announced\n")
    #expect(studio.central.ended("outages", "add", "tonight").status == 2)
    let added = studio.central.ended("outages", "add", "daily 18:00-20:30")
    #expect(added.status == 0 && added.output == "daily 18:00-20:30\n", "\(added)")
    for desk in devices {
      #expect(try desk.run("outages", "list").contains("daily 18:00-20:30  to all devices"))
    }
    // A manager's desk withdraws it for all.
    try devices[0].run("outages", "remove", "daily 18:00-20:30")
    #expect(try devices[1].run("outages", "list").hasPrefix("no outage is announced"))
    #expect(studio.central.ended("outages", "list").output == "no outage is announced\n")
    studio.stop()
    let desk = devices[1]
    let dark = withExtendedLifetime(desk) { DeskProgram.run(desk.words(["outages", "list"])) }
    #expect(dark.status == 0 && dark.errors.contains("at the last contact"), "\(dark)")
  }

  /// The list and the calendar of one machine; the calendar counts as soon as it changes, and what is
  /// wrong with either is told.
  @Test func thisMachinesOwnFiles() throws {
    let studio = try TestStudio()
    let config = studio.home.file("desk.toml")
    func list() -> Spawned.Ended { studio.run("outages", "list", "--config", config) }
    try write(
      """
      [power]
      outages = ["sat 18:00-20:30"]
      calendar = "area.ics"
      supplies = ""
      """, to: config)
    let missing = list()
    #expect(missing.status == 0 && missing.errors.contains("calendar"), "\(missing)")
    try write(
      """
      BEGIN:VCALENDAR
      BEGIN:VEVENT
      DTSTART:20261121T060000
      DTEND:20261121T083000
      END:VEVENT
      END:VCALENDAR
      """, to: studio.home.file("area.ics"))
    let run = list()
    let listed = try #require(Document(run.output))
    #expect(run.errors.isEmpty, "\(run.errors)")
    #expect(whens(listed) == ["sat 18:00-20:30 here"], "\(whens(listed))")
    let own = studio.run("outages", "remove", "sat 18:00-20:30", "--config", config)
    #expect(own.status == 2 && own.errors.contains("[power]"), "\(own.errors)")

    try write("\n[power]\noutages = [\"sat 18:00 to 20:30\"]\n", to: config)
    let wrong = list()
    #expect(wrong.status == 2 && wrong.errors.contains("desk.toml:3: power.outages"), "\(wrong)")
    let doctor = studio.run("doctor", "--config", config)
    #expect(doctor.status == 3 && doctor.output.contains("is no outage"), "\(doctor.output)")
  }

  /// A real clock: the service readies itself for an outage that is minutes away, and doctor says so.
  @Test(.timeLimit(.minutes(1))) func aServiceMakesItselfReady() throws {
    let studio = TemporaryDirectory()
    let desk = DeskProgram(in: studio, always: ["--as", "Olga", "--pin", "4711"])
    try #require(
      DeskProgram.run([
        "init", "--name", "Dark", "--timezone", "Africa/Johannesburg", "--location", "Sea Point",
        "--owner", "Olga", "--owner-pin", "4711", "--data", desk.data,
      ]).status == 0)
    func check(_ name: String) -> Document {
      let ended = DeskProgram.run(["doctor", "--json", "--data", desk.data, "--config", config])
      let checks = Document(ended.output)?["checks"].list ?? []
      #expect(ended.status == 0, "\(ended.output)")
      return checks.first { $0["name"].text == name } ?? .null
    }
    let config = studio.file("desk.toml")
    mkdir(studio.file("supply"), 0o700)
    mkdir(studio.file("supply/BAT0"), 0o700)
    for (file, text) in [("type", "Battery"), ("capacity", "62"), ("status", "Discharging")] {
      try write(text + "\n", to: studio.file("supply/BAT0/\(file)"))
    }
    try write("[power]\nsupplies = \"\(studio.file("supply"))\"\n", to: config)
    #expect(check("outages")["detail"].text == "none is announced")
    #expect(check("battery")["detail"].text == "62 %, in use: no mains")

    let (from, until) = (CentralStudio.time(in: 300), CentralStudio.time(in: 3_600))
    try desk.run("outages", "add", "\(from)/\(until)")
    let start = String(from.suffix(5))
    #expect(check("outages")["word"].text == "not ready")
    #expect(check("outages")["detail"].text?.contains("\(start)-") == true)
    let server = try desk.start("serve", "--listen", "127.0.0.1:0", "--config", config)
    _ = server.line()
    let deadline = ContinuousClock.now + .seconds(patience)
    var told = ""
    while ContinuousClock.now < deadline, !told.contains("copy of") {
      usleep(50_000)
      told = check("outages")["detail"].text ?? ""
    }
    #expect(told.contains(", copy of ") && check("outages")["word"] == .null, "\(told)")
    #expect(told.hasSuffix(", 0 to send"), "\(told)")
    server.kill(SIGTERM)
    let ended = server.wait()
    #expect(ended.errors.contains("desk: ready for \(start): copy of "), "\(ended.errors)")
  }
}
