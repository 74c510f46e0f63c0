import Support
import Testing

/// Wrong use: exit 2, nothing on standard output, one line that says what to do.
@Suite struct UsageTests {
  @Test(arguments: [
    (["bok"], "did you mean book?"),
    (["session"], "needs one of: add, change, cancel"),
    (["book"], "SESSION is missing; use: desk book SESSION MEMBER"),
    (["book", "x"], "MEMBER is missing"),
    (["book", "x", "y", "--walkin"], "did you mean --walk-in?"),
    (["roster", "a", "b"], "too many words"),
    (["schedule", "--days", "x"], "whole number from 1 to 366"),
    (["schedule", "--days"], "--days needs a value"),
    (["schedule", "--json=1"], "--json takes no value"),
    (["grant", "x", "1"], "--reason is missing"),
    (["export", "membrs", "x"], "did you mean members?"),
    (["render", "decision"], "did you mean decisions?"),
    (["register", "--operation", "x", "--first", "a"], "no studio"),
    (["--jsn"], "did you mean --json?"),
    (["help", "bok"], "did you mean book?"),
  ])
  func oneLine(words: [String], says: String) {
    let nowhere = TemporaryDirectory()
    let run = DeskProgram.run(["--data", nowhere.file("none")] + words)
    #expect(says == "no studio" ? run.status == 3 : run.status == 2, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("desk: "))
    #expect(run.errors.split(separator: "\n").count == 1)
    if says != "no studio" { #expect(run.errors.contains(says), "\(run.errors)") }
  }

  @Test(arguments: [[], ["kiosk"]]) func theApplicationWithoutATerminal(words: [String]) throws {
    let studio = try TestStudio()
    let run = DeskProgram.run(["--data", studio.data] + words)
    #expect(run.status == 2 && run.output.isEmpty && run.errors.contains("terminal"))
  }

  @Test(arguments: [
    ["sell", "M", "P", "--paid", "cash"]
  ])
  func later(words: [String]) {
    let run = DeskProgram.run(words)
    #expect(run.status == 2)
    #expect(run.errors.contains("comes with a later version"), "\(run.errors)")
  }

  @Test func helpKnowsEveryCommand() {
    let run = DeskProgram.run(["help"])
    #expect(run.status == 0)
    let commands = run.output.split(separator: "\n").filter { $0.hasPrefix("desk ") }
    #expect(commands.count > 30)
    for line in commands.dropFirst().dropLast() {
      let words = line.split(separator: "  ")[0].split(separator: " ").dropFirst().map(String.init)
      let page = DeskProgram.run(words + ["--help"])
      #expect(page.status == 0 && page.output.hasPrefix("desk \(words.joined(separator: " "))"))
      #expect(DeskProgram.run(["help"] + words).output.contains(page.output))
    }
  }

  @Test func helpSaysWhatNeedsASignIn() {
    for (command, needs) in [("roster", true), ("policy", true), ("schedule", false)] {
      let page = DeskProgram.run(["help", command]).output
      #expect(page.contains("It needs a sign-in") == needs, "\(page)")
    }
  }

  /// Whatever is typed: an answer, or one line and an exit code of the contract.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func anyWords(seed: UInt64) {
    var chance = SeededGenerator(seed: seed)
    let nowhere = TemporaryDirectory()
    let vocabulary = [
      "session", "add", "book", "outbox", "import", "export", "members", "--json", "--days", "3",
      "--", "-", "--pin", "--as", "--present", "x=y", "help", "--help", "-h", "", "=", "--=",
      "--clock", "99", "--location", "--map", "policy", "\u{1B}[2J", "ǃx", "--wait", "-1",
    ]
    for _ in 0..<20 {
      let words = (0..<Int.random(in: 1...6, using: &chance)).map { _ in
        vocabulary.randomElement(using: &chance) ?? ""
      }
      let run = DeskProgram.run(["--data", nowhere.file("none")] + words, input: "")
      #expect([0, 2, 3].contains(run.status), "\(words): \(run.status) \(run.errors)")
      #expect(run.status == 0 || run.errors.filter { $0 == "\n" }.count == 1, "\(words)")
      #expect(!run.errors.contains("\u{1B}"), "\(words)")
    }
  }

  @Test func configurationIsChecked() throws {
    let studio = try TestStudio()
    #expect(studio.run("--config", "/nonexistent.toml", "schedule", as: nil).status == 2)
    #expect(studio.run("--config", "/etc/passwd", "schedule", as: nil).status == 2)
    #expect(studio.run("--config", "/etc/passwd", "doctor", as: nil).status == 3)
  }

  @Test func missingDataIsExit3() {
    let nowhere = TemporaryDirectory()
    for words in [["schedule"], ["doctor"], ["checkin", "X"]] {
      let run = DeskProgram.run(["--data", nowhere.file("none")] + words)
      #expect(run.status == 3, "\(words)")
    }
    let doctor = DeskProgram.run(["--data", nowhere.file("none"), "doctor"]).output
    #expect(doctor.ranges(of: "desk init").count == 1, "\(doctor)")
  }

  @Test func aFullDiskIsSaid() throws {
    let studio = try TestStudio()
    let run = DeskProgram.run(
      ["--data", studio.data, "--clock", "2026-11-21T09:00", "schedule", "--json"],
      outputTo: "/dev/full")
    #expect(run.status == 3)
    #expect(run.errors.contains("cannot write the output"))
  }
}
