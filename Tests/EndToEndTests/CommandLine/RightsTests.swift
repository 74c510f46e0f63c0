import Support
import Testing

/// Who may ask what, and how one says who one is.
@Suite struct RightsTests {
  @Test func theDeviceItself() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session()
    let member = try studio.member("Anna")
    for words in [
      ["roster", id], ["lookup", "anna"], ["member", member], ["book", id, member],
      ["register", "--first", "X"], ["note", id, "x"], ["incident", "x"], ["judge", id],
      ["session", "cancel", id], ["grant", member, "1", "--reason", "x"], ["cancel", "x"],
      ["staff", "add", "--name", "X", "--role", "owner", "--pin", "1111"], ["undo", id],
      ["export", "members", "/tmp/never"], ["policy"], ["outages", "list"], ["places"],
    ] {
      let run = DeskProgram.run(
        ["--data", studio.data, "--clock", "2026-11-21T09:00", "--json"] + words)
      #expect(run.status == 1, "\(words): \(run.output)\(run.errors)")
      #expect(Document(run.output)?["refusal"]["code"] == .text("NOT_PERMITTED"), "\(words)")
    }
    for words in [["schedule"], ["outbox"], ["doctor"]] {
      let run = DeskProgram.run(
        ["--data", studio.data, "--clock", "2026-11-21T09:00", "--json"] + words)
      #expect(run.status == 0, "\(words): \(run.output)\(run.errors)")
    }
  }

  @Test func roles() throws {
    let studio = try TestStudio()
    try studio.service()
    let led = try studio.session(start: "18:00")
    let other = try studio.session(start: "20:00")
    let member = try studio.member("Anna")
    let leader = try studio.staff("Lerato", "trainer", pin: "3333")
    _ = try studio.staff("Rita", "receptionist", pin: "2468")
    _ = try studio.staff("Fin", "financeManager", pin: "4444")
    _ = try studio.tell("session", "change", led, "leader=\(leader)")
    #expect(studio.run("roster", led, as: "lerato", pin: "3333").status == 0)
    #expect(try studio.refusal("roster", other, as: "Lerato", pin: "3333") == "NOT_PERMITTED")
    #expect(try studio.refusal("roster", led, as: "Fin", pin: "4444") == "NOT_PERMITTED")
    #expect(try studio.refusal("member", member, as: "Lerato", pin: "3333") == "NOT_PERMITTED")
    #expect(studio.run("member", member, as: "Rita", pin: "2468").status == 0)
    #expect(
      try studio.refusal("grant", member, "1", "--reason", "x", as: "Rita", pin: "2468")
        == "NOT_PERMITTED")
    #expect(
      try studio.refusal("export", "members", "/tmp/never", as: "Rita", pin: "2468")
        == "NOT_PERMITTED")
    _ = try studio.tell("edit", member, "email=quartz@example.org")
    let hit = try studio.tell("lookup", "anna", as: "Lerato", pin: "3333")["members"][0]
    #expect(hit["number"] == .text(member) && hit["email"] == .text(""))
    let found = try studio.tell("lookup", "quartz@example.org", as: "Lerato", pin: "3333")
    #expect(found["members"].list.isEmpty)
    #expect(try studio.refusal("lookup", "anna", as: "Fin", pin: "4444") == "NOT_PERMITTED")
    _ = try studio.tell(
      "location", "add", "--name", "Gardens", "--timezone", "Africa/Johannesburg")
    #expect(
      try studio.refusal("roster", led, "--location", "Gardens", as: "Rita", pin: "2468")
        == "LOCATION_DENIED")
    #expect(studio.run("schedule", "--location", "gardens", as: nil).status == 0)
  }

  @Test func anotherPersonsActIsUndoneOnlyWhenConfirmed() throws {
    let studio = try TestStudio()
    try studio.service()
    let member = try studio.member("Anna")
    _ = try studio.staff("Rita", "receptionist", pin: "2468")
    let booked = try studio.tell("book", try studio.session(), member)
    let act = try #require(booked["outcome"]["operation"].text)
    #expect(try studio.refusal("undo", act, as: "Rita", pin: "2468") == "NEEDS_CONFIRMATION")
    let asked = studio.run("undo", act, as: "Rita", pin: "2468", json: false)
    #expect(asked.status == 1 && asked.errors.contains(TestStudio.owner))
    #expect(asked.errors.contains("--confirm"))
    #expect(
      try studio.tell("undo", act, "--confirm", as: "Rita", pin: "2468")["undone"] == .text(act))
    // What the device did with nobody signed in is nobody's: no question.
    let again = try #require(try studio.book(try studio.session(), member)["code"].text)
    let entered = try studio.tell("checkin", again, at: "17:45", as: nil)
    let entry = try #require(entered["outcome"]["operation"].text)
    #expect(studio.run("undo", entry, at: "17:46", as: "Rita", pin: "2468").status == 0)
  }

  @Test func exportsStayWithinTheLocationsOfARole() throws {
    let studio = try TestStudio()
    try studio.service()
    _ = try studio.book(try studio.session(), try studio.member("Anna"))
    _ = try studio.tell(
      "location", "add", "--name", "Gardens", "--timezone", "Africa/Johannesburg")
    let far = try studio.tell(
      "--location", "Gardens", "session", "add", "--service", "Yoga", "--start",
      "2026-11-21T20:00")
    let id = try #require(far["session"]["id"].text)
    _ = try studio.tell("--location", "Gardens", "book", id, try studio.member("Beatrix"))
    _ = try studio.staff("Mona", "manager", pin: "3333")
    let file = studio.home.file("roster.csv")
    let own = try studio.tell("--all", "export", "roster", file, as: "Mona", pin: "3333")
    #expect(own["rows"] == .number(1))
    #expect(try !SavedText.read(file).contains("Beatrix"))
    #expect(try studio.tell("--all", "export", "roster", file)["rows"] == .number(2))
  }

  @Test func signingIn() throws {
    let studio = try TestStudio()
    #expect(try studio.refusal("outbox", pin: "000000") == "WRONG_PIN")
    #expect(try studio.refusal("outbox", as: "Nobody") == "NOT_FOUND")
    let base = ["--data", studio.data, "--clock", "2026-11-21T09:00", "policy"]
    #expect(DeskProgram.run(base + ["--as", TestStudio.owner]).status == 2)
    let piped = DeskProgram.run(
      base + ["--as", "olga owner", "--pin", "-"], input: "\(TestStudio.pin)\n")
    #expect(piped.status == 0, "\(piped.errors)")
    let variables = ["STUDIOLOOP_AS": TestStudio.owner, "STUDIOLOOP_PIN": TestStudio.pin]
    #expect(DeskProgram.run(base, environment: variables).status == 0)
    // A command with a PIN of its own: the one behind --as signs in.
    let added = DeskProgram.run([
      "staff", "add", "--data", studio.data, "--clock", "2026-11-21T09:00", "--name", "New",
      "--role", "manager", "--pin", "8642", "--as", TestStudio.owner, "--pin", TestStudio.pin,
    ])
    #expect(added.status == 0, "\(added.errors)")
    #expect(studio.run("policy", as: "new", pin: "8642").status == 0)
  }

  @Test func theClockIsForTrainingOnly() throws {
    let home = TemporaryDirectory()
    let made = DeskProgram.run([
      "--data", home.file("d"), "init", "--name", "Real", "--timezone", "Africa/Johannesburg",
      "--location", "L", "--owner", "O", "--owner-pin", "1234",
    ])
    #expect(made.status == 0, "\(made.errors)")
    #expect(DeskProgram.run(["--data", home.file("d"), "schedule"]).status == 0)
    for clock in ["2026-11-21T09:00", "2026-11-21T09:00:00+02:00"] {
      let run = DeskProgram.run(["--data", home.file("d"), "--clock", clock, "schedule"])
      #expect(run.status == 2, "\(run.errors)")
    }
    let studio = try TestStudio()
    #expect(studio.run("schedule", at: "2026-11-21T25:00", as: nil).status == 2)
    #expect(studio.run("schedule", at: "2020-01-01T09:00", as: nil).status == 0)
  }
}
