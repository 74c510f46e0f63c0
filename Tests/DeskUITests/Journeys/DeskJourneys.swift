import Central
import DeskUI
import Domain
import Support
import Sync
import Testing
import Wire

/// Keys in, screen and operations out.
@Suite struct DeskJourneys {
  @Test func aBatchOfMarksIsOneOperation() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter)
    #expect(driver.shows("Pilates · Lerato Khumalo · Studio A · 18:00-19:00"))
    driver.press(.char("a"), .char("1"), .char("x"))
    #expect(driver.shows("5 here, 1 absent: not stored until Enter"))
    #expect(try desk.state("Naledi/pilates").state == .confirmed)
    driver.press(.enter)
    #expect(driver.shows("6 marks stored"))
    #expect(try desk.store.undoable(limit: 1).first?.bookings.count == 6)
    #expect(try desk.state("Naledi/pilates").state == .checkedIn)
    #expect(try desk.state("Johan/pilates").absent)
  }

  @Test func aScanIsUnderstoodOnEveryScreen() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    for (keys, name) in [
      ([Key.f(3)], "Naledi"), ([.f(5)], "Pieter"), ([.f(3), .enter], "Zanele"),
      ([.f(3), .char(":")], "Zoë"),
    ] {
      for key in keys { driver.press(key) }
      driver.tell(.scan(try #require(desk.codes["\(name)/pilates"]).text))
      #expect(try desk.state("\(name)/pilates").state == .checkedIn)
      #expect(driver.shows(name) && driver.shows("credits left"), "\(name)")
      driver.press(.esc, .esc)
    }
  }

  @Test func aLockedDeskTakesScansAndShowsNoNames() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .ctrl("k"))
    #expect(driver.shows("Scan a code") && !driver.shows("Zanele"))
    driver.press(.f(3), .f(4), .char("/"), .char("u"))
    #expect(driver.shows("Scan a code"))
    driver.tell(.scan(try #require(desk.codes["Zanele/pilates"]).text))
    #expect(try desk.state("Zanele/pilates").state == .checkedIn)
    #expect(driver.shows("Zanele D") && !driver.shows("Dlamini") && !driver.shows("left knee"))
    driver.press(.esc, .f(2))
    driver.type("2")
    driver.type("9999")
    driver.press(.enter)
    #expect(driver.shows("PIN"))
    driver.type("2222")
    driver.press(.enter)
    #expect(driver.shows("Pilates · Lerato Khumalo"), "the screen is as it was")
  }

  @Test(arguments: [true, false]) func damageOfAnUncleanStopIsSaid(damaged: Bool) throws {
    let desk = try TestDesk()
    try desk.stopUncleanly(damaged: damaged)
    var driver = desk.application(signedIn: desk.reception)
    #expect(!driver.shows("Damaged"), "the first paint waits for nothing")
    driver.tell(.tick(now: 0))
    #expect(driver.shows("Damaged since the last stop: operations.db.") == damaged)
  }

  /// Where the day is too long for quarters of an hour, hours in which nothing is take one row.
  @Test func idleHoursAreFolded() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.resize(120, 32)
    let times = driver.picture().lines.map { $0.prefix(5) }
    let idle = try #require(times.firstIndex(of: "20:00"))
    #expect(times[idle + 1] == "21:00" && times[idle + 2] == "22:00")
    #expect(times[idle + 4] == "22:30", "the others keep four rows each")
    driver.resize(120, 40)
    #expect(driver.shows("\n20:30"))
  }

  @Test func undoAsksBeforeAnotherPersonsAct() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.enter, .enter)
    #expect(try desk.state("Johan/pilates").state == .checkedIn)
    driver.press(.f(2), .char("2"))
    driver.type("2222")
    driver.press(.enter, .char("u"))
    #expect(driver.shows("Undo the check-in of Johan Botha at 17:4"))
    #expect(driver.shows("done by Olga"))
    driver.press(.enter)
    #expect(try desk.state("Johan/pilates").state == .confirmed)
    #expect(driver.shows("Undone"))
  }

  /// What the authority judged is no act of this desk: an older one goes by a question only.
  @Test func undoAsksBeforeItPassesAJudgement() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .enter)
    #expect(try desk.state("Johan/pilates").state == .checkedIn)
    let vinyasa = try #require(desk.sessions["vinyasa"])
    _ = try desk.store.submit(
      JudgeSession(session: vinyasa), by: .init(actor: .staff(desk.owner.id)))
    driver.press(.char("u"))
    #expect(driver.shows("The judgement of Vinyasa 16:30 cannot be undone:"))
    #expect(driver.shows("check-in of Johan Botha at 17:4"))
    driver.press(.esc)
    #expect(try desk.state("Johan/pilates").state == .checkedIn)
    driver.press(.char("u"), .enter)
    #expect(try desk.state("Johan/pilates").state == .confirmed)
  }

  /// Nothing takes a move back: what was done before it goes by a question only.
  @Test func undoAsksBeforeItPassesAnActThatStays() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .enter, .down, .char("m"), .end, .enter)
    #expect(driver.shows("moved to"))
    driver.press(.char("u"))
    #expect(driver.shows("The move cannot be undone: move it back instead."))
    #expect(driver.shows("check-in of Johan Botha at 17:4"))
    driver.press(.esc)
    #expect(try desk.state("Johan/pilates").state == .checkedIn)
    driver.press(.char("u"), .enter)
    #expect(try desk.state("Johan/pilates").state == .confirmed)
  }

  @Test func whoIsInAlreadyIsNamedHoweverTheyWereFound() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    driver.press(.esc, .f(5))
    // Once into the class that is on, then she is in everywhere.
    for _ in 1...2 {
      driver.press(.tab)
      driver.type("naledi")
      driver.press(.enter)
    }
    #expect(driver.shows("Already in since") && driver.shows("Naledi Mokoena"))
    #expect(driver.shows("Pilates 18:00"))
  }

  @Test func aNameTypedWhereACodeBelongsIsLookedFor() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5))
    driver.type("naledi mok")
    driver.press(.enter)
    #expect(driver.shows("Tab finds “naledi mok” by name."))
    driver.press(.tab, .enter)
    #expect(driver.shows("Several bookings") && driver.shows("Naledi Mokoena  Pilates 18:00"))
  }

  @Test func aLockedDeskForgetsWhatItSaidAndADigitBeginsToSignIn() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .enter)
    #expect(driver.shows("Johan Botha is in."))
    driver.press(.ctrl("k"))
    #expect(!driver.shows("Johan"))
    driver.press(.char("2"))
    driver.type("2222")
    driver.press(.enter)
    #expect(driver.shows("Pilates · Lerato Khumalo"))
  }

  @Test func aRefusalOffersWhatTheRoleMay() throws {
    let desk = try TestDesk()
    try desk.book("Ruan", into: "night")
    var driver = desk.application(signedIn: desk.reception)
    driver.tell(.scan(try #require(desk.codes["Ruan/night"]).text))
    #expect(driver.shows("22:00") && driver.shows("let in with a reason"))
    driver.press(.char("o"))
    driver.type("early bird")
    driver.press(.enter)
    let booking = try desk.state("Ruan/night")
    #expect(booking.state == .checkedIn && booking.overrideReason == "early bird")
  }

  @Test func aWalkInIsBookedAndIn() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .char("w"))
    driver.type("sibusiso")
    #expect(driver.shows("Sibusiso Zulu"))
    driver.press(.enter, .enter)
    #expect(driver.shows("Sibusiso Zulu is booked and in."))
    #expect(driver.shows("walk-in"))
  }

  @Test func aCancellationShowsFirstWhatReturns() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.enter)
    driver.press(.char("2"), .char("c"))
    #expect(driver.shows("Nothing of 1 credit returns"))
    driver.press(.ctrl("w"))
    #expect(driver.shows("1 credit to return, waived"))
    driver.type("ill")
    driver.press(.enter)
    #expect(try desk.state("Zanele/pilates").state == .cancelled)
    #expect(driver.shows("Zanele Dlamini: cancelled, 1 credit returned."))
  }

  @Test func withoutCreditsItIsBookedUnpaid() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(3), .char("."), .char("b"))
    driver.type("johan botha")
    driver.press(.enter, .enter)
    #expect(driver.shows("unpaid"))
    driver.press(.char("$"))
    let sunday = try #require(desk.sessions["sunday"])
    let roster = try #require(try desk.store.roster(sunday))
    #expect(roster.bookings.contains { $0.member.firstName == "Johan" && $0.booking.unpaid })
  }

  @Test func severalOfAGroupAreCounted() throws {
    let desk = try TestDesk()
    try desk.book("Elsa", into: "pilates", spots: 3)
    var driver = desk.application(signedIn: desk.reception)
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    #expect(driver.shows("How many are here? 1-3 and Enter, or Enter for all 3."))
    driver.press(.char("2"), .enter)
    #expect(try desk.state("Elsa/pilates").present == 2)
    driver.press(.esc)
    driver.tell(.scan(try #require(desk.codes["Elsa/pilates"]).text))
    #expect(try desk.state("Elsa/pilates").present == 3)
  }

  @Test func whatAnotherProcessDidIsSeenAtTheNextTick() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter)
    let other = try DeskStore.open(
      desk.directory.path, clock: desk.store.clock, authority: AuthorityPlace.beside)
    let booking = try #require(desk.bookings["Naledi/pilates"])
    _ = try other.submit(CheckIn(booking: booking), by: .init(actor: .staff(desk.owner.id)))
    #expect(!driver.shows("in 17:42"))
    driver.tell(.tick(now: 0))
    #expect(driver.last.repaint && driver.shows("in 17:42"))
  }

  /// The number of somebody whose family stands at the desk, typed and entered.
  private func family(at desk: TestDesk) throws -> Driver {
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    var details = MemberDetails()
    details.family = ID(Bits128(hi: 7, lo: 7))
    for name in ["Naledi", "Zanele"] {
      let member = try #require(desk.members[name])
      _ = try desk.store.submit(EditMember(member: member, details), by: by)
    }
    let naledi = try #require(desk.members["Naledi"])
    let number = try #require(try desk.store.profile(naledi)).member.number
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5))
    driver.type(number)
    driver.press(.enter)
    #expect(driver.shows("Several bookings: a digit and Enter choose, 0 is all."))
    return driver
  }

  @Test func ofAFamilysBookingsADigitChooses() throws {
    let desk = try TestDesk()
    var driver = try family(at: desk)
    let line = driver.text.split(separator: "\n").first { $0.contains("Zanele Dlamini  Pilates") }
    let digit = try #require(line?.first { $0.isNumber })
    driver.press(.char(digit), .enter)
    #expect(try desk.state("Zanele/pilates").state == .checkedIn)
    #expect(try desk.state("Naledi/pilates").state == .confirmed)
    #expect(driver.shows("Zanele Dlamini") && driver.shows("left knee"))
  }

  @Test func zeroLetsAllOfAFamilyIn() throws {
    let desk = try TestDesk()
    var driver = try family(at: desk)
    driver.press(.char("0"), .enter)
    for name in ["Naledi", "Zanele"] {
      #expect(try desk.state("\(name)/pilates").state == .checkedIn)
    }
    #expect(driver.shows("Naledi Mokoena · Pilates 18:00"))
    #expect(driver.shows("Zanele Dlamini · Pilates 18:00") && driver.shows("left knee"))
  }

  @Test func whoIsTakenBackStandsThereNoMore() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5))
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(driver.shows("Naledi Mokoena"))
    driver.press(.alt("u"))
    #expect(try desk.state("Naledi/pilates").state == .confirmed)
    #expect(driver.shows("Undone: check-in of Naledi Mokoena."), "\(driver)")
    #expect(driver.shows("Scan, or type a code and press Enter."), "\(driver)")
  }

  @Test func whoOfAFamilyIsNotInIsNamed() throws {
    let desk = try TestDesk()
    var driver = try family(at: desk)
    let zanele = try #require(desk.bookings["Zanele/pilates"])
    _ = try desk.store.submit(
      Cancel(booking: zanele), by: .init(actor: .staff(desk.owner.id)))
    driver.press(.char("0"), .enter)
    #expect(try desk.state("Naledi/pilates").state == .checkedIn)
    #expect(driver.shows("Naledi Mokoena · Pilates 18:00"))
    #expect(driver.shows("Not in: Zanele Dlamini · Pilates 18:00. Chosen alone, the"))
  }

  @Test func whatTheRoleMayNotIsSaid() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.trainer)
    driver.press(.enter)
    driver.press(.char("c"))
    #expect(driver.shows("cancel: not in your role."))
    driver.press(.char("a"), .enter)
    #expect(driver.shows("5 marks stored"), "of the HIIT that is on now")
  }

  @Test func itLocksAfterTenIdleMinutesAndNotBefore() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    let start = TerminalClock.now
    driver.tell(.tick(now: start + 590_000))
    #expect(driver.shows("Thandi"))
    driver.press(.down)
    driver.tell(.tick(now: start + 610_000))
    #expect(!driver.shows("Thandi") && driver.shows("F2 and a PIN unlock the desk."))
  }

  @Test func quittingAsks() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.char("q"))
    #expect(driver.shows("End the program?"))
    driver.press(.esc)
    #expect(driver.last.after == .carryOn)
    driver.press(.ctrl("c"), .enter)
    #expect(driver.last.after == .quit)
  }
}
