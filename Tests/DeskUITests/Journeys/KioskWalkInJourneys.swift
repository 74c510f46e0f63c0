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

  /// A booking for later keeps nobody from a class that is open now, unless the two overlap.
  @Test func whoIsBookedForLaterMayWalkInNow() throws {
    #expect(Translated.isMade)
    let desk = try TestDesk()
    let owner = DeskStore.Hand(actor: .staff(desk.owner.id))
    try desk.book("Imraan", into: "night")
    try desk.book("Nomsa", into: "late")
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    func scan(_ name: String) throws {
      let member = try #require(desk.members[name])
      driver.press(.esc)
      driver.tell(.scan(try #require(try desk.store.profile(member)).member.number))
    }
    try scan("Imraan")
    #expect(driver.shows("Check-in opens at 22:00.") && !driver.shows("room here"))
    _ = try desk.store.submit(SetPolicy(.kioskWalkIn, 1), by: owner)
    try scan("Nomsa")
    #expect(driver.shows("Check-in opens at 18:00.") && !driver.shows("room here"))
    try scan("Imraan")
    #expect(driver.shows("Check-in opens at 22:00.") && driver.shows("Night Yoga 22:30"))
    #expect(driver.shows("There is also room here now:") && driver.shows("1  Pilates 18:00"))
    driver.press(.f(5))
    #expect(driver.shows("Il y a aussi de la place ici maintenant"))
    driver.choose("1")
    #expect(try desk.state("Imraan/night").state == .confirmed)
    let imraan = try #require(desk.members["Imraan"])
    let profile = try #require(try desk.store.profile(imraan))
    let walkIn = try #require(profile.bookings.first { $0.booking.walkIn })
    #expect(walkIn.booking.state == .checkedIn)
    #expect(walkIn.booking.session == desk.sessions["pilates"])
  }

  /// The place was sold at the desk meanwhile: by the receipt of their visit staff find who came.
  @Test func aDecisionTellsTheReceiptOfAWalkIn() throws {
    let desk = try TestDesk()
    let owner = DeskStore.Hand(actor: .staff(desk.owner.id))
    _ = try desk.store.submit(SetPolicy(.kioskWalkIn, 1), by: owner)
    var change = ChangeSession(session: try #require(desk.sessions["pilates"]))
    change.capacity = 7
    _ = try desk.store.submit(change, by: owner)
    let kiosk = try SecondDesk(of: desk, as: .kiosk)
    kiosk.line.isCut = true
    try kiosk.visit()
    try desk.book("Imraan", into: "pilates")
    var door = desk.application(signedIn: nil, mode: .kiosk, on: kiosk.store)
    door.tell(.tick(now: 10_000))
    let elsa = try #require(desk.members["Elsa"])
    door.tell(.scan(try #require(try desk.store.profile(elsa)).member.number))
    door.choose("1")
    let receipts = door.text.matches(of: /R-[0-9A-Z]{6}/).map { String($0.output) }
    let receipt = try #require(receipts.first)
    #expect(receipts == [receipt], "one for the visit")
    kiosk.line.isCut = false
    try kiosk.visit()

    let decision = try #require(try desk.store.decisions(seenBy: desk.owner).decisions.first)
    #expect(decision.conflict.kind == .walkIn && decision.member?.id == elsa)
    #expect(decision.receipt == receipt)
    #expect(try desk.store.lookup(receipt).map(\.id) == [elsa])
    var front = desk.application(signedIn: desk.owner)
    front.press(.f(9))
    #expect(front.says("The kiosk's receipt is \(receipt)."))
    // It is the check-in that is taken back by it.
    let number = try #require(ReceiptNumber(text: receipt))
    let act = try #require(try desk.store.act(number))
    #expect(act.kind == OperationKind.checkIn.rawValue)
    _ = try desk.store.submit(Undo(act: act.id), by: owner)
    // Then the booking, and then nothing.
    let book = try #require(try desk.store.act(number))
    #expect(book.kind == OperationKind.book.rawValue && !book.undone)
    _ = try desk.store.submit(Undo(act: book.id), by: owner)
    #expect(try desk.store.booking(ID(book.id.raw))?.booking.state == .cancelled)
    #expect(try desk.store.act(number)?.undone == true)
    #expect(try desk.store.isDecided(number))
  }
}
