import DeskUI
import Domain
import Sync
import Testing

/// Slips that a desk must forgive: leaving too early, undoing too late, a date mistyped.
@Suite struct SlipJourneys {
  @Test(arguments: [[Key.esc], [.f(3)], [.f(5)], [.right], [.left], [.char("/")]])
  func marksOutliveTheirRoster(_ way: [Key]) throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .char("1"), .char("x"), .char("3"), .char(" "))
    for key in way { driver.press(key) }
    #expect(driver.shows("2 marks in Pilates 18:00 are not stored yet."))
    driver.press(.f(4))
    if way == [.left] || way == [.right] { driver.press(way == [.left] ? .right : .left) }
    if !driver.shows("Pilates ·") { driver.press(.f(3), .f(4)) }
    #expect(driver.shows("1 here, 1 absent: not stored until Enter"))
    driver.press(.enter)
    #expect(driver.shows("2 marks stored"))
    driver.press(.esc)
    #expect(!driver.shows("not stored"))
  }

  @Test func marksOutliveALockAndWhoSatThere() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .char("1"), .char(" "), .ctrl("k"))
    #expect(driver.shows("1 mark in Pilates 18:00 is not stored yet."))
    driver.press(.f(2), .char("1"))
    driver.type("1111")
    driver.press(.enter)
    #expect(driver.shows("Olga") && driver.shows("1 mark in Pilates 18:00 is not stored yet."))
    driver.press(.enter)
    #expect(driver.shows("1 here: not stored until Enter"))
    driver.press(.char("q"))
    #expect(driver.shows("1 mark in Pilates 18:00 is not stored yet. End the"))
  }

  @Test func anUndoBringsTheCursorBack() throws {
    let desk = try TestDesk()
    let session = try #require(desk.sessions["pilates"])
    func chosen(_ driver: Driver) -> String {
      driver.picture().lines.first { $0.hasPrefix("▸") } ?? "none"
    }
    let names = try #require(try desk.store.roster(session)).bookings.map(\.member.name)
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.enter, .char("3"), .char("c"), .enter, .char("c"), .enter)
    #expect(chosen(driver).contains(names[4]))
    driver.press(.char("u"))
    #expect(chosen(driver).contains(names[3]))
    driver.press(.char("u"))
    #expect(chosen(driver).contains(names[2]))
    driver.press(.char("c"), .enter, .down, .char("u"))
    #expect(chosen(driver).contains(names[4]), "a cursor that was moved stays")
  }

  @Test func anOldActIsNotUndoneUnasked() throws {
    let desk = try TestDesk()
    let by = DeskStore.Hand(actor: .staff(desk.reception.id))
    let elsa = try #require(desk.members["Elsa"])
    func book(_ key: String, _ hour: Int, _ minute: Int, waits: Bool = false) throws {
      let session = try #require(desk.sessions[key])
      var intent = Book(session: session, member: elsa, code: desk.store.mintCode())
      intent.waitlist = waits
      _ = try desk.store.rehearse([
        Rehearsed(
          intent, by: by, at: TestDesk.at(hour, minute), operation: desk.store.mintOperation())
      ])
    }
    try book("night", 16, 30)
    try book("pilates", 17, 30)
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.char("u"))
    #expect(driver.shows("Undo the booking of Elsa Steyn at 17:30?"))
    driver.press(.char("y"))
    #expect(driver.shows("Undone: booking of Elsa Steyn."))
    driver.press(.enter, .left, .left, .char("l"))
    driver.type("elsa")
    driver.press(.enter, .enter, .char("o"))
    driver.type("asked before")
    driver.press(.enter, .char("u"))
    #expect(driver.shows("Undone: waitlist place of Elsa Steyn."), "of just now: at once")
  }

  @Test func whoWaitsIsNotSentToTheWaitlist() throws {
    let desk = try TestDesk()
    for name in ["Elsa", "Ruan"] { try desk.book(name, into: "pilates", spots: 4) }
    try desk.book("Sibusiso", into: "pilates", waitlist: true)
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .end, .char("p"))
    #expect(driver.shows("Full: 14 of 14 taken, 1 waiting. Wait for a place, or"))
  }

  /// A joined desk has 14 days back and 30 ahead, from 7 November to 21 December.
  @Test func aDayBeyondTheCopyIsNotShownAsEmpty() throws {
    let desk = try TestDesk()
    let second = try SecondDesk(of: desk, clock: desk.store.clock)
    try second.visit()
    var driver = desk.application(signedIn: desk.reception, on: second.store)
    driver.press(.char("m"))
    let lines = driver.picture().lines
    let week = try #require(lines.firstIndex { $0.contains(" 6 ") && $0.contains(" 7 ") })
    #expect(lines[week + 1].ranges(of: "no copy").count == 5, "\(driver)")
    driver.press(.char("."), .char("."), .char("."))
    #expect(driver.shows("not in this copy") && !driver.shows("0 sessions"), "\(driver)")
    driver.press(.char("d"))
    #expect(driver.shows("Not in this copy, which holds"), "\(driver)")
    var alone = desk.application(signedIn: desk.reception)
    alone.press(.char("m"))
    #expect(!alone.shows("no copy"))
    try second.store.close()
  }

  @Test func aMonthCountsItsOwnDays() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.char("m"))
    let november = try #require(driver.text.firstMatch(of: /(\d+) sessions/)).1
    driver.press(.char("."))
    #expect(driver.shows("Dec 2026") && driver.shows("0 sessions") && !driver.shows("classes"))
    #expect(november == "9")
  }

  @Test func aDateThatCannotBeReadIsTold() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.char("g"))
    #expect(driver.shows("2026-11-21, 21.11. or +7"))
    driver.type("soonish")
    driver.press(.enter)
    #expect(driver.shows("No such date: soonish. Write 2026-11-21, 21.11. or +7."))
    #expect(driver.shows("Go to the date"))
  }

  @Test func theWeightiestMarkComesFirst() throws {
    let desk = try TestDesk()
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    let aisha = try #require(desk.members["Aisha"])
    var details = MemberDetails()
    details.medical = "asthma"
    details.birthDate = Day(text: "2010-11-21")
    _ = try desk.store.submit(EditMember(member: aisha, details), by: by)
    var driver = desk.application(signedIn: desk.reception)
    driver.resize(132, 24)
    driver.press(.enter)
    #expect(driver.shows("injury · no waiver · minor · asthma"), "\(driver)")
    #expect(driver.text.contains(/minor.*first visit.*birthday/))
  }
}
