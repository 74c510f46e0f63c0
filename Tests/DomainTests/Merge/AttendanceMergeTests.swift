import Domain
import Support
import Testing

@Suite("Attendance, merged")
struct AttendanceMergeTests {
  @Test("an absence clears no check-in that it had not seen")
  func absent() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    var outage = Outage(studio)
    let inside = try outage.first.did(CheckIn(booking: booking), as: studio.actor(.receptionist))
    let batch = try outage.second.did(
      MarkAttendance(session: session, present: [], absent: [booking], seen: []),
      as: studio.actor(.instructor))
    #expect(outage.settle(inside).state == .applied)
    #expect(outage.settle(batch) == Outcome(.adjusted, code: .alreadyCheckedIn))
    #expect(outage.booking(booking)?.state == .checkedIn)
    let conflict = try outage.conflict()
    #expect(conflict.kind == .absentButIn && conflict.status == .told)
    #expect(conflict.otherDevice == studio.desk)
  }

  @Test("an absence that the batch had seen and confirmed holds in the merge")
  func seen() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    var outage = Outage(studio)
    let inside = try outage.first.did(CheckIn(booking: booking), as: studio.actor(.receptionist))
    #expect(outage.settle(inside).state == .applied)
    var copy = outage.studio.world.copy(on: studio.kiosk, at: studio.here, seed: 7)
    var batch = MarkAttendance(session: session, present: [], absent: [booking], seen: [booking])
    batch.confirm = true
    let marked = try copy.did(batch, as: studio.actor(.instructor))
    #expect(outage.settle(marked) == Outcome(.applied))
    #expect(outage.booking(booking)?.state == .confirmed)
    #expect(outage.booking(booking)?.absent == true)
  }

  @Test("present in a batch is a fact, whatever became of the booking elsewhere")
  func present() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600, capacity: 2)
    let members = (0..<2).map { _ in studio.member() }
    let bookings = try members.map { try studio.book($0, session) }
    var outage = Outage(studio)
    var cancel = Cancel(booking: bookings[0])
    cancel.waive = true
    try outage.studio.world.run(cancel, as: studio.actor(.owner))
    try outage.studio.fill(session, 1)
    let batch = try outage.second.did(
      MarkAttendance(session: session, present: bookings, absent: [], seen: []),
      as: studio.actor(.instructor))
    #expect(outage.settle(batch).state == .adjusted)
    for booking in bookings { #expect(outage.booking(booking)?.state == .checkedIn) }
    #expect(outage.places(session) == [3, 2, 1, 0])
    #expect(outage.balance(members[0]) == (Credits(9), Credits(9)))
    #expect(try outage.conflict().kind == .checkInAfterCancel)
    let undone = outage.studio.refusal(Undo(act: ID(batch.id.raw)), as: .owner)
    #expect(undone == nil)
    for booking in bookings { #expect(outage.booking(booking)?.state == .confirmed) }
    #expect(outage.booking(bookings[0])?.creditsUsed == Credits(1))
  }

  @Test("whom the device itself refused, the authority refuses too")
  func refusedHere() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600, capacity: 1)
    let holder = try studio.book(studio.member(), session)
    let waiting = try studio.book(studio.member(), session) { $0.waitlist = true }
    var outage = Outage(studio)
    let batch = try outage.first.did(
      MarkAttendance(session: session, present: [holder, waiting], absent: [], seen: []),
      as: studio.actor(.instructor))
    #expect(outage.settle(batch) == Outcome(.applied))
    #expect(outage.booking(waiting)?.state == .waitlisted)
    #expect(outage.conflicts.isEmpty)
  }

  @Test("all present says nothing of who booked since")
  func allPresent() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600)
    let known = try studio.book(studio.member(), session)
    var outage = Outage(studio)
    var all = MarkAttendance(session: session, present: [], absent: [], seen: [])
    all.allPresent = true
    let batch = try outage.first.did(all, as: studio.actor(.instructor))
    outage.studio.world.now = outage.studio.world.now + 60
    let since = try outage.studio.book(outage.studio.member(), session)
    #expect(outage.settle(batch) == Outcome(.applied))
    #expect(outage.booking(known)?.state == .checkedIn)
    #expect(outage.booking(since)?.state == .confirmed)
  }

  @Test("a no-show whose check-in arrives later is reversed with its flag; the spend stays")
  func noShow() throws {
    var studio = StudioFixture()
    let member = studio.member()
    let organization = try #require(studio.world.all(Organization.self).first)
    studio.world.edit(organization.id) { $0.policy.values[.habitCount] = 1 }
    let session = studio.session(in: 600)
    let booking = try studio.book(member, session)
    var outage = Outage(studio)
    let inside = try outage.first.did(CheckIn(booking: booking), as: studio.actor(.receptionist))
    outage.studio.world.now = outage.studio.world.now + 6 * 3_600
    try outage.studio.world.run(JudgeSession(session: session), as: .system)
    #expect(outage.booking(booking)?.state == .noShow)
    #expect(outage.studio.world[member]?.noShowHabit == true)
    #expect(outage.settle(inside) == Outcome(.applied))
    #expect(outage.booking(booking)?.state == .checkedIn)
    #expect(outage.studio.world[member]?.noShowHabit == false)
    #expect(outage.balance(member) == (Credits(9), Credits(9)))
    let conflict = try outage.conflict()
    #expect(conflict.kind == .noShowReversed && conflict.status == .told)
  }

  @Test("marked after a judgement of which the copy knew nothing: in, and a person is asked")
  func afterJudgement() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    var outage = Outage(studio)
    outage.studio.world.now = outage.studio.world.now + 4_300
    try outage.studio.world.run(JudgeSession(session: session), as: studio.actor(.owner))
    outage.first.now = outage.first.now + 5_000
    let inside = try outage.first.did(CheckIn(booking: booking), as: studio.actor(.receptionist))
    #expect(outage.settle(inside) == Outcome(.adjusted, code: .alreadyJudged))
    #expect(outage.booking(booking)?.state == .checkedIn)
    #expect(try outage.conflict().status == .open)
  }

  @Test("a later check-in survives the undo of an earlier one")
  func undo() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    let desk = studio.actor(.receptionist)
    let act = ID<Act>(try studio.world.meant(CheckIn(booking: booking), as: desk).operation.id.raw)
    var outage = Outage(studio)
    let mine = try outage.first.did(Undo(act: act), as: desk)
    let theirs = try outage.second.did(Undo(act: act), as: studio.actor(.owner))
    let again = try outage.second.did(CheckIn(booking: booking), as: desk)
    #expect(outage.settle(theirs).state == .applied)
    #expect(outage.settle(again).state == .applied)
    #expect(outage.settle(mine) == Outcome(.adjusted, code: .stale))
    #expect(outage.booking(booking)?.state == .checkedIn)
    let conflict = try outage.conflict()
    #expect(conflict.kind == .undoMissed && conflict.status == .told)
    #expect(conflict.otherDevice == studio.kiosk)
  }

  @Test(
    "a cancellation taken back when the place is gone waits before all others, with all its credits"
  )
  func uncancelled() throws {
    var studio = StudioFixture()
    // Cancelled 13 hours before: half comes back, half is withheld.
    let session = studio.session(in: 13 * 3_600, capacity: 1)
    let member = studio.member()
    let desk = studio.actor(.receptionist)
    let booking = try studio.book(member, session)
    let gone = try studio.world.meant(Cancel(booking: booking), as: desk).operation
    var outage = Outage(studio)
    #expect(outage.balance(member).left == Credits(hundredths: 950))
    let back = try outage.first.did(Undo(act: ID(gone.id.raw)), as: desk)
    try outage.studio.fill(session, 1)
    #expect(outage.settle(back) == Outcome(.adjusted, code: .classFull))
    let row = try #require(outage.booking(booking))
    #expect(row.state == .waitlisted && row.lostPlace && row.spends.isEmpty)
    #expect(outage.balance(member) == (Credits(10), Credits(10)))
    #expect(try outage.conflict().kind == .lastPlace)
  }

  @Test("meant by somebody who had lost the right: nothing happens until a manager accepts it")
  func rightLost() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    var outage = Outage(studio)
    let inside = try outage.first.did(CheckIn(booking: booking), as: studio.actor(.instructor))
    outage.studio.world.edit(session) { $0.leader = nil }
    #expect(outage.settle(inside) == Outcome(.rejected, code: .notPermitted))
    #expect(outage.booking(booking)?.state == .confirmed)
    let conflict = try outage.conflict()
    #expect(conflict.kind == .rightLost && conflict.choices == [.accept, .discard])
    outage.studio.world.now = outage.studio.world.now + 1_800
    let accept = ResolveDecision(conflict.id, .accept)
    #expect(outage.studio.refusal(accept, as: .receptionist) == .notPermitted)
    let operation = outage.studio.world.prepare(accept, as: studio.actor(.locationManager))
    #expect(outage.settle(operation) == Outcome(.applied))
    let row = try #require(outage.booking(booking))
    #expect(row.state == .checkedIn && row.checkedInAt == inside.at && !row.late)
    #expect(row.checkedInOn == studio.desk)
    #expect(try outage.conflict().status == .resolved)
  }
}
