import DeskUI
import Domain
import Support
import Sync
import Testing

/// Nobody is at the desk: a code, an answer in large letters, and the welcome again.
@Suite struct KioskJourneys {
  @Test func aTypedCodeOpensAndIsForgotten() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    let idle = driver.text
    driver.type(try #require(desk.codes["Zanele/pilates"]).text.lowercased())
    driver.press(.enter)
    #expect(driver.last.rings)
    let booking = try desk.state("Zanele/pilates")
    #expect(booking.state == .checkedIn && booking.channel == .desk)
    #expect(driver.shows("Zanele, you are in.") && driver.shows("Credits left: 8"))
    #expect(!driver.shows("Dlamini") && !driver.shows("knee"))
    driver.press(.enter)
    #expect(driver.shows("Zanele"), "people press Enter twice")
    driver.wait(4)
    #expect(driver.shows("Zanele"))
    driver.wait(2)
    #expect(driver.text == idle)
  }

  @Test func aNoSaysWhatToDo() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    driver.type("K7QF2M9X")
    driver.press(.enter)
    #expect(driver.shows("please see the desk") && driver.last.rings)
    driver.tell(.tick(now: 0))
    #expect(driver.last.rings, "twice for bad news")
    driver.tell(.tick(now: 1))
    #expect(!driver.last.rings)
    driver.press(.char("K"))
    #expect(!driver.shows("please see the desk"), "the next one types already")
    driver.press(.esc)
    driver.type("K7QF2M9X")
    driver.press(.enter)
    driver.wait(3)
    #expect(driver.shows("Scan your pass"), "who is sent to the desk does not stay here")
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    driver.tell(.scanRepeated(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(driver.shows("Naledi, you are in."), "a triple scan is one event")
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(driver.shows("already in"))
  }

  @Test func groupsAndFamiliesAreAsked() throws {
    let desk = try TestDesk()
    try desk.giveElsaAPast()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    let elsa = try #require(desk.members["Elsa"])
    let number = try #require(try desk.store.profile(elsa)).member.number
    driver.tell(.scan(number))
    #expect(driver.shows("1  Pilates 18:00") && !driver.shows("Fourie"))
    driver.wait(9)
    #expect(driver.shows("Press a number, or 0 for all."), "a question waits twice as long")
    #expect(!driver.last.typing, "a digit of the next scan must not answer")
    // Whoever comes next may have a number that begins with an answer.
    driver.press(.char("1"), .char("0"), .char("3"))
    #expect(driver.shows("103") && !driver.shows("0 for all"))
    driver.wait(1)
    #expect(try desk.state("Elsa/pilates").present == 0)
    driver.press(.esc)
    driver.tell(.scan(number))
    driver.choose(driver.shows("1  Pilates 18:00  Elsa") ? "1" : "2")
    #expect(driver.shows("How many of you are here?"))
    driver.press(.char("9"), .char("K"))
    #expect(!driver.shows("How many of you"), "what is no answer is the next one's code")
    #expect(try desk.state("Elsa/pilates").present == 0)
    driver.press(.esc)
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    driver.press(.char("2"))
    #expect(try desk.state("Elsa/pilates").present == 0, "more may follow")
    driver.press(.char("2"), .enter)
    #expect(try desk.state("Elsa/pilates").present == 2)
    #expect(driver.shows("2 of 3 are in"))
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    #expect(try desk.state("Elsa/pilates").present == 3)
  }

  /// The code stands in the middle, as all else does.
  @Test(arguments: [(80, 24), (200, 50)]) func whatIsTypedStandsInTheMiddle(
    _ width: Int, _ height: Int
  ) throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    driver.resize(width, height)
    var typed = ""
    for letter in "K7QF-2M9X" {
      typed.append(letter)
      driver.press(.char(letter))
      let line = try #require(driver.picture().lines.last { $0.contains(typed) })
      let start = try #require(line.firstRange(of: typed)).lowerBound
      let left = line.distance(from: line.startIndex, to: start)
      // Behind it stands the cursor.
      #expect(abs(width - typed.count - 1 - 2 * left) <= 1, "\(driver)")
    }
  }

  @Test func aFamilyComesInOneByOneOrTogether() throws {
    for together in [false, true] {
      let desk = try TestDesk()
      try desk.giveElsaAPast()
      var driver = desk.application(signedIn: nil, mode: .kiosk)
      let elsa = try #require(desk.members["Elsa"])
      let ruan = try #require(desk.bookings["Ruan/pilates"])
      driver.tell(.scan(try #require(try desk.store.profile(elsa)).member.number))
      if together {
        driver.choose("0")
        #expect(driver.shows("4 of 4 are in.") && !driver.shows("YES, "))
        #expect(driver.shows("Ruan · Pilates 18:00") && driver.shows("Elsa · Pilates 18:00"))
      } else {
        driver.choose(driver.shows("1  Pilates 18:00  Ruan") ? "1" : "2")
        #expect(driver.shows("Ruan, you are in.") && driver.shows("1 of 4 are in."))
        #expect(driver.shows("Who else is here?") && driver.shows("1  Pilates 18:00  Elsa"))
        #expect(try desk.state("Elsa/pilates").state == .confirmed)
        driver.choose("1")
        driver.wait(1)
        driver.press(.enter)
        #expect(driver.shows("4 of 4 are in.") && !driver.shows("Who else"))
      }
      #expect(try #require(try desk.store.booking(ruan)).booking.state == .checkedIn)
      #expect(try desk.state("Elsa/pilates").present == 3)
    }
  }

  @Test func onlyAManagersPINLeadsOut() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    for key in [Key.ctrl("c"), .ctrl("z"), .f(3), .f(2), .char("q"), .char(":"), .esc, .f(1)] {
      driver.press(key)
      #expect(driver.last.after == .carryOn)
    }
    #expect(driver.shows("Scan your pass"))
    driver.press(.ctrl("x"))
    #expect(!driver.shows("Olga"), "no names at a kiosk")
    driver.type("2222")
    driver.press(.enter)
    #expect(driver.last.after == .carryOn)
    #expect(driver.shows("Wrong PIN"))
    driver.press(.esc)
    driver.press(.ctrl("x"))
    driver.type("1111")
    driver.press(.enter)
    #expect(driver.last.after == .quit)
  }

  @Test func outOfOrderUntilStaffHaveLooked() throws {
    let desk = try TestDesk()
    desk.store.setOutOfOrder(true)
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    #expect(driver.shows("This kiosk is out of order."))
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    driver.press(.esc, .enter, .char("1"), .f(3))
    driver.wait(120)
    #expect(driver.shows("This kiosk is out of order."))
    #expect(try desk.state("Naledi/pilates").state == .confirmed)
    try desk.reopen()
    #expect(desk.store.isOutOfOrder, "it survives a restart")
    driver = desk.application(signedIn: nil, mode: .kiosk)
    driver.press(.ctrl("x"))
    driver.type("1111")
    driver.press(.enter)
    #expect(driver.last.after == .carryOn && driver.shows("Scan your pass"))
    #expect(!desk.store.isOutOfOrder)
    driver.press(.ctrl("x"))
    driver.type("1111")
    driver.press(.enter)
    #expect(driver.last.after == .quit)
  }

  @Test func wrongCodesInARowMakeItWait() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    var answers = 0
    for number in 0..<12 {
      // Typed and scanned alike.
      if number.isMultiple(of: 2) {
        driver.type("K7QF2M9X")
        driver.press(.enter)
      } else {
        driver.tell(.scan("K7QF2M9X"))
      }
      if driver.shows("We do not know this code") { answers += 1 }
      if number == 11 { #expect(driver.shows("Too many wrong codes: please wait")) }
    }
    #expect((4...7).contains(answers), "12 tries were answered \(answers) times")
    // A slip is no guess: it is told, and costs nothing.
    driver.tell(.scan("K7QF2M9Y"))
    #expect(driver.shows("has a slip in it"))
    for _ in 0..<8 { try desk.store.countGuess() }
    try desk.reopen()
    driver = desk.application(signedIn: nil, mode: .kiosk)
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(driver.shows("Too many wrong codes"), "switching it off does not help")
    #expect(try desk.state("Naledi/pilates").state == .confirmed)
    try desk.store.forgetGuesses()
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(try desk.state("Naledi/pilates").state == .checkedIn)
  }

  @Test func onlyWhoWasLetInEndsTheWaiting() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    func wrong() { driver.tell(.scan("K7QF2M9X")) }
    for _ in 0..<6 { driver.tell(.scan("K7QF2M9Y")) }
    #expect(try desk.store.guessWait() == 0, "slips are free")
    for _ in 0..<3 { wrong() }
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    for _ in 0..<3 { wrong() }
    #expect(try desk.store.guessWait() == 0)
    // Known, and refused: it forgets nothing.
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(driver.shows("already in"))
    wrong()
    #expect(try desk.store.guessWait() > 0)
  }

  @Test func whoHasNoBookingMayWalkInWhereThePolicySays() throws {
    let desk = try TestDesk()
    let owner = DeskStore.Hand(actor: .staff(desk.owner.id))
    let elsa = try #require(desk.members["Elsa"])
    let number = try #require(try desk.store.profile(elsa)).member.number
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    func isOffered() -> Bool {
      driver.press(.esc)
      driver.tell(.scan(number))
      return driver.shows("1  Pilates 18:00  Studio A  Credits: 1")
    }
    #expect(!isOffered() && driver.shows("We have no booking for you here now"))
    _ = try desk.store.submit(SetPolicy(.kioskWalkIn, 1), by: owner)
    #expect(isOffered() && !driver.shows("HIIT"), "only what is open now")
    #expect(!driver.shows("Steyn"))
    driver.choose("2")
    #expect(try #require(try desk.store.profile(elsa)).bookings.isEmpty)

    // Whom the rulebook would not let book is offered nothing.
    var details = MemberDetails()
    for permission in [BookingPermission.restricted, .standard] {
      details.permission = permission
      _ = try desk.store.submit(EditMember(member: elsa, details), by: owner)
      #expect(isOffered() == (permission == .standard))
    }
    driver.choose("1")
    #expect(driver.shows("Elsa, you are in.") && driver.shows("Credits left: 9"))
    let booked = try #require(try desk.store.profile(elsa)).bookings
    let booking = try #require(booked.first).booking
    #expect(booking.state == .checkedIn && booking.walkIn && booking.channel == .kiosk)
    #expect(!isOffered() && driver.shows("already in"))
    // Staff at a desk book walk-ins themselves.
    let imraan = try #require(desk.members["Imraan"])
    var desk1 = desk.application(signedIn: desk.reception)
    desk1.tell(.scan(try #require(try desk.store.profile(imraan)).member.number))
    #expect(!desk1.shows("a digit and Enter"))
  }

  @Test func membersAreAnsweredInTheirLanguage() throws {
    #expect(Translated.isMade)
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    #expect(driver.shows("F1 English") && driver.shows("F6 Português"))
    driver.press(.f(3))
    #expect(driver.shows("Skena ipasi"))
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(driver.shows("Naledi, usungenile."))
    driver.wait(6)
    #expect(driver.shows("Scan your pass"), "the next member's turn is in the studio's language")
    driver.press(.f(2))
    driver.wait(11)
    #expect(driver.shows("Scan your pass"))
    // The record goes before the screen.
    var details = MemberDetails()
    details.language = "fr-CD"
    let zanele = try #require(desk.members["Zanele"])
    _ = try desk.store.submit(
      EditMember(member: zanele, details), by: DeskStore.Hand(actor: .staff(desk.owner.id)))
    driver.tell(.scan(try #require(desk.codes["Zanele/pilates"]).text))
    #expect(driver.shows("Zanele, c'est bon, entrez."))
    // The first key of the next one's code begins their turn, unless they chose over the answer.
    for chosen in [false, true] {
      driver.wait(6)
      driver.press(.f(3))
      driver.tell(.scan("ZZZZ"))
      #expect(!driver.shows("Scan your pass"))
      if chosen { driver.press(.f(3)) }
      driver.type("1")
      #expect(driver.shows("Skena ipasi") == chosen && driver.shows("Scan your pass") != chosen)
      driver.press(.esc)
    }
  }

  /// The rest of a PIN never stands in large letters, whoever or whatever comes between.
  @Test func aPINIsNeverShown() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    let idle = driver.text
    driver.press(.ctrl("x"))
    #expect(driver.says("To leave the kiosk: the manager's PIN, then Enter."))
    #expect(!driver.shows("Scan your pass") && !driver.shows("Olga"))
    driver.type("11")
    driver.wait(9)
    #expect(driver.shows("••"))
    #expect(driver.says("10 seconds without a key close this."))
    driver.wait(2)
    #expect(driver.says("Closed: no key was pressed for 10 seconds. Enter goes back"))
    #expect(driver.says("so do 10 more seconds without a key."))
    let closed = driver.text
    driver.wait(8)
    driver.type("11")
    #expect(driver.text == closed, "the rest of it ends here")
    driver.press(.enter)
    #expect(driver.text == idle && driver.last.after == .carryOn)
    driver.press(.ctrl("x"))
    driver.wait(10)
    #expect(driver.shows("Closed"))
    driver.wait(10)
    #expect(driver.text == idle, "it goes by itself")

    // A card that is shown meanwhile waits: what is typed after it is still the PIN.
    let card = Event.scan(try #require(desk.codes["Naledi/pilates"]).text)
    driver.press(.ctrl("x"))
    driver.type("11")
    driver.tell(card)
    #expect(driver.shows("A card was shown") && driver.shows("••"))
    #expect(try desk.state("Naledi/pilates").state == .confirmed)
    driver.wait(11)
    driver.tell(card)
    #expect(driver.shows("Naledi, you are in."), "nobody types any more")
    driver.press(.ctrl("x"))
    driver.type("1111")
    driver.press(.enter)
    #expect(driver.last.after == .quit)
  }

  /// A quarter of an hour in the pool, right before Pilates: both doors are open.
  private func stretch(_ desk: TestDesk) throws {
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    let aqua = try #require(desk.store.studio.services.first { $0.name == "Aqua" })
    var plan = ScheduleSession(
      service: aqua.id, location: desk.store.studio.location.id, start: TestDesk.at(17, 45))
    plan.lasts = 15 * 60
    plan.capacity = 5
    let session = try #require(try desk.store.submit(plan, by: by).subject)
    var book = Book(
      session: ID(session), member: try #require(desk.members["Naledi"]),
      code: BookingCode(random: 77))
    book.override = "asked for both"
    _ = try desk.store.submit(book, by: by)
  }

  private func number(_ name: String, _ desk: TestDesk) throws -> Event {
    let member = try #require(desk.members[name])
    return .scan(try #require(try desk.store.profile(member)).member.number)
  }

  @Test func onePersonWithTwoClassesIsNoFamily() throws {
    for together in [false, true] {
      let desk = try TestDesk()
      try stretch(desk)
      var driver = desk.application(signedIn: nil, mode: .kiosk)
      driver.tell(try number("Naledi", desk))
      #expect(driver.shows("Press a number, or 0 for all."))
      driver.choose(together ? "0" : driver.shows("1  Pilates") ? "1" : "2")
      #expect(driver.shows("Naledi, you are in.") && driver.shows("Pilates 18:00 · Studio A"))
      #expect(!driver.shows("Who else") && !driver.shows("of 2"))
      #expect(driver.shows("Are you also here for this?") == !together)
      if !together {
        #expect(driver.shows("1  Aqua 17:45"))
        driver.choose("1")
      }
      #expect(driver.shows("Aqua 17:45") && !driver.shows("also here"))
      #expect(try desk.state("Naledi/pilates").state == .checkedIn)
    }
  }

  @Test func aNoNamesTheClassItIsAbout() throws {
    let desk = try TestDesk()
    try desk.book("Thabo", into: "night")
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    // Over since 17:30; the other opens at 22:00.
    driver.tell(try number("Thabo", desk))
    #expect(driver.says("This class ended at 17:30") && driver.shows("Vinyasa 16:30"))
    #expect(!driver.shows("Night Yoga") && !driver.shows("Molefe"))
  }
}
