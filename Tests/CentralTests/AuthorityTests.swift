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
      let answer = try life.send(
        first..<last, to: authority, acknowledged: Int64(Int.random(in: 0...known, using: &chance)))
      #expect(answer.stop == nil && answer.storedTo >= last)
      for verdict in answer.outcomes {
        #expect(verdict.outcome.state == .applied)
        let before = told.updateValue(verdict, forKey: verdict.operation)
        #expect(before == nil || before == verdict, "one outcome for ever")
      }
      // Where the answer is lost the desk sends the same again.
      if Bool.random(using: &chance) { known = max(known, last) }
    }
    let order = life.ids.compactMap { told[$0]?.sequence }
    #expect(order.count == life.arrivals.count && zip(order, order.dropFirst()).allSatisfy(<))
    #expect(try life.digests(of: authority) == life.digests())
  }

  @Test func aGapAForkAndAForeignOneAreNotTaken() throws {
    let life = try DeskLife(seed: 1, acts: 4)
    let authority = try life.authority()
    let gap = try life.send(2..<4, to: authority)
    #expect(gap.storedTo == 0 && gap.stop == .gap)
    #expect(try life.send(0..<3, to: authority).storedTo == 3)

    let fork = try life.exchange([life.arrivals[3]], after: Chain.start, with: authority)
    #expect(fork.storedTo == 3 && fork.stop == .fork)
    #expect(fork.storedHash == life.hash(before: 3))
    let rewritten = StoredOperation(
      header: life.arrivals[2].header, payload: life.arrivals[3].payload)
    let old = try life.exchange([rewritten], after: life.hash(before: 2), with: authority)
    #expect(old.storedTo == 3 && old.stop == .fork)

    for foreign in [ID<Device>(Bits128(hi: 7, lo: 7)), life.device] {
      let epoch = foreign == life.device ? Epoch(life.epoch.raw &+ 1) : life.epoch
      let answer = try life.exchange(
        [life.arrivals[3]], of: foreign, epoch, after: Chain.start, with: authority)
      #expect(answer.storedTo == 0 && answer.stop == .malformed)
    }
    #expect(try life.send(3..<life.arrivals.count, to: authority).stop == nil)
    #expect(try life.digests(of: authority) == life.digests())
  }

  /// A restored desk takes a new epoch and sends under old ids: nothing happens twice.
  @Test func aNewLifeOfTheFileSendsTheSameIdsOnce() throws {
    let life = try DeskLife(seed: 2, acts: 12)
    let authority = try life.authority()
    let first = try life.send(0..<life.arrivals.count, to: authority)
    let known = try authority.store.sequence()
    let epoch = Epoch(life.epoch.raw &+ 1)
    let again = try life.arrivals.map { arrival in
      var header = try PayloadCodec.header(arrival.header)
      header.epoch = epoch
      return StoredOperation(header: try PayloadCodec.encode(header), payload: arrival.payload)
    }
    let second = try life.exchange(
      again, epoch, parent: life.epoch, after: life.hash(before: 3), with: authority)
    #expect(second.outcomes == first.outcomes && second.storedTo == life.arrivals.count)
    #expect(try life.digests(of: authority) == life.digests())
    // But for the numbers that the new life gets.
    #expect(try authority.store.sequence() == known + 1)
  }

  @Test func oneIdWithTwoMeaningsIsTold() throws {
    let life = try DeskLife(seed: 3, acts: 0)
    let authority = try life.authority()
    let count = life.arrivals.count
    let first = try life.send(0..<count, to: authority)
    var header = try PayloadCodec.header(life.arrivals[count - 1].header)
    header.seq = count + 1
    let other = StoredOperation(
      header: try PayloadCodec.encode(header), payload: life.arrivals[count - 2].payload)
    let told = try life.exchange(
      [other], after: life.hash(before: count), with: authority, acknowledged: Int64(count))
    #expect(told.storedTo == count + 1)
    #expect(told.outcomes.map(\.outcome) == [Outcome(.rejected, code: .idempotencyMismatch)])
    #expect(try authority.store.known(header.id)?.verdict == first.outcomes.last)
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
      StoredOperation(header: try header(1) { $0.kind = "sauna.heat" }, payload: payload),
      StoredOperation(header: try header(2), payload: Array("{}".utf8)),
      StoredOperation(
        header: try header(3) { $0.after = [ID(Bits128(hi: 99, lo: 1))] }, payload: payload),
      StoredOperation(
        header: try header(4) { $0.after = [ID(Bits128(hi: 98, lo: 1))] }, payload: payload),
      StoredOperation(header: try header(5), payload: payload),
    ]
    let intake = try life.exchange(
      sent, after: life.hash(before: count), with: authority, acknowledged: Int64(count))
    #expect(
      intake.outcomes.map(\.outcome.state) == [.parked, .parked, .parked, .parked, .applied])
    #expect(intake.storedTo == count + 5 && intake.stop == nil)
  }

  /// A refused operation keeps its place in the order and changes no row.
  @Test func aRefusalIsAnOutcomeToo() throws {
    let life = try DeskLife(seed: 5, acts: 0)
    let authority = try life.authority()
    let count = life.arrivals.count
    _ = try life.send(0..<count, to: authority)
    let before = try authority.store.digests(nil)
    var header = try PayloadCodec.header(life.arrivals[0].header)
    (header.id, header.seq) = (ID(Bits128(hi: 1, lo: 1)), count + 1)
    let twice = StoredOperation(
      header: try PayloadCodec.encode(header), payload: life.arrivals[0].payload)
    let intake = try life.exchange(
      [twice], after: life.hash(before: count), with: authority, acknowledged: Int64(count))
    #expect(intake.outcomes.map(\.outcome) == [Outcome(.rejected, code: .stale)])
    #expect(try intake.outcomes.first?.sequence == authority.store.sequence())
    #expect(try authority.store.digests(nil) == before)
  }

  @Test func whatABrokenCommitTookOverIsForgotten() throws {
    struct Power: Error {}
    let life = try DeskLife(seed: 6, acts: 0)
    let store = try life.authority().store
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
