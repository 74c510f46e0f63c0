import SQLite
import Support
import Testing

/// A desk that started again after a power cut, and has heard nobody since, knows the time only by
/// its own clock: reports and decisions say so.
@Suite(.serialized) struct UncertainTimeTests {
  @Test(.timeLimit(.minutes(2))) func whatWasDoneByAGuessedTimeSaysAbout() throws {
    let studio = try CentralStudio()
    let (first, second) = (try studio.device(), try studio.device())
    try first.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    let session =
      try first.json(
        Printed.Made.self, "session", "add", "--service", "Yoga", "--start",
        CentralStudio.time(in: 3_600), "--capacity", "1"
      ).session?.id ?? ""
    let people = try ["Naledi", "Pieter"].map { name in
      try first.json(Printed.Made.self, "register", "--first", name, "--last", "Test").member?.id
        ?? ""
    }
    try first.run("sync")
    try second.run("sync")
    try first.run("book", session, people[0])
    try first.run("sync")
    studio.stop()
    // Since this start of the machine there was no contact.
    let log = try Connection(second.data + "/operations.db")
    try log.run("DELETE FROM meta WHERE name = ?", "time")
    log.close()
    try second.run("book", session, people[1])

    let terminal = try Tmux(
      "exec \(DeskProgram.path) --data \(second.data)", width: 120,
      environment: [
        "HOME": "/nonexistent", "XDG_CONFIG_HOME": "", "STUDIOLOOP_AS": "Olga",
        "STUDIOLOOP_PIN": "4711",
      ])
    try terminal.wait(for: "offline", "1 queued", "Olga")
    try terminal.keys("F10")
    try terminal.wait(for: "Pieter Test", "provisional")
    try terminal.keys("o")
    let dark = try terminal.wait(for: "Offline since", "Pieter Test")
    let row = dark.split(separator: "\n").first { $0.hasPrefix("▸") } ?? ""
    #expect(row.contains("(about)") && row.contains("booking"), "\(dark)")

    try studio.start()
    try terminal.keys("F9")
    let light = try terminal.wait(for: "Last place sold twice", "online", seconds: 40)
    #expect(light.contains("(about)"), "\(light)")
    let told = DeskProgram.run(second.words(["decisions"]))
    #expect(told.output.contains("(about)"), "\(told.output)")
  }
}
