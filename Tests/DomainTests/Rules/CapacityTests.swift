import Domain
import Support
import Testing

@Suite("Capacity and overrides")
struct CapacityTests {
  private var studio = StudioFixture()

  private func sum(_ session: ID<Session>) -> Capacity {
    Capacity(
      studio.world[session] ?? Session(),
      studio.world.all(Booking.self).filter { $0.session == session })
  }

  @Test("held, offered, confirmed, checked in and no-show take places; the others do not")
  func states() {
    let taking: Set<BookingState> = [.held, .offered, .confirmed, .checkedIn, .noShow]
    for state in BookingState.allCases {
      #expect(state.takesPlace == taking.contains(state))
      var session = Session()
      session.capacity = 3
      var booking = Booking()
      booking.state = state
      booking.spots = 2
      #expect(Capacity(session, [booking]).free == (taking.contains(state) ? 1 : 3))
    }
  }

  @Test("a full session refuses, offers the waitlist, and tells the numbers")
  mutating func full() throws {
    let session = studio.session(in: 7_200, capacity: 2)
    try studio.fill(session, 2)
    let member = studio.member()
    #expect(studio.refusal(studio.bookIntent(session, member)) == .classFull)
    let waiting = try studio.book(member, session) { $0.waitlist = true }
    #expect(studio.world[waiting]?.state == .waitlisted)
    #expect(studio.world[waiting]?.queue == 1)
    #expect(studio.world[waiting]?.creditsUsed == .zero)
    #expect(sum(session) == sum(session))
    #expect(sum(session).free == 0 && sum(session).waitlisted == 1)
  }

  @Test("reception adds one a session at the door; manager and owner up to the room's limit")
  mutating func overrides() throws {
    let session = studio.session(in: 600, capacity: 10)
    try studio.fill(session, 10)
    func over(_ role: Role, spots: Int = 1) -> RefusalCode? {
      var intent = studio.bookIntent(session, studio.member(credits: 20))
      intent.override = "regular"
      intent.spots = spots
      return studio.refusal(intent, as: role)
    }
    #expect(over(.instructor) == .notPermitted)
    #expect(over(.receptionist, spots: 2) == .classFull)
    #expect(over(.receptionist) == nil)
    #expect(over(.receptionist) == .classFull)
    #expect(over(.locationManager, spots: 4) == .classFull)
    #expect(over(.locationManager, spots: 2) == nil)
    #expect(over(.owner) == nil)
    #expect(over(.owner) == .classFull)
    #expect(sum(session).taken == 14 && sum(session).over == 4 && sum(session).holds)
  }

  @Test("only the spots above the capacity are overridden, so that the room's limit holds")
  mutating func partly() throws {
    let session = studio.session(in: 600, capacity: 10)
    try studio.fill(session, 8)
    var intent = studio.bookIntent(session, studio.member(credits: 20))
    intent.spots = 3
    intent.override = "a family"
    #expect(studio.refusal(intent) == nil)
    #expect(sum(session).over == 1 && sum(session).free == 0)
  }

  @Test("a reason goes above the capacity only where that was what it answers")
  mutating func besides() throws {
    let session = studio.session(in: 600, capacity: 2)
    try studio.fill(session, 2)
    let member = studio.member()
    studio.world.edit(member) { $0.permission = .restricted }
    var intent = studio.bookIntent(session, member)
    #expect(studio.refusal(intent) == .memberRestricted)
    intent.override = "agreed"
    let desk = studio.actor(.receptionist)
    #expect(throws: Refusal.self) { try studio.world.run(intent, as: desk) }
    do { try studio.world.run(intent, as: desk) } catch {
      #expect(error.code == .classFull && error.arguments["beside"] == .count(1))
      #expect(error.template(for: .staff).hasPrefix("Full besides"))
    }
    intent.overrides = [.classFull]
    #expect(studio.refusal(intent) == .memberRestricted)
    intent.overrides = [.memberRestricted, .classFull]
    #expect(studio.refusal(intent) == nil)
    #expect(sum(session).over == 1 && sum(session).holds)
  }

  @Test("a device stores which refusals a reason went over")
  mutating func answered() throws {
    let session = studio.session(in: 600, capacity: 1)
    let desk = studio.actor(.receptionist)
    func stored(_ member: ID<Member>, override: String?) throws -> [RefusalCode]? {
      var intent = studio.bookIntent(session, member)
      intent.override = override
      let operation = try studio.world.meant(intent, as: desk).operation
      return (operation.intent as? Book)?.overrides
    }
    #expect(try stored(studio.member(), override: "needless") == [])
    #expect(try stored(studio.member(), override: "regular") == [.classFull])
    let wide = studio.session(in: 600, capacity: 9)
    let plain = try studio.world.meant(studio.bookIntent(wide, studio.member()), as: desk)
    #expect((plain.operation.intent as? Book)?.overrides == nil)
  }

  @Test("what was overridden counts although somebody left since: whoever did comes back by undo")
  mutating func usedUp() throws {
    let session = studio.session(in: 100 * 3_600, capacity: 2)
    try studio.fill(session, 2)
    let regular = try #require(studio.world.all(Booking.self).first).id
    func override() -> RefusalCode? {
      var intent = studio.bookIntent(session, studio.member())
      intent.override = "regular"
      return studio.refusal(intent)
    }
    #expect(override() == nil)
    try studio.world.run(Cancel(booking: regular), as: studio.actor(.receptionist))
    let act = ID<Act>(studio.world.last.raw)
    #expect(sum(session).taken == 2 && sum(session).above == 0)
    #expect(override() == .classFull)
    #expect(studio.refusal(Undo(act: act)) == nil)
    #expect(sum(session).taken == 3 && sum(session).above == 1 && sum(session).holds)
    #expect(override() == .classFull)
  }

  @Test("a capacity below what is taken becomes that, also where an override has room by now")
  mutating func shrunkAfterwards() throws {
    let session = studio.session(in: 100 * 3_600, capacity: 3)
    try studio.fill(session, 3)
    let regular = try #require(studio.world.all(Booking.self).first).id
    _ = try studio.book(studio.member(), session) { $0.override = "regular" }
    try studio.world.run(Cancel(booking: regular), as: studio.actor(.receptionist))
    var change = ChangeSession(session: session)
    change.capacity = 1
    try studio.world.run(change, as: studio.actor(.locationManager))
    #expect(studio.world[session]?.capacity == 3 && studio.world[session]?.target == 1)
    #expect(sum(session).above == 0 && sum(session).holds)
  }

  @Test("an override belongs to its booking and dies with it")
  mutating func dies() throws {
    let session = studio.session(in: 600, capacity: 1)
    try studio.fill(session, 1)
    let extra = try studio.book(studio.member(), session) { $0.override = "regular" }
    #expect(studio.world[extra]?.overrideReason == "regular")
    #expect(studio.world[extra]?.overrideBy == studio.staff[.receptionist])
    #expect(sum(session).over == 1)
    try studio.world.run(Cancel(booking: extra), as: studio.actor(.receptionist))
    #expect(sum(session).over == 0 && sum(session).free == 0)
  }

  @Test("who stands above the capacity has the next free place; whose it was can be taken back")
  mutating func aboveFirst() throws {
    let session = studio.session(in: 100 * 3_600, capacity: 2)
    try studio.fill(session, 2)
    let regulars = studio.world.all(Booking.self).map(\.id)
    _ = try studio.book(studio.member(), session) { $0.override = "regular" }
    let waiting = try studio.book(studio.member(), session) { $0.waitlist = true }
    try studio.world.run(Cancel(booking: regulars[0]), as: studio.actor(.receptionist))
    let act = ID<Act>(studio.world.last.raw)
    #expect(sum(session).taken == 2 && sum(session).free == 0)
    #expect(studio.refusal(studio.bookIntent(session, studio.member())) == .classFull)
    try studio.world.run(TendSession(session: session), as: .system)
    #expect(studio.world[waiting]?.state == .waitlisted)
    #expect(studio.refusal(Undo(act: act)) == nil)
    #expect(sum(session).taken == 3 && sum(session).holds)
    for booking in regulars {
      try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
    }
    #expect(sum(session).free == 1)
    try studio.world.run(TendSession(session: session), as: .system)
    #expect(studio.world[waiting]?.state == .offered)
  }

  @Test("capacity below what is taken becomes what is taken, and each freed place lowers it")
  mutating func target() throws {
    let session = studio.session(in: 100 * 3_600, capacity: 5)
    try studio.fill(session, 4)
    var change = ChangeSession(session: session)
    change.capacity = 2
    #expect(studio.refusal(change) == .notPermitted)
    #expect(studio.refusal(change, as: .locationManager) == nil)
    #expect(studio.world[session]?.capacity == 4 && studio.world[session]?.target == 2)
    var left: [Int?] = []
    for booking in studio.world.all(Booking.self).prefix(3) {
      try studio.world.run(Cancel(booking: booking.id), as: studio.actor(.receptionist))
      left.append(studio.world[session]?.capacity)
    }
    #expect(left == [3, 2, 2])
    #expect(studio.world[session]?.target == nil)
    #expect(sum(session).free == 1)
  }

  @Test("a walk-in takes only free spots, whoever has arrived so far")
  mutating func walkIn() throws {
    let session = studio.session(in: -300, capacity: 1)
    studio.world.now = studio.world.now - 600
    try studio.fill(session, 1)
    studio.world.now = studio.world.now + 600
    var intent = studio.bookIntent(session, studio.member())
    intent.walkIn = true
    #expect(studio.refusal(intent) == .classFull)
  }

  @Test("spots are given back singly, at the tier")
  mutating func singly() throws {
    let session = studio.session(in: 13 * 3_600, capacity: 5)
    let booking = try studio.book(studio.member(), session) { $0.spots = 3 }
    var cancel = Cancel(booking: booking)
    cancel.spots = 1
    let decision = try studio.world.run(cancel, as: studio.actor(.receptionist))
    #expect(decision.returned == Credits(hundredths: 50))
    #expect(studio.world[booking]?.spots == 2 && sum(session).free == 3)
    #expect(studio.world[booking]?.creditsUsed == Credits(2))
    cancel.spots = 0
    #expect(studio.refusal(cancel) == .malformed)
  }
}
