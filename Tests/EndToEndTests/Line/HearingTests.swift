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

  /// A studio that can serve itself, with a member and a class at each of the times.
  private struct Studio {
    static let boss = ["--as", "Olga", "--pin", "4711"]
    let desk = DeskProgram(always: boss)
    let member: String
    let sessions: [String]

    init(classesIn seconds: [Int]) throws {
      _ = DeskProgram.run([
        "init", "--name", "Near", "--timezone", "Africa/Johannesburg", "--location", "Sea Point",
        "--owner", "Olga", "--owner-pin", "4711", "--data", desk.data,
      ])
      try desk.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
      let desk = desk
      sessions = try seconds.map { seconds in
        try desk.json(
          Made.self, "session", "add", "--service", "Yoga", "--start",
          CentralStudio.time(in: seconds)
        ).session?.id ?? ""
      }
      member =
        try desk.json(Made.self, "register", "--first", "Naledi", "--last", "Test").member?.id ?? ""
    }

    /// A second desk, which joins by what the serving one said of its address.
    func joined(at told: String) throws -> DeskProgram {
      let url = String(told.dropFirst("listening on ".count))
      let code = try desk.json(Code.self, "device", "enroll", "--role", "desk").code
      let other = DeskProgram(always: Self.boss)
      try #require(DeskProgram.run(["enroll", url, code, "--data", other.data]).status == 0)
      return other
    }
  }

  @Test(.timeLimit(.minutes(2))) func aCommandSaysWhatTheAuthoritySaid() throws {
    // Further ahead than places are granted.
    let studio = try Studio(classesIn: (0..<3).map { 3 * 86_400 + $0 * 7_200 })
    let (member, sessions) = (studio.member, studio.sessions)
    let server = try studio.desk.start("serve", "--listen", "127.0.0.1:0")
    let second = try studio.joined(at: server.line())
    let booked = try second.json(Booked.self, "book", sessions[0], member)
    #expect(booked.outcome.state == "applied" && !booked.booking.provisional)
    #expect(try studio.desk.run("roster", sessions[0]).contains("Naledi"))

    // What the authority refuses is refused here.
    try studio.desk.run("session", "cancel", sessions[1])
    let refused = DeskProgram.run(second.words(["book", sessions[1], member, "--json"]))
    #expect(refused.status == 1 && refused.output.contains("SESSION_CANCELLED"), "\(refused)")

    // A line that hangs costs a moment, and the answer calls nothing confirmed.
    server.kill(SIGSTOP)
    let began = ContinuousClock.now
    let dark = try second.json(Booked.self, "book", sessions[2], member)
    #expect(ContinuousClock.now - began < .seconds(30), "not a request's whole patience")
    #expect(dark.outcome.state == "provisional" && dark.booking.provisional)
    server.kill(SIGCONT)
    // Whoever waits for the line hears of it, and nothing is booked twice.
    let freed = try second.json(Booked.self, "cancel", dark.booking.id, "--wait", "20")
    #expect(freed.outcome.state == "applied")
    server.kill(SIGTERM)
    #expect(server.wait().status == 0)
  }

  /// A booking that a desk was granted the place for stands at once, and is told all the same: where only
  /// commands are used, nobody else would.
  @Test(.timeLimit(.minutes(2))) func aCommandTellsOfWhatStandsAnyhow() throws {
    let studio = try Studio(classesIn: [3 * 3_600])
    let server = try studio.desk.start("serve", "--listen", "127.0.0.1:0")
    let second = try studio.joined(at: server.line())
    try second.run("sync", "--once")
    let booked = try second.json(Booked.self, "book", studio.sessions[0], studio.member)
    #expect(booked.outcome.state == "applied" && !booked.booking.provisional)
    #expect(try studio.desk.run("roster", studio.sessions[0]).contains("Naledi"))
    #expect(try second.run("outbox").contains("0 to send"))
    server.kill(SIGTERM)
    #expect(server.wait().status == 0)
  }
}
