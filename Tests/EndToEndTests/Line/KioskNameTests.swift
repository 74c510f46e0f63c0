import Domain
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
  private struct Roster: Decodable { let bookings: [Printed.Booking] }
  private struct Checked: Decodable {
    struct Outcome: Decodable { let operation: String }
    let outcome: Outcome
  }

  @Test(.timeLimit(.minutes(3))) func itGreetsByNameAndItsDiskNamesNobody() throws {
    let door = try DoorStudio()
    let (studio, desk) = (door.central, door.desk)
    let soon = try door.session(in: 600)
    var secrets: [String] = []
    func registered(_ first: String, _ last: String) throws -> DoorStudio.Person.Row {
      let mail = "\(first.lowercased())@\(last.lowercased()).example"
      let phone = "+2782\(Int.random(in: 1_000_000...9_999_999))"
      let card = "CARD\(Int.random(in: 100_000...999_999))"
      let member = try door.member(first, last, mail: mail, phone: phone, "barcode=\(card)")
      secrets += [first, last, mail, phone, String(phone.dropFirst(3)), member.number, card]
      return member
    }
    func booked(_ first: String, _ last: String) throws -> (
      booking: Printed.Booking, number: String
    ) {
      let member = try registered(first, last)
      let booking = try door.book(member, into: soon)
      secrets += Self.spellings(of: booking.code)
      return (booking, member.number)
    }
    let thandi = try booked("Thandiwe", "Mokoena")
    let zanele = try booked("Zanele", "Dlamini")
    let pieter = try booked("Pieter", "Visagie")
    _ = try booked("Nonhlanhla", "Bokaba")
    let lerato = try registered("Lerato", "Nkosi")
    try desk.run("policy", "kioskWalkIn=1")
    try desk.run("sync")
    let pass = try desk.json(Pass.self, "qr", thandi.booking.code)
    #expect(pass.expires != nil)

    let kiosk = try door.kiosk()
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)
    let names = kiosk.data + "/names.db"
    #expect(try boxes(in: names).count == 4)
    try expectNothing(of: secrets, under: kiosk.data)

    // In the dark, which the pass needs least.
    studio.stop()
    var terminal = try kiosk.openKiosk()
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
    // Who never booked takes a free place.
    try terminal.scan(lerato.number)
    try terminal.wait(for: "There is room here")
    try terminal.keys("1")
    try terminal.wait(until: "the walk-in's yes") {
      $0.contains("You are in.") && !$0.contains("There is room")
    }
    try expectNothing(of: secrets + [pass.payload], under: kiosk.data)
    try terminal.leaveKiosk(by: DeskProgram.exitPIN)
    try terminal.waitForEnd()
    try expectNothing(of: secrets + [pass.payload], under: kiosk.data)

    // It comes back, with the names that are still to be shown, and the authority hears of all.
    try studio.start()
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)
    try desk.run("sync")
    let came = try desk.json(Roster.self, "roster", soon).bookings
    #expect(came.map(\.state).sorted() == Array(repeating: "checkedIn", count: 4) + ["confirmed"])
    let walkIn = try #require(came.first { $0.name.contains("Lerato") })
    #expect(walkIn.code.count == 9, "the authority gave it a code")
    secrets += Self.spellings(of: walkIn.code)
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
    terminal = try kiosk.openKiosk()
    try terminal.scan("K7QF2M9X")
    try terminal.wait(for: "We do not know this code")
    try expectNothing(of: secrets, under: kiosk.data)
  }

  /// The kiosk has no row of a session beyond its two days; the signature is enough, and one use.
  @Test(.timeLimit(.minutes(2))) func aPassOfAnUnknownBookingIsUsedOnce() throws {
    let door = try DoorStudio()
    let (studio, desk) = (door.central, door.desk)
    let member = try door.member("Thandi", "Mokoena")
    let booking = try door.book(member, into: try door.session(in: 5 * 86_400))
    try desk.run("sync")
    let pass = try desk.json(Pass.self, "qr", booking.code, "--wait", "20").payload
    let kiosk = try door.kiosk()
    studio.stop()
    let first = try kiosk.json(Checked.self, "checkin", pass).outcome
    func expectUsed() throws {
      let ended = DeskProgram.run(kiosk.words(["checkin", pass, "--json"]))
      #expect(ended.status == 1 && ended.output.contains("ALREADY_CHECKED_IN"), "\(ended.output)")
    }
    try expectUsed()
    // What let in is not on the disk, also while it waits.
    let signature = try #require(Base45.decode(pass)).suffix(64)
    func expectNoPass() throws {
      try expectNothing(
        of: ["Thandi", "Mokoena", member.number, pass] + Self.spellings(of: booking.code),
        under: kiosk.data)
      for file in try bytes(under: kiosk.data) {
        #expect(!file.bytes.holds(Array(signature)), "the signature stands in \(file.name)")
      }
    }
    try expectNoPass()
    try studio.start()
    // Sent, decided, and gone from the queue: no row here tells of it.
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)
    try expectUsed()
    let terminal = try kiosk.openKiosk()
    try terminal.scan(pass)
    try terminal.wait(for: "already in")
    try terminal.leaveKiosk(by: DeskProgram.exitPIN)
    try terminal.waitForEnd()
    for name in ["replica.db", "replica.db-wal", "replica.db-shm"] {
      unlink("\(kiosk.data)/\(name)")
    }
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)
    try expectUsed()
    try expectNoPass()

    // What the kiosk showed leads to the person.
    let receipt = try receipt(of: first.operation, kiosk)
    try desk.run("sync")
    #expect(try desk.json(Printed.Member.self, "lookup", receipt).members.map(\.id) == [member.id])
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

  private static func spellings(of code: String) -> [String] {
    let code = code.filter { $0 != "-" }
    return [code, "\(code.prefix(4))-\(code.suffix(4))"]
  }
}
