import Glibc
import SQLite
import Support
import Testing

@Suite struct ConnectionTests {
  let directory = TemporaryDirectory()

  private func open(_ options: Connection.Options = .init()) throws -> Connection {
    try Connection(directory.file("a.db"), options)
  }

  @Test func opensAsAsked() throws {
    let db = try open(.init(foreignKeys: true, synchronous: .normal))
    #expect(try db.first("PRAGMA journal_mode") { $0.text(0) } == "wal")
    #expect(try db.pragma("synchronous") == 1)
    #expect(try db.pragma("foreign_keys") == 1)
    #expect(try db.pragma("trusted_schema") == 0)
    #expect(try db.pragma("busy_timeout") == 5_000)
    #expect(try db.pragma("wal_autocheckpoint") == 0)
    #expect(try open().pragma("foreign_keys") == 0)
    #expect(try open().pragma("synchronous") == 2)
    try db.exec("CREATE VIRTUAL TABLE word USING fts5(text)")
    #expect(throws: SQLiteError.self, "defensive: shadow tables are closed") {
      try db.exec("DELETE FROM word_content")
    }
  }

  @Test func filesArePrivate() throws {
    let db = try open()
    try db.exec("CREATE TABLE t(x)")
    for name in ["a.db", "a.db-wal", "a.db-shm"] {
      var status = stat()
      #expect(stat(directory.file(name), &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
  }

  @Test func missingAndForeignFiles() throws {
    do {
      _ = try Connection(directory.file("none.db"), .init(readOnly: true))
      Issue.record("a missing file was opened")
    } catch SQLiteError.Code.cannotOpen {}
    #expect(throws: FileError.self) { _ = try Connection(directory.file("no/folder.db")) }
    let path = directory.file("text.db")
    let file = try #require(fopen(path, "w"))
    for _ in 0..<100 { fputs("this is not a database, it is a letter\n", file) }
    fclose(file)
    do {
      _ = try Connection(path)
      Issue.record("a letter was opened")
    } catch SQLiteError.Code.notADatabase {}
  }

  @Test func readOnlyDoesNotWrite() throws {
    let writer = try open()
    try writer.exec("CREATE TABLE t(x)")
    let reader = try open(.init(readOnly: true))
    do {
      try reader.run("INSERT INTO t VALUES(1)")
      Issue.record("a reader wrote")
    } catch SQLiteError.Code.readOnly {}
  }

  @Test func knowsWhatItChanged() throws {
    let db = try open()
    try db.exec("CREATE TABLE t(id INTEGER PRIMARY KEY, x)")
    try db.run("INSERT INTO t VALUES(7, 0), (9, 0)")
    #expect(db.changes == 2)
    #expect(db.lastInsertRowID == 9)
  }

  @Test func seesTheCommitsOfOthers() throws {
    let (one, other) = (try open(), try open())
    try one.exec("CREATE TABLE t(x)")
    let before = try other.dataVersion
    #expect(try other.dataVersion == before)
    try one.run("INSERT INTO t VALUES(1)")
    #expect(try other.dataVersion != before)
  }

  @Test func aReplacedFileIsNoticed() throws {
    let db = try open()
    try db.exec("CREATE TABLE t(x)")
    #expect(!db.wasReplaced)
    #expect(db.fileIdentity == (try FileIdentity(path: db.path)))
    unlink(db.path)
    #expect(db.wasReplaced)
    let second = try open()
    #expect(db.wasReplaced)
    #expect(!second.wasReplaced)
    #expect(db.fileIdentity != second.fileIdentity)
    #expect(try !Connection(":memory:").wasReplaced)
  }

  @Test func transactionsAreAllOrNothing() throws {
    struct Stop: Error {}
    let db = try open()
    try db.exec("CREATE TABLE t(x)")
    let count = { try db.first("SELECT count(*) FROM t") { $0.int(0) } }
    let answer = try db.transaction {
      try db.run("INSERT INTO t VALUES(1)")
      #expect(db.isInTransaction)
      #expect(throws: Stop.self) {
        try db.savepoint {
          try db.run("INSERT INTO t VALUES(2)")
          throw Stop()
        }
      }
      try db.savepoint { try db.run("INSERT INTO t VALUES(3)") }
      return 42
    }
    #expect(answer == 42)
    #expect(try count() == 2)
    #expect(throws: Stop.self) {
      try db.transaction {
        try db.run("DELETE FROM t")
        throw Stop()
      }
    }
    #expect(!db.isInTransaction)
    #expect(try count() == 2)
  }

  @Test func aFailedCommitRollsBack() throws {
    let db = try open(.init(foreignKeys: true))
    try db.exec(
      """
      CREATE TABLE a(id INTEGER PRIMARY KEY);
      CREATE TABLE b(a REFERENCES a DEFERRABLE INITIALLY DEFERRED)
      """)
    #expect(throws: SQLiteError.self) {
      try db.transaction { try db.run("INSERT INTO b VALUES(1)") }
    }
    #expect(!db.isInTransaction)
    #expect(try db.first("SELECT 1 FROM b") { _ in true } == nil)
  }
}
