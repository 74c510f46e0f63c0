import DeskUI
import Domain
import Sync
import Testing

/// Nobody is at the desk: a code, an answer in large letters, and the welcome again.
@Suite struct KioskJourneys {
  private func wait(_ seconds: Int, _ driver: inout Driver) {
    for tick in 0...4 * seconds { driver.tell(.tick(now: tick)) }
  }

  @Test func aTypedCodeOpensAndIsForgotten() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    let idle = driver.text
    driver.type(try #require(desk.codes["Zanele/pilates"]).text.lowercased())
    driver.press(.enter)
    let booking = try desk.state("Zanele/pilates")
    #expect(booking.state == .checkedIn && booking.channel == .desk)
    #expect(driver.shows("Zanele, you are in.") && driver.shows("credits left"))
    #expect(!driver.shows("Dlamini") && !driver.shows("knee"))
    wait(5, &driver)
    #expect(driver.shows("Zanele"))
    wait(5, &driver)
    #expect(driver.last.repaint || driver.text == idle)
    #expect(driver.text == idle)
  }

  @Test func aNoSaysWhatToDo() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    driver.type("K7QF2M9X")
    driver.press(.enter)
    #expect(driver.shows("please see the desk"))
    driver.press(.char("K"))
    #expect(!driver.shows("please see the desk"), "the next one types already")
    driver.press(.esc)
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
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
    wait(9, &driver)
    #expect(driver.shows("Its number and Enter."), "a question waits twice as long")
    driver.press(.char(driver.shows("1  Pilates 18:00  Elsa") ? "1" : "2"), .enter)
    #expect(driver.shows("How many of you are here?"))
    driver.press(.char("9"), .enter)
    #expect(driver.shows("How many of you are here?"))
    driver.type("103098")
    #expect(!driver.shows("How many of you"), "the next one's number answers nothing")
    driver.press(.enter)
    #expect(try desk.state("Elsa/pilates").present == 0)
    driver.press(.esc)
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    driver.press(.char("2"), .enter)
    #expect(try desk.state("Elsa/pilates").present == 2)
    #expect(driver.shows("2 of 3 are in"))
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    #expect(try desk.state("Elsa/pilates").present == 3)
  }

  @Test func onlyAManagersPINLeadsOut() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    for key in [Key.ctrl("c"), .ctrl("z"), .f(3), .f(2), .char("q"), .char(":"), .esc] {
      driver.press(key)
      #expect(driver.last.after == .carryOn)
    }
    #expect(driver.shows("Scan your pass"))
    driver.press(.ctrl("x"))
    #expect(!driver.shows("Olga"), "no names at a kiosk")
    driver.type("2222")
    driver.press(.enter)
    #expect(driver.last.after == .carryOn)
    wait(17, &driver)
    #expect(!driver.shows("PIN"), "the question goes away by itself")
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
      if driver.shows("please see the desk") { answers += 1 }
      if number == 11 { #expect(driver.shows("Too many wrong codes: please wait")) }
    }
    #expect((4...7).contains(answers), "12 tries were answered \(answers) times")
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(try desk.state("Naledi/pilates").state == .confirmed)
  }

  @Test func onlyWhoWasLetInEndsTheWaiting() {
    var throttle = GuessThrottle()
    var now = Instant(1_000_000)
    func wrong(_ code: RefusalCode) {
      let begun = (throttle.begin(), throttle.begin())
      #expect(begun == (true, false), "one at a time")
      throttle.end(.refused(Refusal(code)), at: now)
    }
    for code in [RefusalCode.unknownCode, .mistypedCode, .passForged] {
      wrong(code)
      #expect(throttle.refusal(at: now) == nil, "slips are free")
    }
    for known in [RefusalCode.alreadyCheckedIn, .notFound, .checkInTooEarly] { wrong(known) }
    for wait in [2, 4, 8, 16, 32, 60, 60] {
      wrong(.unknownCode)
      let refusal = throttle.refusal(at: now)
      #expect(refusal?.code == .rateLimited && refusal?.arguments["seconds"] == .seconds(wait))
      #expect(throttle.refusal(at: now + (wait - 1)) != nil)
      now = now + wait
      #expect(throttle.refusal(at: now) == nil)
    }
    _ = throttle.begin()
    let receipt = Receipt(operation: .none, outcome: nil)
    throttle.end(.welcome(receipt), at: now)
    for _ in 0..<3 { wrong(.unknownCode) }
    #expect(throttle.refusal(at: now) == nil)
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
      return driver.shows("1  Pilates 18:00  1 credit")
    }
    #expect(!isOffered() && driver.shows("We have no booking for you here now"))
    _ = try desk.store.submit(SetPolicy(.kioskWalkIn, 1), by: owner)
    #expect(isOffered() && !driver.shows("HIIT"), "only what is open now")
    #expect(!driver.shows("Steyn"))
    driver.press(.char("2"), .enter)
    #expect(try #require(try desk.store.profile(elsa)).bookings.isEmpty)

    // Whom the rulebook would not let book is offered nothing.
    var details = MemberDetails()
    for permission in [BookingPermission.restricted, .standard] {
      details.permission = permission
      _ = try desk.store.submit(EditMember(member: elsa, details), by: owner)
      #expect(isOffered() == (permission == .standard))
    }
    driver.press(.char("1"), .enter)
    #expect(driver.shows("Elsa, you are in.") && driver.shows("9 credits left"))
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
}
