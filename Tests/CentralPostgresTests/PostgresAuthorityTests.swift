import Central
import CentralPostgres
import Crypto
import Domain
import Support
import Testing
import Wire

/// A desk's life before both stores: each answers every exchange with the same words.
@Suite struct PostgresAuthorityTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func bothStoresAnswerAlike(seed: UInt64) throws {
    let life = try DeskLife(seed: seed)
    let near = life.authority(try life.authority().store, seed: seed)
    let far = life.authority(try TestDatabase.store(keeping: 200), seed: seed)
    var chance = SeededGenerator(seed: seed &* 31)
    var known = 0
    while known < life.arrivals.count {
      let first = Int.random(in: max(0, known - 5)...known, using: &chance)
      let last = Int.random(in: first + 1...min(life.arrivals.count, first + 40), using: &chance)
      let acknowledged = Int64(Int.random(in: 0...known, using: &chance))
      let one = try life.send(first..<last, to: near, acknowledged: acknowledged)
      let other = try life.send(first..<last, to: far, acknowledged: acknowledged)
      // Not as operands: a failure would print thousands of rows.
      let isAlike = try one.words == other.words
      #expect(isAlike)
      if Bool.random(using: &chance) { known = max(known, last) }
    }
    #expect(try near.store.digests(nil) == far.store.digests(nil))
    #expect(try life.digests(of: far) == life.digests())
    #expect(try near.store.sequence() == far.store.sequence())
    // What came can be had again by its device.
    let returned = try far.operations(of: life.device, life.epoch, after: 0, limit: 1_000)
    #expect(returned == life.arrivals)
  }

  @Test func aGapAndAForkAreNotTaken() throws {
    let life = try DeskLife(seed: 1, acts: 4)
    let authority = life.authority(try TestDatabase.store(), seed: 1)
    let gap = try life.send(2..<4, to: authority)
    #expect(gap.storedTo == 0 && gap.stop == .gap)
    #expect(try life.send(0..<3, to: authority).storedTo == 3)
    let fork = try life.exchange([life.arrivals[3]], after: Chain.start, with: authority)
    #expect(fork.storedTo == 3 && fork.stop == .fork)
    #expect(try life.send(3..<life.arrivals.count, to: authority).stop == nil)
  }

  private func change(_ sql: String, in store: PostgresAuthorityStore) throws {
    let root = try Link(try TestDatabase.shared.get().server.address(as: "postgres", "central"))
    try root.run(
      sql.replacing("WHERE ", with: "WHERE organization = '\(store.organization.text)' AND "))
  }

  /// As on SQLite: whatever is changed of an operation behind the authority's back.
  @Test(
    arguments: KeptDamage.all + [
      ("UPDATE member SET \"firstName\" = 'Another' WHERE true", "member: 5 rows changed")
    ])
  func damageIsTold(_ damage: String, told: String) throws {
    let life = try DeskLife(seed: 2, acts: 8)
    let store = try TestDatabase.store()
    try expectDamageTold(life, life.authority(store, seed: 2), told, store.problems) {
      try change(damage, in: store)
    }
  }

  /// However operations came, and whatever became of them, nothing is wrong with them.
  @Test(
    arguments: [
      { try $0.whatWaitsIsDecidedWhenTheOtherComes() }, { try $0.aDeviceGetsItsOperationsBack() },
      { try $0.whatWasBroughtHasItsPlaceLater() }, { try $0.whatCannotBeReadStaysParked() },
    ] as [@Sendable (IntakeBody<PostgresAuthorityStore>) throws -> Void])
  func everyWayOfComingIsSound(
    _ body: @Sendable (IntakeBody<PostgresAuthorityStore>) throws -> Void
  ) throws {
    let store = try TestDatabase.store()
    try body(IntakeBody { store })
    #expect(try store.problems() == [])
  }

  @Test func whatABrokenCommitTookOverIsForgotten() throws {
    struct Power: Error {}
    let life = try DeskLife(seed: 6, acts: 0)
    let store = try TestDatabase.store()
    let found = try PayloadCodec.operation(
      try PayloadCodec.header(life.arrivals[0].header), payload: life.arrivals[0].payload)
    #expect(throws: Power.self) {
      try store.commit {
        let facts = try store.studio(knowing: found.intent.namedZone)
        try store.write(try decide(found, facts).changes, at: 1)
        #expect(try store.studio(knowing: nil).organization != nil)
        throw Power()
      }
    }
    #expect(try store.commit { try store.studio(knowing: nil).organization } == nil)
    #expect(try store.sequence() == 0)
  }
}
