import Central
import Domain
import Glibc
import Support
import Sync
import Testing
import Wire

/// What is precious is damaged or gone: it is named, and nothing is built over it.
struct DamageTests {
  @Test(arguments: [true, false]) func operationsThatAreGone(empty: Bool) throws {
    let studio = try TrialStudio()
    try studio.member("Kept")
    try studio.store.close()
    unlink(studio.file("operations.db-wal"))
    if empty {
      #expect(truncate(studio.file("operations.db"), 0) == 0)
    } else {
      unlink(studio.file("operations.db"))
    }
    expectDamage { _ = try studio.opened() }
    let again = Founding(
      name: "Other", location: "Main", zone: "Africa/Johannesburg", owner: "Owner", pin: "4711",
      training: true)
    expectDamage {
      _ = try DeskStore.found(
        again, in: studio.directory.path, clock: DeskClock(startingAt: studio.start),
        authority: AuthorityPlace.beside)
    }
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 1)
  }

  @Test(arguments: ["DELETE FROM meta", "UPDATE meta SET value = randomblob(40)"])
  func aLogThatDoesNotSayWhoseItIs(change: String) throws {
    let studio = try TrialStudio()
    try studio.store.close()
    try studio.change("operations.db", change)
    expectDamage { _ = try studio.opened() }
  }

  @Test func rowsThatAnOlderLogLacksAreKeptAside() throws {
    let studio = try TrialStudio()
    try studio.member("Kept")
    try studio.member("Lost", settling: false)
    try studio.store.close()
    for table in ["operations", "payloads", "receipts"] {
      try studio.change(
        "operations.db",
        "DELETE FROM \(table) WHERE position = (SELECT max(position) FROM \(table))")
    }
    let store = try studio.opened()
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 1)
    #expect(try studio.number("replica.db.ahead-by-1", "SELECT count(*) FROM member") == 2)
    let bad = try store.checks().filter { !$0.ok }
    #expect(bad.map(\.name) == ["lost"] && bad[0].detail.contains("replica.db.ahead-by-1"))
  }

  @Test(arguments: [
    ("operations", "operations.db", "UPDATE operations SET actor = 'device' WHERE position = 3"),
    ("operations", "operations.db", "UPDATE operations SET at = 0 WHERE position = 3"),
    ("operations", "operations.db", "UPDATE operations SET id = zeroblob(16) WHERE position = 3"),
    ("operations", "operations.db", "DELETE FROM receipts WHERE position = 3"),
    ("operations", "operations.db", "UPDATE receipts SET state = 'rejected' WHERE position = 3"),
    ("operations", "operations.db", "UPDATE receipts SET state = 'parked' WHERE position = 3"),
    ("operations", "operations.db", "UPDATE receipts SET code = 'STALE' WHERE position = 3"),
    ("operations", "operations.db", "UPDATE outcomes SET sequence = 99 WHERE position = 3"),
    (
      "operations", "operations.db", "UPDATE receipts SET subject = zeroblob(16) WHERE position = 3"
    ),
    ("operations", "operations.db", "UPDATE receipts SET returned = 5 WHERE position = 3"),
    ("operations", "operations.db", "UPDATE receipts SET results = x'5b5d' WHERE position = 3"),
    ("operations", "operations.db", "UPDATE receipts SET seal = NULL WHERE position = 3"),
    (
      "operations", "operations.db",
      "DELETE FROM operations WHERE position = (SELECT max(position) FROM operations)"
    ),
    ("rows", "replica.db", "UPDATE member SET firstName = 'Another'"),
    ("rows", "replica.db", "DELETE FROM member"),
    ("authority", "authority.db", "UPDATE member SET firstName = 'Another'"),
    ("authority", "authority.db", "UPDATE booking SET rowhash = 1; UPDATE staff SET rowhash = 1"),
    ("authority", "authority.db", "UPDATE operations SET payload = x'00' WHERE sequence = 3"),
    ("authority", "authority.db", "UPDATE operations SET payloadHash = x'00' WHERE sequence = 3"),
    ("authority", "authority.db", "UPDATE operations SET state = 'rejected' WHERE sequence = 3"),
    ("authority", "authority.db", "DELETE FROM arrivals"),
    ("authority", "authority.db", "DROP TABLE arrivals"),
    ("authority", "authority.db", "DELETE FROM arrivals WHERE seq = 1"),
    ("authority", "authority.db", "UPDATE arrivals SET hash = zeroblob(32) WHERE seq = 2"),
  ])
  func doctorSees(check: String, file: String, change: String) throws {
    let studio = try TrialStudio()
    try studio.member("One")
    try studio.member("Two")
    try studio.change(file, change)
    let found = try #require(try studio.store.checks().first { $0.name == check })
    #expect(!found.ok && !found.mend.isEmpty)
  }

  /// What the last thousand links and the first screen do not show is found beside them.
  @Test(arguments: [
    ("operations", "operations.db", "INSERT INTO payloads VALUES(999, x'00')"),
    ("operations.db", "operations.db", nil), ("replica.db", "replica.db", nil),
    ("search", "replica.db", "DELETE FROM searchEntry"),
  ])
  func anUncleanStopIsLookedInto(check: String, file: String, change: String?) throws {
    let studio = try TrialStudio()
    try studio.member("One")
    try studio.store.close()
    try studio.stopUncleanly()
    let sound = try studio.opened()
    #expect(try sound.findDamage() == nil)
    try sound.close()

    if let change {
      try studio.change(file, change)
    } else {
      // How many free pages there are: nobody needs it before a page is freed.
      studio.damage(file, at: 36, count: 4)
    }
    let clean = try studio.opened()
    #expect(try clean.findDamage() == nil, "after a clean stop nothing is looked for")
    try clean.close()
    try studio.stopUncleanly()
    // A command that starts first and does not look leaves the looking to the next.
    try studio.opened().close()
    for _ in 0..<2 {
      let store = try studio.opened()
      let found = try #require(try store.findDamage())
      #expect(found.name == check && !found.ok && !found.mend.isEmpty)
      try store.close()
    }
  }

  @Test func keysThatAreNotOfThisStudio() throws {
    let studio = try TrialStudio()
    let other = try TrialStudio()
    try studio.store.close()
    try other.store.close()
    unlink(studio.file("pass.key"))
    try expectKeys("pass.key")
    for name in ["operations.db", "replica.db"] {
      for suffix in ["", "-wal", "-shm"] {
        #expect(rename(other.file(name + suffix), studio.file(name + suffix)) == 0)
      }
    }
    try expectKeys("device.key")

    func expectKeys(_ name: String) throws {
      let store = try studio.opened()
      let keys = try #require(try store.checks().first { $0.name == "keys" })
      #expect(!keys.ok && keys.detail.contains(name))
      try store.close()
    }
  }

  private func expectDamage(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) {
    do {
      try body()
      Issue.record("nothing was said of the damage", sourceLocation: sourceLocation)
    } catch let error as StoreError {
      #expect(error.code == .damaged, "\(error.message)", sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(error)", sourceLocation: sourceLocation)
    }
  }
}
