import Domain
import FoundationEssentials
import Glibc
import SQLite
import Support
import Sync
import Testing

/// The replica is disposable: whatever happens to it, the next key brings it back.
struct RepairTests {
  @Test func anOperationWithoutItsRowsIsAppliedByWhoComesNext() throws {
    let studio = try TrialStudio()
    let member = try studio.member("Before")
    try studio.store.close()
    let before = try studio.replicaBytes()
    let second = try studio.opened()
    try studio.submit(
      GrantCredits(member: member, credits: Credits(2), reason: "gift"), to: second)
    try second.close()
    try studio.putBack(before)
    #expect(try studio.number("replica.db", "SELECT count(*) FROM lot") == 0)

    let third = try studio.opened()
    #expect(try studio.number("replica.db", "SELECT count(*) FROM lot") == 1)
    try expectHealth(third)
  }

  @Test func theReplicaMayBeDeletedWhileItIsOpen() throws {
    let studio = try TrialStudio()
    let other = try studio.opened()
    let member = try studio.member("Kept")
    unlink(studio.file("replica.db"))
    #expect(try other.changeToken() > 0)
    #expect(try studio.store.member(named: member.text)?.firstName == "Kept")
    unlink(studio.file("replica.db"))
    try studio.member("Second")
    #expect(try other.changeToken() == studio.store.changeToken())
    try expectHealth(other)
  }

  @Test(
    arguments: ["member", "booking", "state", "location", "searchEntry", "note"], [true, false])
  func aTableThatIsGoneIsDamage(table: String, whileOpen: Bool) throws {
    let studio = try TrialStudio()
    let member = try studio.member("Kept")
    if !whileOpen { try studio.store.close() }
    try studio.change("replica.db", "DROP TABLE \(table)")
    let store = whileOpen ? studio.store : try studio.opened()
    try studio.submit(AddNote(member: member, text: "towels"), to: store)
    #expect(try store.lookup("Kept").map(\.id) == [member])
    #expect(try store.profile(member)?.notes.count == 1)
    try expectHealth(store)
    #expect(access(studio.file("replica.db.damaged-1"), F_OK) == 0)
    #expect(access(studio.file("replica.db.damaged-2"), F_OK) != 0)
  }

  @Test(arguments: [0, 5_000]) func aDamagedReplicaIsSetAsideAndMadeAnew(offset: Int) throws {
    let studio = try TrialStudio()
    for number in 1...40 { try studio.member("Member \(number)") }
    try studio.store.close()
    studio.damage("replica.db", at: offset, count: 60_000)

    let store = try studio.opened()
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 40)
    #expect(access(studio.file("replica.db.damaged-1"), F_OK) == 0)
    try expectHealth(store)
  }

  @Test func aReplicaOfAnotherSchemaIsMadeAnew() throws {
    let studio = try TrialStudio()
    try studio.member("Kept")
    try studio.store.close()
    try studio.change("replica.db", "DELETE FROM member; PRAGMA user_version = 7")
    let store = try studio.opened()
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 1)
    try expectHealth(store)
  }

  @Test func changedRowsAreSeenByDoctor() throws {
    let studio = try TrialStudio()
    try studio.member("Kept")
    try studio.change("replica.db", "UPDATE member SET rowhash = 1")
    let rows = try #require(try studio.store.checks().first { $0.name == "rows" })
    #expect(!rows.ok)
    #expect(rows.detail.hasSuffix(": member"))
  }

  @Test func anOperationThatTrappedTwiceIsParkedAndTheOthersGoOn() throws {
    let studio = try TrialStudio()
    try studio.store.close()
    let before = try studio.replicaBytes()
    let second = try studio.opened()
    for name in ["One", "Two", "Three"] {
      var details = MemberDetails()
      details.firstName = name
      try studio.submit(RegisterMember(details), to: second, settling: false)
    }
    try second.close()
    try studio.putBack(before)
    // What a process leaves that died for the second time while it decided the person "Two".
    let attempt = [Int64(3), 2].withUnsafeBytes { Data($0) }
    try attempt.write(to: URL(filePath: studio.file("attempt")))
    try studio.stopUncleanly()

    let third = try studio.opened()
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 2)
    let parked = "SELECT position FROM receipts WHERE state = 'parked'"
    #expect(try studio.number("operations.db", parked) == 3)
    #expect(try Data(contentsOf: URL(filePath: studio.file("attempt"))).isEmpty)
    #expect(try third.checks().first { $0.name == "operations" }?.ok == true)
    // The authority has it all the same, and decides.
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 3)
    try expectHealth(third)
  }

  @Test func deathsBetweenTwoDecisionsParkNothing() throws {
    let studio = try TrialStudio()
    try studio.store.close()
    let before = try studio.replicaBytes()
    let second = try studio.opened()
    var details = MemberDetails()
    details.firstName = "Kept"
    try studio.submit(RegisterMember(details), to: second, settling: false)
    try second.close()
    // Whoever died so often left the rows behind, and an attempt that had come to its end.
    for _ in 0..<3 {
      try studio.putBack(before)
      try Data().write(to: URL(filePath: studio.file("attempt")))
      try studio.stopUncleanly()
      let again = try studio.opened()
      #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 1)
      try expectHealth(again)
      try again.close()
    }
  }

  @Test func anOlderLogTakesTheRowsBackWithIt() throws {
    let studio = try TrialStudio()
    try studio.member("Kept")
    try studio.store.close()
    let log = try Data(contentsOf: URL(filePath: studio.file("operations.db")))
    let wal = try Data(contentsOf: URL(filePath: studio.file("operations.db-wal")))
    let second = try studio.opened()
    try studio.store.submit(
      RegisterMember(MemberDetails()), by: studio.owner, operation: nil, expecting: .malformed)
    var details = MemberDetails()
    details.firstName = "Lost"
    try studio.submit(RegisterMember(details), to: second, settling: false)
    try second.close()
    unlink(studio.file("operations.db-shm"))
    try log.write(to: URL(filePath: studio.file("operations.db")))
    try wal.write(to: URL(filePath: studio.file("operations.db-wal")))

    let third = try studio.opened()
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 1)
    // What was acknowledged is gone, and somebody has to know it until the file is moved away.
    #expect(third.lostOperations?.detail.contains("replica.db.ahead-by-1") ?? false)
    #expect(try third.findDamage()?.name == "lost")
    #expect(try third.checks().filter { !$0.ok }.map(\.name) == ["lost"])
    #expect(try studio.number("replica.db.ahead-by-1", "SELECT count(*) FROM member") == 2)
    // Another life: what is numbered now is never taken for what was lost.
    try studio.submit(RegisterMember(details), to: third)
    #expect(try studio.number("operations.db", "SELECT count(DISTINCT epoch) FROM operations") == 2)
    #expect(
      try studio.number("operations.db", "SELECT seq FROM operations ORDER BY position DESC") == 1)
    #expect(rename(studio.file("replica.db.ahead-by-1"), studio.file("seen")) == 0)
    try expectHealth(third)
  }

  /// A WAL cut short is acknowledged work gone, though what is left may hold together: never silent.
  @Test(arguments: [2, 3, 5, 9]) func aShortenedLogIsTold(part: Int) throws {
    let studio = try TrialStudio()
    for name in ["One", "Two", "Three", "Four"] { try studio.member(name) }
    let wal = studio.file("operations.db-wal")
    let size = try Data(contentsOf: URL(filePath: wal)).count
    try studio.stopUncleanly()
    unlink(studio.file("operations.db-shm"))
    #expect(truncate(wal, size / part) == 0)
    do {
      let second = try studio.opened()
      let left = try studio.number("replica.db", "SELECT count(*) FROM member")
      #expect(left == 4 || second.lostOperations != nil, "\(left)")
    } catch let error as StoreError {
      #expect(error.code == .damaged, "\(error.message)")
    }
  }

  /// Nothing is confirmed into a file that is not there any more, and what was is saved.
  @Test func aRemovedLogIsNoticedBeforeTheNextYes() throws {
    let studio = try TrialStudio()
    try studio.member("Confirmed")
    unlink(studio.file("operations.db-wal"))
    #expect(throws: StoreError.self) { try studio.member("Not confirmed") }
    let second = try studio.opened()
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 1)
    try expectHealth(second)
  }

  /// Rows from which what was accepted does not follow are made anew.
  @Test func rowsThatLostSomethingAreRebuilt() throws {
    let studio = try TrialStudio()
    let member = try studio.member("Kept")
    try studio.store.close()
    let before = try studio.replicaBytes()
    let second = try studio.opened()
    try studio.submit(
      GrantCredits(member: member, credits: Credits(5), reason: "here"), to: second)
    try second.close()
    try studio.putBack(before)
    try studio.change("replica.db", "DELETE FROM member")
    let third = try studio.opened()
    #expect(try studio.number("replica.db", "SELECT count(*) FROM lot") == 1)
    try expectHealth(third)
  }

  @Test func aPipeInThePlaceOfAKeyIsRefused() throws {
    let studio = try TrialStudio()
    try studio.store.close()
    unlink(studio.file("secret"))
    #expect(mkfifo(studio.file("secret"), 0o600) == 0)
    #expect(throws: StoreError.self) { try studio.opened() }
  }
}

extension DeskStore {
  /// Submits what has to be refused with a code.
  func submit(
    _ intent: any Intent, by hand: Hand, operation: ID<Operation>?, expecting code: RefusalCode
  ) throws {
    do {
      _ = try submit(intent, by: hand, operation: operation)
      Issue.record("not refused: \(code.rawValue) expected")
    } catch let refusal as Refusal {
      #expect(refusal.code == code)
    }
  }
}
