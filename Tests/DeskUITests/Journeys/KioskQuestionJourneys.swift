import DeskUI
import Domain
import Support
import Sync
import Testing

/// What a kiosk asks, and answers that are none: nobody comes in by a slip.
@Suite struct KioskQuestionJourneys {
  /// The question stands, says so in the member's language, and is answered after all.
  @Test func whatIsNoChoiceIsTold() throws {
    #expect(Translated.isMade)
    let desk = try TestDesk()
    try desk.giveElsaAPast()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    let elsa = try #require(desk.members["Elsa"])
    driver.tell(.scan(try #require(try desk.store.profile(elsa)).member.number))
    driver.press(.char("7"))
    #expect(driver.shows("7 is not a choice.") && driver.shows("0 for all"))
    #expect(driver.last.rings)
    driver.wait(1)
    #expect(driver.shows("7 is not a choice."), "until the next key")
    driver.choose(driver.shows("1  Pilates 18:00  Elsa") ? "1" : "2")
    for (keys, told) in [("0", "0"), ("4", "4"), ("23", "23")] {
      driver.type(keys)
      #expect(driver.shows("\(told) is not a choice.") && driver.shows("Press 1 to 3"))
      if keys == "4" {
        driver.press(.enter, .enter)
      } else {
        driver.wait(1)
        driver.press(.enter)
      }
      #expect(driver.shows("Press 1 to 3") && !driver.shows("not a choice"))
      #expect(try desk.state("Elsa/pilates").present == 0, "that Enter ended \(keys)")
    }
    driver.press(.f(5), .char("8"))
    #expect(driver.shows("Le 8 n'est pas proposé."))
    driver.choose("2")
    #expect(try desk.state("Elsa/pilates").present == 2)
  }

  /// A number that was given counts: all are then all the others.
  @Test func allIsNoMoreThanWereSaid() throws {
    let desk = try TestDesk()
    try desk.giveElsaAPast()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    let elsa = try #require(desk.members["Elsa"])
    driver.tell(.scan(try #require(try desk.store.profile(elsa)).member.number))
    driver.choose(driver.shows("1  Pilates 18:00  Elsa") ? "1" : "2")
    driver.choose("2")
    #expect(driver.shows("2 of 4 are in.") && driver.shows("1  Pilates 18:00  Ruan"))
    #expect(!driver.shows("2  Pilates"), "two are here, not three")
    driver.choose("0")
    #expect(try desk.state("Ruan/pilates").state == .checkedIn)
    #expect(try desk.state("Elsa/pilates").present == 2)
    #expect(driver.shows("3 of 4 are in.") && !driver.shows("Who else"))
    // The third comes later, with the same card.
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    #expect(try desk.state("Elsa/pilates").present == 3)
  }

  /// People press Enter twice: the second one answers no question that they cannot have read.
  @Test func aSecondEnterLetsNobodyIn() throws {
    let desk = try TestDesk()
    try desk.giveElsaAPast()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    driver.type(try #require(desk.codes["Elsa/pilates"]).text)
    driver.press(.enter, .enter)
    #expect(driver.shows("How many of you are here?"))
    #expect(try desk.state("Elsa/pilates").present == 0)
    driver.wait(1)
    driver.press(.enter)
    #expect(try desk.state("Elsa/pilates").present == 3)
  }

  /// An answer that comes as its question goes away is nobody's code.
  @Test func aLateAnswerBeginsNoCode() throws {
    let desk = try TestDesk()
    try desk.giveElsaAPast()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    let idle = driver.text
    let elsa = try #require(desk.members["Elsa"])
    let card = Event.scan(try #require(try desk.store.profile(elsa)).member.number)
    let code = try #require(desk.codes["Naledi/pilates"]).text
    let zanele = try #require(desk.members["Zanele"])
    let number = try #require(try desk.store.profile(zanele)).member.number
    func close() {
      driver.press(.esc)
      driver.tell(card)
      #expect(driver.shows("0 for all"))
      driver.wait(10)
      #expect(driver.text == idle)
    }
    close()
    driver.choose("1")
    #expect(driver.text == idle)
    driver.type(code)
    driver.press(.enter)
    #expect(driver.shows("Naledi, you are in."))
    // With Enter it is none either.
    close()
    driver.press(.char("1"), .enter)
    #expect(driver.text == idle)
    // What follows it at once is a code, of a scanner that types slowly or of a quick hand.
    close()
    driver.type(number)
    driver.wait(2)
    driver.press(.enter)
    #expect(driver.shows("Zanele, you are in."))
    // A digit of later begins the next one's code.
    close()
    driver.wait(2)
    driver.choose("1")
    #expect(driver.text != idle)
  }

  @Test func aLargeGroupIsToldWhatIsTooMany() throws {
    let desk = try TestDesk()
    let owner = DeskStore.Hand(actor: .staff(desk.owner.id))
    _ = try desk.store.submit(SetPolicy(.groupLimit, 12), by: owner)
    var change = ChangeSession(session: try #require(desk.sessions["pilates"]))
    change.capacity = 40
    _ = try desk.store.submit(change, by: owner)
    try desk.book("Elsa", into: "pilates", spots: 10)
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    driver.type("13")
    driver.press(.enter, .enter)
    #expect(driver.shows("Type 1 to 10 and Enter") && !driver.shows("not a choice"))
    driver.type("0")
    driver.press(.enter)
    #expect(driver.shows("0 is not a choice.") && driver.last.rings)
    #expect(try desk.state("Elsa/pilates").present == 0)
    driver.type("9")
    driver.press(.enter)
    #expect(try desk.state("Elsa/pilates").present == 9)
  }
}
