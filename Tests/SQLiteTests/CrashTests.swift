import CrashFS
import SQLite
import Support
import Testing

/// What a WAL keeps when the power goes at any write or sync, and which promises a sync makes.
@Suite struct CrashTests {
  /// Transactions of two rows that belong together, some large enough for many pages, with
  /// checkpoints between; says after each commit that it is done.
  private func work(
    _ disk: CrashDisk, _ synchronous: Connection.Synchronous, done: (Int) -> Void
  ) throws {
    let db = try Connection("a.db", .init(synchronous: synchronous, vfs: disk.name))
    try db.migrate([Migration("CREATE TABLE t(id INTEGER PRIMARY KEY, pair INTEGER, x BLOB)")])
    var chance = SeededGenerator(seed: 5)
    let last = Int(try db.first("SELECT max(pair) FROM t") { $0.int(0) } ?? 0)
    for pair in last + 1...last + 12 {
      let size = pair % 4 == 0 ? 9_000 : 60
      try db.transaction {
        try db.run("INSERT INTO t(pair, x) VALUES(?, ?)", pair, chance.bytes(size...size))
        try db.run("INSERT INTO t(pair, x) VALUES(?, ?)", pair, chance.bytes(1...size))
      }
      done(pair)
      if pair % 5 == 0 { try db.checkpoint(pair % 2 == 0 ? .truncate : .passive) }
    }
  }

  private func code(_ body: () throws -> Void) -> SQLiteError.Code? {
    do {
      try body()
      return nil
    } catch {
      return (error as? SQLiteError)?.code
    }
  }

  private func pairs(_ disk: CrashDisk) throws -> [Int] {
    let db = try Connection("a.db", .init(synchronous: .full, vfs: disk.name))
    #expect(try db.problems(.integrity).isEmpty)
    guard try db.pragma("user_version") == 1 else { return [] }
    #expect(try db.first("SELECT 1 FROM t GROUP BY pair HAVING count(*) <> 2") { _ in 1 } == nil)
    return try db.all("SELECT DISTINCT pair FROM t ORDER BY pair") { Int($0.int(0)) }
  }

  @Test(arguments: [Connection.Synchronous.full, .normal])
  func everyCrashLeavesWholeTransactions(_ synchronous: Connection.Synchronous) throws {
    let count: Int = try {
      let disk = CrashDisk(seed: 0)
      try work(disk, synchronous) { _ in }
      return disk.operations
    }()
    #expect(count > 50)
    var lost = 0
    for k in 1...count + 1 {
      for seed in 0..<4 as Range<UInt64> {
        let disk = CrashDisk(seed: seed &* 1_000 &+ UInt64(k))
        var told = 0
        disk.cutPower(at: k)
        do {
          try work(disk, synchronous) { told = $0 }
          disk.cutPower()
        } catch is SQLiteError {}
        #expect(disk.isDown)
        disk.restart()
        let kept = try pairs(disk)
        #expect(kept == Array(1..<kept.count + 1))
        // One more than was told: the power may go after the sync and before the answer.
        #expect(kept.count <= told + 1)
        if synchronous == .full { #expect(kept.count >= told, "\(told) told, crash at \(k)") }
        if kept.count < told { lost += 1 }
        // What is left can be worked with.
        try work(disk, synchronous) { _ in }
        #expect(try pairs(disk).count == kept.count + 12)
      }
    }
    // Otherwise the disk keeps what it need not, and proves nothing.
    #expect((lost > 0) == (synchronous == .normal))
  }

  @Test func aKilledProcessLosesNothingItWrote() throws {
    let disk = CrashDisk(seed: 1)
    try work(disk, .normal) { _ in }
    let db = try Connection("a.db", .init(synchronous: .normal, vfs: disk.name))
    try db.exec("BEGIN IMMEDIATE; INSERT INTO t(pair) VALUES(99)")
    disk.kill()
    #expect(throws: SQLiteError.self) { try db.exec("COMMIT") }
    disk.restart()
    #expect(throws: SQLiteError.self, "of before") { try db.exec("SELECT count(*) FROM t") }
    #expect(try pairs(disk) == Array(1...12))
  }

  @Test func severalConnectionsShareAFile() throws {
    let disk = CrashDisk(seed: 2)
    try work(disk, .full) { _ in }
    let options = Connection.Options(vfs: disk.name)
    let (one, other) = (try Connection("a.db", options), try Connection("a.db", options))
    let before = try other.dataVersion
    try other.exec("BEGIN; SELECT count(*) FROM t")
    let count = { (db: Connection) in try db.first("SELECT count(*) FROM t") { $0.int(0) } }
    #expect(try count(other) == 24)
    try one.run("DELETE FROM t WHERE pair = 1")
    #expect(try count(one) == 22)
    #expect(try count(other) == 24, "a reader stays in its moment")
    #expect(code { try one.checkpoint(.truncate) } == .busy, "a checkpoint waits for a reader")
    try other.exec("COMMIT")
    #expect(try count(other) == 22)
    #expect(try other.dataVersion != before)
    try one.transaction {
      #expect(code { try other.exec("BEGIN IMMEDIATE") } == .busy, "one writer at a time")
    }
    #expect(one.walBytes > 0)
    try one.checkpoint(.truncate)
    #expect(one.walBytes == 0)
    #expect(!one.wasReplaced && !one.lostWAL && one.fileIdentity == nil)
    disk.removeDatabase("a.db")
    #expect(one.wasReplaced)
  }

  @Test func journalsOfTheOldKindHoldToo() throws {
    for k in 1...40 {
      let disk = CrashDisk(seed: UInt64(k))
      let options = Connection.Options(journal: .delete, vfs: disk.name)
      var told = 0
      disk.cutPower(at: k)
      do {
        let db = try Connection("a.db", options)
        try db.exec("CREATE TABLE t(x)")
        for number in 1...5 {
          try db.run("INSERT INTO t VALUES(?)", number)
          told = number
        }
      } catch is SQLiteError {}
      disk.cutPower()
      disk.restart()
      let db = try Connection("a.db", options)
      #expect(try db.problems(.integrity).isEmpty)
      let kept = (try? db.first("SELECT count(*) FROM t") { Int($0.int(0)) }) ?? 0
      // Whether the journal's end was on the disk is not known below `synchronous = EXTRA`.
      #expect(kept >= told - 1 && kept <= told + 1)
    }
  }

  @Test func aFullDiskSaysSoAndStaysWhole() throws {
    let disk = CrashDisk(seed: 3)
    try work(disk, .full) { _ in }
    disk.fill(true)
    #expect(code { try work(disk, .full) { _ in } } == .full)
    disk.fill(false)
    #expect(try pairs(disk) == Array(1...12))
    #expect(disk.operations > 0)
  }

  @Test func imagesAndDamage() throws {
    let disk = CrashDisk(seed: 4)
    try work(disk, .full) { _ in }
    let image = disk.image()
    try work(disk, .full) { _ in }
    #expect(try pairs(disk).count == 24)
    disk.cutPower()
    disk.restore(image)
    disk.restart()
    #expect(try pairs(disk).count == 12)
    let clone = CrashDisk(seed: 5)
    clone.cutPower()
    clone.restore(image)
    clone.restart()
    #expect(try pairs(clone).count == 12)
    let size = try #require(disk.size(of: "a.db"))
    #expect(!disk.damage("a.db", at: size) && !disk.damage("b.db", at: 0))
    let db = try Connection("a.db", .init(vfs: disk.name))
    try db.checkpoint(.truncate)
    db.close()
    for offset in 4_096..<4_600 { #expect(disk.damage("a.db", at: offset)) }
    let damaged = try Connection("a.db", .init(vfs: disk.name))
    #expect((try? damaged.problems(.integrity)) != [])
  }

  @Test func theSameSeedLosesTheSame() throws {
    func left() throws -> [Int] {
      let disk = CrashDisk(seed: 77)
      disk.cutPower(at: 60)
      #expect(throws: SQLiteError.self) { try work(disk, .normal) { _ in } }
      disk.restart()
      return try pairs(disk) + [disk.operations]
    }
    #expect(try left() == left())
  }
}
