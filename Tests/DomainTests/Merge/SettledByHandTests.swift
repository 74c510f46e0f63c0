import Domain
import Support
import Testing

@Suite("What a decision offers as things stand")
struct SettledByHandTests {
  /// A decision about somebody who lost the last place of a session, as the authority has it.
  private struct Lost {
    var studio: StudioFixture
    var booking: ID<Booking>
    var session: ID<Session>
    var conflict: ID<Conflict>

    /// `spent` takes the member's credits away once the booking is in the dark.
    init(
      credits: Int = 10, unpaid: Bool = false, spent: Bool = false, price: Int? = 15_000
    ) throws {
      var studio = StudioFixture()
      studio.world.edit(studio.yoga) { $0.price = price }
      session = studio.session(in: 86_400, capacity: 1)
      let member = studio.member(credits: credits)
      var outage = Outage(studio)
      let dark = try outage.first.booked(session, member, as: studio.actor(.receptionist)) {
        $0.unpaid = unpaid
      }
      try outage.studio.fill(session, 1)
      #expect(outage.settle(dark) == Outcome(.adjusted, code: .classFull))
      if spent {
        for lot in outage.studio.world.all(CreditLot.self) where lot.member == member {
          outage.studio.world.edit(lot.id) { $0.left = .zero }
        }
      }
      self.studio = outage.studio
      booking = ID(dark.id.raw)
      conflict = try outage.conflict().id
    }

    var row: Booking? { studio.world[booking] }
    var decision: Conflict? { studio.world[conflict] }

    mutating func choose(
      _ choice: ConflictChoice, as role: Role = .locationManager,
      _ change: (inout ResolveDecision) -> Void = { _ in }
    ) -> RefusalCode? {
      var intent = ResolveDecision(conflict, choice)
      intent.reason = "a mat more"
      change(&intent)
      return studio.refusal(intent, as: role)
    }

    /// The rows of the matter, as a screen finds them.
    var matter: Matter {
      var matter = Matter()
      matter.booking = row
      matter.session = row.flatMap { studio.world[$0.session] }
      matter.named = studio.world[session]
      return matter
    }
  }

  @Test("a booking that was to be paid later goes on so, let in or moved")
  func unpaid() throws {
    let lost = try Lost(credits: 0, unpaid: true)
    let decision = try #require(lost.decision)
    #expect(decision.isUnpaid && decision.money == 15_000 && decision.credits == .zero)
    var letIn = lost
    #expect(letIn.choose(.letIn) == nil)
    #expect(letIn.row?.state == .confirmed && letIn.row?.overSpots == 1)
    #expect(letIn.row?.unpaid == true && letIn.row?.amountDue == 15_000)
    #expect(letIn.row?.overrideReason == "a mat more")
    var moved = lost
    let other = moved.studio.session(in: 2 * 86_400)
    #expect(moved.choose(.moveToSession, as: .receptionist) { $0.session = other } == nil)
    #expect(moved.row?.session == other && moved.row?.state == .confirmed)
    #expect(moved.row?.unpaid == true && moved.row?.amountDue == 15_000)
    // Who takes no payments books nobody unpaid; that is said before a session is picked.
    var led = lost
    #expect(led.choose(.moveToSession, as: .instructor) == .notPermitted)
    #expect(led.choose(.letIn, as: .receptionist) == .notPermitted)
    #expect(led.choose(.keepOnWaitlist, as: .instructor) == nil)
  }

  @Test("unpaid is remembered where the service has no price")
  func withoutPrice() throws {
    var lost = try Lost(credits: 0, unpaid: true, price: nil)
    let decision = try #require(lost.decision)
    #expect(decision.isUnpaid && decision.money == 0 && decision.credits == Credits(1))
    var moved = lost
    let other = moved.studio.session(in: 2 * 86_400)
    #expect(moved.choose(.moveToSession, as: .receptionist) { $0.session = other } == nil)
    #expect(moved.row?.state == .confirmed && moved.row?.unpaid == true)
    #expect(lost.choose(.letIn) == nil)
    #expect(lost.row?.unpaid == true && lost.row?.amountDue == 0)
  }

  @Test("whose credits are spent meanwhile gets a place only where unpaid is agreed to")
  func spent() throws {
    var lost = try Lost(spent: true)
    #expect(lost.decision?.isUnpaid == false)
    #expect(lost.choose(.letIn) == .insufficientCredits)
    #expect(lost.decision?.status == .open)
    let other = lost.studio.session(in: 2 * 86_400)
    #expect(lost.choose(.moveToSession) { $0.session = other } == .insufficientCredits)
    var moved = lost
    #expect(moved.choose(.moveToSession) { ($0.session, $0.unpaid) = (other, true) } == nil)
    #expect(moved.row?.amountDue == 15_000)
    #expect(lost.choose(.letIn) { $0.leaveUnpaid() } == nil)
    #expect(lost.row?.unpaid == true && lost.row?.state == .confirmed)
  }

  @Test("promised a place unpaid by another way than booking", arguments: [false, true])
  func promised(byHold: Bool) throws {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400, capacity: 1)
    let member = studio.member(credits: 0)
    let desk = studio.actor(.receptionist)
    let holder = try studio.book(studio.member(), session)
    let waits = try studio.book(member, session) { $0.waitlist = true }
    studio.world.edit(holder) { $0.state = .cancelled }
    var outage = Outage(studio)
    let promise: Operation
    if byHold {
      try outage.studio.world.run(TendSession(session: session), as: .system)
      outage.first = outage.studio.world.copy(on: studio.desk, at: studio.here, seed: 4)
      var confirm = Confirm(booking: waits)
      confirm.unpaid = true
      promise = try outage.first.did(confirm, as: desk)
      outage.studio.world.edit(waits) { ($0.state, $0.queue, $0.expiresAt) = (.expired, nil, nil) }
    } else {
      var promote = Promote(booking: waits)
      promote.unpaid = true
      promise = try outage.first.did(promote, as: desk)
    }
    try outage.studio.fill(session, 1)
    #expect(outage.settle(promise).state == .adjusted)
    #expect(outage.booking(waits)?.lostPlace == true)
    #expect(try outage.conflict().isUnpaid)
  }

  @Test("seen to by hand, the decision is settled by whoever did it", arguments: 0..<3)
  func byHand(way: Int) throws {
    var lost = try Lost(credits: 0, unpaid: true)
    let elsewhere = lost.studio.session(in: 2 * 86_400)
    switch way {
    case 0:
      var promote = Promote(booking: lost.booking)
      (promote.unpaid, promote.override) = (true, "a mat more")
      #expect(lost.studio.refusal(promote, as: .locationManager) == nil)
    case 1: #expect(lost.studio.refusal(Cancel(booking: lost.booking), as: .locationManager) == nil)
    default:
      var move = Move(booking: lost.booking, to: elsewhere)
      move.leaveUnpaid()
      #expect(lost.studio.refusal(move, as: .locationManager) == nil)
    }
    let row = try #require(lost.decision)
    #expect(row.status == .resolved && row.choice == nil)
    #expect(row.resolvedBy == lost.studio.staff[.locationManager])
    #expect(row.resolvedAt == lost.studio.world.now && row.choices(lost.matter).isEmpty)
    #expect(lost.choose(.keepOnWaitlist) == .stale)
  }

  @Test("an offer accepted settles it too; places given back in part do not")
  func offered() throws {
    var lost = try Lost()
    lost.studio.world.edit(lost.session) { $0.capacity = 2 }
    try lost.studio.world.run(TendSession(session: lost.session), as: .system)
    let open = try #require(lost.decision)
    // Nobody but the clock did that: a person is still asked, and told how it stands.
    #expect(open.status == .open && open.since(lost.matter) == .offered)
    #expect(open.choices(lost.matter) == [.keep, .cancelBooking])
    var kept = lost
    #expect(kept.choose(.keep, as: .receptionist) == nil && kept.row?.state == .offered)
    #expect(lost.studio.refusal(Confirm(booking: lost.booking)) == nil)
    #expect(lost.decision?.status == .resolved)
  }

  @Test("what is left to choose, by how the booking stands now")
  func standing() throws {
    let lost = try Lost()
    let table: [(BookingState, Since?, [ConflictChoice])] = [
      (.waitlisted, nil, [.keepOnWaitlist, .moveToSession, .letIn, .cancelBooking]),
      (.offered, .offered, [.keep, .cancelBooking]), (.confirmed, .placed, [.keep]),
      (.checkedIn, .checkedIn, [.keep]), (.cancelled, .cancelled, [.keep]),
      (.expired, .waitedOut, [.keep]), (.noShow, .placed, [.keep]),
    ]
    for (state, since, choices) in table {
      var lost = lost
      lost.studio.world.edit(lost.booking) {
        $0.state = state
        if state != .waitlisted && state != .offered { $0.queue = nil }
      }
      let row = try #require(lost.decision)
      #expect(row.since(lost.matter) == since && row.choices(lost.matter) == choices, "\(state)")
      #expect((lost.choose(.keep) == nil) == choices.contains(.keep), "\(state)")
    }
  }

  /// In by the refused booking itself, by one that staff made since, or by a batch.
  @Test("whoever comes has answered what was refused", arguments: ["dark", "hand", "batch"])
  func comes(_ way: String) throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600)
    let member = studio.member()
    var outage = Outage(studio)
    let desk = studio.actor(.receptionist)
    let book = try outage.first.booked(session, member, as: desk)
    let came = try outage.first.did(CheckIn(booking: ID(book.id.raw)), as: desk)
    outage.studio.world.edit(member) { $0.status = .inactive }
    #expect(outage.settle(book) == Outcome(.rejected, code: .memberInactive))
    let refused = try outage.conflict()
    #expect(refused.kind == .refused && refused.status == .open)
    if way == "dark" {
      #expect(outage.settle(came).state == .adjusted)
    } else {
      outage.studio.world.edit(member) { $0.status = .active }
      let again = try outage.studio.book(member, session)
      #expect(outage.studio.world[refused.id]?.status == .open)
      outage.second = outage.studio.world.copy(on: studio.kiosk, at: studio.here, seed: 3)
      outage.second.channel = .desk
      let here =
        way == "hand"
        ? try outage.second.did(CheckIn(booking: again), as: desk)
        : try outage.second.did(
          MarkAttendance(session: session, present: [again], absent: [], seen: []), as: desk)
      #expect(outage.settle(here) == Outcome(.applied))
    }
    #expect(outage.studio.world[refused.id]?.status == .told)
  }

  @Test("other decisions whose matter was seen to by hand say so")
  func others() {
    func row(_ kind: ConflictKind, _ what: OperationKind = .book) -> Conflict {
      var row = Conflict()
      (row.kind, row.what) = (kind, what.rawValue)
      return row
    }
    func matter(_ state: BookingState, _ change: (inout Matter) -> Void = { _ in }) -> Matter {
      var matter = Matter()
      var booking = Booking()
      booking.state = state
      matter.booking = booking
      change(&matter)
      return matter
    }
    var merged = Member()
    merged.mergedInto = ID(Bits128(hi: 1, lo: 2))
    var gone = Booking()
    gone.state = .cancelled
    var standing = Booking()
    standing.state = .confirmed
    let table: [(Conflict, Matter, Since?)] = [
      (row(.timeConflict), matter(.confirmed), nil),
      (row(.timeConflict), matter(.cancelled), .apart),
      (row(.timeConflict), matter(.confirmed) { $0.otherBooking = gone }, .apart),
      (row(.timeConflict), matter(.checkedIn), .checkedIn),
      (row(.otherStands), matter(.confirmed), nil),
      (row(.otherStands), matter(.cancelled), .cancelled),
      (row(.twiceIn), matter(.checkedIn), nil),
      (row(.twiceIn), matter(.checkedIn) { $0.booking?.passRevoked = true }, .revoked),
      (row(.sameMember), matter(.confirmed), nil),
      (row(.sameMember), matter(.confirmed) { $0.otherMember = merged }, .merged),
      (row(.overdrawn), matter(.confirmed), nil),
      (row(.overdrawn), matter(.confirmed) { $0.owes = false }, .paid),
      (row(.refused), matter(.cancelled), nil),
      (row(.refused), matter(.cancelled) { $0.standing = standing }, .booked),
      (row(.refused, .cancel), matter(.confirmed), nil),
      (row(.refused, .cancel), matter(.cancelled), .cancelled),
      (row(.refused, .promote), matter(.waitlisted), nil),
      (row(.refused, .promote), matter(.confirmed), .placed),
      (row(.rightLost, .checkIn), matter(.confirmed), nil),
      (row(.rightLost, .checkIn), matter(.checkedIn), .checkedIn),
      (row(.walkIn), matter(.checkedIn), nil), (row(.walkIn), matter(.cancelled), .cancelled),
    ]
    for (row, matter, since) in table {
      #expect(row.since(matter) == since, "\(row.kind) \(row.what)")
      #expect(row.choices(matter) == (since == nil ? row.choices : [.keep]))
      #expect(row.sentence(since).count <= 100)
    }
    for kind in ConflictKind.allCases {
      for since in Since.allCases { #expect(row(kind).sentence(since).count <= 100) }
    }
  }

  @Test("sessions of two bookings that no longer overlap are apart")
  func apart() throws {
    var studio = StudioFixture()
    let (one, two) = (studio.session(in: 86_400), studio.session(in: 86_400 + 1_800))
    var row = Conflict()
    row.kind = .timeConflict
    var matter = Matter()
    matter.booking = Booking()
    (matter.session, matter.otherSession) = (studio.world[one], studio.world[two])
    #expect(row.since(matter) == nil)
    matter.otherSession?.start = try #require(studio.world[one]?.end)
    #expect(row.since(matter) == .apart)
  }

  @Test("a choice that a decision has not, and what is missing, are said in words")
  func words() throws {
    var lost = try Lost()
    let (now, zones) = (lost.studio.world.now, lost.studio.world.zones)
    func said(_ choice: ConflictChoice) -> String {
      do {
        try lost.studio.world.run(
          ResolveDecision(lost.conflict, choice), as: lost.studio.actor(.owner))
        return ""
      } catch {
        return error.sentence(for: .staff, now: now, zones: zones)
      }
    }
    #expect(said(.moveToSession).contains("--session"))
    #expect(said(.revokePass) == "This decision has no such choice: look at what it offers.")
    #expect(said(.keepOnWaitlist).isEmpty)
    #expect(said(.keepOnWaitlist).hasPrefix("This decision is settled"))
  }
}
