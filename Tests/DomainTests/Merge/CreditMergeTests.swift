import Domain
import Support
import Testing

@Suite("One credit spent twice")
struct CreditMergeTests {
  /// Two bookings of a member with `left` credits, each made on a copy; what the second came to.
  private func twice(
    left: Credits, each: Credits, debt: Int? = nil
  ) throws -> (outage: Outage, second: Operation, member: ID<Member>) {
    var studio = StudioFixture()
    let member = studio.member(credits: 0)
    studio.lot(member, left, days: 90)
    studio.world.edit(studio.yoga) { $0.credits = each }
    if let debt { studio.world.edit(studio.here) { $0.policy.values[.creditDebt] = debt } }
    let one = studio.session(in: 86_400)
    let two = studio.session(in: 2 * 86_400)
    var outage = Outage(studio)
    let desk = studio.actor(.receptionist)
    let first = try outage.first.booked(one, member, as: desk)
    let second = try outage.second.booked(two, member, as: desk)
    #expect(outage.settle(first) == Outcome(.applied))
    #expect(outage.settle(second) == Outcome(.adjusted, code: .insufficientCredits))
    return (outage, second, member)
  }

  @Test("both stand, and the balance is below zero by one credit at most")
  func below() throws {
    let (outage, second, member) = try twice(left: Credits(1), each: Credits(1))
    #expect(outage.balance(member) == (-Credits(1), -Credits(1)))
    let booking = try #require(outage.booking(second))
    #expect(booking.state == .confirmed && !booking.unpaid && booking.creditsUsed == Credits(1))
    let conflict = try outage.conflict()
    #expect(conflict.kind == .overdrawn && conflict.credits == Credits(1) && conflict.money == 0)
    #expect(conflict.concernsMoney && conflict.status == .open)
  }

  @Test(
    "beyond the policy the second is unpaid, with what it costs",
    arguments: [
      (Credits(2), Credits(2), Int?.none), (Credits(1), Credits(1), Int?.some(99)),
      (Credits(hundredths: 150), Credits(hundredths: 150), .none),
    ])
  func unpaid(left: Credits, each: Credits, debt: Int?) throws {
    let (outage, second, member) = try twice(left: left, each: each, debt: debt)
    #expect(outage.balance(member) == (.zero, .zero))
    let booking = try #require(outage.booking(second))
    #expect(booking.state == .confirmed && booking.unpaid && booking.amountDue == 15_000)
    #expect(booking.spends.isEmpty)
    let conflict = try outage.conflict()
    #expect(conflict.credits == each && conflict.money == 15_000)
  }

  @Test("what is left is spent before it goes below")
  func partly() throws {
    let (outage, second, member) = try twice(
      left: Credits(hundredths: 250), each: Credits(hundredths: 150))
    #expect(outage.balance(member).left == -Credits(hundredths: 50))
    #expect(outage.booking(second)?.creditsUsed == Credits(hundredths: 150))
    #expect(try outage.conflict().credits == Credits(hundredths: 50))
  }

  @Test("cancelled, it comes back to where it was")
  func back() throws {
    var (outage, second, member) = try twice(left: Credits(1), each: Credits(1))
    let cancelled = outage.studio.refusal(Cancel(booking: ID(second.id.raw)))
    #expect(cancelled == nil)
    #expect(outage.balance(member) == (.zero, .zero))
  }

  @Test("a refund that was spent before its cancellation fell is owed")
  func spentRefund() throws {
    var studio = StudioFixture()
    let member = studio.member(credits: 1)
    let soon = studio.session(in: 600)
    let later = studio.session(in: 86_400)
    let booking = try studio.book(member, soon)
    var outage = Outage(studio)
    var cancel = Cancel(booking: booking)
    cancel.waive = true
    let gone = try outage.second.did(cancel, as: studio.actor(.owner))
    let spent = try outage.second.booked(later, member, as: studio.actor(.receptionist))
    let inside = try outage.first.did(CheckIn(booking: booking), as: studio.actor(.receptionist))
    #expect(outage.settle(gone).state == .applied)
    #expect(outage.settle(spent).state == .applied)
    #expect(outage.settle(inside).state == .adjusted)
    #expect(outage.balance(member) == (-Credits(1), -Credits(1)))
    #expect(outage.booking(booking)?.state == .checkedIn)
    #expect(Set(outage.conflicts.map(\.kind)) == [.overdrawn, .checkInAfterCancel])
  }
}
