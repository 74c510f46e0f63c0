import Central
import Crypto
import Domain
import Support
import Testing
import Wire

@Suite struct AuthorityTests {
  /// The rulebook run twice: what the desk did by itself the authority makes again, row by row,
  /// whatever of the answers was lost and however often the same was sent.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func whatADeskDidIsMadeAgain(seed: UInt64) throws {
    let life = try DeskLife(seed: seed)
    let authority = try life.authority()
    var chance = SeededGenerator(seed: seed &* 31)
    var told: [ID<Operation>: Verdict] = [:]
    var known = 0
    while known < life.arrivals.count {
      let first = Int.random(in: max(0, known - 5)...known, using: &chance)
      let last = Int.random(in: first + 1...min(life.arrivals.count, first + 12), using: &chance)
      let intake = try life.send(first..<last, to: authority)
      #expect(intake.stop == nil && intake.storedTo >= last)
      #expect(intake.verdicts.count == last - first)
      for verdict in intake.verdicts {
        #expect(verdict.outcome.state == .applied)
        let before = told.updateValue(verdict, forKey: verdict.operation)
        #expect(before == nil || before == verdict, "one outcome for ever")
      }
      // Where the answer is lost the desk sends the same again.
      if Bool.random(using: &chance) { known = max(known, last) }
    }
    #expect(told.values.map(\.sequence).sorted() == (1...Int64(life.arrivals.count)).map { $0 })
    #expect(try authority.store.digests() == life.digests())
  }

  @Test func aGapAForkAndAForeignOneAreNotTaken() throws {
    let life = try DeskLife(seed: 1, acts: 4)
    let authority = try life.authority()
    let gap = try life.send(2..<4, to: authority)
    #expect(gap == Intake(storedTo: 0, stop: .gap))
    #expect(try life.send(0..<3, to: authority).storedTo == 3)

    let fork = try authority.take(
      [life.arrivals[3]], of: life.device, life.epoch, after: Chain.start)
    #expect(fork == Intake(storedTo: 3, stop: .fork))
    let rewritten = Arrival(header: life.arrivals[2].header, payload: life.arrivals[3].payload)
    let old = try authority.take(
      [rewritten], of: life.device, life.epoch, after: life.hash(before: 2))
    #expect(old == Intake(storedTo: 3, stop: .fork))

    for foreign in [ID<Device>(Bits128(hi: 7, lo: 7)), life.device] {
      let epoch = foreign == life.device ? Epoch(life.epoch.raw &+ 1) : life.epoch
      let intake = try authority.take([life.arrivals[3]], of: foreign, epoch, after: Chain.start)
      #expect(intake == Intake(storedTo: 0, stop: .malformed))
    }
    #expect(try life.send(3..<life.arrivals.count, to: authority).stop == nil)
    #expect(try authority.store.digests() == life.digests())
  }

  /// A restored desk takes a new epoch and sends under old ids: nothing happens twice.
  @Test func aNewLifeOfTheFileSendsTheSameIdsOnce() throws {
    let life = try DeskLife(seed: 2, acts: 12)
    let authority = try life.authority()
    let first = try life.send(0..<life.arrivals.count, to: authority)
    let epoch = Epoch(life.epoch.raw &+ 1)
    let again = try life.arrivals.map { arrival in
      var header = try PayloadCodec.header(arrival.header)
      header.epoch = epoch
      return Arrival(header: try PayloadCodec.encode(header), payload: arrival.payload)
    }
    let second = try authority.take(again, of: life.device, epoch, after: Chain.start)
    #expect(second.verdicts == first.verdicts && second.storedTo == life.arrivals.count)
    #expect(try authority.store.digests() == life.digests())
    #expect(try authority.store.sequence() == Int64(life.arrivals.count))
  }

  @Test func oneIdWithTwoMeaningsIsTold() throws {
    let life = try DeskLife(seed: 3, acts: 0)
    let authority = try life.authority()
    let count = life.arrivals.count
    let first = try life.send(0..<count, to: authority)
    var header = try PayloadCodec.header(life.arrivals[count - 1].header)
    header.seq = count + 1
    let other = Arrival(
      header: try PayloadCodec.encode(header), payload: life.arrivals[count - 2].payload)
    let told = try authority.take(
      [other], of: life.device, life.epoch, after: life.hash(before: count))
    #expect(told.storedTo == count + 1)
    #expect(told.verdicts.map(\.outcome) == [Outcome(.rejected, code: .idempotencyMismatch)])
    #expect(try authority.store.verdict(on: header.id)?.verdict == first.verdicts.last)
  }

  /// What cannot be read is parked, and what depends on it; the others go on.
  @Test func whatCannotBeReadBlocksNothing() throws {
    let life = try DeskLife(seed: 4, acts: 0)
    let authority = try life.authority()
    let count = life.arrivals.count
    _ = try life.send(0..<count, to: authority)
    let model = try PayloadCodec.header(life.arrivals[count - 1].header)
    func header(_ number: Int, _ change: (inout OperationHeader) -> Void = { _ in }) throws
      -> [UInt8]
    {
      var header = model
      header.id = ID(Bits128(hi: 99, lo: UInt64(number)))
      header.seq = count + number
      change(&header)
      return try PayloadCodec.encode(header)
    }
    let payload = life.arrivals[count - 1].payload
    let sent = [
      Arrival(header: try header(1) { $0.kind = "sauna.heat" }, payload: payload),
      Arrival(header: try header(2), payload: Array("{}".utf8)),
      Arrival(
        header: try header(3) { $0.after = [ID(Bits128(hi: 99, lo: 1))] }, payload: payload),
      Arrival(
        header: try header(4) { $0.after = [ID(Bits128(hi: 98, lo: 1))] }, payload: payload),
      Arrival(header: try header(5), payload: payload),
    ]
    let intake = try authority.take(
      sent, of: life.device, life.epoch, after: life.hash(before: count))
    #expect(
      intake.verdicts.map(\.outcome.state) == [.parked, .parked, .parked, .parked, .applied])
    #expect(intake.storedTo == count + 5 && intake.stop == nil)
  }

  /// A refused operation keeps its place in the order and changes no row.
  @Test func aRefusalIsAnOutcomeToo() throws {
    let life = try DeskLife(seed: 5, acts: 0)
    let authority = try life.authority()
    let count = life.arrivals.count
    _ = try life.send(0..<count, to: authority)
    let before = try authority.store.digests()
    var header = try PayloadCodec.header(life.arrivals[0].header)
    (header.id, header.seq) = (ID(Bits128(hi: 1, lo: 1)), count + 1)
    let twice = Arrival(header: try PayloadCodec.encode(header), payload: life.arrivals[0].payload)
    let intake = try authority.take(
      [twice], of: life.device, life.epoch, after: life.hash(before: count))
    #expect(intake.verdicts.map(\.outcome) == [Outcome(.rejected, code: .stale)])
    #expect(intake.verdicts.first?.sequence == Int64(count + 1))
    #expect(try authority.store.digests() == before)
  }

  @Test func whatABrokenCommitTookOverIsForgotten() throws {
    struct Power: Error {}
    let life = try DeskLife(seed: 6, acts: 0)
    let store = try life.authority().store
    let found = try PayloadCodec.operation(
      try PayloadCodec.header(life.arrivals[0].header), payload: life.arrivals[0].payload)
    #expect(throws: Power.self) {
      try store.commit {
        let decision = try decide(found, try store.facts(for: found))
        try store.write(decision.changes, at: 1)
        let facts = try store.facts(for: found)
        #expect(facts.organization != nil)
        throw Power()
      }
    }
    let facts = try store.commit { try store.facts(for: found) }
    #expect(facts.organization == nil)
    #expect(try store.sequence() == 0)
  }
}
