import Domain
import Support
import Testing

@Suite("Booking: windows, places, people")
struct BookingTests {
  private var studio = StudioFixture()
  private static let hour = 3_600
  private static let day = 86_400

  /// What booking says so many seconds before the start; negative is after it.
  private mutating func verdict(
    before seconds: Int, self own: Bool = false, _ change: (inout Book) -> Void = { _ in }
  ) -> RefusalCode? {
    let session = studio.session(in: seconds)
    let member = studio.member()
    var intent = Book(session: session, member: member, code: studio.world.code())
    change(&intent)
    return studio.refusal(intent, as: own ? .member(member) : studio.actor(.receptionist))
  }

  @Test("opens 168 h before for members, 30 days for staff, closes at the start, to the second")
  mutating func window() {
    #expect(verdict(before: 168 * Self.hour, self: true) == nil)
    #expect(verdict(before: 168 * Self.hour + 1, self: true) == .bookingNotOpen)
    #expect(verdict(before: 30 * Self.day) == nil)
    #expect(verdict(before: 30 * Self.day + 1) == .bookingNotOpen)
    #expect(verdict(before: 0) == nil)
    #expect(verdict(before: -1) == .bookingClosed)
    #expect(verdict(before: -1, self: true) == .bookingClosed)
  }

  @Test("a started session takes walk-ins until check-in closes")
  mutating func walkIns() {
    #expect(verdict(before: -900) { $0.walkIn = true } == nil)
    #expect(verdict(before: -901) { $0.walkIn = true } == .bookingClosed)
    #expect(
      verdict(before: -901) {
        $0.walkIn = true
        $0.override = "regular"
      } == nil)
    #expect(
      verdict(before: -3_600) {
        $0.walkIn = true
        $0.override = "regular"
      } == nil)
    #expect(
      verdict(before: -3_601) {
        $0.walkIn = true
        $0.override = "regular"
      } == .sessionOver)
  }

  @Test("members walk in by themselves only where the policy lets kiosks do so")
  mutating func kioskWalkIn() {
    #expect(verdict(before: 60, self: true) { $0.walkIn = true } == .notSelfBookable)
    studio.world.edit(studio.here) { $0.policy.values[.kioskWalkIn] = 1 }
    #expect(verdict(before: 60, self: true) { $0.walkIn = true } == nil)
  }

  @Test("no rule of time refuses while the clock is uncertain")
  mutating func uncertain() {
    studio.world.clockUncertain = true
    #expect(verdict(before: 40 * Self.day) == nil)
    #expect(verdict(before: -5 * Self.hour) == nil)
  }

  @Test("what is not scheduled takes nobody")
  mutating func standing() {
    let member = studio.member()
    let session = studio.session(in: 3_600)
    studio.world.edit(session) { $0.status = .draft }
    #expect(studio.refusal(book(session, member)) == .notFound)
    studio.world.edit(session) { $0.status = .cancelled }
    #expect(studio.refusal(book(session, member)) == .sessionCancelled)
    #expect(studio.refusal(book(studio.world.mint(), member)) == .notFound)
    #expect(studio.refusal(book(studio.session(in: 60), studio.world.mint())) == .notFound)
  }

  private mutating func book(_ session: ID<Session>, _ member: ID<Member>) -> Book {
    Book(session: session, member: member, code: studio.world.code())
  }

  @Test("one live booking a person and session, a cancelled one may be booked again")
  mutating func once() throws {
    let session = studio.session(in: 30 * Self.hour)
    let member = studio.member()
    let booking = try studio.book(member, session)
    #expect(studio.refusal(book(session, member)) == .alreadyBooked)
    try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
    #expect(studio.refusal(book(session, member)) == nil)
  }

  @Test("overlapping bookings of one person clash, neighbours do not, an override goes over it")
  mutating func clashes() throws {
    let member = studio.member()
    _ = try studio.book(member, studio.session(in: 7_200))
    #expect(studio.refusal(book(studio.session(in: 3_601), member)) == .timeConflict)
    #expect(studio.refusal(book(studio.session(in: 3_600), member)) == nil)
    #expect(studio.refusal(book(studio.session(in: 10_800), member)) == nil)
    var over = book(studio.session(in: 7_300), member)
    over.override = "coach asked"
    #expect(studio.refusal(over, as: .instructor) == .notPermitted)
    #expect(studio.refusal(over) == nil)
  }

  @Test("a group has at most 12 places unless the service says otherwise")
  mutating func groups() {
    let member = studio.member(credits: 50)
    let session = studio.session(in: 7_200, capacity: 30)
    var intent = book(session, member)
    intent.spots = 13
    #expect(studio.refusal(intent) == .groupTooLarge)
    intent.spots = 0
    #expect(studio.refusal(intent) == .malformed)
    intent.spots = 1
    intent.participants = [Participant(name: "A"), Participant(name: "B")]
    #expect(studio.refusal(intent) == .malformed)
    intent.spots = 12
    #expect(studio.refusal(intent) == nil)
    studio.world.edit(studio.yoga) { $0.policy.values[.groupLimit] = 13 }
    intent.member = studio.member(credits: 50)
    intent.spots = 13
    #expect(studio.refusal(intent) == nil)
  }

  @Test(
    "10 % off from 5 places", arguments: [(1, 15_000), (4, 60_000), (5, 67_500), (12, 162_000)])
  mutating func discount(spots: Int, due: Int) throws {
    let session = studio.session(in: 7_200, capacity: 30)
    let booking = try studio.book(studio.member(credits: 0), session) {
      $0.spots = spots
      $0.unpaid = true
    }
    #expect(studio.world[booking]?.amountDue == due)
    #expect(studio.world[booking]?.unpaid == true)
  }

  @Test("age is that of the session's day; staff may override")
  mutating func age() throws {
    studio.world.edit(studio.yoga) { $0.ageFrom = 16 }
    studio.world.edit(studio.yoga) { $0.ageTo = 60 }
    let session = studio.session(in: 14 * Self.hour + 1)  // 00:00:01 on 22 November
    let member = studio.member()
    func born(_ year: Int, _ day: Int) -> Day? { Day(year: year, month: 11, day: day) }
    for (date, code) in [
      (born(2010, 22), nil), (born(2010, 23), RefusalCode.ageNotMet), (born(1966, 22), nil),
      (born(1965, 23), nil), (born(1965, 22), .ageNotMet), (nil, nil),
    ] {
      studio.world.edit(member) { $0.birthDate = date }
      var scene = studio
      #expect(scene.refusal(scene.bookIntent(session, member)) == code, "\(date?.text ?? "none")")
    }
    studio.world.edit(member) { $0.birthDate = born(2012, 1) }
    var intent = book(session, member)
    intent.override = "with parent"
    #expect(studio.refusal(intent) == nil)
  }

  @Test("each of a group is of the service's ages, where the birth date is told")
  mutating func groupAges() {
    studio.world.edit(studio.yoga) { $0.ageFrom = 16 }
    var intent = book(studio.session(in: 7_200), studio.member())
    intent.spots = 3
    intent.participants = [
      Participant(name: "A", birthDate: Day(year: 2010, month: 11, day: 21)),
      Participant(name: "B"),
    ]
    var scene = studio
    #expect(scene.refusal(intent) == nil)
    intent.participants[1].birthDate = Day(year: 2010, month: 11, day: 22)
    #expect(studio.refusal(intent) == .ageNotMet)
    intent.override = "with parent"
    #expect(studio.refusal(intent) == nil)
  }

  @Test("standing: banned, inactive, restricted, terms, and who may book themselves")
  mutating func standingOfMembers() {
    let session = studio.session(in: 7_200)
    func verdict(
      _ edit: (inout Member) -> Void, own: Bool = false, override: String? = nil,
      as role: Role = .receptionist
    ) -> RefusalCode? {
      var scene = studio
      let member = scene.member()
      scene.world.edit(member, edit)
      var intent = scene.bookIntent(session, member)
      intent.override = override
      return scene.refusal(intent, as: own ? .member(member) : scene.actor(role))
    }
    #expect(verdict({ $0.status = .banned }) == .memberBanned)
    #expect(verdict({ $0.status = .banned }, override: "x") == .memberBanned)
    #expect(verdict({ $0.status = .banned }, override: "x", as: .locationManager) == nil)
    #expect(verdict({ $0.status = .inactive }) == .memberInactive)
    #expect(verdict({ $0.status = .inactive }, override: "x") == nil)
    #expect(verdict({ $0.status = .inactive }, own: true, override: "x") == .memberInactive)
    #expect(verdict({ $0.permission = .restricted }) == .memberRestricted)
    #expect(verdict({ $0.permission = .restricted }, override: "agreed") == nil)
    #expect(verdict({ $0.permission = .restricted }, own: true) == .notSelfBookable)
    #expect(verdict({ _ in }, own: true) == nil)
    for mode in [BookingMode.instructorLed, .staffOnly] {
      studio.world.edit(studio.yoga) { $0.bookingMode = mode }
      #expect(verdict({ _ in }, own: true) == .notSelfBookable)
      #expect(verdict({ _ in }) == nil)
    }
    studio.world.edit(studio.yoga) { $0.bookingMode = .hybrid }
    #expect(verdict({ _ in }, own: true) == nil)
    studio.world.edit(studio.yoga) { $0.terms = true }
    #expect(verdict({ _ in }) == .termsRequired)
    #expect(verdict({ _ in }, override: "on paper") == nil)
    #expect(verdict({ $0.termsOn = .first }) == nil)
  }

  @Test("each of a group accepts the terms where the service asks")
  mutating func groupTerms() {
    studio.world.edit(studio.yoga) { $0.terms = true }
    let member = studio.member()
    studio.world.edit(member) { $0.termsOn = .first }
    var intent = book(studio.session(in: 7_200), member)
    intent.spots = 2
    intent.participants = [Participant(name: "A", terms: true), Participant(name: "B")]
    #expect(studio.refusal(intent) == .termsRequired)
    intent.participants[1].terms = true
    #expect(studio.refusal(intent) == nil)
  }

  @Test("a hold lasts 10 minutes, takes no credits, and 5 a minute are let")
  mutating func holds() throws {
    let member = studio.member(credits: 1)
    func hold() -> Hold {
      Hold(session: studio.session(in: 7_200 * 3), member: member, code: studio.world.code())
    }
    for place in 0..<5 {
      var intent = hold()
      intent.session = studio.session(in: 7_200 * (place + 1))
      #expect(studio.refusal(intent, as: .member(member)) == nil)
    }
    #expect(studio.world.all(CreditLot.self).map(\.left) == [Credits(1)])
    var sixth = hold()
    sixth.session = studio.session(in: 7_200 * 9)
    studio.world.now = studio.world.now + 59
    #expect(studio.refusal(sixth, as: .member(member)) == .holdRateLimited)
    studio.world.now = studio.world.now + 1
    #expect(studio.refusal(sixth, as: .member(member)) == nil)
    let held = try #require(studio.world.all(Booking.self).last)
    #expect(held.state == .held && held.expiresAt == studio.world.now + 600)

    studio.world.now = studio.world.now + 600
    let intime = studio
    try studio.world.run(Confirm(booking: held.id), as: .member(member))
    #expect(studio.world[held.id]?.state == .confirmed)
    #expect(studio.world[held.id]?.creditsUsed == Credits(1))
    studio = intime
    studio.world.now = studio.world.now + 1
    #expect(studio.refusal(Confirm(booking: held.id), as: .member(member)) == .holdExpired)
    try studio.world.run(TendSession(session: held.session), as: .system)
    #expect(studio.world[held.id]?.state == .expired)
    #expect(studio.refusal(Confirm(booking: held.id), as: .member(member)) == .holdExpired)
  }

  @Test("instructors book into their own sessions where the service lets them")
  mutating func instructors() {
    let own = studio.session(in: 7_200)
    let other = studio.session(in: 7_200, leader: nil)
    #expect(studio.refusal(book(own, studio.member()), as: .instructor) == .notPermitted)
    studio.world.edit(studio.yoga) { $0.instructorBooking = true }
    #expect(studio.refusal(book(own, studio.member()), as: .instructor) == nil)
    #expect(studio.refusal(book(other, studio.member()), as: .instructor) == .notPermitted)
    let far = studio.session(in: 7_200, at: studio.there)
    #expect(studio.refusal(book(far, studio.member())) == .locationDenied)
    #expect(studio.refusal(book(far, studio.member()), as: .owner) == nil)
  }

  @Test("a hold of somebody who was banned meanwhile is not confirmed")
  mutating func bannedMeanwhile() throws {
    let member = studio.member()
    try studio.world.run(
      Hold(session: studio.session(in: 7_200), member: member, code: studio.world.code()),
      as: studio.actor(.receptionist))
    let held = ID<Booking>(studio.world.last.raw)
    studio.world.edit(member) { $0.status = .banned }
    #expect(studio.refusal(Confirm(booking: held)) == .memberBanned)
    studio.world.edit(member) { $0.status = .active }
    #expect(studio.refusal(Confirm(booking: held)) == nil)
  }

  @Test("nor does an instructor move, confirm or promote where the service does not let them")
  mutating func instructorsOtherWays() throws {
    let own = studio.session(in: 7_200)
    let moved = try studio.book(studio.member(), own)
    try studio.world.run(
      Hold(session: own, member: studio.member(), code: studio.world.code()),
      as: studio.actor(.receptionist))
    let held = ID<Booking>(studio.world.last.raw)
    let waiting = try studio.book(studio.member(), studio.session(in: 7_200, capacity: 0)) {
      $0.waitlist = true
    }
    let later = studio.session(in: 90_000)
    let intents: [any Intent] = [
      Move(booking: moved, to: later), Confirm(booking: held), Promote(booking: waiting),
    ]
    for intent in intents { #expect(studio.refusal(intent, as: .instructor) == .notPermitted) }
    studio.world.edit(studio.yoga) { $0.instructorBooking = true }
    #expect(studio.refusal(Move(booking: moved, to: later), as: .instructor) == nil)
    #expect(studio.refusal(Confirm(booking: held), as: .instructor) == nil)
    #expect(studio.refusal(Promote(booking: waiting), as: .instructor) == .classFull)
  }

  @Test("reference, code and channel stand on the booking")
  mutating func booking() throws {
    let id = try studio.book(studio.member(), studio.session(in: 7_200))
    let booking = try #require(studio.world[id])
    #expect(booking.reference.hasPrefix("SLD-2026-") && booking.reference.count >= 15)
    #expect(booking.channel == .desk && booking.code.count == 8)
    let second = try studio.book(studio.member(), studio.session(in: 7_200))
    #expect(studio.world[second]?.reference != booking.reference)
  }
}

extension StudioFixture {
  mutating func bookIntent(_ session: ID<Session>, _ member: ID<Member>) -> Book {
    Book(session: session, member: member, code: world.code())
  }
}
