import FoundationEssentials
import Glibc
import Support
import Testing

/// A device that is shut out, by real programs: it keeps nothing of people, and what it could not
/// deliver still arrives.
@Suite(.serialized) struct ShutOutEndToEndTests {
  private struct Devices: Decodable {
    struct Row: Decodable { let id, role: String }
    let devices: [Row]
  }

  @Test(.timeLimit(.minutes(2))) func aDeviceThatIsShutOutGivesUpWhatItHas() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    let other = try studio.device()
    try desk.run(
      "register", "--first", "Naledi", "--last", "Mokoena", "--phone", "0821234567", "--email",
      "naledi@example.org")
    try desk.run("sync")
    studio.stop()
    try desk.run("register", "--first", "Pieter", "--last", "Visagie", "--phone", "0835550000")
    // Brought along for another desk: it is not lost with this one.
    try other.run("register", "--first", "Zanele", "--last", "Dube")
    let stick = other.directory.file("stick")
    try other.run("export", "outbox", stick)
    try desk.run("outbox", "import", stick)

    try studio.start()
    let mine = try identity(of: desk)
    #expect(studio.central.ended("device", "revoke", mine).status == 0)
    let told = DeskProgram.run(desk.words(["sync", "--once"]))
    #expect(told.status == 3 && told.errors.contains("shut out"))
    #expect(told.errors.contains("2 operations") && told.errors.contains("outbox import"))
    let names = [
      "Naledi", "Mokoena", "naledi@example.org", "Pieter", "Visagie", "Zanele", "0835550000",
    ]
    try expectNothing(of: names, under: desk.data)
    // Whatever is asked, it says so, and goes on knowing nothing.
    for words in [
      ["schedule"], ["lookup", "naledi"], ["register", "--first", "A", "--last", "B"],
    ] {
      let ended = DeskProgram.run(desk.words(words))
      #expect(ended.status == 3 && ended.errors.contains("shut out"), "\(words)")
    }
    #expect(DeskProgram.run(["doctor", "--data", desk.data]).status == 3)

    let sealed = "\(desk.data)/undelivered-\(mine).sealed"
    // Only the authority opens it; a byte that changed is found.
    let elsewhere = DeskProgram.run(other.words(["outbox", "import", sealed]))
    #expect(elsewhere.status == 4 && elsewhere.errors.contains("desk-central outbox import"))
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: sealed)))
    bytes[bytes.count / 2] ^= 1
    let spoilt = desk.directory.file("spoilt")
    try Data(bytes).write(to: URL(fileURLWithPath: spoilt))
    #expect(studio.central.ended("outbox", "import", spoilt).status == 3)
    let whole = Printed.Brought(read: 2, new: 2, known: 0, refused: 0)
    #expect(try studio.central.json(Printed.Brought.self, "outbox", "import", sealed) == whole)
    let again = Printed.Brought(read: 2, new: 0, known: 2, refused: 0)
    #expect(try studio.central.json(Printed.Brought.self, "outbox", "import", sealed) == again)
    #expect(try other.json(Printed.Sync.self, "sync").pending == 0)
    for name in ["pieter", "zanele"] {
      #expect(try other.json(Printed.Member.self, "lookup", name).members.count == 1)
    }

    // A wrong code changes nothing, here or where nothing was.
    for place in [desk.data, desk.directory.file("a/b/new")] {
      let before = try contents(of: place)
      let wrong = DeskProgram.run(
        ["enroll", studio.url, "AAAA-BBBB-CCCC", "--data", place, "--json"])
      let told = Document(wrong.output)?["refusal"]
      #expect(wrong.status == 1 && told?["code"] == .text("UNAUTHENTICATED"), "\(wrong)")
      #expect(told?["staff"].text?.contains("desk-central device enroll") ?? false)
      #expect(try contents(of: place) == before)
    }
    #expect(access(desk.directory.file("a"), F_OK) != 0)

    // With a new code it begins anew in the same place.
    try studio.join(desk)
    #expect(try desk.json(Printed.Member.self, "lookup", "pieter").members.count == 1)
    #expect(try identity(of: desk) != mine && access(sealed, R_OK) == 0)
    let doctor = DeskProgram.run(["doctor", "--data", desk.data])
    #expect(doctor.status == 0, "\(doctor.output)")
  }

  /// Every file with its bytes, but for what SQLite makes anew at each opening; empty where there is no
  /// such directory.
  private func contents(of folder: String) throws -> [String: Data] {
    guard access(folder, F_OK) == 0 else { return [:] }
    let listed = try Spawned.run(["find", folder, "-type", "f"]).output.split(separator: "\n")
    return try listed.filter { !$0.hasSuffix("-shm") }.reduce(into: [:]) { contents, path in
      contents[String(path)] = try Data(contentsOf: URL(fileURLWithPath: String(path)))
    }
  }

  /// In front of somebody: every name goes from the screen, no key brings one back, and it says what
  /// to do with what is left.
  @Test(.timeLimit(.minutes(2)), arguments: [(80, 24), (40, 16)])
  func anOpenDeskSaysThatItIsShutOut(_ width: Int, _ height: Int) throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("register", "--first", "Naledi", "--last", "Mokoena")
    try desk.run("sync")
    let mine = try identity(of: desk)
    let terminal = try Tmux(
      "exec \(DeskProgram.path) --data \(desk.data)", width: width, height: height,
      environment: [
        "HOME": "/nonexistent", "XDG_CONFIG_HOME": "", "STUDIOLOOP_AS": "Olga",
        "STUDIOLOOP_PIN": "4711",
      ])
    try terminal.wait(until: "the line") { $0.contains("●") && $0.contains("Olga") }
    try terminal.keys("F6")
    try terminal.type("naledi")
    try terminal.wait(for: "Mokoena")
    #expect(studio.central.ended("device", "revoke", mine).status == 0)
    let shown = try terminal.wait(for: "Out of order")
    let words = shown.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("This device was shut out of the studio"), "\(shown)")
    #expect(words.contains("Everything that was typed here had been delivered."), "\(shown)")
    #expect(words.contains("A manager can let it in again: desk enroll URL CODE."), "\(shown)")
    for key in ["F3", "F6", "F9", "F2", "Escape", "1", "Enter", "F1"] {
      try terminal.keys(key)
      usleep(60_000)
      let screen = try terminal.screen()
      #expect(!screen.contains("Naledi") && !screen.contains("Mokoena"), "\(key)\n\(screen)")
      #expect(!screen.contains("Olga"), "\(key)\n\(screen)")
    }
    try terminal.wait(for: "Out of order")
    try terminal.keys("C-c")
    try terminal.wait(for: "yes")
    try terminal.keys("y")
    try terminal.waitForEnd()
    let next = DeskProgram.run(["--data", desk.data])
    #expect(next.status == 3 && next.errors.contains("shut out"), "\(next.errors)")
  }

  /// Members read that it is out of order; its exit PIN leads to why, and out.
  @Test(.timeLimit(.minutes(2))) func anOpenKioskSaysThatItIsShutOut() throws {
    let studio = try CentralStudio()
    let kiosk = try studio.device("kiosk", always: [])
    #expect(unlink(kiosk.data + "/exit.pin") == 0)
    // A refusal is an operation too, and says whose it is.
    #expect(DeskProgram.run(kiosk.words(["checkin", "ZZZZ-ZZZZ"])).status == 1)
    let mine = try identity(of: kiosk)
    let terminal = try Tmux(
      "exec \(DeskProgram.path) kiosk --exit-pin 4821 --data \(kiosk.data)",
      environment: ["HOME": "/nonexistent", "XDG_CONFIG_HOME": ""])
    try terminal.wait(for: "Scan your pass")
    #expect(studio.central.ended("device", "revoke", mine).status == 0)
    try outOfOrder(terminal)
    for key in ["F3", "C-c", "Escape", "Enter", "F1"] { try terminal.keys(key) }
    try terminal.scan("K7QF2M9X")
    try leave(terminal, by: "4821")
    for words in ["kiosk ", ""] { try staysLocked(kiosk, words) }

    // Of one that never had a PIN nobody is let out either; the one that is then set leads out.
    #expect(unlink(kiosk.data + "/exit.pin") == 0)
    let bare = try start(kiosk, "kiosk ")
    try outOfOrder(bare)
    try bare.keys("C-x")
    try bare.wait(for: "never had an exit PIN")
    try bare.keys("Enter")
    try outOfOrder(bare)
    kill(try bare.pid(), SIGTERM)
    try bare.waitForEnd()
    let ended = try start(kiosk, "kiosk --exit-pin 4821 ")
    try outOfOrder(ended)
    try leave(ended, by: "4821")
    let other = DeskProgram.run(["kiosk", "--exit-pin", "4822", "--data", kiosk.data])
    #expect(other.status == 2 && other.errors.contains("leave it out"), "\(other.errors)")
  }

  private func start(_ kiosk: DeskProgram, _ words: String) throws -> Tmux {
    try Tmux(
      "exec \(DeskProgram.path) \(words)--data \(kiosk.data)",
      environment: ["HOME": "/nonexistent", "XDG_CONFIG_HOME": ""])
  }

  /// No path and no command stands before members.
  private func outOfOrder(_ terminal: Tmux) throws {
    let shown = try terminal.wait(for: "This kiosk is out of order.")
    #expect(!shown.contains("shut out") && !shown.contains("enroll"), "\(shown)")
  }

  /// Why is told behind the PIN, and once more where the program ends.
  private func leave(_ terminal: Tmux, by pin: String) throws {
    try terminal.leaveKiosk(by: pin)
    try terminal.wait(until: "why") { shown in
      let words = shown.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
      return words.contains("was shut out of the studio")
        && words.contains("A manager can let it in again: desk enroll URL CODE.")
    }
    try terminal.keys("Escape")
    try outOfOrder(terminal)
    try terminal.leaveKiosk(by: pin)
    try terminal.wait(for: "Enter ends the program.")
    try terminal.keys("Enter")
    try terminal.waitForEnd()
    let said = try terminal.screen()
    #expect(
      said.contains("is deleted. Everything that was typed here had been delivered."), "\(said)")
    #expect(!said.contains("Enter ends"), "\(said)")
  }

  /// Started again, by whatever word, it says so to members and is left by its PIN alone.
  private func staysLocked(_ kiosk: DeskProgram, _ words: String) throws {
    let terminal = try start(kiosk, words)
    try outOfOrder(terminal)
    for key in ["F3", "C-c", "C-z", "Escape", "Enter", "F1", "q", "y"] { try terminal.keys(key) }
    try terminal.scan("K7QF2M9X")
    try terminal.leaveKiosk(by: "4822")
    try terminal.wait(for: "Wrong PIN")
    try terminal.keys("Escape")
    try outOfOrder(terminal)
    try leave(terminal, by: "4821")
  }

  /// The word of whoever answers in the service's place is not enough: nothing is given up.
  @Test(.timeLimit(.minutes(2))) func aStrangersWordShutsNobodyOut() throws {
    let (studio, stranger) = (try CentralStudio(), try CentralStudio())
    let desk = try studio.device()
    try desk.run("register", "--first", "Naledi", "--last", "Mokoena")
    // Another service at the same address, which knows no such device.
    let url = studio.url
    studio.stop()
    stranger.stop()
    let service = try stranger.central.serve("--listen", String(url.dropFirst("http://".count)))
    #expect(DeskProgram.run(desk.words(["sync", "--once"])).status == 4)
    _ = service.end(SIGTERM)
    try studio.start()
    #expect(try desk.json(Printed.Sync.self, "sync").pending == 0)
    #expect(try desk.json(Printed.Member.self, "lookup", "naledi").members.count == 1)
  }

  private func identity(of desk: DeskProgram) throws -> String {
    struct Registered: Decodable { let operations: [Row] }
    struct Row: Decodable { let device: String }
    let ended = DeskProgram.run(desk.words(["outbox", "--json"]))
    let rows = try JSONDecoder().decode(Registered.self, from: Data(ended.output.utf8)).operations
    return rows.last?.device ?? ""
  }

  private func expectNothing(of words: [String], under folder: String) throws {
    for file in try bytes(under: folder) {
      for word in words {
        #expect(!file.bytes.holds(word), "\(word) stands in \(file.name)")
      }
    }
  }
}
