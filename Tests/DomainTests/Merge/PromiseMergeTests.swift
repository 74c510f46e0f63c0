import Domain
import Support
import Testing

@Suite("Places promised in the dark")
struct PromiseMergeTests {
  @Test(
    "a hold confirmed in the dark that expired meanwhile", arguments: [false, true], [false, true])
  func hold(full: Bool, offered: Bool) throws {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400, capacity: 1)
    let member = studio.member()
    let desk = studio.actor(.receptionist)
    let booking: ID<Booking>
    if offered {
      let holder = try studio.book(studio.member(), session)
      booking = try studio.book(member, session) { $0.waitlist = true }
      try studio.world.run(Cancel(booking: holder), as: desk)
      try studio.world.run(TendSession(session: session), as: .system)
    } else {
      let hold = Hold(session: session, member: member, code: studio.world.code())
      booking = ID(try studio.world.run(hold, as: desk).subject ?? .init(hi: 0, lo: 0))
    }
    var outage = Outage(studio)
    outage.first.now = outage.first.now + 300
    let confirmed = try outage.first.did(Confirm(booking: booking), as: desk)
    outage.studio.world.now = outage.studio.world.now + 7_200
    try outage.studio.world.run(TendSession(session: session), as: .system)
    #expect(outage.booking(booking)?.state == .expired)
    if full { try outage.studio.fill(session, 1) }
    let code: RefusalCode = offered ? .offerExpired : .holdExpired
    #expect(outage.settle(confirmed) == Outcome(.adjusted, code: code))
    let row = try #require(outage.booking(booking))
    #expect(row.state == (full ? .waitlisted : .confirmed))
    #expect(row.expiresAt == nil && (row.queue == nil) == !full)
    #expect(outage.places(session) == [1, 1, 0, full ? 1 : 0])
    #expect(outage.balance(member).left == Credits(full ? 10 : 9))
    #expect(outage.conflicts.map(\.kind) == (full ? [.lastPlace] : []))
  }

  @Test("held and confirmed in the dark, when the place was sold meanwhile")
  func heldInTheDark() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400, capacity: 1)
    let member = studio.member()
    let other = studio.member()
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let hold = try outage.first.did(
      Hold(session: session, member: member, code: outage.first.code()), as: desk)
    let confirmed = try outage.first.did(Confirm(booking: ID(hold.id.raw)), as: desk)
    _ = try outage.studio.book(other, session)
    #expect(outage.settle(hold) == Outcome(.adjusted, code: .classFull))
    #expect(outage.settle(confirmed) == Outcome(.adjusted, code: .holdExpired))
    #expect(outage.booking(hold)?.state == .waitlisted)
    #expect(try outage.conflict().kind == .lastPlace)
  }

  @Test("promoted twice is promoted once")
  func promotedTwice() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400, capacity: 1)
    let member = studio.member()
    let desk = studio.actor(.receptionist)
    let holder = try studio.book(studio.member(), session)
    let booking = try studio.book(member, session) { $0.waitlist = true }
    studio.world.edit(holder) { $0.state = .cancelled }
    var outage = Outage(studio)
    let one = try outage.first.did(Promote(booking: booking), as: desk)
    let two = try outage.second.did(Promote(booking: booking), as: desk)
    #expect(outage.settle(one) == Outcome(.applied))
    #expect(outage.settle(two) == Outcome(.adjusted, code: .alreadyBooked))
    #expect(outage.balance(member) == (Credits(9), Credits(9)))
    #expect(outage.places(session) == [1, 1, 0, 0])
    let conflict = try outage.conflict()
    #expect(conflict.kind == .doneTwice && conflict.status == .told)
  }

  @Test("two promoted for one place: the second goes to the top")
  func onePlace() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400, capacity: 1)
    let desk = studio.actor(.receptionist)
    let holder = try studio.book(studio.member(), session)
    let waiting = try (0..<3).map { _ in
      try studio.book(studio.member(), session) { $0.waitlist = true }
    }
    studio.world.edit(holder) { $0.state = .cancelled }
    var outage = Outage(studio)
    let one = try outage.first.did(Promote(booking: waiting[0]), as: desk)
    let two = try outage.second.did(Promote(booking: waiting[2]), as: desk)
    #expect(outage.settle(one) == Outcome(.applied))
    #expect(outage.settle(two) == Outcome(.adjusted, code: .classFull))
    #expect(outage.booking(waiting[2])?.lostPlace == true)
    #expect(outage.booking(waiting[1])?.queue == 2)
    #expect(outage.places(session) == [1, 1, 0, 2])
    #expect(try outage.conflict().booking == waiting[2])
  }

  @Test("moved into a session that is full meanwhile: it stays where it was")
  func moved() throws {
    var studio = StudioFixture()
    let from = studio.session(in: 86_400)
    let to = studio.session(in: 2 * 86_400, capacity: 1)
    let booking = try studio.book(studio.member(), from)
    var outage = Outage(studio)
    let move = try outage.first.did(
      Move(booking: booking, to: to), as: studio.actor(.receptionist))
    try outage.studio.fill(to, 1)
    #expect(outage.settle(move) == Outcome(.rejected, code: .classFull))
    #expect(outage.booking(booking)?.session == from)
    #expect(outage.booking(booking)?.state == .confirmed)
    let conflict = try outage.conflict()
    #expect(conflict.kind == .refused)
    let third = outage.studio.session(in: 3 * 86_400)
    var elsewhere = ResolveDecision(conflict.id, .moveToSession)
    elsewhere.session = third
    let moved = outage.studio.refusal(elsewhere)
    #expect(moved == nil)
    #expect(outage.booking(booking)?.session == third)
  }

  @Test("a session shrunk below what is booked keeps everybody")
  func shrunk() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400, capacity: 5)
    var outage = Outage(studio)
    var change = ChangeSession(session: session)
    change.capacity = 2
    let shrunk = try outage.first.did(change, as: studio.actor(.owner))
    try outage.studio.fill(session, 4)
    #expect(outage.settle(shrunk) == Outcome(.applied))
    #expect(outage.studio.world[session]?.capacity == 4)
    #expect(outage.studio.world[session]?.target == 2)
    let conflict = try outage.conflict()
    #expect(conflict.kind == .sessionShrunk && conflict.count == 2)
    #expect(conflict.session == session)
  }
}
