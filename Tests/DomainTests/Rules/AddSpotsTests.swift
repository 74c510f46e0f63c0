import Domain
import Support
import Testing

@Suite("Adding places to a booking")
struct AddSpotsTests {
  private var studio = StudioFixture()
  private static let hour = 3_600

  private func more(
    _ spots: Int = 1, to booking: ID<Booking>, unpaid: Bool = false, override: String? = nil
  ) -> AddSpots {
    var intent = AddSpots(booking: booking)
    intent.spots = spots
    intent.unpaid = unpaid
    intent.override = override
    return intent
  }

  @Test("added and given back singly, each at its price")
  mutating func roundTrip() throws {
    let member = studio.member()
    let booking = try studio.book(member, studio.session(in: 48 * Self.hour))
    let reference = studio.world[booking]?.reference
    for spots in 2...4 {
      let decision = try studio.world.run(more(to: booking), as: .member(member))
      #expect(decision.subject == booking.raw)
      #expect(studio.world[booking]?.spots == spots)
      #expect(studio.world[booking]?.creditsUsed == Credits(spots))
    }
    #expect(studio.world.all(CreditLot.self)[0].left == Credits(6))
    #expect(studio.world[booking]?.reference == reference)
    var one = Cancel(booking: booking)
    one.spots = 1
    #expect(try studio.world.run(one, as: .member(member)).returned == Credits(1))
    #expect(studio.world[booking]?.spots == 3)
    let rest = try studio.world.run(Cancel(booking: booking), as: .member(member))
    #expect(rest.returned == Credits(3))
    #expect(studio.world.all(CreditLot.self)[0].left == Credits(10))
  }

  @Test("only bookings that stand take more")
  mutating func states() throws {
    let booking = try studio.book(studio.member(), studio.session(in: 600))
    for (state, said) in [
      (BookingState.confirmed, RefusalCode?.none), (.checkedIn, nil), (.held, .alreadyBooked),
      (.offered, .alreadyBooked), (.waitlisted, .alreadyBooked), (.noShow, .alreadyBooked),
      (.cancelled, .bookingCancelled), (.expired, .bookingCancelled),
    ] {
      var scene = studio
      scene.world.edit(booking) { $0.state = state }
      #expect(scene.refusal(more(to: booking)) == said, "\(state)")
    }
    #expect(studio.refusal(more(to: studio.world.mint())) == .notFound)
  }

  @Test("who is in takes friends along until check-in closes, who is booked until the start")
  mutating func window() throws {
    for (state, after, override, said) in [
      (BookingState.confirmed, 0, nil, RefusalCode?.none), (.confirmed, 1, nil, .bookingClosed),
      (.confirmed, 1, "late bus", nil), (.checkedIn, 900, nil, nil),
      (.checkedIn, 901, nil, .bookingClosed), (.checkedIn, 3_600, "late bus", nil),
      (.checkedIn, 3_601, "late bus", .sessionOver),
    ] as [(BookingState, Int, String?, RefusalCode?)] {
      var scene = studio
      let booking = try scene.book(scene.member(), scene.session(in: 600))
      if state == .checkedIn {
        try scene.world.run(CheckIn(booking: booking), as: scene.actor(.receptionist))
      }
      scene.world.now = scene.world.now + 600 + after
      #expect(scene.refusal(more(to: booking, override: override)) == said, "\(state) \(after)")
      guard said == nil, state == .checkedIn else { continue }
      // The new ones are not here yet.
      #expect(scene.world[booking]?.present == 1 && scene.world[booking]?.spots == 2)
      #expect(scene.refusal(CheckIn(booking: booking)) == nil)
      #expect(scene.world[booking]?.present == 2)
    }
  }

  @Test("the group's limit counts those that are there", arguments: [1, 4, 11, 12])
  mutating func limit(had: Int) throws {
    let session = studio.session(in: 7_200, capacity: 40)
    let booking = try studio.book(studio.member(credits: 50), session) { $0.spots = had }
    for spots in [0, -1, Int.min] {
      #expect(studio.refusal(more(spots, to: booking)) == .malformed)
    }
    for spots in [13 - had, Int.max] {
      #expect(studio.refusal(more(spots, to: booking)) == .groupTooLarge)
    }
    guard had < 12 else { return }
    #expect(studio.refusal(more(12 - had, to: booking)) == nil)
    #expect(studio.world[booking]?.spots == 12)
  }

  @Test("places as many as are free, one more at the door by reception")
  mutating func capacity() throws {
    let session = studio.session(in: 600, capacity: 3)
    let booking = try studio.book(studio.member(), session)
    try studio.fill(session, 1)
    #expect(studio.refusal(more(2, to: booking)) == .classFull)
    #expect(studio.refusal(more(to: booking)) == nil)
    #expect(studio.refusal(more(to: booking)) == .classFull)
    #expect(studio.refusal(more(2, to: booking, override: "friends")) == .classFull)
    #expect(studio.refusal(more(to: booking, override: "friends")) == nil)
    let row = try #require(studio.world[booking])
    #expect(row.spots == 3 && row.overSpots == 1 && row.overrideReason == "friends")
    #expect(studio.refusal(more(to: booking, override: "friends")) == .classFull)
    // What stood above the capacity goes first.
    var two = Cancel(booking: booking)
    two.spots = 2
    #expect(studio.refusal(two) == nil)
    #expect(studio.world[booking]?.overSpots == 0)
  }

  @Test("credits are taken for the new places alone, or what they cost is owed")
  mutating func credits() throws {
    let session = studio.session(in: 7_200, capacity: 30)
    let member = studio.member(credits: 1)
    let booking = try studio.book(member, session)
    #expect(studio.refusal(more(2, to: booking)) == .insufficientCredits)
    #expect(studio.world[booking]?.spots == 1)
    let unpaid = more(2, to: booking, unpaid: true)
    #expect(studio.refusal(unpaid, as: .member(member)) == .notPermitted)
    #expect(studio.refusal(unpaid) == nil)
    let row = try #require(studio.world[booking])
    #expect(row.unpaid && row.amountDue == 30_000 && row.creditsUsed == Credits(1))
  }

  @Test("what is owed is the price of the group as it now is")
  mutating func discount() throws {
    let session = studio.session(in: 7_200, capacity: 30)
    let booking = try studio.book(studio.member(credits: 0), session) {
      $0.spots = 3
      $0.unpaid = true
    }
    for due in [60_000, 67_500, 81_000] {
      #expect(studio.refusal(more(to: booking, unpaid: true)) == nil)
      #expect(studio.world[booking]?.amountDue == due)
    }
    let paid = try studio.book(studio.member(credits: 4), session) { $0.spots = 4 }
    #expect(studio.refusal(more(to: paid, unpaid: true)) == nil)
    #expect(studio.world[paid]?.amountDue == 13_500)
  }

  @Test("an unlimited plan pays for the new ones too, and is recorded")
  mutating func plan() throws {
    let member = studio.member(credits: 0)
    let plan = studio.lot(member, .zero, days: 10, unlimited: true)
    let booking = try studio.book(member, studio.session(in: 7_200))
    #expect(studio.refusal(more(2, to: booking)) == nil)
    let spends = studio.world.all(LedgerEntry.self).filter { $0.type == .spend }
    #expect(spends.map(\.lot) == [plan, plan])
    #expect(studio.world[booking]?.spots == 3)
  }

  @Test("who may, and whose standing is asked again")
  mutating func who() throws {
    let member = studio.member()
    let booking = try studio.book(member, studio.session(in: 7_200))
    let other = studio.member()
    for (actor, said) in [
      (Actor.member(member), RefusalCode?.none), (.member(other), .notPermitted),
      (.device, .notPermitted), (studio.actor(.instructor), .notPermitted),
      (studio.actor(.financeManager), .notPermitted), (studio.actor(.receptionist), nil),
      (studio.actor(.owner), nil),
    ] {
      #expect(studio.refusal(more(to: booking), as: actor) == said)
    }
    studio.world.edit(studio.yoga) { $0.instructorBooking = true }
    #expect(studio.refusal(more(to: booking), as: .instructor) == nil)
    studio.world.edit(member) { $0.permission = .restricted }
    #expect(studio.refusal(more(to: booking), as: .member(member)) == .notSelfBookable)
    studio.world.edit(member) { $0.status = .banned }
    #expect(studio.refusal(more(to: booking, override: "kind")) == .memberBanned)
  }
}
