import Support
import Testing

/// `desk render`: exactly so many lines of at most so many cells, and no more than one may see.
@Suite struct RenderTests {
  @Test(arguments: ["80x24", "200x50", "40x10", "20x5", "1x1"])
  func fitsTheSize(size: String) throws {
    let studio = try TestStudio()
    try studio.service()
    _ = try studio.session()
    let asked = size.split(separator: "x").compactMap { Int($0) }
    for words in [["render", "schedule"], ["render", "schedule", "--view", "week", "--ascii"]] {
      let run = DeskProgram.run(
        ["--data", studio.data, "--clock", "2026-11-21T09:00"] + words + ["--size", size])
      try #require(run.status == 0, "\(run.errors)")
      let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(lines.count == asked[1])
      #expect(lines.allSatisfy { $0.count <= asked[0] })
      #expect(run.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
      if words.contains("--ascii") { #expect(run.output.utf8.allSatisfy { $0 < 0x80 }) }
    }
  }

  @Test func showsTheDayAndThePeople() throws {
    let studio = try TestStudio()
    try studio.service("Vinyasa")
    let id = try studio.session("Vinyasa")
    _ = try studio.book(id, try studio.member("Naledi", "Mokoena"))
    let day = studio.run("render", "schedule", as: nil, json: false)
    #expect(day.output.contains("Vinyasa") && day.output.contains("TRAINING"))
    let roster = studio.run("render", "roster", "--session", id, json: false)
    #expect(roster.status == 0 && roster.output.contains("Naledi Mokoena"), "\(roster.errors)")
  }

  @Test func asksForTheRight() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session()
    for words in [["roster", "--session", id], ["members"], ["outbox"], ["decisions"], ["kiosk"]] {
      let run = DeskProgram.run(
        ["--data", studio.data, "--clock", "2026-11-21T09:00", "render"] + words)
      #expect(run.status == 1 && run.output.isEmpty, "\(words)")
    }
    for words in [["today"], ["schedule", "--size", "80"], ["roster"]] {
      let run = DeskProgram.run(
        ["--data", studio.data, "--clock", "2026-11-21T09:00", "render"] + words)
      #expect(run.status == 2, "\(words)")
    }
  }

  @Test(arguments: [
    ("foo_bar = \"F5\"", ":2: keys.foo_bar: is no action"),
    ("check_in = \"F99\"", ":2: keys.check_in: expected a key"),
    ("check_in = \"F3\"", "the key F3 is given to"),
  ])
  func remappedKeysAreChecked(line: String, says: String) throws {
    let studio = try TestStudio()
    let file = studio.home.file("desk.toml")
    try SavedText.write("[keys]\n\(line)\n", to: file)
    let run = studio.run("--config", file, "render", "schedule", as: nil)
    #expect(run.status == 2 && run.errors.contains(says), "\(run.errors)")
  }

  /// Without a terminal the application says so; with a wrong PIN a command does not begin.
  @Test func theApplicationNeedsATerminal() throws {
    let studio = try TestStudio()
    let run = DeskProgram.run(["--data", studio.data])
    #expect(run.status == 2 && run.errors.contains("terminal"), "\(run.errors)")
    #expect(DeskProgram.run(["--data", studio.data, "kiosk"]).status == 2)
  }

  /// As the application would: also while one is open and has the line.
  @Test func theLineIsDrawnAsItIs() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    func drawn() throws -> String { try desk.run("render", "schedule") }
    #expect(try drawn().contains("● online"))
    let open = try Tmux("exec \(DeskProgram.path) --data \(desk.data)")
    try open.wait(for: "● online")
    #expect(try drawn().contains("● online"))
    studio.stop()
    try open.wait(for: "offline since")
    #expect(try drawn().contains("○ offline since"))
  }
}
