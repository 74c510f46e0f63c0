import Domain
import Support
import Testing

@Suite("The door, merged")
struct DoorMergeTests {
  private var studio = StudioFixture()

  @Test("a check-in beats a cancellation made elsewhere; its refund is taken back by name")
  func cancelledElsewhere() throws {
    var studio = studio
    let session = studio.session(in: 600, capacity: 1)
    let member = studio.member()
    let booking = try studio.book(member, session)
    let desk = studio.actor(.receptionist)
    for resold in [false, true] {
      var outage = Outage(studio)
      var cancel = Cancel(booking: booking)
      cancel.waive = true
      let gone = try outage.second.did(cancel, as: studio.actor(.owner))
      let inside = try outage.first.did(CheckIn(booking: booking), as: desk)
      #expect(outage.settle(gone) == Outcome(.applied))
      #expect(outage.balance(member).left == Credits(10))
      let other = outage.studio.member()
      if resold { _ = try outage.studio.book(other, session) }
      #expect(outage.settle(inside) == Outcome(.adjusted, code: .bookingCancelled))
      let row = try #require(outage.booking(booking))
      #expect(row.state == .checkedIn && row.present == 1)
      #expect(row.overSpots == (resold ? 1 : 0))
      #expect(row.creditsUsed == Credits(1))
      #expect(outage.balance(member) == (Credits(9), Credits(9)))
      let refund = outage.studio.world.all(LedgerEntry.self).first { $0.type == .refund }
      let entry = outage.studio.world.all(LedgerEntry.self).first { $0.corrects != nil }
      #expect(entry?.corrects == refund?.id && entry?.amount == -Credits(1))
      let conflict = try outage.conflict()
      #expect(conflict.kind == .checkInAfterCancel && conflict.credits == Credits(1))
      #expect(conflict.status == (resold ? .open : .told))
      #expect(conflict.otherDevice == studio.kiosk && conflict.otherAt == gone.at)
      #expect(conflict.otherBy == studio.actor(.owner))
      // Taken back, the check-in leaves the booking with its place and its price.
      outage.studio.world.device = studio.desk
      let undone = outage.studio.refusal(Undo(act: ID(inside.id.raw)))
      #expect(undone == nil)
      #expect(outage.booking(booking)?.state == .confirmed)
      #expect(outage.booking(booking)?.creditsUsed == Credits(1))
    }
  }

  @Test(
    "two check-ins are one, at the earlier of both times", arguments: [true, false],
    [CheckInMethod.pass, .code, .roster])
  func twice(earlyFirst: Bool, by method: CheckInMethod) throws {
    var studio = studio
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let early = try outage.first.did(CheckIn(booking: booking, by: method), as: desk)
    outage.second.now = outage.second.now + 120
    let late = try outage.second.did(CheckIn(booking: booking), as: desk)
    let order = earlyFirst ? [early, late] : [late, early]
    #expect(outage.settle(order[0]) == Outcome(.applied))
    #expect(outage.settle(order[1]) == Outcome(.adjusted, code: .alreadyCheckedIn))
    let row = try #require(outage.booking(booking))
    #expect(row.checkedInAt == early.at && row.checkedInOn == studio.desk && row.present == 1)
    let conflict = try outage.conflict()
    #expect(row.method == method)
    #expect(conflict.kind == .twiceIn && conflict.rank == .low)
    // Staff know whom they mark; where no pass was shown there is none to revoke.
    #expect(conflict.status == (method == .roster ? .told : .open))
    #expect(conflict.choices == [.pass: [.keep, .revokePass], .code: [.keep]][method] ?? [])
    #expect(conflict.sentence(nil).contains("a pass that") == (method == .pass))
    #expect(conflict.sentence(nil).contains("a code that") == (method == .code))
    #expect(conflict.otherAt == order[0].at)
  }

  @Test("the same device twice leaves nothing to decide")
  func twiceHere() throws {
    var studio = studio
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    var outage = Outage(studio)
    let once = try outage.first.did(CheckIn(booking: booking), as: studio.actor(.receptionist))
    outage.first.put(try #require(outage.studio.world[booking]))
    let again = try outage.first.did(CheckIn(booking: booking), as: studio.actor(.receptionist))
    #expect(outage.settle(once).state == .applied)
    #expect(outage.settle(again) == Outcome(.adjusted, code: .alreadyCheckedIn))
    #expect(outage.conflicts.isEmpty)
  }

  @Test("friends counted in at two doors are never more than their places")
  func groups() throws {
    var studio = studio
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session) { $0.spots = 3 }
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    var two = CheckIn(booking: booking)
    two.count = 2
    let one = try outage.first.did(two, as: desk)
    let other = try outage.second.did(two, as: desk)
    #expect(outage.settle(one).state == .applied)
    #expect(outage.settle(other) == Outcome(.adjusted, code: .alreadyCheckedIn))
    #expect(outage.booking(booking)?.present == 3)
  }

  @Test(
    "a code that no copy knew finds its booking, whichever arrives first", arguments: [true, false])
  func unknownCode(bookingFirst: Bool) throws {
    var studio = studio
    let session = studio.session(in: 600)
    let member = studio.member()
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let booked = try outage.second.booked(session, member, as: desk)
    let code = try #require(outage.second[ID<Booking>(booked.id.raw)]?.code)
    outage.first.now = outage.first.now + 60
    let letIn = try outage.first.did(LetIn(presented: code), as: desk)
    #expect(outage.first.all(Conflict.self).map(\.kind) == [.letIn])
    #expect(throws: Refusal.self) { try outage.first.meant(LetIn(presented: code), as: desk) }
    if bookingFirst {
      #expect(outage.settle(booked).state == .applied)
      #expect(outage.settle(letIn).state == .applied)
      #expect(outage.conflicts.isEmpty)
    } else {
      #expect(outage.settle(letIn).state == .applied)
      #expect(try outage.conflict().choices == [.name, .discard])
      #expect(outage.settle(booked).state == .applied)
      #expect(try outage.conflict().status == .told)
      #expect(try outage.conflict().presented.isEmpty)
    }
    let row = try #require(outage.booking(booked))
    #expect(row.state == .checkedIn && row.checkedInAt == letIn.at)
    #expect(row.checkedInOn == studio.desk)
  }

  enum Since: CaseIterable { case nothing, revoked, keyEnded, expired }

  @Test(
    "what a kiosk keeps of a pass opens nothing, and is judged as the pass",
    arguments: Since.allCases)
  func keptPass(since: Since) throws {
    var studio = studio
    let session = studio.session(in: 600)
    var key = PassKey()
    key.id = studio.world.mint()
    key.number = 7
    studio.world.put(key)
    studio.world.verify = { _, signature, _ in signature.first == 1 }
    var outage = Outage(studio)
    let booking = try outage.studio.book(outage.studio.member(), session)
    let now = outage.second.now
    let ends = since == .expired ? now - 120 : now + 3_600
    let text = try #require(
      QRPass(
        key: 7, booking: booking.raw, member: 1, session: 1, validFrom: now, validTo: ends
      ).text(signature: [UInt8](repeating: 1, count: 64)))
    // A clock that is only guessed refuses by no time.
    outage.second.clockUncertain = true
    var (whole, found) = try outage.second.meant(LetIn(presented: text), as: .device)
    var kept = whole.keeping(found: found, keyed: { _ in "-" })
    let letIn = try #require(kept.intent as? LetIn)
    #expect(letIn.presented == "-" && letIn.pass?.booking == booking.raw && letIn.found == nil)
    #expect(throws: Refusal.self) { try outage.second.meant(LetIn(presented: text), as: .device) }

    whole.intent = LetIn(presented: text)
    (whole.clockUncertain, kept.clockUncertain) = (false, false)
    switch since {
    case .nothing, .expired: break
    case .revoked: outage.studio.world.edit(booking) { $0.passRevoked = true }
    case .keyEnded: outage.studio.world.edit(key.id) { $0.validTo = now - 1 }
    }
    var other = outage
    let told = outage.settle(kept)
    #expect(told == other.settle(whole))
    #expect(outage.booking(booking) == other.booking(booking))
    #expect(outage.conflicts == other.conflicts)
    #expect(
      told.state == (since == .nothing ? .applied : since == .keyEnded ? .rejected : .adjusted))
    #expect((outage.booking(booking)?.state == .checkedIn) == (since == .nothing))
  }

  @Test("only a sound code lets in, and only for staff")
  func soundCodes() throws {
    var studio = studio
    let code = studio.world.code().text
    #expect(studio.refusal(LetIn(presented: code), as: .device) == .unknownCode)
    #expect(studio.refusal(LetIn(presented: "K7QF-2M9A")) == .mistypedCode)
    #expect(studio.refusal(LetIn(presented: "?")) == .malformed)
    #expect(studio.refusal(LetIn(presented: code)) == nil)
    #expect(studio.refusal(LetIn(presented: code)) == .alreadyCheckedIn)
  }

  @Test("whoever waited and is there is in, over the capacity if need be")
  func waited() throws {
    var studio = studio
    let session = studio.session(in: 600, capacity: 1)
    try studio.fill(session, 1)
    let member = studio.member()
    let booking = try studio.book(member, session) { $0.waitlist = true }
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    outage.first.edit(session) { $0.capacity = 5 }
    let promoted = try outage.first.did(Promote(booking: booking), as: desk)
    let inside = try outage.first.did(CheckIn(booking: booking), as: desk)
    _ = promoted
    #expect(outage.settle(inside).state == .adjusted)
    let row = try #require(outage.booking(booking))
    #expect(row.state == .checkedIn && row.overSpots == 1 && row.queue == nil)
    #expect(outage.balance(member) == (Credits(9), Credits(9)))
    #expect(outage.places(session) == [2, 1, 1, 0])
    #expect(try outage.conflict().kind == .seated)
  }

  @Test("a session held despite its cancellation", arguments: [false, true])
  func held(refundStays: Bool) throws {
    var studio = studio
    let session = studio.session(in: 600)
    let (here, away) = (studio.member(), studio.member())
    let came = try studio.book(here, session)
    let stayed = try studio.book(away, session)
    if refundStays {
      studio.world.edit(studio.here) { $0.policy.values[.heldRefundStays] = 1 }
    }
    var outage = Outage(studio)
    let inside = try outage.first.did(CheckIn(booking: came), as: studio.actor(.instructor))
    let off = try outage.second.did(CancelSession(session: session), as: studio.actor(.owner))
    #expect(outage.settle(off).state == .applied)
    #expect(outage.settle(inside) == Outcome(.adjusted, code: .sessionCancelled))
    #expect(outage.studio.world[session]?.status == .scheduled)
    #expect(outage.booking(came)?.state == .checkedIn)
    #expect(outage.booking(stayed)?.state == .cancelled)
    #expect(outage.balance(here).left == Credits(refundStays ? 10 : 9))
    #expect(outage.balance(away).left == Credits(10))
    let held = outage.conflicts.filter { $0.kind == .sessionHeld }
    #expect(held.count == 1 && held.first?.status == .open && held.first?.session == session)
  }

  @Test("cancelled twice is cancelled once")
  func cancelledTwice() throws {
    var studio = studio
    let session = studio.session(in: 86_400 * 3)
    let member = studio.member()
    let booking = try studio.book(member, session)
    let desk = studio.actor(.receptionist)
    var outage = Outage(studio)
    let one = try outage.first.did(Cancel(booking: booking), as: desk)
    let two = try outage.second.did(Cancel(booking: booking), as: desk)
    #expect(outage.settle(one).state == .applied)
    #expect(outage.settle(two) == Outcome(.adjusted, code: .bookingCancelled))
    #expect(outage.balance(member) == (Credits(10), Credits(10)))
    let conflict = try outage.conflict()
    #expect(conflict.kind == .doneTwice && conflict.status == .told && conflict.choices.isEmpty)
    #expect(conflict.otherDevice == studio.desk)
  }

  @Test("cancelled at one desk, in at another: the arrival stays")
  func cancelledAfterArrival() throws {
    var studio = studio
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    var outage = Outage(studio)
    var cancel = Cancel(booking: booking)
    cancel.waive = true
    let gone = try outage.second.did(cancel, as: studio.actor(.owner))
    let inside = try outage.first.did(CheckIn(booking: booking), as: studio.actor(.receptionist))
    #expect(outage.settle(inside).state == .applied)
    #expect(outage.settle(gone) == Outcome(.adjusted, code: .alreadyCheckedIn))
    #expect(outage.booking(booking)?.state == .checkedIn)
    #expect(try outage.conflict().credits == Credits(1))
  }
}
