import FoundationEssentials
import Glibc
import SQLite
import Support
import Testing

/// A joined kiosk by real programs: it greets by name whoever shows a pass or a code, and whoever takes
/// its disk finds nobody on it.
@Suite(.serialized) struct KioskNameTests {
  private struct Pass: Decodable {
    let payload: String
    let expires: String?
  }
  private struct Person: Decodable {
    struct Row: Decodable { let id, number: String }
    let member: Row
  }
  private struct Checked: Decodable {
    struct Outcome: Decodable { let operation: String }
    let outcome: Outcome
  }

  private func start(_ kiosk: DeskProgram) throws -> Tmux {
    unlink(kiosk.data + "/exit.pin")
    let terminal = try Tmux(
      "exec \(DeskProgram.path) kiosk --exit-pin 4821 --data \(kiosk.data)",
      environment: ["HOME": "/nonexistent", "XDG_CONFIG_HOME": ""])
    try terminal.wait(for: "Scan your pass")
    return terminal
  }

  private func leave(_ terminal: Tmux) throws {
    try terminal.keys("C-x")
    try terminal.wait(for: "PIN")
    try terminal.type("4821")
    try terminal.wait(for: "••••")
    try terminal.enter()
    try terminal.wait(until: "its end") { _ in try terminal.told("pane_dead") == "1" }
  }

  @Test(.timeLimit(.minutes(3))) func itGreetsByNameAndItsDiskNamesNobody() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    func session(in seconds: Int) throws -> String {
      try desk.json(
        Printed.Made.self, "session", "add", "--service", "Yoga", "--start",
        CentralStudio.time(in: seconds), "--capacity", "9"
      ).session?.id ?? ""
    }
    let soon = try session(in: 600)
    var secrets: [String] = []
    func booked(_ first: String, _ last: String) throws -> (
      booking: Printed.Booking, number: String
    ) {
      let mail = "\(first.lowercased())@\(last.lowercased()).example"
      let phone = "+2782\(Int.random(in: 1_000_000...9_999_999))"
      let person =
        try desk.json(
          Person.self, "register", "--first", first, "--last", last, "--email", mail, "--phone",
          phone
        ).member
      let card = "CARD\(Int.random(in: 100_000...999_999))"
      try desk.run("edit", person.id, "parqOn=2020-01-01", "barcode=\(card)")
      let booking = try #require(
        try desk.json(Printed.Made.self, "book", soon, person.id).booking)
      let code = booking.code.filter { $0 != "-" }
      secrets += [
        first, last, mail, phone, String(phone.dropFirst(3)), person.number, card, code,
        "\(code.prefix(4))-\(code.suffix(4))",
      ]
      return (booking, person.number)
    }
    let thandi = try booked("Thandiwe", "Mokoena")
    let zanele = try booked("Zanele", "Dlamini")
    let pieter = try booked("Pieter", "Visagie")
    _ = try booked("Nonhlanhla", "Bokaba")
    try desk.run("sync")
    let pass = try desk.json(Pass.self, "qr", thandi.booking.code)
    #expect(pass.expires != nil)

    let kiosk = try studio.device("kiosk", always: [])
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)
    let names = kiosk.data + "/names.db"
    #expect(try boxes(in: names).count == 4)
    try expectNothing(of: secrets, under: kiosk.data)

    // In the dark, which the pass needs least.
    studio.stop()
    var terminal = try start(kiosk)
    try terminal.scan(pass.payload)
    try terminal.wait(for: "Thandiwe M., you are in.")
    try terminal.scan(zanele.booking.code)
    let screen = try terminal.wait(for: "Zanele D., you are in.")
    #expect(!screen.contains("Thandiwe") && !screen.contains("Dlamini"))
    try terminal.scan(pieter.number)
    let numbered = try terminal.wait(until: "the number's yes") {
      $0.contains("You are in.") && !$0.contains("Zanele")
    }
    #expect(!numbered.contains("Pieter"), "a number is no secret: it shows no name")
    // Whoever is in already is not named again.
    try terminal.scan(zanele.booking.code)
    let again = try terminal.wait(for: "already in")
    #expect(!again.contains("Zanele"))
    try expectNothing(of: secrets + [pass.payload], under: kiosk.data)
    try leave(terminal)
    try expectNothing(of: secrets + [pass.payload], under: kiosk.data)

    // It comes back, with the names that are still to be shown, and the authority hears of all.
    try studio.start()
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)
    try expectNothing(of: secrets + [pass.payload], under: kiosk.data)

    // The day is over: nothing is left of what was locked.
    let locked = try boxes(in: names)
    #expect(!locked.isEmpty)
    do {
      let file = try Connection(names, .init(journal: .memory, synchronous: .full))
      try file.exec("PRAGMA secure_delete = ON")
      try file.run("UPDATE name SET until = 1")
      file.close()
    }
    studio.stop()
    try kiosk.run("schedule")
    #expect(try boxes(in: names).isEmpty)
    for file in try bytes(under: kiosk.data) {
      for box in locked {
        for start in stride(from: 0, to: box.count - 15, by: 8) {
          #expect(!file.bytes.holds(Array(box[start..<start + 16])), "a box stands in \(file.name)")
        }
      }
    }
    terminal = try start(kiosk)
    try terminal.scan("K7QF2M9X")
    try terminal.wait(for: "We do not know this code")
    try expectNothing(of: secrets, under: kiosk.data)
  }

  /// The kiosk has no row of a session beyond its two days; the signature is enough, and one use.
  @Test(.timeLimit(.minutes(2))) func aPassOfAnUnknownBookingIsUsedOnce() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    let far =
      try desk.json(
        Printed.Made.self, "session", "add", "--service", "Yoga", "--start",
        CentralStudio.time(in: 5 * 86_400)
      ).session?.id ?? ""
    let member =
      try desk.json(Person.self, "register", "--first", "Thandi", "--last", "Mokoena").member.id
    try desk.run("edit", member, "parqOn=2020-01-01")
    let booking = try #require(try desk.json(Printed.Made.self, "book", far, member).booking)
    try desk.run("sync")
    let pass = try desk.json(Pass.self, "qr", booking.code, "--wait", "20").payload
    let kiosk = try studio.device("kiosk", always: [])
    let first = try kiosk.json(Checked.self, "checkin", pass).outcome
    func expectUsed() throws {
      let ended = DeskProgram.run(kiosk.words(["checkin", pass, "--json"]))
      #expect(ended.status == 1 && ended.output.contains("ALREADY_CHECKED_IN"), "\(ended.output)")
    }
    try expectUsed()
    // Sent, decided, and gone from the queue: no row here tells of it.
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)
    try expectUsed()
    let terminal = try start(kiosk)
    try terminal.scan(pass)
    try terminal.wait(for: "already in")
    try leave(terminal)
    for name in ["replica.db", "replica.db-wal", "replica.db-shm"] {
      unlink("\(kiosk.data)/\(name)")
    }
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)
    try expectUsed()

    // What the kiosk showed leads to the person.
    let receipt = try receipt(of: first.operation, kiosk)
    try desk.run("sync")
    #expect(try desk.json(Printed.Member.self, "lookup", receipt).members.map(\.id) == [member])
    // So does what the authority had to say to it.
    struct Decisions: Decodable {
      struct Row: Decodable { let receipt: String? }
      let decisions: [Row]
    }
    let told = try desk.json(Decisions.self, "decisions", "--all").decisions.map(\.receipt)
    #expect(told.contains(receipt), "\(told)")
  }

  private func receipt(of operation: String, _ kiosk: DeskProgram) throws -> String {
    struct Outbox: Decodable {
      struct Row: Decodable { let id, receipt: String }
      let operations: [Row]
    }
    let rows = try kiosk.json(Outbox.self, "outbox").operations
    return try #require(rows.first { $0.id == operation }).receipt
  }

  private func boxes(in file: String) throws -> [[UInt8]] {
    let connection = try Connection(file, .init(readOnly: true, synchronous: .normal))
    defer { connection.close() }
    return try connection.all("SELECT boxes FROM name WHERE boxes <> x''") { $0.blob(0) }
  }

  /// In whatever letters.
  private func expectNothing(of words: [String], under folder: String) throws {
    func folded(_ bytes: [UInt8]) -> [UInt8] { bytes.map { (65...90).contains($0) ? $0 + 32 : $0 } }
    for file in try bytes(under: folder) {
      let bytes = folded(file.bytes)
      for word in words {
        #expect(!bytes.holds(folded(Array(word.utf8))), "\(word) stands in \(file.name)")
      }
    }
  }
}
