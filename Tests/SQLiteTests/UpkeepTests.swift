import Glibc
import SQLite
import Support
import Testing

@Suite struct UpkeepTests {
  let directory = TemporaryDirectory()

  private func filled() throws -> Connection {
    let db = try Connection(directory.file("a.db"))
    try db.exec("CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT); CREATE INDEX t_x ON t(x)")
    try db.transaction {
      for id in 1...2_000 { try db.run("INSERT INTO t VALUES(?, ?)", id, "value \(id)") }
    }
    return db
  }

  private func size(_ name: String) -> Int {
    var status = stat()
    return stat(directory.file(name), &status) == 0 ? Int(status.st_size) : -1
  }

  @Test func checkpointsOnlyWhenAsked() throws {
    let db = try filled()
    for round in 1...1_200 { try db.run("UPDATE t SET x = ? WHERE id = 1", "round \(round)") }
    #expect(size("a.db") <= 4_096, "1,000 pages of WAL moved nothing")
    let result = try db.checkpoint(.passive)
    #expect(result.frames == result.copied && result.frames > 1_000)
    #expect(try db.checkpoint(.truncate).frames == 0)
    #expect(size("a.db-wal") == 0)
    try db.run("DELETE FROM t WHERE id = 2")
    db.close()
    #expect(size("a.db-wal") > 0, "closing does not checkpoint either")
    let again = try Connection(directory.file("a.db"))
    #expect(try again.first("SELECT count(*) FROM t") { $0.int(0) } == 1_999)
  }

  @Test func checksSayWhatIsDamaged() throws {
    let db = try filled()
    #expect(try db.problems(.quick).isEmpty)
    #expect(try db.problems(.integrity).isEmpty)
    try db.checkpoint(.truncate)
    db.close()
    let file = try #require(fopen(directory.file("a.db"), "r+"))
    fseek(file, 4_096 + 8, SEEK_SET)
    for _ in 0..<600 { fputc(0x5a, file) }
    fclose(file)
    let damaged = try Connection(directory.file("a.db"))
    let problems = (try? damaged.problems(.integrity)) ?? ["cannot be read"]
    #expect(!problems.isEmpty)
  }

  @Test func aBackupIsWholeAndPrivate() throws {
    let db = try filled()
    let path = directory.file("copy.db")
    try db.backup(to: path)
    try db.run("DELETE FROM t")
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(size("copy.db.partial") == -1)
    let copy = try Connection(path, .init(readOnly: true))
    #expect(try copy.first("SELECT count(*), max(x) FROM t") { $0.int(0) } == 2_000)
    copy.close()
    try db.backup(to: path)
    let second = try Connection(path, .init(readOnly: true))
    #expect(try second.first("SELECT count(*) FROM t") { $0.int(0) } == 0)
    #expect(throws: FileError.self) { try db.backup(to: directory.file("no/copy.db")) }
  }

  @Test func migrationsRunOnceAndTogether() throws {
    struct Stop: Error {}
    let db = try Connection(directory.file("m.db"))
    let first = Migration("CREATE TABLE a(x)")
    let second = Migration { try $0.run("INSERT INTO a VALUES(?)", "two") }
    try db.migrate([first])
    try db.migrate([first, second])
    try db.migrate([first, second])
    #expect(try db.all("SELECT x FROM a") { $0.text(0) } == ["two"])
    #expect(throws: Stop.self) {
      try db.migrate([
        first, second, Migration("CREATE TABLE b(x)"), Migration { _ in throw Stop() },
      ])
    }
    #expect(try db.pragma("user_version") == 2)
    #expect(throws: SQLiteError.self) { try db.run("SELECT * FROM b") }
    let newer = try #require(throws: SchemaTooNew.self) { try db.migrate([first]) }
    #expect(newer.found == 2 && newer.known == 1)
  }
}
