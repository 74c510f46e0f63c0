import FoundationEssentials
import Glibc
import Support
import Testing

/// Places that a desk may give out in the dark, by real programs.
@Suite(.serialized) struct GrantedPlacesTests {
  private struct Booked: Decodable {
    struct Outcome: Decodable { let state: String }
    struct Booking: Decodable {
      let state: String
      let provisional: Bool
    }
    let outcome: Outcome
    let booking: Booking
  }
  private struct Roster: Decodable {
    struct Session: Decodable { let granted, held, heldLost: Int }
    let session: Session
    let bookings: [Booked.Booking]
  }
  private struct Outbox: Decodable {
    struct Row: Decodable {
      let kind, state: String
      let firm: Bool
    }
    let operations: [Row]
  }
  private struct Places: Decodable {
    struct Row: Decodable {
      let device: String
      let places: Int
      let here, lost: Bool
    }
    let places: [Row]
  }
  private struct Released: Decodable { let released: Int }
  private struct Report: Decodable {
    struct Row: Decodable { let kind, state, result: String }
    let rows: [Row]
  }

  /// Where the note lies that tells what was used.
  enum Note: CaseIterable { case amongTheData, onAnotherDisk }

  /// All files are written over by older ones, as cp does it: they keep their numbers. What was sold
  /// before is not sold again, and a manager frees what nobody gives back.
  @Test(.timeLimit(.minutes(3)), arguments: Note.allCases)
  func aDirectoryPutBackInPlaceSellsNothingTwice(note: Note) throws {
    let studio = try CentralStudio()
    let office = try studio.device()
    try office.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    let session = try #require(
      try office.json(
        Printed.Made.self, "session", "add", "--service", "Yoga", "--start",
        CentralStudio.time(in: 7_200), "--capacity", "20"
      ).session?.id)
    let people = try ["Naledi", "Pieter", "Zanele"].map { name in
      try #require(
        try office.json(Printed.Made.self, "register", "--first", name, "--last", "Test").member?.id
      )
    }
    let folder = TemporaryDirectory()
    try Data("[desk]\nspent = \"\(folder.file("spent"))\"\n".utf8)
      .write(to: URL(fileURLWithPath: folder.file("config.toml")))
    let config = note == .onAnotherDisk ? ["--config", folder.file("config.toml")] : []
    let desk = try studio.device(always: CentralStudio.boss + config)
    func roster() throws -> Roster { try desk.json(Roster.self, "roster", session) }
    let deadline = ContinuousClock.now + .seconds(90)
    while try roster().session.granted == 0, ContinuousClock.now < deadline {
      try desk.run("sync")
    }
    #expect(try roster().session.granted == 1)
    // While there is a line to ask for another, the place is kept for the dark.
    let online = try desk.json(Booked.self, "book", session, people[2])
    #expect(online.outcome.state == "applied" && !online.booking.provisional)
    #expect(try roster().session.granted == 1)

    let backup = desk.data + "-backup"
    _ = try Spawned.run(["cp", "-a", desk.data, backup])
    let file = try inode(desk.data + "/operations.db")
    studio.stop()
    let sure = try desk.json(Booked.self, "book", session, people[0])
    #expect(sure.outcome.state == "applied" && !sure.booking.provisional)
    let sent = try desk.json(Outbox.self, "outbox", "--pending").operations
    #expect(sent.map(\.state) == ["applied"] && sent.allSatisfy(\.firm))
    let told = try desk.run("outbox", "--pending")
    #expect(told.contains("confirmed, not sent yet") && !told.contains("provisional"))
    let report = try desk.json(Report.self, "report", "outage").rows
    #expect(report.map(\.result) == ["firm"] && report.map(\.state) == ["applied"])
    #expect(try desk.run("report", "outage").contains("1 confirmed, not sent yet"))
    try studio.start()
    try desk.run("sync")
    studio.stop()

    let copied = try Spawned.run(["cp", "-a", backup + "/.", desk.data])
    try #require(copied.status == 0, "\(copied.errors)")
    #expect(try inode(desk.data + "/operations.db") == file, "it was written over")
    let maybe = try desk.json(Booked.self, "book", session, people[1])
    #expect(maybe.outcome.state == "provisional" && maybe.booking.provisional)
    let dark = try roster().session
    #expect(dark.granted == 0 && dark.heldLost == 1)
    let list = try desk.run("roster", session)
    #expect(list.contains("1 place held for files that a desk has lost"))
    #expect(try desk.run("doctor").contains("1 place of 1 session held for files"))

    try studio.start()
    for program in [desk, office, desk] { try program.run("sync") }
    #expect(try roster().bookings.filter { $0.state == "confirmed" && !$0.provisional }.count == 3)
    let held = try office.json(Places.self, "places").places
    let found = held.first { $0.lost }
    let lost = try #require(found, "\(held)")
    #expect(lost.places == 1 && !lost.here)
    let released = try office.json(
      Released.self, "places", "release", session, lost.device, "--reason", "restored")
    #expect(released.released == 1)
    // What its desk gives back itself is not freed by the way.
    let again = DeskProgram.run(
      office.words(["places", "release", session, lost.device, "--reason", "impatient"]))
    #expect(again.status == 2)
    #expect(try office.json(Places.self, "places").places.filter { $0.lost }.isEmpty)
    try office.run("policy", "allotPerDesk=0")
    for freed in try office.json(Places.self, "places").places {
      try office.run("places", "release", session, freed.device, "--reason", "all", "--lost")
    }
    let gone = DeskProgram.run(
      office.words(["places", "release", session, lost.device, "--reason", "again"]))
    #expect(gone.status == 1 && gone.errors.contains("Nothing is held there any more"), "\(gone)")
    let nobody = DeskProgram.run(
      office.words(["places", "release", session, "nobody", "--reason", "again"]))
    #expect(nobody.status == 2)
  }

  private func inode(_ path: String) throws -> UInt {
    var found = stat()
    try #require(stat(path, &found) == 0)
    return UInt(found.st_ino)
  }
}
