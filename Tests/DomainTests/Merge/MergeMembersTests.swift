import Domain
import Support
import Testing

@Suite("Two rows of one person")
struct MergeMembersTests {
  @Test("bookings, credits, ledger and notes follow; number and barcode go on finding")
  func follows() throws {
    var studio = StudioFixture()
    let (kept, merged) = (studio.member(credits: 3), studio.member(credits: 5))
    studio.world.edit(merged) {
      $0.barcode = "0012345"
      $0.email = "t@example.org"
      $0.phone = "083 1"
      $0.medical = "knee"
    }
    studio.world.edit(kept) { $0.phone = "082 2" }
    let session = studio.session(in: 600)
    let booking = try studio.book(merged, session)
    try studio.world.run(
      AddNote(member: merged, text: "likes the window"), as: studio.actor(.receptionist))
    let number = try #require(studio.world[merged]?.number)
    #expect(
      studio.refusal(MergeMembers(kept: kept, merged: merged), as: .instructor) == .notPermitted)
    #expect(studio.refusal(MergeMembers(kept: kept, merged: kept)) == .malformed)
    #expect(studio.refusal(MergeMembers(kept: kept, merged: merged)) == nil)
    #expect(studio.world[booking]?.member == kept)
    let lots = studio.world.all(CreditLot.self)
    #expect(lots.allSatisfy { $0.member == kept })
    #expect(lots.reduce(.zero) { $0 + $1.left } == Credits(7))
    #expect(studio.world.all(LedgerEntry.self).allSatisfy { $0.member == kept })
    let notes = studio.world.all(Note.self)
    #expect(notes.allSatisfy { $0.member == kept })
    #expect(Set(notes.map(\.text)) == ["likes the window", "phone was 083 1"])
    let row = try #require(studio.world[kept])
    #expect(row.email == "t@example.org" && row.phone == "082 2" && row.medical == "knee")
    let alias = try #require(studio.world[merged])
    #expect(alias.mergedInto == kept && alias.number == number)
    #expect(alias.name.isEmpty && alias.email.isEmpty && alias.phone.isEmpty)
    // What still says the old id means the kept member.
    #expect(studio.refusal(CheckIn(presented: number), as: .device) == nil)
    #expect(studio.world[booking]?.state == .checkedIn)
    #expect(studio.refusal(CheckIn(presented: "0012345")) == .alreadyCheckedIn)
    let later = try studio.book(merged, studio.session(in: 86_400))
    #expect(studio.world[later]?.member == kept)
    #expect(studio.refusal(MergeMembers(kept: kept, merged: merged)) == .stale)
  }

  @Test("paid twice for one class: the booking that says less ends, and everything goes back")
  func twins() throws {
    var studio = StudioFixture()
    let (kept, merged) = (studio.member(), studio.member())
    let session = studio.session(in: 600)
    let own = try studio.book(kept, session)
    let other = try studio.book(merged, session)
    #expect(studio.refusal(CheckIn(booking: other)) == nil)
    var both = studio
    #expect(both.refusal(CheckIn(booking: own)) == nil)
    #expect(both.refusal(MergeMembers(kept: kept, merged: merged)) == .alreadyBooked)
    #expect(studio.refusal(MergeMembers(kept: kept, merged: merged)) == nil)
    #expect(studio.world[own]?.state == .cancelled)
    #expect(studio.world[other]?.state == .checkedIn && studio.world[other]?.member == kept)
    #expect(studio.world.all(CreditLot.self).reduce(.zero) { $0 + $1.left } == Credits(19))
  }

  @Test("a ban is not merged away, nor is a no-show")
  func standing() throws {
    var studio = StudioFixture()
    let (kept, merged) = (studio.member(), studio.member())
    let organization = try #require(studio.world.all(Organization.self).first)
    studio.world.edit(organization.id) { $0.policy.values[.habitCount] = 1 }
    let session = studio.session(in: 600)
    _ = try studio.book(merged, session)
    studio.world.now = studio.world.now + 5 * 3_600
    try studio.world.run(JudgeSession(session: session), as: .system)
    studio.world.edit(merged) { $0.status = .banned }
    #expect(studio.refusal(MergeMembers(kept: kept, merged: merged)) == nil)
    #expect(studio.world[kept]?.status == .banned && studio.world[kept]?.noShowHabit == true)
  }

  @Test("an outage on both sides: what names the old id arrives at the kept member")
  func inTheDark() throws {
    var studio = StudioFixture()
    let (kept, merged) = (studio.member(), studio.member())
    let session = studio.session(in: 86_400)
    var outage = Outage(studio)
    let booked = try outage.first.booked(session, merged, as: studio.actor(.receptionist))
    let gone = outage.studio.refusal(MergeMembers(kept: kept, merged: merged))
    #expect(gone == nil)
    #expect(outage.settle(booked) == Outcome(.applied))
    #expect(outage.booking(booked)?.member == kept)
    #expect(outage.balance(kept) == (Credits(19), Credits(19)))
  }
}
