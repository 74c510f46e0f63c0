import FoundationEssentials
import Glibc
import Support
import Testing

/// Two desks of one studio as processes: one beside its authority, one that joins it.
@Suite(.serialized) struct TwoDesksTests {
  private struct Code: Decodable { let code: String }
  private struct Sync: Decodable {
    let online: Bool
    let pushed, pending, decisions: Int
  }
  private struct Decisions: Decodable {
    struct Choice: Decodable { let id: String }
    struct Decision: Decodable {
      let id, kind: String
      let choices: [Choice]
    }
    let decisions: [Decision]
  }
  private struct Report: Decodable {
    struct Row: Decodable { let kind, by, result: String }
    let from, to: String?
    let rows: [Row]
  }
  private struct Booked: Decodable {
    struct Booking: Decodable {
      let id: String
      let state: String
    }
    let booking: Booking
  }
  private struct Roster: Decodable, Equatable {
    struct Row: Decodable, Equatable {
      let id: String
      let state: String
    }
    let bookings: [Row]
  }

  private static let boss = ["--as", "Olga", "--pin", "4711"]

  /// TLS is asked for where there is none: the address that would do is told, and nothing is left behind.
  @Test func whereNoTLSIsSpokenTheAddressIsTold() throws {
    let studio = try CentralStudio()
    let program = DeskProgram(always: [])
    let secure = "https" + studio.url.dropFirst("http".count)
    let joined = DeskProgram.run(["enroll", secure, "AAAA-AAAA", "--data", program.data])
    #expect(joined.status == 2 && joined.errors.contains("use \(studio.url)"), "\(joined)")
    studio.stop()
    let nobody = DeskProgram.run(["enroll", secure, "AAAA-AAAA", "--data", program.data])
    #expect(nobody.status == 4, "\(nobody)")
  }

  /// The last place is sold twice in the dark; afterwards both desks say the same, and who came second
  /// waits ahead of those in the queue.
  @Test(.timeLimit(.minutes(2))) func theLastPlaceSoldTwiceIsReconciled() throws {
    let first = DeskProgram(always: Self.boss)
    _ = DeskProgram.run([
      "init", "--name", "Dark", "--timezone", "Africa/Johannesburg", "--location", "Sea Point",
      "--owner", "Olga", "--owner-pin", "4711", "--data", first.data,
    ])
    try first.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    let tomorrow = try start(inDays: 1)
    let session =
      try first.json(
        Made.self, "session", "add", "--service", "Yoga", "--start",
        tomorrow, "--capacity", "1"
      ).session?.id ?? ""
    let people = try ["Naledi", "Pieter"].map { name in
      try first.json(Made.self, "register", "--first", name, "--last", "Test").member?.id ?? ""
    }

    let full =
      try first.json(
        Made.self, "session", "add", "--service", "Yoga", "--start", start(inDays: 2),
        "--capacity", "1"
      ).session?.id ?? ""
    try first.run("book", full, people[0])

    var server = try first.start("serve", "--listen", LoopbackAddress.own() + ":0")
    let url = String(server.line().dropFirst("listening on ".count))
    try #require(url.hasPrefix("http://127."))
    let code = try first.json(Code.self, "device", "enroll", "--role", "desk").code
    // As long as those of the central service, which name its key too.
    #expect(code.count == 29)
    let second = DeskProgram(always: Self.boss)
    let joined = DeskProgram.run(["enroll", url, code, "--data", second.data])
    try #require(joined.status == 0, "\(joined.errors)")
    #expect(joined.output.contains("next: desk --data \(second.data)\n"))
    #expect(try line(of: first) == "this desk decides for 1 other device, which can reach it")
    #expect(
      try second.json(Roster.self, "roster", session) == first.json(Roster.self, "roster", session))

    server.kill(SIGTERM)
    #expect(server.wait().status == 0)
    #expect(
      try line(of: first)
        == "this desk decides for 1 other device, which cannot reach it: start desk serve")
    let screen = try first.run("render", "schedule", "--size", "100x24")
    #expect(screen.contains("1 device cut off: desk serve"), "\(screen)")
    let dead = DeskProgram.run(["doctor", "--data", second.data])
    let told = dead.output.split(separator: "\n").first { $0.hasPrefix("line ") } ?? ""
    #expect(dead.status == 0 && told.contains(" down ") && told.contains("\(url): the service"))
    // In the dark each sells the one place.
    #expect(try first.json(Booked.self, "book", session, people[0]).booking.state == "confirmed")
    #expect(try second.json(Booked.self, "book", session, people[1]).booking.state == "confirmed")
    let roster = DeskProgram.run(second.words(["roster", session]))
    #expect(roster.output.contains("provisional") && !roster.output.contains("confirmed"))
    let dark = DeskProgram.run(second.words(["sync", "--once", "--json"]))
    #expect(dark.status == 4 && dark.output.contains("\"online\":false"))

    server = try first.start("serve", "--listen", String(url.dropFirst("http://".count)))
    #expect(server.line() == "listening on \(url)")
    let sync = try second.json(Sync.self, "sync", "--once")
    #expect(sync.online && sync.pending == 0 && sync.decisions == 1)
    let here = try first.json(Roster.self, "roster", session)
    #expect(try second.json(Roster.self, "roster", session) == here)
    #expect(here.bookings.map(\.state) == ["confirmed", "waitlisted"])
    // A person settles it at one desk, over the line, and it waits nowhere any more.
    let open = try second.json(Decisions.self, "decisions").decisions
    // What was done in the dark, and what came of it.
    let report = try second.json(Report.self, "report", "outage")
    #expect(report.from != nil && report.to != nil && report.from ?? "" <= report.to ?? "")
    #expect(report.rows.map(\.kind) == ["booking.book"])
    #expect(report.rows.map(\.result) == ["decision"] && report.rows[0].by == "Olga")
    let file = second.directory.file("outage.txt")
    try second.run("report", "outage", file)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    // A page is 80 columns wide: an outcome may take several lines.
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(
      ["Pieter Test · Yoga", "last", "place", "sold", "twice"].allSatisfy { text.contains($0) })
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("Each other device tells its own: desk report outage there."))
    #expect(try first.json(Report.self, "report", "outage").rows.isEmpty)
    let open80 = try second.run("render", "decisions", "--size", "80x24")
    #expect(open80.contains("Pieter Test") && open80.contains("3 Let in over capacity"))
    #expect(open.map(\.kind) == ["lastPlace"] && open[0].choices.contains { $0.id == "letIn" })
    func settle(_ words: String...) -> Spawned.Ended {
      DeskProgram.run(second.words(["decisions", "resolve", open[0].id] + words))
    }
    let another = settle("mergeMembers")
    #expect(
      another.status == 2 && another.errors.contains("keepOnWaitlist, moveToSession, letIn, "))
    #expect(!another.errors.contains("takeNew"))
    let nowhere = settle("moveToSession")
    #expect(nowhere.status == 2 && nowhere.errors.contains("--session S"))
    let crowded = settle("moveToSession", "--session", full, "--reason", "asked them")
    #expect(crowded.status == 1 && crowded.errors.contains("Full"), "\(crowded.errors)")
    try second.run("decisions", "resolve", open[0].id, "letIn", "--reason", "there is a mat")
    let again = settle("keepOnWaitlist")
    #expect(again.status == 1 && again.errors.contains("is settled"), "\(again.errors)")
    let outbox = try second.run("outbox")
    #expect(outbox.contains("settled: let in over capacity") && !outbox.contains("booking.book"))
    #expect(try second.json(Sync.self, "sync").decisions == 0)
    let settled = try first.json(Roster.self, "roster", session)
    #expect(settled.bookings.map(\.state) == ["confirmed", "confirmed"])
    #expect(try first.json(Decisions.self, "decisions").decisions.isEmpty)
    server.kill(SIGTERM)
    #expect(server.wait().status == 0)
    for desk in [first, second] {
      let doctor = DeskProgram.run(["doctor", "--data", desk.data])
      #expect(doctor.status == 0, "\(doctor.output)")
    }
  }

  private struct Examined: Decodable {
    struct Check: Decodable { let name, detail: String }
    let checks: [Check]
  }

  private func line(of desk: DeskProgram) throws -> String? {
    let ended = DeskProgram.run(["doctor", "--data", desk.data, "--json"])
    let found = try JSONDecoder().decode(Examined.self, from: Data(ended.output.utf8))
    return found.checks.first { $0.name == "line" }?.detail
  }

  private struct Made: Decodable {
    struct Thing: Decodable { let id: String }
    let session: Thing?
    let member: Thing?
  }

  private func start(inDays days: Int) throws -> String {
    var now = time(nil) + days * 86_400
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T10:00"
  }
}
