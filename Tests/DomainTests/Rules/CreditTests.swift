import Domain
import Support
import Testing

@Suite("Credits")
struct CreditTests {
  private var studio = StudioFixture()

  @Test("the earliest-expiring usable lot pays first, across several; never-expiring ones last")
  mutating func order() throws {
    let member = studio.member(credits: 0)
    let never = studio.lot(member, Credits(5), days: nil)
    let late = studio.lot(member, Credits(2), days: 50)
    let soon = studio.lot(member, Credits(1), days: 5)
    let gone = studio.lot(member, Credits(9), days: -1)
    let booking = try studio.book(member, studio.session(in: 7_200)) { $0.spots = 4 }
    #expect(
      studio.world[booking]?.spends == [
        LotSpend(lot: soon, amount: Credits(1)), LotSpend(lot: late, amount: Credits(2)),
        LotSpend(lot: never, amount: Credits(1)),
      ])
    #expect(studio.world[gone]?.left == Credits(9))
  }

  @Test("a lot pays on its last local day, and not on the next")
  mutating func lastDay() {
    let member = studio.member(credits: 0)
    studio.lot(member, Credits(5), days: 0)
    let session = studio.session(in: 40 * 3_600)
    studio.world.now = studio.world.now + 14 * 3_600 - 1  // 23:59:59
    var scene = studio
    #expect(scene.refusal(scene.bookIntent(session, member)) == nil)
    studio.world.now = studio.world.now + 1
    #expect(studio.refusal(studio.bookIntent(session, member)) == .creditsExpired)
  }

  @Test("a lot of other locations does not pay; one that begins later neither")
  mutating func scope() {
    let member = studio.member(credits: 0)
    let session = studio.session(in: 7_200)
    let lot = studio.lot(member, Credits(5), days: 9)
    studio.world.edit(lot) { $0.locations = [studio.there] }
    #expect(studio.refusal(studio.bookIntent(session, member)) == .insufficientCredits)
    let tomorrow = StudioFixture.zone.day(of: studio.world.now).adding(days: 1)
    studio.world.edit(lot) {
      $0.locations = [studio.there, studio.here]
      $0.validFrom = tomorrow
    }
    #expect(studio.refusal(studio.bookIntent(session, member)) == .insufficientCredits)
    studio.world.edit(lot) { $0.validFrom = tomorrow.adding(days: -1) }
    #expect(studio.refusal(studio.bookIntent(session, member)) == nil)
  }

  @Test("an unlimited plan pays nothing and is still recorded")
  mutating func unlimited() throws {
    let member = studio.member()
    let plan = studio.lot(member, .zero, days: 30, unlimited: true)
    let booking = try studio.book(member, studio.session(in: 7_200))
    #expect(studio.world[booking]?.spends == [LotSpend(lot: plan, amount: .zero)])
    let entries = studio.world.all(LedgerEntry.self).filter { $0.booking == booking }
    #expect(entries.map(\.type) == [.spend] && entries[0].amount == .zero)
    #expect(studio.world.all(CreditLot.self).map(\.left) == [Credits(10), .zero])
  }

  @Test("too few credits tell what a drop-in costs; reception may book unpaid, a member may not")
  mutating func lacking() {
    let member = studio.member(credits: 0)
    studio.lot(member, Credits(hundredths: 50), days: 9)
    let session = studio.session(in: 7_200)
    do {
      try studio.world.run(studio.bookIntent(session, member), as: studio.actor(.receptionist))
      Issue.record("booked without credits")
    } catch {
      #expect(error.code == .insufficientCredits)
      #expect(error.arguments["needed"] == .credits(Credits(1)))
      #expect(error.arguments["available"] == .credits(Credits(hundredths: 50)))
      #expect(error.arguments["price"] == .money(Money(minor: 15_000, currency: "ZAR")))
    }
    var unpaid = studio.bookIntent(session, member)
    unpaid.unpaid = true
    #expect(studio.refusal(unpaid, as: .member(member)) == .notPermitted)
    studio.world.edit(studio.yoga) { $0.instructorBooking = true }
    #expect(studio.refusal(unpaid, as: .instructor) == .notPermitted)
    #expect(studio.refusal(unpaid) == nil)
  }

  @Test("what is owed is forgiven by a manager, with a reason, once")
  mutating func forgive() throws {
    let booking = try studio.book(studio.member(credits: 0), studio.session(in: 7_200)) {
      $0.unpaid = true
    }
    #expect(studio.refusal(Forgive(booking: booking, reason: "gift")) == .notPermitted)
    #expect(studio.refusal(Forgive(booking: booking, reason: " "), as: .owner) == .malformed)
    #expect(studio.refusal(Forgive(booking: booking, reason: "gift"), as: .owner) == nil)
    #expect(studio.world[booking]?.amountDue == 0)
    #expect(studio.refusal(Forgive(booking: booking, reason: "gift"), as: .owner) == .notFound)
  }

  @Test("grants: manager and owner, with a reason, more than nothing, not expired")
  mutating func grants() throws {
    let member = studio.member(credits: 0)
    let today = StudioFixture.zone.day(of: studio.world.now)
    var grant = GrantCredits(member: member, credits: Credits(5), reason: "welcome")
    grant.expires = today
    #expect(studio.refusal(grant) == .notPermitted)
    #expect(studio.refusal(grant, as: .locationManager) == nil)
    grant.expires = today.adding(days: -1)
    #expect(studio.refusal(grant, as: .owner) == .malformed)
    grant.expires = nil
    grant.credits = .zero
    #expect(studio.refusal(grant, as: .owner) == .malformed)
    grant.unlimited = true
    #expect(studio.refusal(grant, as: .owner) == nil)
    grant.reason = "\n"
    #expect(studio.refusal(grant, as: .owner) == .malformed)
    #expect(studio.world.all(CreditLot.self).count == 2)
    #expect(Set(studio.world.all(LedgerEntry.self).map(\.balanceAfter)) == [Credits(5), .zero])
  }

  @Test("expiry takes what is left off the books after the last local day")
  mutating func expiry() throws {
    let member = studio.member(credits: 0)
    let lot = studio.lot(member, Credits(5), days: 0)
    try studio.world.run(ExpireCredits(lots: [lot]), as: .system)
    #expect(studio.world[lot]?.left == Credits(5))
    studio.world.now = studio.world.now + 14 * 3_600
    try studio.world.run(ExpireCredits(lots: [lot]), as: .system)
    #expect(studio.world[lot]?.left == .zero)
    let entry = try #require(studio.world.all(LedgerEntry.self).first { $0.type == .expire })
    #expect(entry.amount == Credits(-5) && entry.balanceAfter == .zero)
  }

  @Test(
    "credits as text",
    arguments: [
      ("12", 1_200), ("0.5", 50), ("1,25", 125), ("-1.25", -125), ("007", 700),
    ])
  func text(text: String, hundredths: Int) {
    #expect(Credits(text: text) == Credits(hundredths: hundredths))
  }

  @Test("no credits", arguments: ["", ".", "1.", "1.234", "x", "1e3", "--1", "1-", "٣"])
  func noText(text: String) { #expect(Credits(text: text) == nil) }

  @Test(
    "shown without zeros that say nothing",
    arguments: [
      (1_200, "12"), (50, "0.5"), (-125, "-1.25"), (5, "0.05"), (0, "0"),
    ])
  func shown(hundredths: Int, text: String) {
    #expect(Credits(hundredths: hundredths).text == text)
  }
}
