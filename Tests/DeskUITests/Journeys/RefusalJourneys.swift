import DeskUI
import Domain
import Sync
import Testing

/// What a refusal names as the way on is there to be taken.
@Suite struct RefusalJourneys {
  /// Who came in vain is put on the waitlist at once; once the class has begun there is none.
  @Test func aWalkInToAFullClassMayWait() throws {
    let desk = try TestDesk()
    var small = ChangeSession(session: try #require(desk.sessions["pilates"]))
    small.capacity = 6
    _ = try desk.store.submit(small, by: DeskStore.Hand(actor: .staff(desk.owner.id)))
    func walkIn(_ name: String) -> Driver {
      var driver = desk.application(signedIn: desk.reception)
      driver.press(.f(3), .enter)
      for _ in 0..<3 where !driver.shows(" Pilates · ") { driver.press(.left) }
      driver.press(.char("w"))
      driver.type(name)
      driver.press(.enter)
      // What the refusal tells is told once.
      #expect(driver.says("Full: ") && !driver.shows("│ full"), "\(driver)")
      driver.press(.enter)
      return driver
    }
    var driver = walkIn("elsa")
    #expect(driver.keyLine.contains("l waitlist"), "\(driver)")
    driver.press(.char("l"))
    #expect(driver.shows("Elsa Steyn: on the waitlist.") && driver.shows("wait 1"), "\(driver)")
    let elsa = try #require(desk.members["Elsa"])
    let booking = try #require(try desk.store.profile(elsa)?.bookings.first).booking
    #expect(booking.state == .waitlisted && !booking.walkIn)
    try desk.later(18, 5)
    driver = walkIn("ruan")
    #expect(driver.keyLine.contains("anyway") && !driver.keyLine.contains("waitlist"), "\(driver)")
  }

  /// The credits are given where they are found to lack, and what was refused is done.
  @Test func missingCreditsAreGivenFromTheRefusal() throws {
    let desk = try TestDesk()
    func book(_ staff: Staff) -> Driver {
      var driver = desk.application(signedIn: staff)
      driver.press(.f(3), .char("."), .enter, .char("b"))
      driver.type("johan")
      driver.press(.enter)
      #expect(driver.shows("Needs 1, has 0 credits") && !driver.shows("0 credits left"))
      driver.press(.enter)
      return driver
    }
    var reception = book(desk.reception)
    #expect(reception.shows("Only a manager may give credits: ask one."))
    reception.press(.char("+"))
    #expect(!reception.shows("Credits for"))
    var driver = book(desk.owner)
    #expect(driver.keyLine == "Enter OK $ book unpaid + credits Esc close")
    driver.press(.char("+"), .esc)
    #expect(driver.shows("+ credits"), "the ways are still there")
    driver.press(.char("+"))
    #expect(driver.shows("Credits for Johan Botha"))
    driver.press(.tab)
    driver.type("sorry")
    driver.press(.enter)
    #expect(driver.says("Johan Botha is booked into Vinyasa Sun 22 Nov 09:00."), "\(driver)")
    let id = try #require(desk.members["Johan"])
    let johan = try #require(try desk.store.profile(id))
    let booking = try #require(johan.bookings.first).booking
    #expect(booking.creditsUsed == Credits(1) && !booking.unpaid && johan.credits == Credits.zero)
  }

  /// By the words of the refusal that sends one looking for it.
  @Test(arguments: ["sell", "credits", "sell credits"])
  func creditsAreFoundByName(_ words: String) throws {
    let desk = try TestDesk()
    var reception = desk.application(signedIn: desk.reception)
    reception.press(.f(3), .char(":"))
    reception.type(words)
    #expect(reception.says("credits cannot: not in your role"), "\(reception)")
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.f(3), .char(":"))
    driver.type(words)
    driver.press(.enter)
    #expect(driver.shows("credits: find the member, then Enter."), "\(driver)")
    driver.type("elsa")
    #expect(driver.keyLine.contains("Enter credits"), "\(driver)")
    driver.press(.enter)
    #expect(driver.shows("Credits for Elsa Steyn"), "\(driver)")
    // Asked for over somebody who is found, it is about them.
    driver.press(.esc, .esc)
    #expect(driver.keyLine.contains("Enter profile"), "\(driver)")
    driver.press(.ctrl("p"))
    driver.type(words)
    driver.press(.enter)
    #expect(driver.shows("Credits for Elsa Steyn"), "\(driver)")
  }
}
