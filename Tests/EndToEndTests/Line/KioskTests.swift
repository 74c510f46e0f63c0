import FoundationEssentials
import Glibc
import Support
import Testing

/// A kiosk that has joined, by real programs: it lets people in without a line, and whoever takes its
/// disk learns nobody's name.
@Suite(.serialized) struct KioskEndToEndTests {
  private struct Roster: Decodable {
    struct Row: Decodable { let id, state: String }
    let bookings: [Row]
  }
  private struct Schedule: Decodable {
    struct Row: Decodable { let id: String }
    let sessions: [Row]
  }

  @Test(.timeLimit(.minutes(2))) func aKioskWorksInTheDarkAndKnowsNobody() throws {
    let door = try DoorStudio()
    let (studio, desk) = (door.central, door.desk)
    let (soon, far) = (try door.session(in: 600), try door.session(in: 5 * 86_400))
    var words = ["Mokoena", "Kreuzband", "Olga", "0821234567"]
    func booked(_ first: String, _ session: String) throws -> Printed.Booking {
      let mail = "\(first.lowercased())@example.org"
      let member = try door.member(first, "Mokoena", mail: mail, phone: "0821234567")
      try desk.run("note", member.id, "knee: Kreuzband")
      let booking = try door.book(member, into: session)
      words += [first, mail, booking.code]
      return booking
    }
    let (first, second) = (try booked("Naledi", soon), try booked("Pieter", soon))
    let third = try booked("Zanele", far)
    _ = try booked("Busi", soon)
    try desk.run("sync")

    let kiosk = try door.kiosk()
    // Its own scope: no day beyond the next two.
    let seen = try kiosk.json(Schedule.self, "schedule", "--days", "14").sessions.map(\.id)
    #expect(seen == [soon])
    let online = try kiosk.json(Checked.self, "checkin", first.code)
    #expect(online.booking.state == "checkedIn")
    #expect(online.booking.code == nil && online.booking.memberNumber == nil, "only hashes")
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)

    // What the environment says is meant for a desk; who names staff to a kiosk is told.
    let ambient = ["STUDIOLOOP_AS": "Olga Owner", "STUDIOLOOP_PIN": "1234"]
    for words in [["sync"], ["schedule"], ["outbox"]] {
      let ended = DeskProgram.run(kiosk.words(words), environment: ambient)
      #expect(ended.status == 0, "\(words): \(ended.errors)")
    }
    let named = DeskProgram.run(kiosk.words(["sync", "--as", "Olga Owner", "--pin", "1234"]))
    #expect(named.status == 2 && named.errors.contains("knows no staff"), "\(named.errors)")

    studio.stop()
    let dark = try kiosk.json(Checked.self, "checkin", second.code)
    #expect(dark.booking.id == second.id && dark.outcome.state == "provisional")
    // A code of nobody, and one of a session that is not its own.
    for code in ["ZZZZ-ZZZZ", third.code] {
      let ended = DeskProgram.run(kiosk.words(["checkin", code, "--json"]))
      #expect(ended.status == 1 && ended.output.contains("refusal"))
    }
    try expectNothing(of: words, under: kiosk.data)
    try expectNoVerifier(under: kiosk.data)
    // A stick takes its queue, and nothing else, to a desk.
    let stick = kiosk.directory.file("stick.outbox")
    #expect(try kiosk.json(Printed.Exported.self, "export", "outbox", stick).rows == 3)
    let people = DeskProgram.run(kiosk.words(["export", "members", stick + ".csv"]))
    #expect(people.status == 2 && people.errors.contains("at a desk"), "\(people.errors)")

    try studio.start()
    // It has not heard of the kiosk before.
    try desk.run("sync")
    let brought = try desk.json(Printed.Brought.self, "outbox", "import", stick)
    #expect(brought == Printed.Brought(read: 3, new: 3, known: 0, refused: 0))
    try desk.run("sync")
    let came = try desk.json(Roster.self, "roster", soon).bookings
    #expect(came.first { $0.id == second.id }?.state == "checkedIn")
    #expect(try kiosk.json(Printed.Sync.self, "sync").pending == 0)
    try desk.run("sync")
    let roster = try desk.json(Roster.self, "roster", soon).bookings
    #expect(roster.map(\.state).sorted() == ["checkedIn", "checkedIn", "confirmed"])
    try expectNothing(of: words, under: kiosk.data)
    let doctor = DeskProgram.run(["doctor", "--data", kiosk.data])
    #expect(doctor.status == 0, "\(doctor.output)")
  }

  private struct Checked: Decodable {
    struct Outcome: Decodable { let state: String }
    struct Booking: Decodable {
      let id, state: String
      let code, memberNumber: String?
    }
    let outcome: Outcome
    let booking: Booking
  }

  /// On a desk's disk stand the verifiers of its staff, and nothing that could be tried without its
  /// secret.
  @Test(.timeLimit(.minutes(2))) func aDesksVerifiersAreLocked() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    #expect(
      studio.central.ended(
        "staff", "add", "--name", "Rina", "--role", "reception", "--pin", "2468", "--location",
        studio.founded.location.id
      ).status == 0)
    try desk.run("staff", "add", "--name", "Tumi", "--role", "reception", "--pin", "1357")
    try desk.run("sync")
    // They sign in without a line.
    studio.stop()
    for (name, pin) in [("Rina", "2468"), ("Tumi", "1357")] {
      let ended = DeskProgram.run(
        ["roster", "nothing", "--data", desk.data, "--as", name, "--pin", pin, "--json"])
      #expect(ended.status == 1 && !ended.output.contains("WRONG_PIN"), "\(ended.output)")
    }
    let wrong = DeskProgram.run(
      ["lookup", "x", "--data", desk.data, "--as", "Rina", "--pin", "1111", "--json"])
    #expect(wrong.status == 1 && wrong.output.contains("WRONG_PIN"))
    try expectNoVerifier(under: desk.data)
    // Rows and keys in one hand, without the file `secret`, open nothing.
    let secret = desk.data + "/secret"
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: secret)))
    bytes[0] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: secret))
    let blind = DeskProgram.run(
      ["lookup", "x", "--data", desk.data, "--as", "Rina", "--pin", "2468", "--json"])
    #expect(blind.status != 0)
  }

  /// Its joining was broken off before the PIN was set: nobody could leave what would open.
  @Test(.timeLimit(.minutes(2))) func aKioskWithoutAnExitAsksForOne() throws {
    let studio = try CentralStudio()
    let kiosk = try studio.device("kiosk", always: [])
    #expect(unlink(kiosk.data + "/exit.pin") == 0)
    let told = DeskProgram.run(kiosk.words(["kiosk"]))
    #expect(told.status == 2 && told.errors.contains("desk kiosk --exit-pin PIN"), "\(told.errors)")
    let terminal = try kiosk.openKiosk()
    try terminal.leaveKiosk(by: DeskProgram.exitPIN)
    try terminal.waitForEnd()
    // A kiosk by whatever word.
    let trainer = DeskProgram.run(kiosk.words(["--trainer"]))
    #expect(trainer.status == 2 && trainer.errors.contains("desk kiosk"), "\(trainer.errors)")
    let plain = try Tmux(
      "exec \(DeskProgram.path) --data \(kiosk.data)",
      environment: ["HOME": "/nonexistent", "XDG_CONFIG_HOME": ""])
    try plain.wait(for: "Scan your pass or card")
    for key in ["F3", "F6", "F2", "q"] { try plain.keys(key) }
    try plain.keys("Escape")
    try plain.leaveKiosk(by: DeskProgram.exitPIN)
    try plain.waitForEnd()
    let again = DeskProgram.run(kiosk.words(["kiosk", "--exit-pin", "1111"]))
    #expect(again.status == 2 && again.errors.contains("leave it out"), "\(again.errors)")
  }

  private func expectNoVerifier(under folder: String) throws {
    for file in try bytes(under: folder) {
      #expect(!file.bytes.holds("$argon2"), "a verifier can be read in \(file.name)")
    }
  }
}
