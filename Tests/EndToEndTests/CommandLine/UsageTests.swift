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
    let run = BuiltProgram.run(["--data", nowhere.file("none")] + words)
    #expect(says == "no studio" ? run.exit == 3 : run.exit == 2, "\(run.error)")
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("desk: "))
    #expect(run.error.split(separator: "\n").count == 1)
    if says != "no studio" { #expect(run.error.contains(says), "\(run.error)") }
  }

  @Test(arguments: [[], ["kiosk"]]) func theApplicationWithoutATerminal(words: [String]) throws {
    let studio = try TestStudio()
    let run = BuiltProgram.run(["--data", studio.data] + words)
    #expect(run.exit == 2 && run.output.isEmpty && run.error.contains("terminal"))
  }

  @Test(arguments: [
    ["sell", "M", "P", "--paid", "cash"], ["decisions"], ["decisions", "resolve", "a", "b"],
    ["sync", "--once"], ["enroll", "https://x", "CODE"], ["serve", "--listen", "localhost:1"],
    ["device", "enroll", "--role", "kiosk"], ["device", "revoke", "D"], ["report", "outage"],
    ["outbox", "import", "F"],
  ])
  func later(words: [String]) {
    let run = BuiltProgram.run(words)
    #expect(run.exit == 2)
    #expect(run.error.contains("comes with a later version"), "\(run.error)")
  }

  @Test func helpKnowsEveryCommand() {
    let run = BuiltProgram.run(["help"])
    #expect(run.exit == 0)
    let commands = run.output.split(separator: "\n").filter { $0.hasPrefix("desk ") }
    #expect(commands.count > 30)
    for line in commands.dropFirst().dropLast() {
      let words = line.split(separator: "  ")[0].split(separator: " ").dropFirst().map(String.init)
      let page = BuiltProgram.run(words + ["--help"])
      #expect(page.exit == 0 && page.output.hasPrefix("desk \(words.joined(separator: " "))"))
      #expect(BuiltProgram.run(["help"] + words).output.contains(page.output))
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
      let run = BuiltProgram.run(["--data", nowhere.file("none")] + words, input: "")
      #expect([0, 2, 3].contains(run.exit), "\(words): \(run.exit) \(run.error)")
      #expect(run.exit == 0 || run.error.filter { $0 == "\n" }.count == 1, "\(words)")
      #expect(!run.error.contains("\u{1B}"), "\(words)")
    }
  }

  @Test func configurationIsChecked() throws {
    let studio = try TestStudio()
    #expect(studio.run("--config", "/nonexistent.toml", "schedule", as: nil).exit == 2)
    #expect(studio.run("--config", "/etc/passwd", "schedule", as: nil).exit == 2)
    #expect(studio.run("--config", "/etc/passwd", "doctor", as: nil).exit == 3)
  }

  @Test func missingDataIsExit3() {
    let nowhere = TemporaryDirectory()
    for words in [["schedule"], ["doctor"], ["checkin", "X"]] {
      let run = BuiltProgram.run(["--data", nowhere.file("none")] + words)
      #expect(run.exit == 3, "\(words)")
    }
  }

  @Test func aFullDiskIsSaid() throws {
    let studio = try TestStudio()
    let run = BuiltProgram.run(
      ["--data", studio.data, "--clock", "2026-11-21T09:00", "schedule", "--json"],
      outputTo: "/dev/full")
    #expect(run.exit == 3)
    #expect(run.error.contains("cannot write the output"))
  }
}
