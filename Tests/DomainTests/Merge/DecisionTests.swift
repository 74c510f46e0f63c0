import Domain
import Support
import Testing

@Suite("Decisions")
struct DecisionTests {
  /// A booking that waits first in line since its place was sold twice, and its decision.
  private static func lastPlace() throws -> (
    studio: StudioFixture, booking: ID<Booking>, ID<Conflict>
  ) {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400, capacity: 1)
    let member = studio.member()
    let other = studio.member()
    var outage = Outage(studio)
    let dark = try outage.first.booked(session, member, as: studio.actor(.receptionist))
    _ = try outage.studio.book(other, session)
    #expect(outage.settle(dark).state == .adjusted)
    return (outage.studio, ID(dark.id.raw), try outage.conflict().id)
  }

  @Test("each choice does what it says")
  func choices() throws {
    let (studio, booking, conflict) = try Self.lastPlace()
    func chosen(
      _ choice: ConflictChoice, as role: Role = .locationManager,
      _ change: (inout StudioFixture, inout ResolveDecision) -> Void = { _, _ in }
    ) throws -> (row: Booking, conflict: Conflict, studio: StudioFixture) {
      var studio = studio
      var intent = ResolveDecision(conflict, choice)
      intent.reason = "they called"
      change(&studio, &intent)
      try studio.world.run(intent, as: studio.actor(role))
      let row = try #require(studio.world[conflict])
      #expect(row.status == .resolved && row.choice == choice && row.choices.isEmpty)
      #expect(row.resolvedBy == studio.staff[role] && row.resolvedAt == studio.world.now)
      #expect(studio.refusal(intent, as: role) == .stale)
      return (try #require(studio.world[booking]), row, studio)
    }
    #expect(try chosen(.keepOnWaitlist, as: .receptionist).row.state == .waitlisted)
    let moved = try chosen(.moveToSession, as: .receptionist) { studio, intent in
      intent.session = studio.session(in: 2 * 86_400)
    }
    #expect(moved.row.state == .confirmed && moved.row.creditsUsed == Credits(1))
    let letIn = try chosen(.letIn)
    #expect(letIn.row.state == .confirmed && letIn.row.overSpots == 1)
    #expect(letIn.row.overrideReason == "they called")
    #expect(try chosen(.cancelBooking, as: .receptionist).row.state == .cancelled)
  }

  @Test("who may resolve what")
  func permissions() throws {
    let (studio, _, conflict) = try Self.lastPlace()
    func refused(
      _ choice: ConflictChoice, as role: Role, _ change: (inout World) -> Void = { _ in }
    ) -> RefusalCode? {
      var studio = studio
      change(&studio.world)
      var intent = ResolveDecision(conflict, choice)
      intent.reason = "known"
      return studio.refusal(intent, as: role)
    }
    func money(_ world: inout World) { world.edit(conflict) { $0.kind = .overdrawn } }
    func elsewhere(_ world: inout World) {
      let there = studio.there
      world.edit(conflict) { $0.location = there }
    }
    func led(_ world: inout World, by leader: ID<Staff>?) {
      guard let session = world[conflict]?.session else { return }
      world.edit(session) { $0.leader = leader }
    }
    for role in [Role.receptionist, .instructor, .locationManager, .owner] {
      #expect(refused(.keepOnWaitlist, as: role) == nil, "\(role)")
    }
    #expect(refused(.keepOnWaitlist, as: .financeManager) == .notPermitted)
    #expect(refused(.keepOnWaitlist, as: .instructor) { led(&$0, by: nil) } == .notPermitted)
    for role in [Role.receptionist, .instructor] {
      #expect(refused(.letIn, as: role) == .notPermitted)
      #expect(refused(.keep, as: role, money) == .notPermitted)
    }
    for role in [Role.financeManager, .locationManager, .owner] {
      #expect(refused(.keep, as: role, money) == nil)
    }
    #expect(refused(.keepOnWaitlist, as: .receptionist, elsewhere) == .locationDenied)
    #expect(refused(.keep, as: .owner) == .malformed)
  }

  @Test("a reason where one is needed, and a session where one is meant")
  func malformed() throws {
    var (studio, _, conflict) = try Self.lastPlace()
    #expect(studio.refusal(ResolveDecision(conflict, .letIn), as: .owner) == .malformed)
    #expect(studio.refusal(ResolveDecision(conflict, .moveToSession), as: .owner) == .notFound)
    #expect(studio.refusal(ResolveDecision(.none, .keep), as: .owner) == .notFound)
    #expect(studio.world[conflict]?.status == .open)
  }

  @Test("resolved at two places: the first choice stands, the other is told")
  func twice() throws {
    let (studio, booking, conflict) = try Self.lastPlace()
    var outage = Outage(studio)
    let session = outage.first.all(Session.self).first?.id
    let kept = try outage.first.did(
      ResolveDecision(conflict, .keepOnWaitlist), as: studio.actor(.receptionist))
    let gone = try outage.second.did(
      ResolveDecision(conflict, .cancelBooking), as: studio.actor(.owner))
    #expect(outage.settle(gone) == Outcome(.applied))
    #expect(outage.settle(kept) == Outcome(.adjusted, code: .stale))
    #expect(outage.booking(booking)?.state == .cancelled)
    let told = outage.conflicts.filter { $0.kind == .doneTwice }
    #expect(told.count == 1 && told.first?.status == .told && told.first?.session == session)
    #expect(told.first?.otherBy == studio.actor(.owner))
  }

  @Test("what was refused is tried again, elsewhere, or let go", arguments: [0, 1, 2])
  func refused(way: Int) throws {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400)
    let other = studio.session(in: 2 * 86_400)
    let member = studio.member()
    var outage = Outage(studio)
    let desk = studio.actor(.receptionist)
    let dark = try outage.first.booked(session, member, as: desk)
    outage.studio.world.edit(session) { $0.status = .cancelled }
    #expect(outage.settle(dark) == Outcome(.rejected, code: .sessionCancelled))
    let code = outage.booking(dark)?.code
    var intent = ResolveDecision(
      try outage.conflict().id, [.tryAgain, .moveToSession, .discard][way])
    intent.reason = "asked them"
    intent.session = way == 1 ? other : nil
    if way == 0 { outage.studio.world.edit(session) { $0.status = .scheduled } }
    let resolved = outage.studio.world.prepare(intent, as: desk)
    #expect(outage.settle(resolved) == Outcome(.applied))
    let live = outage.studio.world.all(Booking.self).filter { $0.state == .confirmed }
    #expect(live.count == (way == 2 ? 0 : 1))
    #expect(live.allSatisfy { $0.session == (way == 0 ? session : other) && $0.code == code })
    #expect(outage.balance(member).left == Credits(way == 2 ? 10 : 9))
    #expect(try outage.conflict().status == .resolved)
  }

  @Test("who that was is said later, and counts from when they came")
  func named() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600)
    let member = studio.member()
    let booking = try studio.book(member, session)
    let letIn = studio.world.prepare(
      LetIn(presented: studio.world.code().text), as: studio.actor(.receptionist))
    let came = studio.world.now
    var outage = Outage(studio)
    #expect(outage.settle(letIn) == Outcome(.applied))
    let stranger = try outage.conflict()
    #expect(stranger.count == 1 && stranger.session == nil && !stranger.presented.isEmpty)
    outage.studio.world.now = came + 2_400
    var name = ResolveDecision(stranger.id, .name)
    name.reason = "it was her"
    #expect(outage.studio.refusal(name) == .notFound)
    name.member = member
    #expect(outage.studio.refusal(name) == nil)
    let row = try #require(outage.booking(booking))
    #expect(row.state == .checkedIn && row.checkedInAt == came && !row.late)
    #expect(try outage.conflict().presented.isEmpty)
  }

  @Test("a shared pass is revoked; its code still lets in")
  func revoked() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    var outage = Outage(studio)
    let desk = studio.actor(.receptionist)
    let one = try outage.first.did(CheckIn(booking: booking, by: .pass), as: desk)
    let two = try outage.second.did(CheckIn(booking: booking, by: .pass), as: desk)
    _ = (outage.settle(one), outage.settle(two))
    let choice = ResolveDecision(try outage.conflict().id, .revokePass)
    #expect(outage.studio.refusal(choice) == nil)
    #expect(outage.booking(booking)?.passRevoked == true)
  }

  @Test("every kind offers a choice or is only told, and the authority's jobs leave nothing")
  func kinds() throws {
    for kind in ConflictKind.allCases {
      var row = Conflict()
      row.kind = kind
      #expect(!row.choices.isEmpty)
      #expect(kind.sentence.count <= 100 && row.choices.allSatisfy { $0.effect.count <= 100 })
      row.status = .told
      #expect(row.choices.isEmpty)
    }
    var studio = StudioFixture()
    let session = studio.session(in: 86_400)
    let early = studio.world.prepare(JudgeSession(session: session), as: .system)
    #expect(studio.world.settle(early).outcome == Outcome(.rejected, code: .checkInTooEarly))
    #expect(studio.world.all(Conflict.self).isEmpty)
  }
}
