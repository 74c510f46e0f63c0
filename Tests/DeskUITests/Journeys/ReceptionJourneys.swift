import DeskUI
import Domain
import Sync
import Testing

/// A receptionist in a hurry at the check-in screen: what is typed, left or come back to there.
@Suite struct ReceptionJourneys {
  private func number(_ name: String, _ desk: TestDesk) throws -> String {
    let id = try #require(desk.members[name])
    return try #require(try desk.store.profile(id)).member.number
  }

  /// Every number begins with a digit that could be an answer.
  @Test func theNextNumberAnswersNoQuestion() throws {
    let desk = try TestDesk()
    try desk.book("Elsa", into: "pilates", spots: 2)
    let code = try #require(desk.codes["Elsa/pilates"]).text
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5))
    driver.tell(.scan(code))
    #expect(driver.shows("1-2 and Enter, or Enter for all 2."))
    driver.type(try number("Guest15", desk))
    #expect(try desk.state("Elsa/pilates").present == 0)
    driver.press(.enter)
    #expect(try desk.state("Guest15/aqua").state == .checkedIn)
    #expect(try desk.state("Elsa/pilates").present == 0)
    #expect(driver.shows("Elsa Steyn was not checked in"))

    driver.tell(.scan(code))
    driver.press(.char("7"), .enter)
    #expect(driver.shows("Not an answer: 1-2 and Enter."))
    driver.press(.enter)
    #expect(try desk.state("Elsa/pilates").present == 2)
    #expect(!driver.shows("not checked in"))
  }

  /// The same over any other screen, where the result stands in a panel.
  @Test func aPanelsQuestionIsAnsweredByEnterToo() throws {
    let desk = try TestDesk()
    try desk.book("Elsa", into: "pilates", spots: 2)
    var driver = desk.application(signedIn: desk.reception)
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    driver.type(try number("Guest15", desk))
    driver.press(.enter)
    #expect(try desk.state("Elsa/pilates").present == 0)
    #expect(try desk.state("Guest15/aqua").state == .checkedIn)
    #expect(driver.shows("Elsa Steyn was not checked in"))
    driver.press(.esc, .ctrl("k"))
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(driver.shows("Elsa S was not checked in") && !driver.shows("Steyn"))
  }

  @Test func letInWithoutAReasonIsToldAndEscLeavesTheFieldOnly() throws {
    let desk = try TestDesk()
    for (screen, override, name) in [
      (Key.f(5), Key.ctrl("o"), "Ruan"), (.f(3), .char("o"), "Elsa"),
    ] {
      try desk.book(name, into: "night")
      var driver = desk.application(signedIn: desk.reception)
      driver.press(screen)
      driver.tell(.scan(try #require(desk.codes["\(name)/night"]).text))
      driver.press(override, .enter)
      #expect(driver.shows("A reason is needed"))
      driver.press(.esc)
      #expect(!driver.shows("Reason") && driver.shows(name), "the answer still stands")
      driver.press(override)
      driver.type("early bird")
      driver.press(.enter)
      #expect(try desk.state("\(name)/night").overrideReason == "early bird")
    }
  }

  @Test func whoHasNoBookingWalksInFromTheCheckIn() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5), .ctrl("w"))
    #expect(driver.shows("walk-in: nobody without a booking is shown."))
    driver.type(try number("Elsa", desk))
    driver.press(.enter)
    #expect(driver.shows("no booking here now") && driver.shows("Ctrl+W books a walk-in."))
    driver.press(.ctrl("w"))
    #expect(driver.shows("Elsa Steyn walks in to") && !driver.shows("Sun 22 Nov"))
    let times = driver.text.split(separator: "\n").compactMap { line in
      line.contains("Sat 21 Nov ") && !line.contains("Sea Point")
        ? line.firstMatch(of: /Nov +(\d\d:\d\d)/).map { String($0.1) } : nil
    }
    let later = try #require(times.firstIndex(of: "22:30"))
    #expect(times.first == "18:00" && times.last ?? "" < "18:00" && later > 0, "\(times)")
    driver.press(.enter)
    #expect(driver.shows("10 credits left, takes 1 credit"))
    driver.press(.enter)
    let elsa = try #require(desk.members["Elsa"])
    let booking = try #require(try desk.store.profile(elsa)?.bookings.first).booking
    #expect(booking.walkIn && booking.state == .checkedIn)
    #expect(driver.shows("Elsa Steyn") && driver.shows("Pilates 18:00"))
    #expect(!driver.shows("no booking"))
  }

  @Test func anOldAnswerIsForgotten() throws {
    let desk = try TestDesk()
    func refused() -> Driver {
      var driver = desk.application(signedIn: desk.reception)
      driver.press(.f(5))
      driver.tell(.scan("K7QF2M9X"))
      return driver
    }
    var driver = refused()
    let fresh = driver.text
    for tick in 0..<200 { driver.tell(.tick(now: tick)) }
    #expect(driver.text == fresh)
    for tick in 200..<300 { driver.tell(.tick(now: tick)) }
    #expect(driver.shows("Scan, or type a code"))
    driver = refused()
    driver.press(.ctrl("k"), .f(2))
    driver.type("2")
    driver.type("2222")
    driver.press(.enter)
    #expect(driver.shows("Scan, or type a code"))
    driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5))
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    driver.press(.ctrl("y"), .esc)
    #expect(driver.shows("Naledi Mokoena"), "its pass is no other work")
    driver.press(.ctrl("r"), .f(5))
    #expect(driver.shows("Scan, or type a code"))
  }

  @Test func onlyANameIsHandedToTheSearchByName() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5))
    driver.type("x")
    driver.press(.enter, .tab)
    driver.type("zanele")
    #expect(driver.shows("Zanele Dlamini") && !driver.shows("xzanele"))
    driver.press(.esc)
    driver.type("10309")
    driver.press(.tab)
    #expect(driver.shows("Name, number, e-mail"))
    driver.press(.esc)
    #expect(driver.shows("pass  10309"), "what was typed is still there")
  }

  /// The reason for one rule does not carry somebody over the capacity by the way: it is asked again, and
  /// the roster tells.
  @Test func eachRuleIsGoneOverByItself() throws {
    let desk = try TestDesk()
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    var small = ChangeSession(session: try #require(desk.sessions["sunday"]))
    small.capacity = 0
    _ = try desk.store.submit(small, by: by)
    var details = MemberDetails()
    details.permission = .restricted
    let elsa = try #require(desk.members["Elsa"])
    _ = try desk.store.submit(EditMember(member: elsa, details), by: by)
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(3), .char("."), .enter, .char("b"))
    driver.type("elsa")
    driver.press(.enter, .enter, .char("o"))
    driver.type("agreed")
    driver.press(.enter)
    #expect(driver.says("Full besides: 3 of 3 taken."))
    #expect(try desk.store.profile(elsa)?.bookings.isEmpty == true)
    driver.press(.char("o"))
    #expect(driver.shows("Reason agreed"))
    driver.press(.enter)
    let booking = try #require(try desk.store.profile(elsa)?.bookings.first)
    #expect(booking.over == 1 && booking.booking.overrideReason == "agreed")
    #expect(driver.shows("4 of 3 · 1 over capacity"))
    #expect(driver.says("is booked into Vinyasa Sun 22 Nov 09:00. 1 over capacity: 4 of 3."))
    #expect(driver.shows("over cap. · restricted"), "what tells of it is not cut off")
    driver.resize(132, 43)
    #expect(driver.shows("over capacity · restricted"))

    // Reception may add one: whom else the rule keeps out it keeps out for good.
    driver.resize(80, 24)
    driver.press(.char("b"))
    driver.type("nomsa")
    driver.press(.enter)
    #expect(driver.says("Full: 4 of 3 taken") && driver.shows("Enter tells the ways past it."))
    #expect(driver.keyLine.contains("Enter ways past it"))
    driver.press(.enter)
    #expect(driver.shows("No override here: ask a manager."))
    #expect(driver.keyLine == "Enter OK l waitlist Esc close")
    driver.press(.char("o"))
    #expect(!driver.shows("Reason"))
  }

  /// Of many of one name the one who is expected now stands first, with the class.
  @Test func whoIsExpectedNowIsFoundFirst() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5), .tab)
    driver.type("guest")
    func people() -> [String] { driver.picture().lines.filter { $0.contains("Guest") } }
    #expect(people().first?.contains("HIIT 17:00") ?? false, "\(driver)")
    driver.press(.end)
    // Guest6 to Guest8 wait for a place.
    #expect(people().suffix(3).allSatisfy { !$0.contains("17:") }, "\(driver)")
    #expect(people().dropLast(3).allSatisfy { $0.contains("17:") }, "\(driver)")
    driver.press(.up, .up, .up)
    let chosen = try #require(
      people().first { $0.contains("▸") }?.split(separator: " ").first {
        $0.hasPrefix("Guest")
      })
    let booking = try #require(desk.bookings.keys.first { $0.hasPrefix("\(chosen)/") })
    driver.press(.enter)
    #expect(try desk.state(booking).state == .checkedIn, "\(chosen): \(driver)")
    // Elsewhere a search is not about who comes now.
    driver.press(.ctrl("f"))
    driver.type("guest")
    #expect(!driver.shows("HIIT 17:00"))
  }

  /// A parent's number lets in the child who is booked: whose number it was is told, and who came late.
  @Test func whoseNumberItWasIsTold() throws {
    let desk = try TestDesk()
    var details = MemberDetails()
    details.family = ID(try #require(desk.members["Guest1"]).raw)
    for name in ["Guest1", "Imraan"] {
      _ = try desk.store.submit(
        EditMember(member: try #require(desk.members[name]), details),
        by: .init(actor: .staff(desk.reception.id)))
    }
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5))
    driver.type(try number("Imraan", desk))
    driver.press(.enter)
    #expect(try desk.state("Guest1/hiit").state == .checkedIn, "\(driver)")
    #expect(driver.shows("Guest1 Example") && driver.shows("late"), "\(driver)")
    #expect(driver.shows("By the number of Imraan Khan."), "\(driver)")
    driver.press(.f(5))
    driver.type(try number("Guest2", desk))
    driver.press(.enter)
    #expect(driver.shows("Guest2 Example") && !driver.shows("By the number"), "\(driver)")
  }

  /// On one's feet at the door, told before anybody sits down.
  @Test func aWalkInAboveTheCapacityIsTold() throws {
    let desk = try TestDesk()
    try desk.later(8 + 24, 40)
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    var small = ChangeSession(session: try #require(desk.sessions["sunday"]))
    small.capacity = 0
    _ = try desk.store.submit(small, by: by)
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(3), .enter, .char("w"))
    driver.type("elsa")
    driver.press(.enter, .enter, .char("o"))
    driver.type("a mat is free")
    driver.press(.enter)
    #expect(driver.says("Elsa Steyn is booked and in. 1 over capacity: 4 of 3."), "\(driver)")
  }

  /// A key stands only where it does something, and is called the same wherever it stands.
  @Test func onlyKeysThatDoSomethingAreTold() throws {
    let desk = try TestDesk()
    try desk.book("Ruan", into: "night")
    let early = Event.scan(try #require(desk.codes["Ruan/night"]).text)
    let booking = try #require(desk.bookings["Ruan/night"])
    let pass = try #require(try desk.store.pass(booking)).text
    let forged = Event.scan(String(pass.dropLast()) + (pass.hasSuffix("0") ? "1" : "0"))
    for (staff, card, isOffered) in [
      (desk.reception, early, true), (desk.reception, forged, false), (desk.trainer, early, false),
    ] {
      var driver = desk.application(signedIn: staff)
      driver.press(.f(5))
      driver.tell(card)
      #expect(driver.keyLine.contains("let in") == isOffered, "\(driver)")
      #expect(driver.keyLine.contains("Ctrl+O let in with a reason") == isOffered)
      driver.press(.ctrl("p"))
      driver.type("let in with")
      #expect(driver.shows("let in with a reason"), "\(driver)")
      #expect(driver.shows("cannot: not against this rule, or not in your role") != isOffered)
      driver.press(.esc, .ctrl("o"))
      #expect(driver.shows("Reason to let in") == isOffered)
      // What is asked for already is offered no more.
      #expect(!driver.keyLine.contains("Ctrl+O"), "\(driver)")
      driver.press(.esc, .f(3))
      driver.tell(card)
      #expect(driver.shows("o let in with a reason   ") == isOffered, "\(driver)")
      #expect(driver.keyLine.contains("o let in with a reason") == isOffered)
      #expect(!driver.shows("walk-in"))
    }
    // Whoever sits down next may more.
    var details = MemberDetails()
    details.status = .banned
    let naledi = try #require(desk.members["Naledi"])
    _ = try desk.store.submit(
      EditMember(member: naledi, details), by: .init(actor: .staff(desk.owner.id)))
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5))
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(driver.shows("banned") && !driver.keyLine.contains("let in"), "\(driver)")
    driver.press(.f(2))
    driver.type("1")
    driver.type("1111")
    driver.press(.enter)
    #expect(driver.keyLine.contains("Ctrl+O let in with a reason"), "\(driver)")
  }

  /// A booking that a rule keeps out has no walk-in to offer.
  @Test func aRefusedBookingTellsOnlyItsWays() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(3), .char("."), .enter, .char("b"))
    driver.type("johan")
    driver.press(.enter)
    #expect(driver.shows("Enter tells the ways past it."))
    driver.press(.enter)
    #expect(driver.keyLine == "Enter OK $ book unpaid Esc close")
    #expect(driver.shows("$ book unpaid   Esc close"))
    driver.press(.esc, .char("b"))
    driver.type("zoë")
    driver.press(.enter)
    #expect(driver.shows("already has a booking here") && driver.shows("Not possible; Esc closes."))
    #expect(driver.keyLine == "Esc close")
    driver.press(.enter)
    #expect(driver.shows("book: already booked.") && driver.shows("Not possible"))
    driver.press(.backspace)
    #expect(driver.shows("A number first; Esc closes."))
  }

  @Test(arguments: [DeskMode.desk, .kiosk])
  func whoHasNoCreditsAndPaysNoneIsToldOfNone(mode: DeskMode) throws {
    let desk = try TestDesk()
    try desk.later(22, 20)
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    for (name, told) in [("Johan", false), ("Elsa", true)] {
      let code = try #require(desk.store.mintCode())
      let night = try #require(desk.sessions["night"])
      let member = try #require(desk.members[name])
      _ = try desk.store.submit(Book(session: night, member: member, code: code), by: by)
      var driver = desk.application(signedIn: mode == .desk ? desk.reception : nil, mode: mode)
      driver.tell(.scan(code.text))
      #expect(driver.shows(name))
      #expect((driver.shows("credits left") || driver.shows("Credits left")) == told, "\(driver)")
    }
  }

  @Test func aBookingPanelTellsWhatItTakesAndWhatToLookOutFor() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    func ask(_ key: Character, _ name: String) {
      driver.press(.char(key))
      driver.type(name)
      driver.press(.enter)
    }
    driver.press(.f(3), .char("."), .enter)
    ask("b", "zanele dlamini")
    #expect(driver.shows("credits left, takes 1 credit"))
    #expect(driver.shows("injury") && driver.shows("left knee"))
    driver.press(.backspace, .char("2"))
    #expect(driver.shows("takes 2 credits") && driver.shows("Enter books, Esc does not."))
    driver.press(.esc)
    ask("b", "johan botha")
    #expect(driver.shows("Needs 1, has 0 credits"), "said before Enter")
    driver.press(.esc)
    ask("l", "elsa")
    #expect(driver.shows("Enter puts on the waitlist, Esc does not."))
  }
}
