import Domain
import Support
import Testing

@Suite("Cancelling, moving, and what goes back")
struct CancellationTests {
  private var studio = StudioFixture()
  private static let hour = 3_600

  @Test(
    "24 h returns all, 12 h half, less none, and each limit belongs to the member",
    arguments: [
      (24 * 3_600, 100), (24 * 3_600 - 1, 50), (12 * 3_600, 50), (12 * 3_600 - 1, 0), (0, 0),
    ])
  mutating func tiers(before: Int, percent: Int) throws {
    let session = studio.session(in: 48 * Self.hour)
    let member = studio.member()
    let booking = try studio.book(member, session)
    #expect(studio.world.all(CreditLot.self)[0].left == Credits(9))
    studio.world.now = (studio.world[session]?.start ?? studio.world.now) - before
    let decision = try studio.world.run(Cancel(booking: booking), as: .member(member))
    #expect(decision.returned == Credits(hundredths: percent))
    #expect(studio.world.all(CreditLot.self)[0].left == Credits(hundredths: 900 + percent))
    #expect(studio.world[booking]?.state == .cancelled)
    let last = studio.world.all(LedgerEntry.self).filter { $0.booking == booking }
    let forfeit = last.filter { $0.type == .forfeit }
    #expect(forfeit.allSatisfy { $0.amount == .zero })
    #expect(forfeit.reduce(Credits.zero) { $0 + $1.withheld } == Credits(hundredths: 100 - percent))
  }

  @Test("after the start only manager and owner cancel; only they waive the tier")
  mutating func closed() throws {
    let session = studio.session(in: 3_600)
    let member = studio.member()
    let booking = try studio.book(member, session)
    studio.world.now = studio.world.now + 3_601
    #expect(studio.refusal(Cancel(booking: booking)) == .cancelClosed)
    #expect(studio.refusal(Cancel(booking: booking), as: .member(member)) == .cancelClosed)
    var waive = Cancel(booking: booking)
    waive.waive = true
    #expect(studio.refusal(waive) == .notPermitted)
    #expect(studio.refusal(waive, as: .member(member)) == .notPermitted)
    let decision = try studio.world.run(waive, as: studio.actor(.locationManager))
    #expect(decision.returned == Credits(1))
    #expect(studio.refusal(waive, as: .locationManager) == .bookingCancelled)
  }

  @Test("who may cancel whose")
  mutating func who() throws {
    let session = studio.session(in: 7_200)
    let booking = try studio.book(studio.member(), session)
    let other = studio.member()
    #expect(studio.refusal(Cancel(booking: booking), as: .member(other)) == .notPermitted)
    #expect(studio.refusal(Cancel(booking: booking), as: .device) == .notPermitted)
    #expect(studio.refusal(Cancel(booking: booking), as: .instructor) == .notPermitted)
    #expect(studio.refusal(Cancel(booking: booking), as: .financeManager) == .notPermitted)
    #expect(studio.refusal(Cancel(booking: booking), as: .receptionist) == nil)
  }

  @Test("nobody cancels who is in; a no-show only manager and owner")
  mutating func states() throws {
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    try studio.world.run(CheckIn(booking: booking), as: studio.actor(.receptionist))
    #expect(studio.refusal(Cancel(booking: booking), as: .owner) == .alreadyCheckedIn)
    let missed = try studio.book(studio.member(), session)
    studio.world.now = studio.world.now + 3 * Self.hour
    try studio.world.run(
      JudgeSession(session: session), as: studio.actor(.locationManager))
    #expect(studio.refusal(Cancel(booking: missed)) == .alreadyJudged)
    #expect(studio.refusal(Cancel(booking: missed), as: .owner) == nil)
  }

  @Test(
    "credits return to the lots that paid, the longest-lasting first, an expired one for 7 days")
  mutating func lots() throws {
    let member = studio.member(credits: 0)
    let today = StudioFixture.zone.day(of: studio.world.now)
    let soon = studio.lot(member, Credits(1), days: 1)
    let later = studio.lot(member, Credits(5), days: 60)
    let session = studio.session(in: 6 * 86_400)
    let booking = try studio.book(member, session) { $0.spots = 3 }
    #expect(studio.world[soon]?.left == .zero && studio.world[later]?.left == Credits(3))
    var one = Cancel(booking: booking)
    one.spots = 1
    try studio.world.run(one, as: .member(member))
    #expect(studio.world[later]?.left == Credits(4))
    studio.world.now = studio.world.now + 3 * 86_400
    try studio.world.run(Cancel(booking: booking), as: .member(member))
    #expect(studio.world[soon]?.left == Credits(1) && studio.world[later]?.left == Credits(5))
    #expect(studio.world[soon]?.validTo == today.adding(days: 10))
    #expect(studio.world[later]?.validTo == today.adding(days: 60))
  }

  @Test("half credits of several spots come back to the hundredth")
  mutating func halves() throws {
    studio.world.edit(studio.yoga) { $0.credits = Credits(hundredths: 50) }
    let member = studio.member(credits: 0)
    let first = studio.lot(member, Credits(hundredths: 25), days: 10)
    let second = studio.lot(member, Credits(2), days: 20)
    let booking = try studio.book(member, studio.session(in: 48 * Self.hour)) { $0.spots = 3 }
    #expect(studio.world[booking]?.creditsUsed == Credits(hundredths: 150))
    var cancel = Cancel(booking: booking)
    cancel.spots = 1
    for _ in 0..<2 {
      let decision = try studio.world.run(cancel, as: .member(member))
      #expect(decision.returned == Credits(hundredths: 50))
    }
    try studio.world.run(Cancel(booking: booking), as: .member(member))
    #expect(studio.world[first]?.left == Credits(hundredths: 25))
    #expect(studio.world[second]?.left == Credits(2))
  }

  @Test("what is owed shrinks by the tier's share", arguments: [(48, 0), (18, 7_500), (2, 15_000)])
  mutating func unpaid(hours: Int, due: Int) throws {
    let booking = try studio.book(
      studio.member(credits: 0), studio.session(in: hours * Self.hour)
    ) { $0.unpaid = true }
    try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
    #expect(studio.world[booking]?.amountDue == due)
    #expect(studio.world[booking]?.unpaid == (due > 0))
  }

  @Test("a moved booking keeps what was paid and never returns more than when it was moved")
  mutating func moves() throws {
    let member = studio.member()
    let from = studio.session(in: 13 * Self.hour)
    let to = studio.session(in: 100 * Self.hour)
    let booking = try studio.book(member, from)
    #expect(studio.refusal(Move(booking: booking, to: from)) == .alreadyBooked)
    #expect(studio.refusal(Move(booking: booking, to: to), as: .member(member)) == .notPermitted)
    try studio.world.run(Move(booking: booking, to: to), as: studio.actor(.receptionist))
    #expect(studio.world[booking]?.session == to && studio.world[booking]?.returnCap == 50)
    #expect(studio.world[booking]?.creditsUsed == Credits(1))
    let decision = try studio.world.run(Cancel(booking: booking), as: .member(member))
    #expect(decision.returned == Credits(hundredths: 50))
  }

  @Test("what may no longer be cancelled is not saved by moving it")
  mutating func lateMove() throws {
    let from = studio.session(in: 600)
    let booking = try studio.book(studio.member(), from)
    let to = studio.session(in: 100 * Self.hour)
    studio.world.now = studio.world.now + 601
    #expect(studio.refusal(Move(booking: booking, to: to)) == .cancelClosed)
    #expect(studio.refusal(Move(booking: booking, to: to), as: .locationManager) == nil)
    #expect(studio.world[booking]?.returnCap == 0)
  }

  @Test("a cancelled session ends every booking but those checked in, and returns everything")
  mutating func session() throws {
    let session = studio.session(in: 900, capacity: 3)
    let inside = try studio.book(studio.member(), session)
    try studio.world.run(CheckIn(booking: inside), as: studio.actor(.receptionist))
    let booked = try studio.book(studio.member(), session) { $0.spots = 2 }
    let waiting = try studio.book(studio.member(), session) { $0.waitlist = true }
    #expect(studio.refusal(CancelSession(session: session)) == .notPermitted)
    let decision = try studio.world.run(
      CancelSession(session: session), as: studio.actor(.locationManager))
    #expect(decision.returned == Credits(2) && decision.freed.isEmpty)
    #expect(studio.world[inside]?.state == .checkedIn)
    #expect(studio.world[booked]?.state == .cancelled)
    #expect(studio.world[waiting]?.state == .cancelled)
    #expect(studio.refusal(CancelSession(session: session), as: .owner) == .sessionCancelled)
  }

  @Test("of a group that is partly in, those not yet in can be given back")
  mutating func partlyIn() throws {
    let session = studio.session(in: 600)
    let member = studio.member()
    let booking = try studio.book(member, session) { $0.spots = 3 }
    var one = CheckIn(booking: booking)
    one.count = 1
    try studio.world.run(one, as: .device)
    for (spots, said) in [
      (nil, RefusalCode.alreadyCheckedIn), (3, .alreadyCheckedIn), (0, .malformed), (1, nil),
      (2, nil),
    ] as [(Int?, RefusalCode?)] {
      var scene = studio
      var cancel = Cancel(booking: booking)
      cancel.spots = spots
      #expect(scene.refusal(cancel) == said, "\(spots ?? -1)")
      guard said == nil, let spots else { continue }
      #expect(scene.world[booking]?.spots == 3 - spots && scene.world[booking]?.present == 1)
      #expect(scene.world[booking]?.state == .checkedIn)
      let sum = Capacity(scene.world[session] ?? Session(), scene.world.all(Booking.self))
      #expect(sum.taken == 3 - spots)
      cancel.spots = 3 - spots
      #expect(scene.refusal(cancel) == .alreadyCheckedIn)
    }
    let whole = try studio.book(studio.member(), session) { $0.spots = 2 }
    var more = Cancel(booking: whole)
    more.spots = 3
    #expect(studio.refusal(more) == .malformed, "a slip must not cancel the booking")
    more.spots = 2
    #expect(studio.refusal(more) == nil)
    #expect(studio.world[whole]?.state == .cancelled)
    // At the tier: within 12 hours nothing returns, unless it is waived.
    var back = Cancel(booking: booking)
    back.spots = 1
    #expect(try studio.world.run(back, as: .member(member)).returned == .zero)
    back.waive = true
    #expect(try studio.world.run(back, as: studio.actor(.owner)).returned == Credits(1))
    #expect(studio.world[booking]?.creditsUsed == Credits(1))
  }
}
