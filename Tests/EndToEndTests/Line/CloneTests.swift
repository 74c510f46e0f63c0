import FoundationEssentials
import Glibc
import SQLite
import Support
import Testing

/// One desk's directory on two machines, or put back from a backup, by real programs.
@Suite(.serialized) struct CloneTests {
  private struct Found: Decodable {
    struct Member: Decodable { let name, number: String }
    let members: [Member]
  }
  private struct Decisions: Decodable {
    struct Decision: Decodable {
      struct Side: Decodable { let told: [String] }
      let kind: String
      let sides: [Side]
    }
    let decisions: [Decision]
  }
  private struct Examined: Decodable {
    struct Check: Decodable {
      let name, detail, mend: String
      let ok: Bool
    }
    let checks: [Check]
  }

  private func members(_ desk: DeskProgram) throws -> [String: String] {
    let found = try desk.json(Found.self, "lookup", "test").members
    return Dictionary(found.map { ($0.name, $0.number) }, uniquingKeysWith: { $1 })
  }

  private func doctor(_ desk: DeskProgram) throws -> (status: Int32, Examined) {
    let ended = DeskProgram.run(["doctor", "--data", desk.data, "--json"])
    return (ended.status, try JSONDecoder().decode(Examined.self, from: Data(ended.output.utf8)))
  }

  private func copy(_ folder: String, to other: String) throws {
    _ = try Spawned.run(["rm", "-rf", other])
    let copied = try Spawned.run(["cp", "-a", folder, other])
    try #require(copied.status == 0, "\(copied.errors)")
  }

  /// Both register somebody in the dark under one number; afterwards each has one of their own, and the
  /// desk says whose is printed wrongly.
  @Test(.timeLimit(.minutes(2))) func aClonedDeskGivesNoNumberTwice() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("register", "--first", "Zanele", "--last", "Test")
    try desk.run("sync")
    let twin = DeskProgram(always: CentralStudio.boss)
    try copy(desk.data, to: twin.data)
    studio.stop()
    try desk.run("register", "--first", "Naledi", "--last", "Test")
    try twin.run("register", "--first", "Pieter", "--last", "Test")
    let printed = try members(desk)["Naledi Test"]
    #expect(try members(twin)["Pieter Test"] == printed)
    try studio.start()
    for program in [desk, twin, desk] { try program.run("sync") }
    let found = try members(desk)
    #expect(found.count == 3 && Set(found.values).count == 3, "\(found)")
    #expect(found["Naledi Test"] == printed)
    #expect(try members(twin) == found)
    let decisions = try desk.json(Decisions.self, "decisions").decisions
    #expect(decisions.map(\.kind) == ["renumbered"])
    let text = try desk.run("decisions")
    #expect(text.contains("Printed is \(printed ?? "?")") && text.contains("Pieter Test"))
    // From now on both have other numbers, in the dark too as long as one of them rests.
    studio.stop()
    try twin.run("register", "--first", "Busi", "--last", "Test")
    try studio.start()
    for program in [twin, desk] { try program.run("sync") }
    #expect(try Set(members(desk).values).count == 4)
    #expect(try desk.json(Decisions.self, "decisions").decisions.count == 1)
  }

  /// What the lost file had told people counts, although the restored one knows nothing of it.
  @Test(.timeLimit(.minutes(2))) func aRestoredDeskGivesNoNumberTwice() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("sync")
    let backup = desk.data + "-backup"
    try copy(desk.data, to: backup)
    try desk.run("register", "--first", "Naledi", "--last", "Test")
    try desk.run("sync")
    studio.stop()
    try copy(backup, to: desk.data)
    try desk.run("register", "--first", "Pieter", "--last", "Test")
    try studio.start()
    try desk.run("sync")
    let found = try members(desk)
    #expect(Set(found.keys) == ["Naledi Test", "Pieter Test"] && Set(found.values).count == 2)
    #expect(try desk.json(Decisions.self, "decisions").decisions.map(\.kind) == ["renumbered"])
    #expect(try doctor(desk).status == 0)
  }

  // MARK: Doctor, with a line

  /// One bit of a name, as a tired disk turns it.
  @Test(.timeLimit(.minutes(2))) func aTurnedBitIsFound() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("register", "--first", "Naledi", "--last", "Test")
    try desk.run("sync")
    try turnBits(of: "Naledi", in: desk.data + "/replica.db")
    let (status, found) = try doctor(desk)
    let bad = found.checks.filter { !$0.ok }
    #expect(status == 3 && bad.contains { $0.name == "rows" && $0.detail.hasPrefix("member: 1") })
    #expect(bad.allSatisfy { $0.mend.contains("delete replica.db") })
    for end in ["", "-wal", "-shm"] { unlink(desk.data + "/replica.db" + end) }
    #expect(try members(desk).keys.sorted() == ["Naledi Test"])
    #expect(try doctor(desk).status == 0)
  }

  /// A row that is gone has no hash that could be wrong: the authority's sums tell.
  @Test(.timeLimit(.minutes(2))) func aLostRowIsFoundWithTheLine() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    try desk.run("sync")
    #expect(try doctor(desk).status == 0)
    let replica = try Connection(desk.data + "/replica.db")
    try replica.exec("DELETE FROM service")
    replica.close()
    let (status, found) = try doctor(desk)
    #expect(status == 3)
    let check = try #require(found.checks.first { !$0.ok })
    #expect(check.name == "digest" && check.detail.contains("has taken their place"))
    let again = try doctor(desk)
    #expect(again.status == 0, "\(again.1.checks.filter { !$0.ok })")
    let mended = try Connection(desk.data + "/replica.db", .init(readOnly: true))
    #expect(try mended.first("SELECT count(*) FROM service") { $0.int(0) } == 1)
    mended.close()
  }

  /// The service's own file, which nothing could replace.
  @Test(.timeLimit(.minutes(2))) func theServiceFindsATurnedBit() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("register", "--first", "Naledi", "--last", "Test")
    try desk.run("sync")
    studio.stop()
    #expect(studio.central.ended("doctor").status == 0)
    let files = try Spawned.run(["find", studio.central.directory.path, "-name", "*.org"])
    let file = String(files.output.split(separator: "\n").first ?? "")
    try turnBits(of: "Naledi", in: file)
    let ended = studio.central.ended("doctor")
    #expect(ended.status == 3)
    #expect(ended.output.contains("member: 1 rows changed by another hand"), "\(ended.output)")
  }

  /// In the rows, wherever the text stands as a whole word of a record; operations keep theirs.
  private func turnBits(of text: String, in file: String) throws {
    let database = try Connection(file)
    try database.checkpoint(.truncate)
    database.close()
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    let word = Array(text.utf8)
    var turned = 0
    for start in bytes.indices.dropLast(word.count)
    where bytes[start] == word[0] && bytes[start..<start + word.count].elementsEqual(word) {
      // Inside JSON it stands between quotes: that is an operation.
      guard bytes[start - 1] != UInt8(ascii: "\"") else { continue }
      bytes[start] ^= 1
      turned += 1
    }
    try #require(turned > 0)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
  }

  // MARK: At the door

  /// What this copy lacks is no refusal for staff while there is no line; the authority knows it.
  @Test(.timeLimit(.minutes(2))) func anUnknownCodeIsLetInWithoutALine() throws {
    let studio = try CentralStudio()
    let (desk, other) = (try studio.device(), try studio.device())
    try desk.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    let session =
      try desk.json(
        Printed.Made.self, "session", "add", "--service", "Yoga", "--start",
        CentralStudio.time(in: 600), "--capacity", "5"
      ).session?.id ?? ""
    func visitor(_ name: String) throws -> String {
      try desk.json(Printed.Made.self, "register", "--first", name, "--last", "Test").member?.id
        ?? ""
    }
    let people = try ["Naledi", "Pieter"].map(visitor)
    for program in [desk, other] { try program.run("sync") }
    func code(_ person: String) throws -> String {
      try desk.json(Printed.Made.self, "book", session, person).booking?.code ?? ""
    }
    // With a line it is asked there and then.
    let known = try code(people[0])
    try desk.run("sync")
    #expect(try other.run("checkin", known).hasPrefix("in: Naledi"))
    studio.stop()
    let unknown = try code(people[1])
    let device = DeskProgram.run(["checkin", unknown, "--data", other.data, "--json"])
    #expect(device.status == 1 && device.output.contains("UNKNOWN_CODE"), "\(device.output)")
    #expect(try other.run("checkin", unknown).hasPrefix("let in"))
    try studio.start()
    for program in [other, desk, other] { try program.run("sync") }
    struct Roster: Decodable {
      struct Row: Decodable { let state: String }
      let bookings: [Row]
    }
    let roster = try other.json(Roster.self, "roster", session).bookings.map(\.state)
    #expect(roster == ["checkedIn", "checkedIn"])
  }
}
