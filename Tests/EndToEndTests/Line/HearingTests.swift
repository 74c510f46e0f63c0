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

  private static let boss = ["--as", "Olga", "--pin", "4711"]

  @Test(.timeLimit(.minutes(2))) func aCommandSaysWhatTheAuthoritySaid() throws {
    let first = DeskProgram(always: Self.boss)
    _ = DeskProgram.run([
      "init", "--name", "Near", "--timezone", "Africa/Johannesburg", "--location", "Sea Point",
      "--owner", "Olga", "--owner-pin", "4711", "--data", first.data,
    ])
    try first.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    let sessions = try [10, 11, 12].map { hour in
      try first.json(
        Made.self, "session", "add", "--service", "Yoga", "--start", inThreeDays(at: hour)
      ).session?.id ?? ""
    }
    let member =
      try first.json(Made.self, "register", "--first", "Naledi", "--last", "Test").member?.id ?? ""
    let server = try first.start("serve", "--listen", "127.0.0.1:0")
    let url = String(server.line().dropFirst("listening on ".count))
    let code = try first.json(Code.self, "device", "enroll", "--role", "desk").code
    let second = DeskProgram(always: Self.boss)
    try #require(DeskProgram.run(["enroll", url, code, "--data", second.data]).status == 0)

    let booked = try second.json(Booked.self, "book", sessions[0], member)
    #expect(booked.outcome.state == "applied" && !booked.booking.provisional)
    #expect(try first.run("roster", sessions[0]).contains("Naledi"))

    // What the authority refuses is refused here.
    try first.run("session", "cancel", sessions[1])
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
    let first = DeskProgram(always: Self.boss)
    _ = DeskProgram.run([
      "init", "--name", "Near", "--timezone", "UTC", "--location", "Sea Point",
      "--owner", "Olga", "--owner-pin", "4711", "--data", first.data,
    ])
    try first.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    let session =
      try first.json(
        Made.self, "session", "add", "--service", "Yoga", "--start", inHours(3)
      ).session?.id ?? ""
    let member =
      try first.json(Made.self, "register", "--first", "Naledi", "--last", "Test").member?.id ?? ""
    let server = try first.start("serve", "--listen", "127.0.0.1:0")
    let url = String(server.line().dropFirst("listening on ".count))
    let code = try first.json(Code.self, "device", "enroll", "--role", "desk").code
    let second = DeskProgram(always: Self.boss)
    try #require(DeskProgram.run(["enroll", url, code, "--data", second.data]).status == 0)
    try second.run("sync", "--once")

    let booked = try second.json(Booked.self, "book", session, member)
    #expect(booked.outcome.state == "applied" && !booked.booking.provisional)
    #expect(try first.run("roster", session).contains("Naledi"))
    #expect(try second.run("outbox").contains("0 to send"))
    server.kill(SIGTERM)
    #expect(server.wait().status == 0)
  }

  /// Further ahead than places are granted.
  private func inThreeDays(at hour: Int) -> String {
    String(moment(time(nil) + 3 * 86_400).prefix(11)) + "\(hour):00"
  }

  private func inHours(_ hours: Int) -> String { moment(time(nil) + hours * 3_600) }

  /// The whole hour in UTC.
  private func moment(_ time: time_t) -> String {
    var time = time
    var parts = tm()
    gmtime_r(&time, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
      + "T\(two(parts.tm_hour)):00"
  }
}
