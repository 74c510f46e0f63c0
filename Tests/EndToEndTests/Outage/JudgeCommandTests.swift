import FoundationEssentials
import Support
import Testing

/// `desk judge` and what `desk roster` says of a judgement that waits, by real programs whose clocks the
/// script sets: the kiosk is heard last before the class.
@Suite(.serialized) struct JudgeCommandTests {
  private struct Person {
    let booking, code: String
  }

  /// A class of 12:00 to 13:00 with two people, of whom Naledi is in.
  private func overClass() throws -> (studio: DarkStudio, session: String, pieter: Person) {
    let studio = try DarkStudio()
    try studio.tell(["policy", "parqRequired=0"], at: "08:30")
    try studio.tell(
      ["service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0"], at: "08:35")
    let session = try #require(
      try studio.tell(
        ["session", "add", "--service", "Yoga", "--start", DarkStudio.moment("12:00")], at: "08:40"
      )["session"]["id"].text)
    func booked(_ name: String) throws -> Person {
      let member = try studio.tell(["register", "--first", name, "--last", "Example"], at: "08:45")
      let id = try #require(member["member"]["id"].text)
      let made = try studio.tell(["book", session, id], at: "08:50")["booking"]
      return Person(
        booking: try #require(made["id"].text), code: try #require(made["code"].text))
    }
    let (naledi, pieter) = (try booked("Naledi"), try booked("Pieter"))
    // What is seen and waited for goes by the service's own clock.
    try restart(studio, at: "11:49")
    for device in studio.devices { try studio.sync(device.name, at: "11:50") }
    try studio.tell(["checkin", naledi.code], at: "12:05")
    return (studio, session, pieter)
  }

  private func restart(_ studio: DarkStudio, at time: String) throws {
    try studio.stop()
    try studio.start(at: time)
  }

  private func roster(
    _ studio: DarkStudio, _ session: String, at time: String
  ) throws -> (document: Document, text: String) {
    let document = try studio.tell(["roster", session], at: time)
    let desk = try #require(studio.devices.first).program
    let told = DeskProgram.run(
      desk.words([
        "roster", session, "--as", "Olga", "--pin", "4711", "--clock", DarkStudio.moment(time),
      ]))
    #expect(told.status == 0, "\(told.errors)")
    return (document, told.output)
  }

  private func judge(
    _ studio: DarkStudio, _ session: String, _ more: [String] = [], at time: String,
    as person: String = "Olga"
  ) throws -> Spawned.Ended {
    try studio.run(["judge", session] + more, on: "desk 1", at: time, as: person)
  }

  @Test(.timeLimit(.minutes(2))) func theRosterNamesWhoHoldsItUp() throws {
    let (studio, session, pieter) = try overClass()
    // Over, but not due before 15:00: nobody holds anything up.
    let early = try roster(studio, session, at: "13:30")
    #expect(early.document["awaited"] == .list([]) && early.document["judgedAt"] == .null)
    #expect(!early.text.contains("not judged"), "\(early.text)")

    try restart(studio, at: "15:05")
    for name in ["desk 1", "desk 2", "desk 1"] { try studio.sync(name, at: "15:05") }
    let due = try roster(studio, session, at: "15:07")
    let awaited = due.document["awaited"].list
    #expect(awaited.count == 1 && awaited[0].keys == ["device", "name", "lastSeen"], "\(awaited)")
    #expect(awaited.first?["name"].text == "kiosk")
    let seen = awaited.first?["lastSeen"].text ?? ""
    #expect(seen.hasPrefix("2026-11-21T11:49") || seen.hasPrefix("2026-11-21T11:50"), "\(seen)")
    #expect(due.text.contains("\nnot judged yet: kiosk last seen 2026-11-21 11:"), "\(due.text)")
    #expect(!due.text.contains(/[0-9a-f]{8}-[0-9a-f]{4}/), "\(due.text)")

    // Only who may, and only devices that are known.
    let denied = try judge(studio, session, at: "15:08", as: "Thandi")
    #expect(denied.status == 1 && denied.output.contains("NOT_PERMITTED"), "\(denied)")
    let stray = try judge(studio, session, ["--without", "kiosk 9"], at: "15:09")
    #expect(stray.status == 2 && stray.errors.contains("as desk roster tells it"), "\(stray)")

    let judged = try judge(studio, session, ["--without", "kiosk"], at: "15:10")
    #expect(judged.status == 0 && judged.errors.contains("not waited for: kiosk;"), "\(judged)")
    let results = try #require(Document(judged.output))["results"].list
    #expect(
      results == [
        .object(["booking": .text(pieter.booking), "state": .text("noShow"), "refusal": .null])
      ])
    let after = try roster(studio, session, at: "15:12")
    #expect(after.document["judgedAt"].text?.hasPrefix("2026-11-21T15:10") ?? false)
    #expect(after.document["awaited"] == .list([]) && !after.text.contains("not judged"))
    let again = try judge(studio, session, at: "15:13")
    #expect(again.status == 1 && again.output.contains("ALREADY_JUDGED"), "\(again)")
  }

  /// A manager who judges waits for nobody, whether they name the device or not, and from the end on.
  @Test(.timeLimit(.minutes(2)), arguments: ["13:30", "15:10"])
  func judgesWithoutNamingAnybody(_ time: String) throws {
    let (studio, session, pieter) = try overClass()
    let early = try judge(studio, session, at: "12:59")
    #expect(early.status == 1 && early.output.contains("CHECKIN_TOO_EARLY"), "\(early)")
    try restart(studio, at: time)
    for name in ["desk 1", "desk 2", "desk 1"] { try studio.sync(name, at: time) }
    let judged = try judge(studio, session, at: time)
    #expect(judged.status == 0 && judged.errors.contains("not waited for: "), "\(judged)")
    #expect(judged.errors.contains("kiosk"), "\(judged)")
    let results = try #require(Document(judged.output))["results"].list
    #expect(results.map { $0["booking"].text } == [pieter.booking])
    #expect(results.map { $0["state"].text } == ["noShow"])
  }
}
