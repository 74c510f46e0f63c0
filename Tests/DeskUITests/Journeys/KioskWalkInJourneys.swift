import DeskUI
import Domain
import Support
import Sync
import Testing

/// Who has no booking, at a kiosk that may sell places.
@Suite struct KioskWalkInJourneys {
  @Test func whoLacksTheHealthFormIsSoldNoPlace() throws {
    let desk = try TestDesk()
    let owner = DeskStore.Hand(actor: .staff(desk.owner.id))
    _ = try desk.store.submit(SetPolicy(.kioskWalkIn, 1), by: owner)
    var details = MemberDetails()
    (details.firstName, details.lastName) = ("Zola", "Khumalo")
    let zola = ID<Member>(
      try #require(try desk.store.submit(RegisterMember(details), by: owner).subject))
    _ = try desk.store.submit(
      GrantCredits(member: zola, credits: Credits(10), reason: "ten"), by: owner)
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    driver.tell(.scan(try #require(try desk.store.profile(zola)).member.number))
    #expect(driver.shows("Please fill in the health form at the desk first."))
    #expect(!driver.shows("There is room here"))
    let profile = try #require(try desk.store.profile(zola))
    #expect(profile.bookings.isEmpty && profile.credits == Credits(10))
  }
}
