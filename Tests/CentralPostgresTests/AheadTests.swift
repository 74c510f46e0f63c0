import Central
import CentralPostgres
import Domain
import Support
import Testing
import Wire
import Zones

/// Commits that are decided while the one before is on its way.
@Suite struct AheadTests {
  private typealias Far = Authority<PostgresAuthorityStore>

  private func begin(_ range: Range<Int>, of life: DeskLife, at authority: Far) throws
    -> DecidedExchange
  {
    try authority.decideAhead([Delivery(life.request(range))], at: DeskLife.moment)
  }

  private func end(_ decided: DecidedExchange, at authority: Far) throws -> ExchangeAnswer {
    try authority.store.confirm()
    return try #require(try authority.answers(to: decided).first)
  }

  /// A desk sends on, and some of it again, before what it sent first is durable: each answer is that
  /// of an authority that knows no such haste.
  @Test func hasteChangesNothing() throws {
    let met = try (1...6 as ClosedRange<UInt64>).map { try hurry(seed: $0) }
    let (overlaps, redone) = met.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    #expect(overlaps > 12 && redone > 0, "too tame: \(overlaps) at once, \(redone) decided anew")
  }

  /// Returns how often two batches were under way, and how often one had to be decided anew.
  private func hurry(seed: UInt64) throws -> (Int, Int) {
    let life = try DeskLife(seed: seed, acts: 120)
    let near = life.authority(try life.authority().store, seed: seed)
    let far = life.authority(try TestDatabase.store(keeping: 200), seed: seed)
    var chance = SeededGenerator(seed: seed &* 17)
    var flying: (decided: DecidedExchange, expected: ExchangeAnswer)?
    var (overlaps, redone) = (0, 0)
    func land() throws {
      guard let landing = flying else { return }
      flying = nil
      let isAlike = try end(landing.decided, at: far).words == landing.expected.words
      #expect(isAlike)
    }
    var known = 0
    while known < life.arrivals.count {
      let first = Int.random(in: max(0, known - 4)...known, using: &chance)
      let last = Int.random(
        in: max(first, known) + 1...min(life.arrivals.count, known + 8), using: &chance)
      let expected = try life.send(first..<last, to: near)
      let decided: DecidedExchange
      do { decided = try begin(first..<last, of: life, at: far) } catch {
        // What only the database can tell, when it knows what is on its way: as the service does.
        try land()
        let isAlike = try life.send(first..<last, to: far).words == expected.words
        #expect(isAlike)
        (known, redone) = (last, redone + 1)
        continue
      }
      if flying != nil { overlaps += 1 }
      try land()
      let isAhead = far.store.isAhead
      let mustRest = !decided.isWhole || far.store.mustRest
      if isAhead { try far.store.dispatch() }
      flying = (decided, expected)
      if !isAhead || mustRest { try land() }
      known = last
    }
    try land()
    #expect(try near.store.digests(nil) == far.store.digests(nil))
    #expect(try life.digests(of: far) == life.digests())
    #expect(try near.store.sequence() == far.store.sequence())
    return (overlaps, redone)
  }

  @Test func whoIsOvertakenHasDoneNothing() throws {
    let life = try DeskLife(seed: 3, acts: 30)
    let one = life.authority(try TestDatabase.store(), seed: 3)
    #expect(try life.send(0..<8, to: one).stop == nil)
    let other = life.authority(try one.store.reopened(), seed: 3)

    let decided = try begin(8..<12, of: life, at: one)
    #expect(one.store.isAhead)
    let taken = try life.send(8..<10, to: other)
    #expect(taken.storedTo == 10)
    try one.store.dispatch()
    // The next is decided before anybody knows.
    _ = try begin(12..<14, of: life, at: one)
    #expect(throws: PostgresError.self) { try end(decided, at: one) }
    // What stood on it is lost too.
    #expect(throws: PostgresError.self) { try one.store.dispatch() }
    #expect(!one.store.isAhead)

    let again = try life.send(8..<14, to: one, acknowledged: 8)
    #expect(again.storedTo == 14)
    #expect(again.outcomes.prefix(2).map(\.sequence) == taken.outcomes.suffix(2).map(\.sequence))
    #expect(try life.send(14..<life.arrivals.count, to: other).stop == nil)
    #expect(try life.digests(of: one) == life.digests())
  }

  @Test func aServerThatDiesMeanwhileLosesNothing() throws {
    let server = try PostgresServer("fsync=off")
    try server.migrate()
    let pool = Pool(server.address(as: "service", "central"), size: 4, patience: 10_000)
    let store = try PostgresAuthorityStore(pool, ID(Bits128(hi: 7, lo: 1)), zones: TZifTree())
    let life = try DeskLife(seed: 4, acts: 30)
    let authority = life.authority(store, seed: 4)
    #expect(try life.send(0..<8, to: authority).stop == nil)

    let decided = try begin(8..<12, of: life, at: authority)
    server.end(.killed)
    #expect(throws: PostgresError.self) {
      try store.dispatch()
      _ = try end(decided, at: authority)
    }
    #expect(!store.isAhead)
    try server.start()
    #expect(try life.send(8..<life.arrivals.count, to: authority).stop == nil)
    #expect(try life.digests(of: authority) == life.digests())
    let told = try store.outcomes(of: life.device, after: 0, limit: 1_000)
    #expect(told.map(\.operation) == life.ids)
  }
}
