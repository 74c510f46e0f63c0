import Central
import Crypto
import Domain
import Testing
import Wire

/// What is taken from devices by whatever way, and what waits; the same on every store.
struct IntakeBody<Store: AuthorityStore>: StoreBody {
  let make: () throws -> Store

  /// An operation that came before the one it stands on is decided when that comes, and its device
  /// hears of it.
  func whatWaitsIsDecidedWhenTheOtherComes() throws {
    let town = try Town(try make())
    let (first, second) = (try town.enrol(), try town.enrol())
    let ground = try first.write(DefineService(name: "Yoga", type: "yoga"))
    let service = ID<Service>(ground.id.raw)
    let start = town.now + 86_400
    let middle = try second.write(
      ScheduleSession(service: service, location: try town.place(), start: start),
      after: [ground.id])
    let top = try second.write(
      AddNote(member: nil, session: ID(middle.id.raw), text: "mats"),
      after: [middle.id, ground.id])
    try second.exchange(second.request([middle.bytes, top.bytes], after: Chain.start))
    #expect(second.told.values.map(\.outcome.state) == [.parked, .parked])
    let parked = try #require(second.told[middle.id])
    #expect(try town.authority.store.parked(.waits).count == 2)

    try first.exchange(first.request([ground.bytes], after: Chain.start))
    #expect(first.told[ground.id]?.outcome.state == .applied)
    #expect(try town.authority.store.parked(.waits).isEmpty)
    try second.pull()
    let decided = try #require(second.told[middle.id])
    #expect(decided.outcome.state == .applied && decided.sequence > parked.sequence)
    #expect(second.told[top.id]?.outcome.state == .applied)
    // The same again has the later outcome, and no second effect.
    let before = try town.authority.store.sequence()
    try second.exchange(second.request([middle.bytes, top.bytes], after: Chain.start))
    #expect(try town.authority.store.known(middle.id)?.verdict == decided)
    #expect(try town.authority.store.sequence() == before)
  }

  func whatCannotBeReadStaysParked() throws {
    let town = try Town(try make())
    let desk = try town.enrol()
    let strange = try desk.write(DefineService(name: "Yoga", type: "yoga")) { $0.version = 99 }
    try desk.exchange(desk.request([strange.bytes], after: Chain.start))
    let told = try #require(desk.told[strange.id])
    #expect(told.outcome.state == .parked)
    #expect(try town.authority.retryParked(at: town.now) == 0)
    #expect(try town.authority.store.known(strange.id)?.verdict == told)
    #expect(try town.authority.store.parked(.unread).map(\.operation) == [strange.id])
  }

  /// A file on a stick is the same intake by another way, and says nothing of the device's own contact.
  func aCarriedQueueIsTakenOnce() throws {
    let town = try Town(try make())
    let desk = try town.enrol()
    let written = try (0..<3).map { try desk.write(DefineService(name: "S\($0)", type: "x")) }
    let request = desk.request(written.map(\.bytes), after: Chain.start)
    let contact = try town.authority.store.contact(of: desk.device)
    let carried = try #require(
      try town.authority.exchange(
        [Delivery(request, isCarried: true)], at: town.milliseconds + 9_000_000
      ).first)
    #expect(carried.outcomes.map(\.outcome.state) == [.applied, .applied, .applied])
    #expect(try town.authority.store.contact(of: desk.device) == contact)
    let sequence = try town.authority.store.sequence()
    try desk.exchange(request)
    #expect(desk.told.values.sorted { $0.sequence < $1.sequence } == carried.outcomes)
    #expect(try town.authority.store.sequence() == sequence)
    #expect(try town.authority.store.contact(of: desk.device)?.closed == false)
  }

  /// What a person carried by the operations' ids alone stands in their chain when their device sends it.
  func whatWasBroughtHasItsPlaceLater() throws {
    let town = try Town(try make())
    let desk = try town.enrol()
    let written = try (0..<3).map { try desk.write(DefineService(name: "S\($0)", type: "x")) }
    let brought = try town.authority.bring(written.dropFirst().map(\.bytes), at: town.now)
    #expect(brought.map(\.state) == [.new, .new])
    let sequence = try town.authority.store.sequence()
    try desk.exchange(desk.request(written.map(\.bytes), after: Chain.start))
    #expect(desk.told.values.allSatisfy { $0.outcome.state == .applied })
    #expect(try town.authority.store.known(written[0].id)?.verdict.sequence ?? 0 > sequence)
    #expect(
      try town.authority.operations(of: desk.device, desk.epoch, after: 0) == written.map(\.bytes))
  }

  /// After a lost disk a device gets back what it had sent, byte by byte, each life as it was.
  func aDeviceGetsItsOperationsBack() throws {
    let town = try Town(try make())
    let desk = try town.enrol()
    let written = try (0..<5).map { try desk.write(DefineService(name: "S\($0)", type: "x")) }
    try desk.exchange(desk.request(written.map(\.bytes), after: Chain.start))
    let authority = town.authority
    let back = try authority.operations(of: desk.device, desk.epoch, after: 0)
    #expect(back == written.map(\.bytes))
    #expect(
      try authority.operations(of: desk.device, desk.epoch, after: 2, limit: 2)
        == written[2..<4].map(\.bytes))
    // A later life sends two of them again under the same ids, and one that is new.
    let (parent, old) = (desk.epoch, desk.head.hash)
    (desk.epoch, desk.head) = (Epoch(2), (0, old))
    let again = try written.prefix(2).map { one in
      try desk.write(try PayloadCodec.intent(one.bytes.payload, of: header(one.bytes))) {
        $0.id = one.id
      }
    }
    let new = try desk.write(DefineService(name: "new", type: "x"))
    var request = desk.request((again + [new]).map(\.bytes), after: old)
    request.parent = parent
    let sequence = try authority.store.sequence()
    let answer = try desk.exchange(request)
    #expect(answer.stop == nil && answer.storedTo == 3)
    #expect(
      try authority.operations(of: desk.device, desk.epoch, after: 0)
        == (again + [new]).map(\.bytes))
    #expect(try authority.operations(of: desk.device, parent, after: 0) == back)
    // The new one, and the numbers of the new life.
    #expect(try authority.store.sequence() == sequence + 2)
  }

  private func header(_ stored: StoredOperation) throws -> OperationHeader {
    try PayloadCodec.header(stored.header)
  }

  /// Whoever claims to be the authority itself is not believed.
  func nobodyElseIsTheSystem() throws {
    let town = try Town(try make())
    let desk = try town.enrol()
    let claim = try desk.write(
      GrantNumbers(device: desk.device, numbers: .member, count: 5), as: .system)
    try desk.exchange(desk.request([claim.bytes], after: Chain.start))
    #expect(desk.told[claim.id]?.outcome == Outcome(.rejected, code: .notPermitted))
  }
}
