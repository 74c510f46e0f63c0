import Domain
import SQLite
import Support
import Sync
import Testing

struct SearchIndexTests {
  private let connection: Connection

  init() throws {
    connection = try Connection(":memory:")
    try connection.exec("CREATE TABLE member(id BLOB PRIMARY KEY)")
    for statement in SearchIndex.schema { try connection.exec(statement) }
  }

  private func put(_ member: Member, replacing old: Member? = nil) throws {
    try connection.run("INSERT OR REPLACE INTO member VALUES(?)", member.id.raw.bytes)
    try SearchIndex.write(member, replacing: old, in: connection)
  }

  private func remove(_ member: Member) throws {
    try connection.run("DELETE FROM member WHERE id = ?", member.id.raw.bytes)
    try SearchIndex.remove(member, in: connection)
  }

  private func found(_ expression: String) throws -> Int {
    try connection.all("SELECT rowid FROM searchText WHERE searchText MATCH ?", expression) {
      $0.int(0)
    }.count
  }

  private func count(_ table: String) throws -> Int64 {
    try connection.first("SELECT count(*) FROM \(table)") { $0.int(0) } ?? -1
  }

  private func member(_ number: UInt64, _ first: String, _ last: String) -> Member {
    var member = Member()
    member.id = ID(Bits128(hi: 1, lo: number))
    member.firstName = first
    member.lastName = last
    return member
  }

  @Test func aNewNameReplacesTheOld() throws {
    let before = member(1, "Zoë", "van der Merwe")
    var after = before
    after.lastName = "ǃXóõ"
    try put(before)
    #expect(try found("\"vandermer\"*") == 1)
    try put(after, replacing: before)
    #expect(try found("\"merwe\"") == 0)
    #expect(try found("\"!xoo\"") == 1)
    #expect(try found("\"zoe\"") == 1)
    #expect(try SearchIndex.check(in: connection))
  }

  /// Words of people who are gone must not be kept, for nobody may be guessed from them.
  @Test func nothingIsLeftOfSomebodyRemoved() throws {
    let two = [member(1, "Naledi", "Mokoena"), member(2, "Naledi", "Botha")]
    for one in two { try put(one) }
    try remove(two[0])
    #expect(try count("searchWord") == 2)
    try remove(two[1])
    for table in ["searchEntry", "searchWord", "searchKey"] {
      #expect(try count(table) == 0, "\(table)")
    }
    #expect(try found("\"n\"*") == 0)
    #expect(try SearchIndex.check(in: connection))
  }

  @Test func damageIsSeen() throws {
    try put(member(1, "Naledi", "Mokoena"))
    #expect(try SearchIndex.check(in: connection))
    try connection.exec("UPDATE searchEntry SET first = 'nadia'")
    #expect(try !SearchIndex.check(in: connection))
    try connection.exec("UPDATE searchEntry SET first = 'naledi'")
    #expect(try SearchIndex.check(in: connection))
    try connection.run("INSERT INTO member VALUES(?)", Bits128(hi: 9, lo: 9).bytes)
    #expect(try !SearchIndex.check(in: connection))
  }

  /// Whoever checks in while the index is checked after a power cut does not wait for it.
  @Test func theCheckWaitsForNoWriteAndLeavesNothing() throws {
    let directory = TemporaryDirectory()
    defer { withExtendedLifetime(directory) {} }
    let writer = try Connection(directory.file("replica.db"))
    try writer.exec("CREATE TABLE member(id BLOB PRIMARY KEY)")
    for statement in SearchIndex.schema { try writer.exec(statement) }
    let naledi = member(1, "Naledi", "Mokoena")
    try writer.run("INSERT INTO member VALUES(?)", naledi.id.raw.bytes)
    try SearchIndex.write(naledi, replacing: nil, in: writer)
    let reader = try Connection(directory.file("replica.db"), .init(readOnly: true))
    try writer.transaction(.immediate) {
      try writer.exec("UPDATE searchEntry SET first = 'nadia'")
      #expect(try SearchIndex.check(in: reader))
      #expect(try reader.transaction(.deferred) { try SearchIndex.check(in: reader) })
    }
    for connection in [reader, writer] { #expect(try !SearchIndex.check(in: connection)) }
    #expect(try reader.all("SELECT name FROM temp.sqlite_schema") { $0.text(0) } == [])
    #expect(!reader.isInTransaction)
    #expect(throws: SQLiteError.self) { try writer.exec("DELETE FROM searchText_data") }
  }

  /// Any order of writes leaves the index that the members alone would give.
  @Test(arguments: [UInt64(1), 2, 3])
  func itStaysWhole(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let words = ["Zoë", "van der", "Botha", "O'Neil", "ǁKa", "Nguyễn", "", "李", "a", "Sipho"]
    var members: [UInt64: Member] = [:]
    for _ in 0..<400 {
      let number = UInt64.random(in: 0..<40, using: &random)
      let old = members[number]
      if let old, Int.random(in: 0..<4, using: &random) == 0 {
        try remove(old)
        members[number] = nil
        continue
      }
      var new = member(
        number, words.randomElement(using: &random) ?? "", words.randomElement(using: &random) ?? ""
      )
      new.email = Bool.random(using: &random) ? "x.\(number)@example.org" : ""
      try put(new, replacing: old)
      members[number] = new
    }
    #expect(try SearchIndex.check(in: connection))
    #expect(try count("searchEntry") == Int64(members.count))
    let fresh = try SearchIndexTests()
    for member in members.values { try fresh.put(member) }
    for table in ["searchWord", "searchKey"] {
      let counts = (try count(table), try fresh.count(table))
      #expect(counts.0 == counts.1, "\(table)")
    }
  }
}
