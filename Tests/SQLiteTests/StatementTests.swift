import SQLite
import Testing

@Suite struct StatementTests {
  let db: Connection

  init() throws {
    db = try Connection(":memory:")
    try db.exec("CREATE TABLE thing(id INTEGER PRIMARY KEY, value ANY) STRICT")
  }

  private func stored<V: Bindable>(_ value: V) throws -> Row? {
    try db.run("INSERT OR REPLACE INTO thing VALUES(1, ?)", value)
    return try db.prepare("SELECT value FROM thing").step()
  }

  @Test(arguments: ["", "a", "Zoë ǃNaledi", "nul\0inside", String(repeating: "x", count: 70_000)])
  func textComesBackAsItWent(_ text: String) throws {
    #expect(try stored(text)?.optionalText(0) == text)
  }

  @Test(arguments: [[], [0], [0, 255, 0], [UInt8](repeating: 7, count: 5_000)])
  func bytesComeBackAsTheyWent(_ bytes: [UInt8]) throws {
    let row = try #require(try stored(bytes))
    #expect(row.optionalBlob(0) == bytes)
    #expect(row.withBytes(0) { $0.count } == bytes.count)
  }

  @Test(arguments: [0, 1, -1, Int64.max, Int64.min])
  func integersComeBackAsTheyWent(_ value: Int64) throws {
    #expect(try stored(value)?.int(0) == value)
  }

  @Test func otherValues() throws {
    #expect(try stored(0.1)?.double(0) == 0.1)
    #expect(try stored(true)?.bool(0) == true)
    let null = try #require(try stored(nil as String?))
    #expect(null.isNull(0) && null.optionalInt(0) == nil && null.optionalText(0) == nil)
    #expect(null.optionalDouble(0) == nil && null.optionalBlob(0) == nil)
    #expect(null.text(0).isEmpty && null.blob(0).isEmpty && null.int(0) == 0)
  }

  @Test func aSliceOfAStringIsBoundWhole() throws {
    let slice = String("Pieter van der Merwe".dropFirst(7))
    #expect(try stored(slice)?.text(0) == "van der Merwe")
  }

  @Test func malformedTextReadsAsReplacement() throws {
    let text = try db.first("SELECT CAST(x'61ff62' AS TEXT)") { $0.text(0) }
    #expect(text == "a\u{FFFD}b")
  }

  @Test func columnsThatDoNotExistAreNull() throws {
    let row = try #require(try db.prepare("SELECT 1").step())
    #expect(row.columnCount == 1)
    #expect(row.isNull(5) && row.text(5).isEmpty)
  }

  @Test func aStatementInUseIsNotHandedOutTwice() throws {
    for id in 1...3 { try db.run("INSERT INTO thing VALUES(?, ?)", id, id * 10) }
    var pairs: [Int64] = []
    try db.each("SELECT value FROM thing WHERE id > ?", 0) { outer in
      try db.each("SELECT value FROM thing WHERE id > ?", 1) { inner in
        pairs.append(outer.int(0) + inner.int(0))
      }
    }
    #expect(pairs == [30, 40, 40, 50, 50, 60])
    let kept = try db.prepare("SELECT 1")
    #expect(try db.prepare("SELECT 1") === kept)
  }

  @Test func aKeptStatementForgetsItsValues() throws {
    #expect(try db.first("SELECT ?", "first") { $0.text(0) } == "first")
    let row = try #require(try db.prepare("SELECT ?").step())
    #expect(row.isNull(0))
  }

  @Test func anEarlyEndLeavesNoReadOpen() throws {
    struct Enough: Error {}
    for id in 1...3 { try db.run("INSERT INTO thing VALUES(?, 0)", id) }
    #expect(throws: Enough.self) { try db.each("SELECT id FROM thing") { _ in throw Enough() } }
    _ = try db.first("SELECT id FROM thing") { $0.int(0) }
    try db.exec("DROP TABLE thing")
  }

  @Test func tooManyValuesAreRefused() throws {
    #expect(throws: SQLiteError.self) { try db.run("SELECT ?", 1, 2) }
  }

  @Test func aClosedConnectionSaysSo() throws {
    let statement = try db.prepare("SELECT 1")
    db.close()
    #expect(try statement.step()?.int(0) == 1)
    do {
      try db.run("SELECT 1")
      Issue.record("a closed connection answered")
    } catch SQLiteError.Code.misuse {}
  }
}
