import Domain
import Support
import Testing

@Suite("Undo")
struct UndoTests {
  private var studio = StudioFixture()

  /// Undoes the operation that ran last.
  private mutating func undo(as role: Role = .receptionist) -> RefusalCode? {
    studio.refusal(Undo(act: ID(studio.world.last.raw)), as: role)
  }

  @Test("15 minutes on the same device, a manager later and anywhere")
  mutating func when() throws {
    let booking = try studio.book(studio.member(), studio.session(in: 600))
    try studio.world.run(CheckIn(booking: booking), as: .device)
    let act = Undo(act: ID(studio.world.last.raw))
    studio.world.now = studio.world.now + 900
    studio.world.device = studio.otherDesk
    #expect(studio.refusal(act) == .undoTooLate)
    #expect(studio.refusal(act, as: .device) == .notPermitted)
    studio.world.device = studio.desk
    var scene = studio
    #expect(scene.refusal(act) == nil)
    studio.world.now = studio.world.now + 1
    #expect(studio.refusal(act) == .undoTooLate)
    studio.world.device = studio.otherDesk
    #expect(studio.refusal(act, as: .locationManager) == nil)
    #expect(studio.refusal(act, as: .locationManager) == .stale)
    #expect(studio.world[booking]?.state == .confirmed)
    #expect(studio.world[booking]?.present == 0 && studio.world[booking]?.checkedInAt == nil)
  }

  @Test("what came later survives: only the last act on a booking is undone")
  mutating func later() throws {
    let booking = try studio.book(studio.member(), studio.session(in: 600)) { $0.spots = 3 }
    var one = CheckIn(booking: booking)
    one.count = 1
    try studio.world.run(one, as: .device)
    let first = Undo(act: ID(studio.world.last.raw))
    try studio.world.run(one, as: .device)
    let second = Undo(act: ID(studio.world.last.raw))
    #expect(studio.refusal(first) == .stale)
    #expect(studio.refusal(second) == nil)
    #expect(studio.world[booking]?.present == 1 && studio.world[booking]?.state == .checkedIn)
    #expect(studio.refusal(first) == nil)
    #expect(studio.world[booking]?.present == 0 && studio.world[booking]?.state == .confirmed)
  }

  @Test("a batch that marked an arrival absent gives it back its time and its way in")
  mutating func clearedArrival() throws {
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    try studio.world.run(CheckIn(booking: booking, by: .name), as: .device)
    let before = studio.world[booking]
    studio.world.now = studio.world.now + 300
    var batch = MarkAttendance(session: session, present: [], absent: [booking], seen: [booking])
    batch.confirm = true
    try studio.world.run(batch, as: studio.actor(.receptionist))
    #expect(studio.world[booking]?.checkedInAt == nil)
    #expect(undo() == nil)
    #expect(before?.checkedInAt != nil && studio.world[booking] == before)
  }

  @Test("a batch is undone row by row")
  mutating func batch() throws {
    let session = studio.session(in: 600)
    let (a, b) = (
      try studio.book(studio.member(), session), try studio.book(studio.member(), session)
    )
    try studio.world.run(
      MarkAttendance(session: session, present: [a], absent: [b], seen: []),
      as: studio.actor(.receptionist))
    let act = Undo(act: ID(studio.world.last.raw))
    try studio.world.run(CheckIn(booking: b), as: .device)
    let decision = try studio.world.run(act, as: studio.actor(.receptionist))
    #expect(decision.results.map(\.key) == [a.raw])
    #expect(studio.world[a]?.state == .confirmed && studio.world[b]?.state == .checkedIn)
  }

  @Test("a check-in undone after the judgement is a no-show")
  mutating func judged() throws {
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    try studio.world.run(CheckIn(booking: booking), as: .device)
    let act = Undo(act: ID(studio.world.last.raw))
    studio.world.now = studio.world.now + 4 * 3_600
    try studio.world.run(JudgeSession(session: session), as: .system)
    #expect(studio.refusal(act, as: .owner) == nil)
    #expect(studio.world[booking]?.state == .noShow)
  }

  @Test("an undone booking gives everything back")
  mutating func booking() throws {
    let booking = try studio.book(studio.member(), studio.session(in: 600, leader: nil))
    let act = Undo(act: ID(studio.world.last.raw))
    #expect(studio.refusal(act, as: .instructor) == .notPermitted)
    #expect(studio.refusal(act) == nil)
    #expect(studio.world[booking]?.state == .cancelled)
    #expect(studio.world.all(CreditLot.self).map(\.left) == [Credits(10)])
  }

  @Test("an undone cancellation takes back what went back, by entries that name it")
  mutating func cancel() throws {
    let session = studio.session(in: 13 * 3_600)
    let booking = try studio.book(studio.member(), session) { $0.spots = 3 }
    var one = Cancel(booking: booking)
    one.spots = 1
    try studio.world.run(one, as: studio.actor(.receptionist))
    try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
    #expect(studio.world.all(CreditLot.self)[0].left == Credits(hundredths: 850))
    #expect(undo() == nil)
    #expect(studio.world[booking]?.state == .confirmed)
    #expect(studio.world[booking]?.creditsUsed == Credits(2))
    #expect(studio.world.all(CreditLot.self)[0].left == Credits(hundredths: 750))
    let adjusted = studio.world.all(LedgerEntry.self).filter { $0.type == .adjust }
    #expect(adjusted.count == 2 && adjusted.allSatisfy { $0.corrects != nil })
  }

  @Test("an undone cancellation is paid by the unlimited plan again")
  mutating func plan() throws {
    let member = studio.member(credits: 0)
    let plan = studio.lot(member, .zero, days: 10, unlimited: true)
    let booking = try studio.book(member, studio.session(in: 13 * 3_600))
    for _ in 0..<2 {
      try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
      #expect(studio.world[booking]?.spends == [])
      #expect(undo() == nil)
      #expect(studio.world[booking]?.spends == [LotSpend(lot: plan, amount: .zero)])
    }
    let entries = studio.world.all(LedgerEntry.self).filter { $0.booking == booking }
    #expect(entries.map(\.type) == [.spend])
  }

  @Test("a cancellation is undone only while the place, the time and the credits are there")
  mutating func gone() throws {
    let session = studio.session(in: 30 * 3_600, capacity: 1)
    let member = studio.member(credits: 1)
    let booking = try studio.book(member, session)
    try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
    let act = Undo(act: ID(studio.world.last.raw))
    var full = studio
    _ = try full.book(full.member(), session)
    #expect(full.refusal(act) == .classFull)
    var twin = studio
    _ = try twin.book(member, session)
    #expect(twin.refusal(act) == .alreadyBooked)
    var clash = studio
    _ = try clash.book(member, clash.session(in: 30 * 3_600 + 60))
    #expect(clash.refusal(act) == .timeConflict)
    var spent = studio
    _ = try spent.book(member, spent.session(in: 60))
    #expect(spent.refusal(act) == .insufficientCredits)
    var over = studio
    try over.world.run(CancelSession(session: session), as: over.actor(.owner))
    #expect(over.refusal(act) == .sessionCancelled)
    #expect(studio.refusal(act) == nil)
  }

  @Test("an undone cancellation owes again what was owed")
  mutating func unpaid() throws {
    let booking = try studio.book(studio.member(credits: 0), studio.session(in: 30 * 3_600)) {
      $0.unpaid = true
    }
    try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
    #expect(studio.world[booking]?.amountDue == 0)
    #expect(undo() == nil)
    #expect(studio.world[booking]?.amountDue == 15_000)
    #expect(studio.world[booking]?.unpaid == true)
  }

  @Test("paid partly in credits, partly owed: an undone cancellation owes no more than before")
  mutating func partlyUnpaid() throws {
    let booking = try studio.book(studio.member(credits: 1), studio.session(in: 13 * 3_600))
    var more = AddSpots(booking: booking)
    more.unpaid = true
    try studio.world.run(more, as: studio.actor(.receptionist))
    let before = studio.world[booking]
    let lots = studio.world.all(CreditLot.self)
    try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
    #expect(undo() == nil)
    #expect(studio.world[booking] == before && before?.amountDue == 15_000)
    #expect(studio.world.all(CreditLot.self) == lots)
  }

  @Test("what was let off after a cancellation is not owed again")
  mutating func forgiven() throws {
    let booking = try studio.book(studio.member(credits: 0), studio.session(in: 13 * 3_600)) {
      $0.unpaid = true
    }
    try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
    let act = Undo(act: ID(studio.world.last.raw))
    try studio.world.run(Forgive(booking: booking, reason: "kind"), as: studio.actor(.owner))
    #expect(studio.refusal(act) == .stale)
  }

  @Test("days of grace end with the refund that is taken back")
  mutating func grace() throws {
    let member = studio.member(credits: 0)
    let lot = studio.lot(member, Credits(1), days: 1)
    let booking = try studio.book(member, studio.session(in: 70 * 3_600))
    studio.world.now = studio.world.now + 40 * 3_600
    let before = studio.world[lot]
    try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
    #expect(studio.world[lot]?.validTo != before?.validTo)
    #expect(undo() == nil)
    #expect(studio.world[lot] == before)
  }

  @Test("who waited or was offered waits again, a hold is made anew")
  mutating func states() throws {
    for (state, said) in [
      (BookingState.waitlisted, RefusalCode?.none), (.offered, nil), (.held, .stale),
    ] {
      let booking = try studio.book(studio.member(), studio.session(in: 30 * 3_600))
      studio.world.edit(booking) {
        $0.state = state
        $0.spends = []
      }
      try studio.world.run(Cancel(booking: booking), as: studio.actor(.receptionist))
      #expect(undo() == said)
      #expect(studio.world[booking]?.state == (said == nil ? .waitlisted : .cancelled))
    }
  }

  @Test("a note is taken back; what cannot be undone says so")
  mutating func others() throws {
    let session = studio.session(in: 600)
    let decision = try studio.world.run(
      AddNote(session: session, text: "x"), as: studio.actor(.receptionist))
    let act = Undo(act: ID(studio.world.last.raw))
    #expect(studio.refusal(act, as: .financeManager) == .notPermitted)
    #expect(studio.refusal(act) == nil)
    #expect(studio.world[ID<Note>(decision.subject ?? Bits128(hi: 0, lo: 0))]?.removed == true)
    try studio.world.run(CancelSession(session: session), as: studio.actor(.owner))
    #expect(undo(as: .owner) == .notFound)
  }
}
