import Glibc
import Support
import Testing

/// The two minutes that README tells, on a real terminal: an outage, and what becomes of it.
@Suite(.serialized) struct DemoStoryTests {
  @Test(.timeLimit(.minutes(3)), arguments: [(80, 24), (200, 50)])
  func anOutageIsShownAndReconciled(_ size: (width: Int, height: Int)) throws {
    let show = try Show(size.width, size.height)
    let terminal = show.terminal
    try show.begins(with: "Welcome")
    try terminal.wait(for: "● online")
    try show.seesWhatIsBookedElsewhere()

    try show.command("cut", named: "Cut the line")
    try terminal.wait(for: "offline since 17:", "The line is cut")
    try terminal.keys("Enter")
    try terminal.wait(for: "21 of 22")
    try terminal.keys("b")
    try terminal.wait(for: "Book into Vinyasa")
    try terminal.type("zanele")
    try terminal.wait(for: "▸ Zanele Jali")
    try terminal.keys("Enter")
    try terminal.wait(for: "1 of 22 free")
    try terminal.keys("Enter")
    try terminal.wait(for: "Zanele Jali is booked", "1 queued", "22 of 22", "provisional")
    try terminal.wait(until: "the colleague's sale") { _ in
      try show.vinyasa(of: show.studio)?.taken == 22
    }
    #expect(try terminal.screen().contains("offline"))

    try show.command("restore", named: "Restore the line")
    try terminal.wait(for: "online", "1 decision", "22 of 22 · 1 waiting")
    for desk in [show.studio, show.desk] {
      let session = try show.vinyasa(of: desk)
      #expect(session?.taken == 22 && session?.waitlisted == 1)
      #expect(try desk.json(Decisions.self, "decisions").decisions.map(\.kind) == ["lastPlace"])
    }
    try terminal.keys("F9")
    try terminal.wait(for: "Last place sold twice", "Zanele Jali", "3 Let in over capacity")
    try terminal.keys("3")
    try terminal.wait(until: "the third choice") { $0.contains("▸ 3 Let in over capacity") }
    try terminal.keys("Enter")
    try terminal.wait(for: "Reason")
    try terminal.type("a mat is free")
    try terminal.keys("Enter")
    try terminal.wait(for: "Settled: let in over capacity")
    try terminal.keys("F10")
    try terminal.wait(for: "outage report")
    try terminal.keys("o")
    try terminal.wait(for: "Offline today 17:", "Zanele Jali")
    try terminal.wait(until: "the authority to have settled it") { _ in
      try show.vinyasa(of: show.studio)?.taken == 23
    }
    try show.end()
    for desk in [show.studio, show.desk] {
      let doctor = try desk.json(Doctor.self, "doctor")
      #expect(doctor.ok, "\(doctor.checks.filter { !$0.ok })")
    }
  }

  /// What was queued when the program was killed is there again, and goes out.
  @Test(.timeLimit(.minutes(3))) func aKillInTheDarkLosesNothing() throws {
    let show = try Show(80, 24, "--offline", "--members", "320")
    try show.begins(with: "cut from the start")
    try show.terminal.wait(for: "○ offline")
    try show.desk.run("incident", "the lights went out")
    try show.terminal.wait(for: "1 queued")
    // A clock that is set by hand runs on a joined desk too.
    let queued = try show.desk.json(Queued.self, "outbox", "--pending").operations
    #expect(queued.map(\.kind) == ["incident.report"] && queued[0].at.contains("23T17:50"))
    kill(try show.terminal.child(), SIGKILL)
    try show.terminal.wait(for: "ended 137")

    let again = try Show(80, 24, "--offline", in: show.studio.directory)
    try again.begins(with: "cut from the start")
    // It goes on when it was left, not twelve minutes before the classes.
    try again.terminal.wait(for: "1 queued", "Mon 23 Nov ‹ today", " 17:5")
    try again.command("restore", named: "Restore the line")
    try again.terminal.wait(until: "nothing to be queued") {
      $0.contains("online") && !$0.contains("queued")
    }
    try again.end()
    #expect(try again.desk.json(Outbox.self, "outbox", "--pending").operations.isEmpty)
    #expect(try again.desk.json(Doctor.self, "doctor").ok)
  }

  /// In another terminal: on both directories, from the first command on, and after the demo's end.
  @Test(.timeLimit(.minutes(3))) func commandsBesideItHaveItsTime() throws {
    let show = try Show(80, 24, "--clock", "2026-11-25T17:48", "--members", "320", clock: nil)
    try show.begins(with: "twelve minutes")
    for desk in [show.studio, show.desk] {
      #expect(try desk.json(Shown.self, "schedule").from.hasPrefix("2026-11-25"))
    }
    try show.desk.run("incident", "a lamp is broken")
    let told = try show.desk.json(Queued.self, "outbox").operations.last
    #expect(told?.kind == "incident.report" && told?.at.hasPrefix("2026-11-25T17:") ?? false)
    try show.end()
    for desk in [show.studio, show.desk] {
      #expect(try desk.json(Shown.self, "schedule").from.hasPrefix("2026-11-25"))
    }
  }

  private struct Shown: Decodable { let from: String }
  private struct Queued: Decodable {
    struct Operation: Decodable { let kind, at: String }
    let operations: [Operation]
  }
  private struct Decisions: Decodable {
    struct Decision: Decodable { let kind: String }
    let decisions: [Decision]
  }
}

/// `desk demo` on a terminal, with its two directories for commands beside it.
private struct Show {
  let studio: DeskProgram
  let desk: DeskProgram
  let terminal: Tmux

  init(
    _ width: Int, _ height: Int, _ words: String...,
    in directory: TemporaryDirectory = TemporaryDirectory(), clock: String? = "2026-11-23T17:50"
  ) throws {
    let always =
      (clock.map { ["--clock", $0] } ?? []) + ["--as", "Naledi Mokoena", "--pin", "1234"]
    studio = DeskProgram(in: directory, always: always)
    desk = DeskProgram(in: directory, under: "front-desk", always: always)
    let words = ["demo", "--data", studio.data] + words
    terminal = try Tmux(
      "\(DeskProgram.path) \(words.joined(separator: " ")); echo ended $?; exec cat",
      width: width, height: height, environment: ["HOME": directory.path])
  }

  func vinyasa(of desk: DeskProgram) throws -> Schedule.Session? {
    try today(of: desk).first { $0.service == "Vinyasa" && $0.start.contains("T18:00") }
  }

  private func today(of desk: DeskProgram) throws -> [Schedule.Session] {
    try desk.json(Schedule.self, "schedule").sessions
  }

  /// What comes right after Esc would be taken for a key with Alt.
  func begins(with words: String) throws {
    try terminal.wait(for: "Welcome", words, seconds: 60)
    try terminal.keys("Escape")
    try terminal.wait(until: "the welcome to close") { !$0.contains("Welcome") }
  }

  /// The colleague and the app fill sessions of the evening: each is on the screen soon after.
  func seesWhatIsBookedElsewhere() throws {
    let before = try today(of: studio)
    var booked: Schedule.Session?
    try terminal.wait(until: "a booking elsewhere") { _ in
      booked = try today(of: studio).first { now in
        before.contains { $0.id == now.id && $0.taken < now.taken }
      }
      return booked != nil
    }
    let session = try #require(booked)
    // Measured 0.3 s; a machine that runs all tests at once takes its time.
    try terminal.wait(for: "\(session.taken)/\(session.capacity)", seconds: 5)
  }

  /// By a few letters of its name, from the palette.
  func command(_ letters: String, named name: String) throws {
    try terminal.keys(":")
    try terminal.type(letters)
    try terminal.wait(until: "\(name) to be chosen") { screen in
      screen.split(separator: "\n").dropFirst(2).first { $0.contains(name) } != nil
    }
    try terminal.keys("Enter")
  }

  /// The end stops what goes on elsewhere too: nobody answers any more.
  func end() throws {
    try terminal.keys("q")
    try terminal.wait(for: "End the program?")
    try terminal.keys("y")
    try terminal.wait(for: "ended 0")
    #expect(DeskProgram.run(desk.words(["sync", "--once"])).status == 4)
  }
}
