import Domain
import Support
import Testing

/// One desk's file on two machines, or older than what it gave out: two copies with one block.
@Suite("Numbers, merged")
struct NumberMergeTests {
  private let studio = StudioFixture()

  private func twins(_ studio: StudioFixture) -> Outage {
    var outage = Outage(studio)
    outage.second = studio.world.copy(on: studio.desk, at: studio.here, seed: 2)
    return outage
  }

  private func register(_ name: String, on copy: inout World) throws -> Operation {
    var details = MemberDetails()
    details.firstName = name
    return try copy.did(RegisterMember(details), as: studio.actor(.receptionist))
  }

  /// Two bookings of one session that were given the same reference.
  private struct SameReference {
    var outage: Outage
    let session: ID<Session>
    let naledi: ID<Member>, pieter: ID<Member>
    let first: Operation, second: Operation
  }

  private func sameReference() throws -> SameReference {
    var studio = studio
    let session = studio.session(in: 86_400)
    let (naledi, pieter) = (studio.member(), studio.member())
    var outage = twins(studio)
    let desk = studio.actor(.receptionist)
    let first = try outage.first.booked(session, naledi, as: desk)
    let second = try outage.second.booked(session, pieter, as: desk)
    return SameReference(
      outage: outage, session: session, naledi: naledi, pieter: pieter, first: first,
      second: second)
  }

  @Test("a member's number that was given twice is the first one's; the second gets another")
  func members() throws {
    var outage = twins(studio)
    let first = try register("Naledi", on: &outage.first)
    let second = try register("Pieter", on: &outage.second)
    let (one, two) = (ID<Member>(first.id.raw), ID<Member>(second.id.raw))
    #expect(outage.first[one]?.number == outage.second[two]?.number)
    #expect(outage.settle(first) == Outcome(.applied))
    #expect(outage.settle(second) == Outcome(.adjusted, code: .stale))
    let numbers = try [one, two].map { try #require(outage.studio.world[$0]).number }
    #expect(numbers[0] == outage.first[one]?.number && numbers[1] != numbers[0])
    #expect(throws: Never.self) { try MemberNumber(text: numbers[1]) }
    let conflict = try outage.conflict()
    #expect(conflict.kind == .renumbered && conflict.status == .open)
    #expect(conflict.member == two && conflict.otherMember == one)
    #expect(conflict.choices == [.keep])
    // Nobody is ever given the new one.
    let third = try register("Zanele", on: &outage.studio.world)
    #expect(outage.studio.world[ID<Member>(third.id.raw)]?.number != numbers[1])
    let granted = try outage.studio.world.run(
      GrantNumbers(device: studio.kiosk, numbers: .member, count: 1), as: .system)
    let block = try #require(granted.subject.flatMap { outage.studio.world[ID<NumberBlock>($0)] })
    #expect(MemberNumber(sequence: UInt32(block.next))?.text != numbers[1])
  }

  @Test("a booking's reference that was given twice is the first one's")
  func references() throws {
    let same = try sameReference()
    var outage = same.outage
    let (first, second) = (same.first, same.second)
    #expect(outage.settle(first) == Outcome(.applied))
    #expect(outage.settle(second) == Outcome(.adjusted, code: .stale))
    let (one, two) = (try #require(outage.booking(first)), try #require(outage.booking(second)))
    #expect(one.reference != two.reference && two.state == .confirmed)
    let conflict = try outage.conflict()
    #expect(conflict.kind == .renumbered && conflict.booking == two.id)
    #expect(conflict.member == same.pieter && conflict.otherBooking == one.id)
  }

  @Test("what comes late, after later numbers of the same desk, keeps its own")
  func late() throws {
    var outage = twins(studio)
    let first = try register("Naledi", on: &outage.first)
    let second = try register("Pieter", on: &outage.first)
    #expect(outage.settle(second) == Outcome(.applied))
    #expect(outage.settle(first) == Outcome(.applied))
    let id = ID<Member>(first.id.raw)
    #expect(outage.studio.world[id]?.number == outage.first[id]?.number)
    #expect(outage.conflicts.isEmpty)
  }

  @Test("what is tried again keeps what is printed, unless it has become another's")
  func again() throws {
    let same = try sameReference()
    var outage = same.outage
    let (session, naledi, pieter) = (same.session, same.naledi, same.pieter)
    let (first, second) = (same.first, same.second)
    outage.studio.world.edit(session) { $0.status = .cancelled }
    #expect(outage.settle(first) == Outcome(.rejected, code: .sessionCancelled))
    outage.studio.world.edit(session) { $0.status = .scheduled }
    #expect(outage.settle(second) == Outcome(.adjusted, code: .stale))
    let refused = try #require(outage.conflicts.first { $0.kind == .refused })
    let done = try outage.studio.world.did(
      ResolveDecision(refused.id, .tryAgain), as: studio.actor(.locationManager))
    #expect(outage.settle(done).state != .rejected)
    let live = outage.studio.world.all(Booking.self).filter { $0.state == .confirmed }
    #expect(Set(live.map(\.member)) == [naledi, pieter])
    #expect(Set(live.map(\.reference)).count == 2)
    #expect(
      live.first { $0.member == naledi }?.reference == outage.booking(first)?.reference)
  }

  @Test("a new life has numbers of its own, and two machines are a manager's matter")
  func lives() throws {
    var world = studio.world
    func blocks() -> [NumberBlock] {
      world.all(NumberBlock.self).filter { $0.device == studio.desk && $0.next < $0.end }
    }
    let before = blocks()
    try world.run(NoteLife(target: studio.desk, twice: false), as: .system)
    #expect(
      blocks().map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.member, .receipt, .reference])
    #expect(blocks().allSatisfy { new in before.allSatisfy { $0.id != new.id } })
    #expect(world.all(Conflict.self).isEmpty)
    try world.run(NoteLife(target: studio.desk, twice: true), as: .system)
    let conflict = try #require(world.all(Conflict.self).first)
    #expect(conflict.kind == .twoMachines && conflict.device == studio.desk)
    var after = studio
    after.world = world
    let keep = ResolveDecision(conflict.id, .keep)
    #expect(after.refusal(keep, as: .receptionist) == .notPermitted)
    #expect(after.refusal(keep, as: .locationManager) == nil)
    let life = NoteLife(target: studio.desk, twice: false)
    #expect(after.refusal(life, as: .owner) == .notPermitted)
  }
}
