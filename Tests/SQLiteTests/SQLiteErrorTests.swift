import SQLite
import Testing

@Suite struct SQLiteErrorTests {
  let db: Connection

  init() throws { db = try Connection(":memory:") }

  private func failure(_ body: () throws -> Void) throws -> SQLiteError {
    try #require(throws: SQLiteError.self, performing: body)
  }

  @Test func aConstraintKeepsItsExtendedCode() throws {
    try db.exec("CREATE TABLE member(id INTEGER PRIMARY KEY, email TEXT UNIQUE)")
    try db.run("INSERT INTO member(email) VALUES(?)", "thandi@example.org")
    let error = try failure {
      try db.run("INSERT INTO member(email) VALUES(?)", "thandi@example.org")
    }
    #expect(error.extendedCode == 2067)
    #expect(SQLiteError.Code.constraint ~= error)
    #expect(error.message == "UNIQUE constraint failed: member.email")
    #expect(!error.description.contains("thandi"))
  }

  @Test func whatAPersonTypedIsNotQuoted() throws {
    try db.exec("CREATE VIRTUAL TABLE word USING fts5(text)")
    let error = try failure {
      _ = try db.first("SELECT rowid FROM word WHERE word MATCH ?", "naledi:\"") { $0.int(0) }
    }
    #expect(error.code == .error)
    #expect(!error.description.contains("naledi"))
  }

  @Test func aMistakeInTheSQLIsQuoted() throws {
    let error = try failure { try db.run("SELECT * FROM nowhere") }
    #expect(error.message == "no such table: nowhere")
    #expect(error.sql == "SELECT * FROM nowhere")
  }

  @Test func emptySQLIsMisuse() throws {
    #expect(try failure { _ = try db.prepare("  -- nothing") }.code == .misuse)
  }
}
