import FoundationEssentials
import Glibc
import Support
import Testing

/// What a command says at once of an act that an authority elsewhere decides.
@Suite(.serialized) struct HearingTests {
  private struct Code: Decodable { let code: String }
  private struct Made: Decodable {
    struct Thing: Decodable { let id: String }
    let session: Thing?
    let member: Thing?
  }
  private struct Booked: Decodable {
    struct Outcome: Decodable { let state: String }
    struct Booking: Decodable {
      let id: String
      let provisional: Bool
    }
    let outcome: Outcome
    let booking: Booking
  }

  /// A studio that serves itself, a desk that has joined it, a member, and a class at each of the times.
  private struct Pair: ~Copyable {
    let first = DeskProgram(always: ["--as", "Olga", "--pin", "4711"])
    let second = DeskProgram(always: ["--as", "Olga", "--pin", "4711"])
    let server: Spawned
    let member: String
    let sessions: [String]

    init(classesIn seconds: [Int]) throws {
      _ = DeskProgram.run([
        "init", "--name", "Near", "--timezone", "Africa/Johannesburg", "--location", "Sea Point",
        "--owner", "Olga", "--owner-pin", "4711", "--data", first.data,
      ])
      try first.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
      let first = first
      sessions = try seconds.map { seconds in
        try first.json(
          Made.self, "session", "add", "--service", "Yoga", "--start",
          CentralStudio.time(in: seconds)
        ).session?.id ?? ""
      }
      member =
        try first.json(Made.self, "register", "--first", "Naledi", "--last", "Test").member?.id
        ?? ""
      server = try first.start("serve", "--listen", "127.0.0.1:0")
      let url = String(server.line().dropFirst("listening on ".count))
      let code = try first.json(Code.self, "device", "enroll", "--role", "desk").code
      try #require(DeskProgram.run(["enroll", url, code, "--data", second.data]).status == 0)
    }

    func end() {
      server.kill(SIGTERM)
      #expect(server.wait().status == 0)
    }
  }

  @Test(.timeLimit(.minutes(2))) func aCommandSaysWhatTheAuthoritySaid() throws {
    // Further ahead than places are granted.
    let pair = try Pair(classesIn: (0..<3).map { 3 * 86_400 + $0 * 7_200 })
    let (second, sessions) = (pair.second, pair.sessions)
    let booked = try second.json(Booked.self, "book", sessions[0], pair.member)
    #expect(booked.outcome.state == "applied" && !booked.booking.provisional)
    #expect(try pair.first.run("roster", sessions[0]).contains("Naledi"))

    // What the authority refuses is refused here.
    try pair.first.run("session", "cancel", sessions[1])
    let refused = DeskProgram.run(second.words(["book", sessions[1], pair.member, "--json"]))
    #expect(refused.status == 1 && refused.output.contains("SESSION_CANCELLED"), "\(refused)")

    // A line that hangs costs a moment, and the answer calls nothing confirmed.
    pair.server.kill(SIGSTOP)
    let began = ContinuousClock.now
    let dark = try second.json(Booked.self, "book", sessions[2], pair.member)
    #expect(ContinuousClock.now - began < .seconds(30), "not a request's whole patience")
    #expect(dark.outcome.state == "provisional" && dark.booking.provisional)
    pair.server.kill(SIGCONT)
    // Whoever waits for the line hears of it, and nothing is booked twice.
    let freed = try second.json(Booked.self, "cancel", dark.booking.id, "--wait", "20")
    #expect(freed.outcome.state == "applied")
    pair.end()
  }

  /// A booking that a desk was granted the place for stands at once, and is told all the same: where only
  /// commands are used, nobody else would.
  @Test(.timeLimit(.minutes(2))) func aCommandTellsOfWhatStandsAnyhow() throws {
    let pair = try Pair(classesIn: [3 * 3_600])
    try pair.second.run("sync", "--once")
    let booked = try pair.second.json(Booked.self, "book", pair.sessions[0], pair.member)
    #expect(booked.outcome.state == "applied" && !booked.booking.provisional)
    #expect(try pair.first.run("roster", pair.sessions[0]).contains("Naledi"))
    #expect(try pair.second.run("outbox").contains("0 to send"))
    pair.end()
  }
}
