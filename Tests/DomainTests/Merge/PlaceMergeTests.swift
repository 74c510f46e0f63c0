import Domain
import Support
import Testing

@Suite("Places sold twice")
struct PlaceMergeTests {
  private var studio = StudioFixture()

  @Test("the last place: first to arrive is confirmed, the other waits before all others")
  func lastPlace() throws {
    var studio = studio
    let session = studio.session(in: 86_400, capacity: 2)
    try studio.fill(session, 1)
    let (one, two) = (studio.member(), studio.member())
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let early = try outage.second.booked(session, one, as: desk)
    let late = try outage.first.booked(session, two, as: desk)
    #expect(outage.settle(late) == Outcome(.applied))
    #expect(outage.settle(early) == Outcome(.adjusted, code: .classFull))
    #expect(outage.places(session) == [2, 2, 0, 1])
    let waiting = try #require(outage.booking(early))
    #expect(waiting.state == .waitlisted && waiting.queue == Booking.firstRank)
    #expect(waiting.spends.isEmpty)
    #expect(outage.balance(one) == (Credits(10), Credits(10)))
    #expect(outage.balance(two) == (Credits(9), Credits(9)))
    let conflict = try outage.conflict()
    #expect(conflict.kind == .lastPlace && conflict.status == .open)
    #expect(conflict.booking?.raw == early.id.raw && conflict.member == one)
    #expect(conflict.otherBooking?.raw == late.id.raw)
    #expect(conflict.credits == Credits(1))
    #expect(conflict.device == studio.kiosk && conflict.by == desk)
    #expect(conflict.choices == [.keepOnWaitlist, .moveToSession, .letIn, .cancelBooking])
  }

  @Test("a reason that was given for another rule takes nobody above the capacity in a merge")
  func reasonForAnotherRule() throws {
    var studio = studio
    let session = studio.session(in: 86_400, capacity: 2)
    try studio.fill(session, 1)
    let (one, two) = (studio.member(), studio.member())
    studio.world.edit(one) { $0.permission = .restricted }
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let early = try outage.second.booked(session, one, as: desk) { $0.override = "agreed" }
    let late = try outage.first.booked(session, two, as: desk)
    #expect(outage.settle(late) == Outcome(.applied))
    #expect(outage.settle(early) == Outcome(.adjusted, code: .classFull))
    #expect(outage.places(session) == [2, 2, 0, 1])
    #expect(outage.booking(early)?.lostPlace == true)
    #expect(try outage.conflict().kind == .lastPlace)
  }

  @Test("whoever waits already stays behind, where they were")
  func top() throws {
    var studio = studio
    let session = studio.session(in: 86_400, capacity: 1)
    let member = studio.member()
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    try outage.studio.fill(session, 1)
    let waits = try outage.studio.book(outage.studio.member(), session) { $0.waitlist = true }
    let promised = try outage.first.booked(session, member, as: desk)
    #expect(outage.settle(promised) == Outcome(.adjusted, code: .classFull))
    #expect(outage.booking(promised)?.lostPlace == true)
    #expect(outage.booking(waits)?.queue == 1)
  }

  @Test("a walk-in who is in stays, above the capacity")
  func walkIn() throws {
    var studio = studio
    let session = studio.session(in: 600, capacity: 2)
    try studio.fill(session, 1)
    let (one, two) = (studio.member(), studio.member())
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let walked = try outage.first.booked(session, one, as: desk) { $0.walkIn = true }
    let inside = try outage.first.did(
      CheckIn(booking: ID(walked.id.raw)), as: desk)
    let sold = try outage.second.booked(session, two, as: desk)
    #expect(outage.settle(sold) == Outcome(.applied))
    #expect(outage.settle(walked) == Outcome(.adjusted, code: .classFull))
    #expect(outage.settle(inside) == Outcome(.applied))
    #expect(outage.places(session) == [3, 2, 1, 0])
    let booking = try #require(outage.booking(walked))
    #expect(booking.state == .checkedIn && booking.overSpots == 1)
    #expect(booking.overrideBy == desk.staffID && booking.overrideReason == "merged")
    #expect(outage.balance(one).left == Credits(9))
    let conflict = try outage.conflict()
    #expect(conflict.kind == .walkIn && conflict.rank == .low && conflict.status == .open)
    // Nobody went against a rule.
    #expect(conflict.title == "In above the capacity" && conflict.title.count <= 24)
    let sentence = conflict.sentence(nil)
    #expect(sentence.contains("gone elsewhere") && sentence.count <= 100)
  }

  @Test("one person booked twice for one session keeps the first booking, and either code lets in")
  func twice() throws {
    var studio = studio
    let session = studio.session(in: 600, capacity: 5)
    let member = studio.member()
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let stands = try outage.first.booked(session, member, as: desk)
    let second = try outage.second.booked(session, member, as: desk)
    let inside = try outage.second.did(CheckIn(booking: ID(second.id.raw)), as: desk)
    #expect(outage.settle(stands) == Outcome(.applied))
    #expect(outage.settle(second) == Outcome(.adjusted, code: .alreadyBooked))
    #expect(outage.settle(inside) == Outcome(.applied))
    #expect(outage.booking(second)?.state == .cancelled)
    #expect(outage.booking(stands)?.state == .checkedIn)
    #expect(outage.balance(member).left == Credits(9))
    #expect(outage.places(session) == [1, 5, 0, 0])
    #expect(try outage.conflict().status == .told)
  }

  @Test("waiting by one booking, promised a place by another", arguments: [false, true])
  func promisedTwice(full: Bool) throws {
    var studio = studio
    let session = studio.session(in: 86_400, capacity: 2)
    let member = studio.member()
    let desk = studio.actor(.receptionist)
    try studio.fill(session, 1)
    var outage = Outage(studio)
    let promised = try outage.first.booked(session, member, as: desk)
    let holder = try outage.studio.book(outage.studio.member(), session)
    let other = try outage.studio.book(outage.studio.member(), session) { $0.waitlist = true }
    let waits = try outage.studio.book(member, session) { $0.waitlist = true }
    if !full {
      let gone = outage.studio.refusal(Cancel(booking: holder))
      #expect(gone == nil)
    }
    #expect(outage.settle(promised) == Outcome(.adjusted, code: .alreadyBooked))
    #expect(outage.booking(waits)?.state == (full ? .waitlisted : .confirmed))
    #expect(outage.booking(waits)?.queue == (full ? Booking.firstRank : nil))
    #expect(outage.booking(other)?.queue == 1)
    #expect(outage.balance(member).left == Credits(full ? 10 : 9))
    #expect(
      Set(outage.conflicts.map(\.kind)) == (full ? [.lastPlace, .bookedTwice] : [.bookedTwice]))
  }

  @Test("two overlapping bookings both stand, and a person is asked")
  func overlap() throws {
    var studio = studio
    let session = studio.session(in: 86_400)
    let other = studio.session(in: 86_400 + 1_800)
    let member = studio.member()
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let one = try outage.first.booked(session, member, as: desk)
    let two = try outage.second.booked(other, member, as: desk)
    #expect(outage.settle(one) == Outcome(.applied))
    #expect(outage.settle(two) == Outcome(.adjusted, code: .timeConflict))
    #expect(outage.booking(two)?.state == .confirmed)
    #expect(outage.balance(member).left == Credits(8))
    let conflict = try outage.conflict()
    #expect(conflict.kind == .timeConflict && conflict.otherBooking?.raw == one.id.raw)
    #expect(conflict.choices == [.keep, .cancelBooking])
  }

  @Test(
    "what is conceded to a clash is no right to a place", arguments: [Role.receptionist, .owner])
  func overlapInAFullSession(role: Role) throws {
    var studio = studio
    let session = studio.session(in: 86_400)
    let full = studio.session(in: 86_400 + 1_800, capacity: 2)
    try studio.fill(full, 1)
    let (one, two) = (studio.member(), studio.member())
    let desk = studio.actor(role)
    var outage = Outage(studio)
    let last = try outage.first.booked(full, one, as: desk)
    let elsewhere = try outage.first.booked(session, two, as: desk)
    let both = try outage.second.booked(full, two, as: desk)
    for operation in [last, elsewhere] {
      #expect(outage.settle(operation) == Outcome(.applied))
    }
    #expect(outage.settle(both).state == .adjusted)
    #expect(outage.places(full) == [2, 2, 0, 1])
    #expect(outage.booking(both)?.state == .waitlisted)
  }

  @Test("a booking that cannot be honoured leaves its code and a decision")
  func refused() throws {
    var studio = studio
    let session = studio.session(in: 600)
    let member = studio.member()
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let dark = try outage.first.booked(session, member, as: desk)
    let inside = try outage.first.did(CheckIn(booking: ID(dark.id.raw)), as: desk)
    outage.studio.world.edit(member) { $0.status = .banned }
    #expect(outage.settle(dark) == Outcome(.rejected, code: .memberBanned))
    #expect(outage.booking(dark)?.state == .cancelled)
    let conflict = try outage.conflict()
    #expect(conflict.kind == .refused && conflict.booking?.raw == dark.id.raw)
    #expect(conflict.choices == [.tryAgain, .moveToSession, .discard])
    // They were in nevertheless: that is a fact, and another decision.
    #expect(outage.settle(inside).state == .adjusted)
    #expect(outage.booking(dark)?.state == .checkedIn)
    #expect(outage.balance(member).left == Credits(9))
    #expect(outage.conflicts.count { $0.code == "MEMBER_BANNED" } == 2)
    #expect(outage.conflicts.filter { $0.status == .open }.map(\.kind) == [.walkIn])
  }

  @Test("numbers that were told are used up, refused or not")
  func numbers() throws {
    var studio = studio
    let session = studio.session(in: 86_400)
    let member = studio.member()
    var outage = Outage(studio)
    let dark = try outage.first.booked(session, member, as: studio.actor(.receptionist))
    func next(_ world: World) -> [Int] {
      world.all(NumberBlock.self).filter { $0.device == studio.desk && $0.kind == .reference }
        .map(\.next)
    }
    outage.studio.world.edit(session) { $0.status = .cancelled }
    #expect(outage.settle(dark) == Outcome(.rejected, code: .sessionCancelled))
    #expect(next(outage.studio.world) == next(outage.first))
  }
}
