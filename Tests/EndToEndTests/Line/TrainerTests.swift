import FoundationEssentials
import Support
import Testing

/// The trainer's batch by keys in a terminal, beside a kiosk of the same studio, with and without the
/// line; all by real programs.
@Suite(.serialized) struct TrainerEndToEndTests {
  private struct Roster: Decodable {
    struct Row: Decodable {
      let id, code, name, state: String
      let absent: Bool
      let method: String?
    }
    let bookings: [Row]
  }
  private struct Marked: Decodable {
    struct Row: Decodable, Equatable {
      let booking, state: String
      let refusal: String?
    }
    struct Outcome: Decodable { let state: String }
    let outcome: Outcome
    let results: [Row]
  }
  private struct Outbox: Decodable {
    struct Operation: Decodable {
      struct Outcome: Decodable {
        let state: String
        let code: String?
      }
      let kind: String
      let outcome: Outcome?
    }
    let operations: [Operation]
  }
  private struct Corrections: Decodable {
    struct Row: Decodable, Equatable { let name, cause, was, became, by: String }
    let from, to: String
    let rows: [Row]
  }

  /// A class of thirty that begins in ten minutes, the desk on which its trainer marks, and another
  /// from which the result is read.
  private struct Scene {
    let studio: CentralStudio
    let desk, other, kiosk: DeskProgram
    let session: String
    /// Keys pressed so far; a person's fingers are what counts.
    var keys = 0

    init() throws {
      studio = try CentralStudio()
      desk = try studio.device()
      kiosk = try studio.device("kiosk", always: [])
      try desk.run("staff", "add", "--name", "Lerato", "--role", "trainer", "--pin", "3333")
      try desk.run(
        "service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0", "--leader",
        "Lerato")
      let start = CentralStudio.time(in: 600)
      let made = try desk.json(
        Printed.Made.self, "session", "add", "--service", "Yoga", "--start", start, "--capacity",
        "40")
      session = try #require(made.session?.id)
      let people = (1...30).map { $0 < 10 ? "N0\($0)" : "N\($0)" }
      for (what, head, lines) in [
        ("members", "externalId,firstName,lastName", people.map { "\($0),\($0),Example" }),
        ("bookings", "member,session,state", people.map { "\($0),\(start) Yoga,booked" }),
      ] {
        let file = desk.directory.file("\(what).csv")
        try ([head] + lines).joined(separator: "\n").write(
          toFile: file, atomically: true, encoding: .utf8)
        try desk.run("import", what, file)
      }
      for name in ["N01", "N02", "N03"] {
        let found = try desk.json(Printed.Member.self, "lookup", name).members
        try desk.run("edit", try #require(found.first).id, "parqOn=2020-01-01")
      }
      try desk.run("sync")
      other = try studio.device()
      _ = try kiosk.json(Printed.Sync.self, "sync")
      #expect(try rows(other).count == 30)
    }

    func rows(_ program: DeskProgram) throws -> [Roster.Row] {
      try program.json(Roster.self, "roster", session).bookings
    }

    func row(_ name: String, _ program: DeskProgram) throws -> Roster.Row {
      try #require(try rows(program).first { $0.name == "\(name) Example" })
    }

    func terminal() throws -> Tmux {
      let terminal = try Tmux(
        "exec \(DeskProgram.path) --trainer --data \(desk.data)",
        environment: [
          "HOME": "/nonexistent", "XDG_CONFIG_HOME": "", "STUDIOLOOP_AS": "Lerato",
          "STUDIOLOOP_PIN": "3333",
        ])
      try terminal.wait(for: "own classes", "Yoga", "(trainer)")
      return terminal
    }

    /// Presses them one by one as a person does, and counts.
    mutating func press(_ names: String..., on terminal: Tmux) throws {
      for name in names {
        keys += 1
        if name == "Enter" {
          try terminal.enter()
        } else if name.count == 1 {
          try terminal.type(name)
        } else {
          try terminal.keys(name)
        }
      }
    }
  }

  @Test(.timeLimit(.minutes(3))) func thirtyOnlineAndAllTakenBack() throws {
    var scene = try Scene()
    let terminal = try scene.terminal()
    try terminal.wait(for: "30 to mark", "online")
    try scene.press("Enter", on: terminal)
    try terminal.wait(for: "check-in open since", "N01 Example")
    try scene.press("a", "1", "x", "2", "5", "x", on: terminal)
    try terminal.wait(for: "28 here, 2 absent: not stored until Enter")
    try scene.press("Enter", on: terminal)
    try terminal.wait(for: "30 marks stored: 28 here, 2 absent", "N25 Example", "undo all of it")
    #expect(scene.keys < 20, "\(scene.keys)")
    try awaitState(scene, "28 in, two absent") { rows in
      rows.count { $0.state == "checkedIn" && $0.method == "batch" } == 28
        && rows.filter(\.absent).map(\.name) == ["N01 Example", "N25 Example"]
    }
    try terminal.type("u")
    try terminal.wait(for: "Undone: attendance of", "29 more")
    try awaitState(scene, "all booked") { rows in
      rows.allSatisfy { $0.state == "confirmed" && !$0.absent }
    }
  }

  /// Offline, with a kiosk beside it in the same dark: what the batch had seen and confirmed it clears,
  /// what it had not seen stands.
  @Test(.timeLimit(.minutes(3))) func thirtyInTheDarkBesideAKiosk() throws {
    var scene = try Scene()
    let codes = try ["N01", "N02", "N03"].map { try scene.row($0, scene.desk).code }
    let terminal = try scene.terminal()
    try terminal.wait(for: "online")
    try scene.kiosk.run("checkin", codes[0])
    try scene.kiosk.run("sync")
    try scene.press("Enter", on: terminal)
    try terminal.wait(until: "the check-in at the kiosk") { screen in
      screen.contains("1 in, 30 of 40")
    }
    scene.studio.stop()
    try scene.kiosk.run("checkin", codes[1])
    try scene.kiosk.run("checkin", codes[2])
    try terminal.wait(for: "offline")
    // N01 was seen to be in and has left; N02 is in by the kiosk, which nobody here can know.
    try scene.press("a", "1", "x", "2", "x", on: terminal)
    try terminal.wait(for: "28 here, 2 absent: not stored until Enter")
    try scene.press("Enter", on: terminal)
    try terminal.wait(for: "N01 Example was checked in. Mark as absent?")
    try scene.press("Enter", on: terminal)
    try terminal.wait(
      for: "30 marks stored: 28 here, 2 absent", "Safe here; provisional until the line is back.")
    try scene.press("Enter", on: terminal)
    #expect(scene.keys < 20, "\(scene.keys)")

    // The kiosk's word is there before the desk's, whose line tries by itself.
    let folder = TemporaryDirectory()
    let stick = folder.file("stick")
    try scene.kiosk.run("export", "outbox", stick)
    #expect(scene.studio.central.ended("outbox", "import", stick).status == 0)
    try scene.studio.start()
    #expect(try scene.kiosk.json(Printed.Sync.self, "sync").pending == 0)
    // A person need not wait for the next try of the line.
    try terminal.keys("F10")
    try terminal.wait(for: "outage report")
    try terminal.type("s")
    try awaitState(scene, "both sides met") { rows in
      rows.count { $0.state == "checkedIn" } == 29
    }
    let rows = Dictionary(try scene.rows(scene.other).map { ($0.name, $0) }) { $1 }
    let (seen, unseen, both) = (
      rows["N01 Example"], rows["N02 Example"], rows["N03 Example"]
    )
    #expect(seen?.state == "confirmed" && seen?.absent == true, "seen and confirmed: cleared")
    #expect(unseen?.state == "checkedIn" && unseen?.absent == false, "not seen: it stands")
    #expect(unseen?.method == "code" && both?.state == "checkedIn" && both?.method == "code")
    #expect(rows.values.count { $0.method == "batch" } == 27)
    try terminal.wait(for: "online")
    let batch = try scene.desk.json(Outbox.self, "outbox").operations
      .last { $0.kind == "checkin.batch" }?.outcome
    #expect(batch?.state == "adjusted" && batch?.code == "ALREADY_CHECKED_IN")

    let told = try scene.other.json(Corrections.self, "report", "corrections")
    #expect(told.from < told.to)
    #expect(
      told.rows.sorted { $0.name < $1.name } == [
        Corrections.Row(
          name: "N01 Example", cause: "batch", was: "checkedIn", became: "absent", by: "Lerato"),
        Corrections.Row(
          name: "N02 Example", cause: "notSeen", was: "absent", became: "checkedIn", by: "Lerato"),
      ])
    let text = try scene.other.run("report", "corrections")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
    #expect(text.contains("N01 Example") && text.contains("in, now"))
    // For a spreadsheet, by its name.
    for name in ["corrections.csv", "corrections.txt"] {
      try scene.other.run("report", "corrections", folder.file(name))
    }
    let table = try String(contentsOfFile: folder.file("corrections.csv"), encoding: .utf8)
      .split(separator: "\r\n")
    #expect(table.count == 3 && table[0].hasPrefix("at,cause,booking,member,name,session,service"))
    #expect(table[1].contains(",batch,") && table[1].contains(",N01 Example,"), "\(table)")
    #expect(table[2].contains(",notSeen,") && table[2].contains(",absent,checkedIn,Lerato,"))
    let plain = try String(contentsOfFile: folder.file("corrections.txt"), encoding: .utf8)
    #expect(plain == text)

    // Row by row: who is in is not marked absent unless somebody says so twice.
    let marked = try scene.other.json(
      Marked.self, "attendance", scene.session, "--absent", try #require(both?.id),
      try #require(seen?.id))
    #expect(
      marked.results == [
        Marked.Row(
          booking: both?.id ?? "", state: "checkedIn", refusal: "NEEDS_CONFIRMATION"),
        Marked.Row(booking: seen?.id ?? "", state: "confirmed", refusal: nil),
      ])
  }

  /// What the authority says of the class, asked from another desk until it is so.
  private func awaitState(
    _ scene: Scene, _ what: String, _ holds: ([Roster.Row]) -> Bool
  ) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      try scene.other.run("sync")
      let rows = try scene.rows(scene.other)
      if holds(rows) { return }
      try #require(
        ContinuousClock.now < deadline, "\(what): \(rows.map { "\($0.name) \($0.state)" })")
    }
  }
}
