import Domain
import Support
import Testing

@Suite("Waitlist and offers")
struct WaitlistTests {
  private var studio = StudioFixture()

  /// A full session of two places in so many seconds, with people waiting for so many spots each.
  private mutating func queue(in seconds: Int, _ spots: [Int]) throws -> (
    ID<Session>, inside: ID<Booking>, waiting: [ID<Booking>]
  ) {
    let session = studio.session(in: seconds, capacity: 2)
    let inside = try studio.book(studio.member(), session) { $0.spots = 2 }
    var waiting: [ID<Booking>] = []
    for count in spots {
      waiting.append(
        try studio.book(studio.member(), session) {
          $0.waitlist = true
          $0.spots = count
        })
    }
    return (session, inside, waiting)
  }

  private mutating func tend(_ session: ID<Session>) throws(Refusal) {
    try studio.world.run(TendSession(session: session), as: .system)
  }

  private func states(_ ids: [ID<Booking>]) -> [BookingState?] {
    ids.map { studio.world[$0]?.state }
  }

  @Test(
    "an offer holds 30 minutes, 5 within 2 hours, none within 15 minutes",
    arguments: [(7_200, 1_800), (7_199, 300), (900, 300), (899, nil)])
  mutating func lasts(before: Int, lasts: Int?) throws {
    let (session, inside, waiting) = try queue(in: 10 * 3_600, [1])
    studio.world.now = (studio.world[session]?.start ?? studio.world.now) - before
    let decision = try studio.world.run(Cancel(booking: inside), as: studio.actor(.receptionist))
    #expect(decision.freed == [session])
    try tend(session)
    #expect(states(waiting) == [lasts == nil ? .waitlisted : .offered])
    #expect(studio.world[waiting[0]]?.expiresAt == lasts.map { studio.world.now + $0 })
  }

  @Test("first come, first served; those passed over for size keep their place")
  mutating func order() throws {
    let (session, inside, waiting) = try queue(in: 10 * 3_600, [2, 1, 1])
    var one = Cancel(booking: inside)
    one.spots = 1
    try studio.world.run(one, as: studio.actor(.receptionist))
    try tend(session)
    #expect(states(waiting) == [.waitlisted, .offered, .waitlisted])
    #expect(studio.world[waiting[0]]?.queue == 1)
    try studio.world.run(Cancel(booking: inside), as: studio.actor(.receptionist))
    try tend(session)
    #expect(states(waiting) == [.waitlisted, .offered, .offered])
  }

  @Test("an unanswered offer ends expired, then the next; never twice")
  mutating func next() throws {
    let (session, inside, waiting) = try queue(in: 10 * 3_600, [2, 2])
    try studio.world.run(Cancel(booking: inside), as: studio.actor(.receptionist))
    try tend(session)
    studio.world.now = studio.world.now + 1_800
    try tend(session)
    #expect(states(waiting) == [.offered, .waitlisted])
    studio.world.now = studio.world.now + 1
    #expect(studio.refusal(Confirm(booking: waiting[0])) == .offerExpired)
    try tend(session)
    #expect(states(waiting) == [.expired, .offered])
    #expect(studio.refusal(Confirm(booking: waiting[0])) == .offerExpired)
    #expect(studio.refusal(Promote(booking: waiting[0])) == .bookingCancelled)
    #expect(studio.refusal(Confirm(booking: waiting[1])) == nil)
    #expect(studio.world[waiting[1]]?.creditsUsed == Credits(2))
  }

  @Test("vip first where the policy says so")
  mutating func vips() throws {
    let (session, inside, waiting) = try queue(in: 10 * 3_600, [2, 2])
    let vip = studio.world[waiting[1]]?.member ?? .none
    studio.world.edit(vip) { $0.permission = .vip }
    studio.world.edit(studio.here) { $0.policy.values[.vipFirst] = 1 }
    try studio.world.run(Cancel(booking: inside), as: studio.actor(.receptionist))
    try tend(session)
    #expect(states(waiting) == [.waitlisted, .offered])
  }

  @Test("undecided at the start: expired; never offered after it, nor when cancelled")
  mutating func start() throws {
    let (session, inside, waiting) = try queue(in: 3_600, [1, 2])
    var one = Cancel(booking: inside)
    one.spots = 1
    try studio.world.run(one, as: studio.actor(.receptionist))
    try tend(session)
    #expect(states(waiting) == [.offered, .waitlisted])
    studio.world.now = studio.world.now + 3_600
    try tend(session)
    #expect(states(waiting) == [.expired, .expired])
  }

  @Test("staff promote by hand, with credits, while a place is free")
  mutating func promote() throws {
    let (session, inside, waiting) = try queue(in: 600, [1, 1])
    #expect(studio.refusal(Promote(booking: waiting[1])) == .classFull)
    #expect(studio.refusal(Promote(booking: waiting[1]), as: .device) == .notPermitted)
    try studio.world.run(Cancel(booking: inside), as: studio.actor(.receptionist))
    try tend(session)
    #expect(states(waiting) == [.waitlisted, .waitlisted])
    #expect(studio.refusal(Promote(booking: waiting[1])) == nil)
    #expect(studio.world[waiting[1]]?.creditsUsed == Credits(1))
    #expect(studio.world[waiting[1]]?.queue == nil)
    #expect(studio.refusal(Promote(booking: waiting[1])) == .alreadyBooked)
    let banned = studio.world[waiting[0]]?.member ?? .none
    studio.world.edit(banned) { $0.status = .banned }
    #expect(studio.refusal(Promote(booking: waiting[0])) == .memberBanned)
  }

  @Test("promoting into another booking's time clashes")
  mutating func clash() throws {
    let (session, inside, waiting) = try queue(in: 7_200, [1])
    let member = studio.world[waiting[0]]?.member ?? .none
    _ = try studio.book(member, studio.session(in: 7_300))
    try studio.world.run(Cancel(booking: inside), as: studio.actor(.receptionist))
    #expect(studio.refusal(Promote(booking: waiting[0])) == .timeConflict)
    #expect(studio.world[session]?.status == .scheduled)
  }

  @Test("only the authority offers")
  mutating func authority() {
    let session = studio.session(in: 7_200)
    #expect(studio.refusal(TendSession(session: session), as: .owner) == .notPermitted)
  }
}
