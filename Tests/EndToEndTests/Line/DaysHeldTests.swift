import Support
import Testing

/// What a joined desk says of days whose sessions do not travel to it.
@Suite struct DaysHeldTests {
  private struct Schedule: Decodable {
    let from, to: String
    let sessions: [Printed.Thing]?
  }

  @Test(.timeLimit(.minutes(2))) func aClassBeyondTheCopyIsMadeAndNotShownAsNone() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    let today = String(CentralStudio.time(in: 0).prefix(10))
    let (near, far) = (CentralStudio.time(in: 86_400), CentralStudio.time(in: 45 * 86_400))
    let add = ["session", "add", "--service", "Yoga", "--start"]
    let made = DeskProgram.run(desk.words(add + [far]))
    #expect(made.status == 0 && made.output.contains("is on the schedule"), "\(made)")
    #expect(made.errors.contains("done, and not in this copy, which holds"), "\(made)")
    let moves = try #require(
      try desk.json(Printed.Made.self, "session", "add", "--service", "Yoga", "--start", near)
        .session)
    let moved = DeskProgram.run(desk.words(["session", "change", moves.id, "start=\(far)"]))
    #expect(moved.status == 0 && moved.errors.contains("not in this copy"), "\(moved)")

    let day = String(far.prefix(10))
    let beyond = try desk.json(Schedule.self, "schedule", "--date", day)
    #expect(beyond.sessions == nil && beyond.from == day && beyond.to == day)
    let told = try desk.run("schedule", "--date", day)
    #expect(told.hasPrefix("not in this copy, which holds"))
    let all = try desk.json(Schedule.self, "schedule", "--days", "60")
    #expect(all.sessions?.isEmpty == true && all.from == today && all.to < day)
    let picture = try desk.run("render", "schedule", "--date", day, "--size", "80x24")
    #expect(picture.contains("Not in this copy, which holds"), "\(picture)")
  }
}
