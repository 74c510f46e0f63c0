import Central
import Domain
import FoundationEssentials
import Glibc
import SQLite
import Support
import Sync
import Testing
import Wire

/// operations.db: what is in it holds together, and what does not is named, never thrown away.
struct LogTests {
  @Test(arguments: [
    "UPDATE operations SET header = CAST(replace(header, 'seq', 'sep') AS BLOB) WHERE position = 3",
    "UPDATE payloads SET payload = x'7b7d' WHERE position = 3",
    "UPDATE operations SET hash = randomblob(32) WHERE position = 3",
    "UPDATE operations SET payloadHash = randomblob(32) WHERE position = 3",
    "DELETE FROM operations WHERE position = 3",
    "UPDATE operations SET position = 99 WHERE position = 3",
  ])
  func aChangedOperationIsNamed(sql: String) throws {
    let studio = try TrialStudio()
    for name in ["One", "Two", "Three"] { try studio.member(name) }
    try studio.store.close()
    try studio.change("operations.db", sql)
    let error = #expect(throws: StoreError.self) { try studio.opened() }
    #expect(error?.code == .damaged)
    #expect(access(studio.file("operations.db"), F_OK) == 0)
  }

  @Test func aRemovedPayloadLeavesTheChainWhole() throws {
    let studio = try TrialStudio()
    try studio.member("One")
    try studio.store.close()
    try studio.change("operations.db", "DELETE FROM payloads WHERE position = 2")
    let store = try studio.opened()
    #expect(try store.checks().first { $0.name == "operations" }?.ok == true)
  }

  @Test func outcomesOfAnOlderFileAreSealedAsTheyStand() throws {
    let studio = try TrialStudio()
    try studio.member("One")
    try studio.store.close()
    try studio.change(
      "operations.db",
      """
      DROP TABLE outcomes; DROP TABLE progress; DROP TABLE carried; DROP TABLE outages;
      DROP TABLE uses;
      CREATE TABLE outcomes(
        position INTEGER PRIMARY KEY, state TEXT NOT NULL, code TEXT,
        sequence INTEGER NOT NULL UNIQUE, subject BLOB, returned INTEGER, results BLOB) STRICT;
      INSERT INTO outcomes
        SELECT position, state, code, position, subject, returned, results FROM receipts;
      DROP TABLE receipts;
      PRAGMA user_version = 1
      """)
    try expectHealth(try studio.opened())
  }

  @Test func aFileOfANewerProgramIsLeftAlone() throws {
    let studio = try TrialStudio()
    try studio.store.close()
    try studio.change("operations.db", "PRAGMA user_version = 99")
    let error = #expect(throws: StoreError.self) { try studio.opened() }
    #expect(error?.code == .tooNew)
  }

  @Test func brokenBytesAreNamedAndKept() throws {
    let studio = try TrialStudio()
    try studio.store.close()
    studio.damage("operations.db", at: 0, count: 200)
    let error = #expect(throws: StoreError.self) { try studio.opened() }
    #expect(error?.code == .damaged)
    #expect(access(studio.file("operations.db"), F_OK) == 0)
  }

  @Test func everyOperationHasItsPlaceAndOneOutcome() throws {
    let studio = try TrialStudio()
    for number in 1...5 { try studio.member("Member \(number)") }
    let log = "operations.db"
    let count = try studio.number(log, "SELECT count(*) FROM operations")
    // The founding and five people; numbers are granted by the authority.
    #expect(count == 6)
    #expect(try studio.number(log, "SELECT max(seq) FROM operations") == count)
    #expect(try studio.number(log, "SELECT count(DISTINCT sequence) FROM outcomes") == count)
    #expect(try studio.number(log, "SELECT count(*) FROM payloads") == count)
    #expect(try studio.number(log, "SELECT count(DISTINCT epoch) FROM operations") == 1)
  }

  @Test func aWrongDirectoryIsSaidToBeOne() throws {
    let nowhere = TemporaryDirectory()
    let missing = #expect(throws: StoreError.self) {
      try DeskStore.open(nowhere.path, clock: DeskClock(), authority: AuthorityPlace.beside)
    }
    #expect(missing?.code == .missing)
    let studio = try TrialStudio()
    let exists = #expect(throws: StoreError.self) {
      try DeskStore.found(
        Founding(name: "B", location: "B", zone: "UTC", owner: "B", pin: "1234"),
        in: studio.directory.path, clock: DeskClock(), authority: AuthorityPlace.beside)
    }
    #expect(exists?.code == .exists)
    let zone = #expect(throws: StoreError.self) {
      try DeskStore.found(
        Founding(name: "B", location: "B", zone: "Mars/Base", owner: "B", pin: "1234"),
        in: nowhere.path, clock: DeskClock(), authority: AuthorityPlace.beside)
    }
    #expect(zone?.code == .badZone)
  }
}
