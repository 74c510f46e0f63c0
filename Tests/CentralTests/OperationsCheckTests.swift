import Central
import SQLite
import Support
import Testing
import Wire
import Zones

/// Whatever is changed of an operation behind the authority's back, `doctor` tells.
@Suite struct OperationsCheckTests {
  private let directory = TemporaryDirectory()
  private var file: String { directory.path + "/studio.db" }

  private func store() throws -> SQLiteAuthorityStore {
    try SQLiteAuthorityStore(file, zones: TZifTree())
  }

  private func problems() throws -> [String] { try SQLiteAuthorityStore.problems(in: file) }

  private func change(_ sql: String) throws {
    let other = try Connection(file, .init())
    try other.exec(sql)
    other.close()
  }

  @Test(
    arguments: KeptDamage.all + [
      ("DROP TABLE arrivals", "the table arrivals is gone"),
      ("DROP TABLE state", "the table state is gone"),
      ("DROP INDEX operationsDevice", "the index operationsDevice is gone"),
      ("UPDATE member SET firstName = 'Another'", "member: 5 rows changed by another hand"),
    ])
  func damageIsTold(_ damage: String, told: String) throws {
    let life = try DeskLife(seed: 2, acts: 8)
    let authority = Authority(try store(), trusting: life.device)
    try expectDamageTold(life, authority, told, problems) { try change(damage) }
  }

  /// Payloads of old operations may go: the hash stays.
  @Test func anOldPayloadMayBeGone() throws {
    let life = try DeskLife(seed: 2, acts: 8)
    let authority = Authority(try store(), trusting: life.device)
    #expect(try life.send(0..<life.arrivals.count, to: authority).stop == nil)
    try change("UPDATE operations SET payload = NULL")
    #expect(try problems() == [])
  }

  /// What an earlier program kept has no seals, and is nobody's damage.
  @Test func withoutSealsNothingIsWrong() throws {
    let life = try DeskLife(seed: 2, acts: 8)
    let half = life.arrivals.count / 2
    let earlier = Authority(try store(), trusting: life.device)
    #expect(try life.send(0..<half, to: earlier).stop == nil)
    earlier.store.close()
    try change(
      """
      DROP TABLE allotment; DROP TABLE outageTimetable;
      ALTER TABLE operations DROP COLUMN seal; PRAGMA user_version = 1
      """)
    #expect(try problems() == [])
    let authority = Authority(try store(), trusting: life.device)
    #expect(try life.send(half..<life.arrivals.count, to: authority).stop == nil)
    #expect(try problems() == [])
    try change(
      "UPDATE operations SET code = 'CLASS_FULL' WHERE sequence = (SELECT max(sequence) FROM operations)"
    )
    #expect(try problems().contains { $0.contains("were changed by another hand") })
  }

  /// However operations came, and whatever became of them, nothing is wrong with them.
  @Test func everyWayOfComingIsSound() throws {
    let body = IntakeBody(make: store)
    try body.whatWaitsIsDecidedWhenTheOtherComes()
    #expect(try problems() == [])
  }

  @Test func everyLifeIsSound() throws {
    try IntakeBody(make: store).aDeviceGetsItsOperationsBack()
    #expect(try problems() == [])
  }

  @Test func whatCameAloneIsSound() throws {
    try IntakeBody(make: store).whatWasBroughtHasItsPlaceLater()
    #expect(try problems() == [])
  }

  @Test func whatIsParkedIsNotForgotten() throws {
    try IntakeBody(make: store).whatCannotBeReadStaysParked()
    #expect(try problems() == [])
    try change("DELETE FROM parked")
    #expect(try problems() == ["of 1 operations nobody knows any more whether they are parked"])
  }
}
