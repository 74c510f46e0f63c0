import DeskUI
import Domain
import Glibc
import Support
import Sync
import Testing

/// Members from the search to the profile and what is done there, by keys alone.
@Suite struct PeopleJourneys {
  private func open(_ name: String, _ driver: inout Driver) {
    driver.press(.char("/"))
    driver.type(name)
    driver.press(.enter)
  }

  private func profile(_ name: String, _ desk: TestDesk) throws -> MemberProfile {
    let id = try #require(desk.members[name])
    return try #require(try desk.store.profile(id))
  }

  @Test func aNewMemberIsRegisteredFromAVainSearch() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.char("/"))
    driver.type("Xolile Quamba")
    #expect(driver.shows("Nobody found."))
    driver.press(.ctrl("n"))
    #expect(driver.shows("Register a member") && driver.shows("Xolile"))
    driver.type("082 555 0123")
    driver.press(.tab)
    driver.type("not an address")
    driver.press(.tab)
    driver.type("3.4.90")
    driver.press(.tab)
    driver.type("someday")
    driver.press(.enter)
    #expect(driver.shows("not a date"))
    driver.press(.ctrl("u"))
    driver.type("today")
    driver.press(.enter)
    #expect(driver.shows("No"), "the rulebook refuses the address")
    driver.press(.esc, .up, .up, .ctrl("u"))
    driver.type("xq@example.org")
    driver.press(.enter)
    #expect(driver.shows("Xolile Quamba is registered."))
    let hit = try #require(try desk.store.lookup("Xolile Quamba").first)
    let member = try #require(try desk.store.profile(hit.id)).member
    #expect(member.email == "xq@example.org" && member.phone == "082 555 0123")
    #expect(member.birthDate == Day(text: "1990-04-03") && member.parqOn == TestDesk.day)
    #expect(driver.shows(member.number) && driver.shows("Never booked."), "the profile is open")
  }

  @Test func eachKindOfCreditsIsToldInItsUnit() throws {
    let desk = try TestDesk()
    var plan = GrantCredits(
      member: try #require(desk.members["Elsa"]), credits: .zero, reason: "plan")
    plan.unlimited = true
    _ = try desk.store.submit(plan, by: .init(actor: .staff(desk.owner.id)))
    var driver = desk.application(signedIn: desk.reception)
    open("ruan", &driver)
    #expect(driver.shows("Credits   9 credits left") && !driver.shows("Credits 3"))
    driver = desk.application(signedIn: desk.reception)
    open("elsa", &driver)
    #expect(driver.shows("Credits   unlimited + 10 credits"))
  }

  @Test func somebodyOfThatNameIsPointedOut() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(6), .ctrl("n"))
    driver.type("Zanele")
    driver.press(.tab)
    driver.type("Dlamini")
    #expect(driver.shows("Known already? Zanele Dlamini"))
  }

  @Test func anEditChangesOnlyWhatWasTyped() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    let before = try profile("Zanele", desk).member
    open("zanele", &driver)
    driver.press(.char("e"), .down, .down, .ctrl("u"))
    driver.type("021 555 0199")
    driver.press(.enter)
    #expect(driver.shows("Zanele Dlamini: changed."))
    var wanted = before
    wanted.phone = "021 555 0199"
    #expect(try profile("Zanele", desk).member == wanted)
    driver.press(.char("e"), .enter)
    #expect(
      try desk.store.outbox(limit: 1, newestFirst: true).operations.first?.kind == .editMember)
  }

  @Test func creditsAreGrantedByManagersOnly() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    open("johan botha", &driver)
    driver.press(.char("+"))
    #expect(driver.shows("not in your role"))
    driver = desk.application(signedIn: desk.owner)
    open("johan botha", &driver)
    driver.press(.char("+"), .enter)
    #expect(driver.shows("How many credits?"))
    driver.type("2.5")
    driver.press(.tab)
    driver.type("sorry")
    driver.press(.tab)
    driver.type("+30")
    driver.press(.enter)
    #expect(driver.shows("2.5 credits left"))
    let lot = try #require(try profile("Johan", desk).lots.first)
    #expect(lot.left == Credits(hundredths: 250) && lot.validTo == TestDesk.day.adding(days: 30))
  }

  @Test func aProfileBooksChecksInAndCancels() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.owner)
    open("sibusiso", &driver)
    let others = try profile("Sibusiso", desk).bookings.count
    driver.press(.char("b"))
    driver.type("pilates monday")
    #expect(driver.shows("No such session."))
    driver.press(.ctrl("u"))
    driver.type("pilates mon")
    driver.press(.enter, .enter)
    #expect(driver.shows("is booked into Pilates Mon 23 Nov 18:00"))
    let booked = try profile("Sibusiso", desk).bookings
    #expect(booked.count == others + 1)
    open("naledi", &driver)
    driver.press(.char(" "))
    #expect(try desk.state("Naledi/pilates").state == .checkedIn)
    driver.press(.esc, .char("n"))
    driver.type("was early")
    driver.press(.enter)
    #expect(try profile("Naledi", desk).notes.first?.text == "was early")
    open("sibusiso", &driver)
    driver.press(.down, .char("c"), .enter)
    let kept = try profile("Sibusiso", desk).bookings.filter { $0.booking.state == .cancelled }
    #expect(kept.count == 1)
  }

  @Test func aTrainerSeesOnlyThePeopleOfOwnSessions() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.trainer)
    open("kagiso tau", &driver)
    #expect(driver.shows("+27 82 555 0100"), "of the Vinyasa that Lerato leads")
    open("elsa", &driver)
    #expect(driver.shows("Elsa Steyn") && !driver.shows("+27") && !driver.shows("credits"))
    driver.press(.char("/"))
    driver.type("elsa")
    #expect(driver.shows("Elsa Steyn") && !driver.shows("+27"))
  }

  @Test func aScanOnTheFormGoesToTheDoor() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(6), .ctrl("n"))
    let code = try #require(desk.codes["Naledi/pilates"]).text
    driver.type("Ab" + code)
    driver.tell(.takeBack(code.count))
    driver.tell(.scan(code))
    #expect(try desk.state("Naledi/pilates").state == .checkedIn)
    driver.press(.esc)
    #expect(driver.shows("Ab") && !driver.shows(code), "what was typed is still there")
  }

  @Test func theQueueGoesToAFileAndComesFromOne() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    let stick = desk.directory.path + ".stick"
    defer { unlink(stick) }
    driver.press(.f(10), .char("w"))
    #expect(driver.shows("Write to which file?") && driver.shows("Names stand in it"))
    driver.type(stick)
    driver.press(.enter)
    // Beside its authority nothing waits.
    #expect(driver.shows("Nothing waits here") && access(stick, R_OK) == 0)
    driver.press(.char("t"))
    driver.type(stick)
    driver.press(.enter)
    #expect(driver.shows("0 read: 0 new, 0 known, 0 refused."))
    driver.press(.char("t"))
    driver.type(stick + ".gone")
    driver.press(.enter)
    #expect(driver.shows("there is no file"))
    driver.press(.char("w"))
    driver.type(desk.directory.path + "/operations.db")
    driver.press(.enter)
    #expect(driver.shows("choose another place"))
  }

  @Test func theOutboxTellsWhatWhomAndHowFar() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .enter, .f(10))
    // By then the words about the check-in are gone.
    driver.tell(.tick(now: TerminalClock.now + 10_000))
    let row = try #require(driver.picture().lines.first { $0.hasPrefix("▸") })
    #expect(row.contains("check-in") && row.contains("Johan Botha") && row.contains("confirmed"))
    #expect(driver.shows("check-in · Johan Botha · Pilates today 18:00 · by Thandi Mthembu"))
    driver.press(.char("f"))
    #expect(driver.shows("Nothing waits."))
    driver.press(.char("f"), .end)
    #expect(driver.shows("studio founded"))
    // Far from the newest they are told as well.
    for _ in 0..<40 where !driver.shows("registration · ") { driver.press(.up) }
    #expect(driver.shows("registration · "))
    // A trainer sees nobody's name.
    var trainer = desk.application(signedIn: desk.trainer)
    trainer.press(.f(10))
    #expect(trainer.shows("check-in") && !trainer.shows("Johan"))
  }
}
