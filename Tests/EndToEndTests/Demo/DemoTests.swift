import FoundationEssentials
import Testing

/// The made-up studio: the same for the same seed, in the shares that SOURCES tells of real ones.
@Suite struct DemoTests {
  @Test func theSameSeedMakesTheSameStudio() throws {
    let first = try Demo(seed: 7)
    let second = try Demo(seed: 7)
    let other = try Demo(seed: 8)
    #expect(try first.export("members") == second.export("members"))
    #expect(try first.export("attendance") == second.export("attendance"))
    #expect(try first.export("members") != other.export("members"))
  }

  @Test func itsHistoryHasTheSharesOfARealStudio() throws {
    let demo = try Demo(seed: 1)
    let schedule = try demo.program.json(
      Schedule.self, "schedule", "--date", "2026-11-09", "--days", "29")
    #expect(schedule.sessions.count > 150)
    #expect(Set(schedule.sessions.map(\.type)).count == 6)
    #expect(Set(schedule.sessions.compactMap(\.room)).count >= 2)
    var attended = 0
    var missed = 0
    var late = 0
    for session in schedule.sessions where session.start < "2026-11-20" {
      #expect(session.taken <= session.capacity)
      for booking in try demo.program.json(Roster.self, "roster", session.id).bookings {
        switch booking.state {
        case "checkedIn": attended += 1
        case "noShow": missed += 1
        case "cancelled": late += 1
        default: #expect(booking.state == "expired", "left over in the past: \(booking.state)")
        }
      }
    }
    let all = Double(attended + missed + late)
    #expect(all > 500)
    #expect((0.78...0.90).contains(Double(attended) / all))
    #expect((0.05...0.12).contains(Double(missed) / all))
    // Those who cancelled early are among them.
    #expect((0.05...0.16).contains(Double(late) / all))
  }

  @Test func itOpensBeforeAClassThatIsFull() throws {
    let demo = try Demo(seed: 1)
    #expect(demo.told.clock.hasPrefix("2026-11-23T17:48"))
    let today = try demo.program.json(Schedule.self, "schedule").sessions
    let next = today.filter { $0.start.contains("T18:00") }
    #expect(next.count == 2)
    let full = try #require(next.first { $0.waitlisted > 0 })
    #expect(full.taken == full.capacity)
    let rosters = try next.map { try demo.program.json(Roster.self, "roster", $0.id).bookings }
    for roster in rosters {
      #expect(roster.contains { $0.state == "checkedIn" })
      #expect(roster.contains { $0.state == "confirmed" })
    }
    let flags = Set(rosters.joined().flatMap(\.flags))
    #expect(flags.isSuperset(of: ["birthday", "injury", "noWaiver", "noParq"]))
  }

  /// The first that a person meets shall be the one of the story.
  @Test(arguments: [1, 3, 7]) func itBeginsWithoutDecisions(_ seed: Int) throws {
    struct Decisions: Decodable { let decisions: [Document] }
    let open = try Demo(seed: seed).program.json(Decisions.self, "decisions").decisions
    #expect(open.isEmpty)
  }

  @Test func itIsWholeAndUsesItsOwnDirectoryAgain() throws {
    let demo = try Demo(seed: 3, members: 60)
    #expect(try demo.program.json(Doctor.self, "doctor").ok)
    let again = DeskProgram.run(["demo", "--no-ui", "--json", "--data", demo.program.data])
    #expect(again.status == 0 && again.errors.isEmpty)
  }

  /// Without a `--clock` of their own.
  @Test func commandsHaveItsTime() throws {
    struct Shown: Decodable { let from: String }
    let program = DeskProgram()
    try program.run("demo", "--no-ui", "--members", "60", "--clock", "2026-11-25T10:00")
    #expect(try program.json(Shown.self, "schedule").from.hasPrefix("2026-11-25"))
    // What no demo wrote is no time.
    let note = program.data + "/demo-clock"
    for text in ["runs \(Int.max)", "stands \(Int.min)", "runs", "\u{1B}[2J 1"] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: note))
      #expect(DeskProgram.run(program.words(["schedule"])).status == 0, "\(text)")
    }
  }

  @Test func itLeavesAStudioAlone() throws {
    let program = DeskProgram()
    try program.run(
      "init", "--name", "Mine", "--timezone", "Africa/Johannesburg", "--location", "Here",
      "--owner", "Ona", "--owner-pin", "2468")
    let refused = DeskProgram.run(program.words(["demo", "--no-ui"]))
    #expect(refused.status == 2)
  }
}
