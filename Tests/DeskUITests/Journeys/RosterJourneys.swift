import DeskUI
import Domain
import Sync
import Testing

/// What is done to one row of a roster, and what is said about it.
@Suite struct RosterJourneys {
  @Test func placesAreAddedAndGivenBackSingly() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .char("2"), .char("+"))
    #expect(driver.shows("Zanele Dlamini") && driver.shows("1 + 1 = 2"))
    #expect(driver.shows("Takes 1 credit.") && driver.shows("8 of 14 free"))
    driver.press(.char("+"), .enter)
    #expect(driver.shows("Zanele Dlamini has 3 places."))
    #expect(try desk.state("Zanele/pilates").spots == 3)
    driver.press(.char("-"))
    #expect(driver.shows("3 - 1 = 2") && driver.shows("Nothing returns: it is too late."))
    driver.press(.enter)
    #expect(driver.shows("Zanele Dlamini has 2 places."))
    driver.press(.char("-"), .char("-"), .char("-"))
    #expect(driver.shows("2 - 1 = 1"), "one place stays")
    driver.press(.esc)
    #expect(try desk.state("Zanele/pilates").spots == 2)
  }

  /// Where there is little room the leader goes before the room, and the time never.
  @Test(arguments: [
    (132, "Pilates · Lerato Khumalo · Studio A · 18:00-19:00", "2 in, 7 of 6 · 1 over capacity"),
    (80, "Pilates · Studio A · 18:00-19:00", "2 in, 7 of 6 · 1 over capacity · 1 waiting"),
    (60, "Pilates · 18:00-19:00", "2 in, 7 of 6 · 1 over capacity"),
    (40, "Pilates · 18:00-19:00", "2 in, 7 of 6"),
  ])
  func theHeaderKeepsTheTime(_ width: Int, _ title: String, _ counts: String) throws {
    let desk = try TestDesk()
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    let pilates = try #require(desk.sessions["pilates"])
    var small = ChangeSession(session: pilates)
    small.capacity = 6
    _ = try desk.store.submit(small, by: by)
    let code = try #require(desk.store.mintCode())
    var extra = Book(session: pilates, member: try #require(desk.members["Elsa"]), code: code)
    extra.override = "a mat is free"
    _ = try desk.store.submit(extra, by: by)
    try desk.book("Ruan", into: "pilates", waitlist: true)
    var driver = desk.application(signedIn: desk.reception)
    driver.resize(width, 24)
    driver.press(.enter, .enter, .char("2"), .enter)
    let lines = driver.picture().lines
    #expect(lines[1].contains(" \(title) ") && lines[1].contains(" \(counts)"), "\(driver)")
    // What has no room beside it stands below.
    #expect(width > 60 || lines[2].contains("1 waiting"), "\(driver)")
  }

  /// The number stands with them and with nobody else, whole even where the name is cut.
  @Test(arguments: [60, 80, 132]) func namesakesAreToldApartByTheNumber(_ width: Int) throws {
    let desk = try TestDesk()
    var details = MemberDetails()
    (details.firstName, details.lastName) = ("Nomvula Nokuthula", "Mthembu-Dlamini")
    func number(_ name: String) throws -> String {
      let member = try #require(desk.members[name])
      return " · \(try #require(try desk.store.profile(member)).member.number)"
    }
    for name in ["Johan", "Zoë"] {
      _ = try desk.store.submit(
        EditMember(member: try #require(desk.members[name]), details),
        by: .init(actor: .staff(desk.owner.id)))
    }
    let numbers = try [number("Johan"), number("Zoë")]
    var driver = desk.application(signedIn: desk.trainer)
    driver.resize(width, 24)
    driver.press(.end, .up, .up, .up, .enter)
    func rows() -> [String] { driver.picture().lines.filter { $0.contains("Nomvula") } }
    #expect(driver.shows("Pilates") && rows().count == 2, "\(driver)")
    for number in numbers { #expect(rows().count { $0.contains(number) } == 1, "\(driver)") }
    #expect(!driver.shows(try number("Naledi")))
    // So it is in the list of what was stored.
    driver.press(.char("a"), .enter)
    #expect(driver.shows("marks stored"))
    for number in numbers { #expect(rows().contains { $0.contains(number) }, "\(driver)") }
    #expect(!driver.shows(try number("Naledi")))
  }

  /// Only the exception is said, and neither it nor what is queued elsewhere moves or hides a mark that
  /// protects a body.
  @Test func aRowSaysOnlyThatItIsProvisional() throws {
    let desk = try TestDesk()
    var details = MemberDetails()
    details.medical = "left knee, no jumps"
    details.birthDate = Day(text: "2012-05-04")
    _ = try desk.store.submit(
      EditMember(member: try #require(desk.members["Aisha"]), details),
      by: .init(actor: .staff(desk.owner.id)))
    let second = try SecondDesk(of: desk, clock: desk.store.clock)
    var driver = desk.application(signedIn: desk.reception, on: second.store)
    driver.press(.enter)
    func row(_ name: String) -> String {
      driver.press(.ctrl("l"))
      return driver.picture().lines.first { $0.contains(name) } ?? "\(driver)"
    }
    let calm = row("Naledi")
    #expect(row("Aisha").contains("injury · no waiver · minor · left knee"))
    #expect(!driver.shows("provisional"))
    second.line.isCut = true
    try second.visit()
    _ = try second.store.submit(
      CheckIn(booking: try #require(desk.bookings["Aisha/pilates"])),
      by: .init(actor: .staff(desk.reception.id)))
    #expect(row("Aisha").contains("injury · no waiver · minor") && row("Naledi") == calm)
    #expect(row("Aisha").contains(" · provisional") && !driver.shows("confirmed"), "\(driver)")
    second.line.isCut = false
    try second.visit()
    #expect(row("Naledi") == calm && !driver.shows("provisional"), "\(driver)")
    try second.store.close()
  }

  @Test func theLastPlaceGoesByCancelOnly() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .char("2"), .char("-"))
    #expect(driver.shows("fewer places: it is the last place."))
  }

  /// Without the line nobody can know, but of the place that was granted for it.
  @Test func aPlaceGivenInTheDarkIsToldAsProvisional() throws {
    let desk = try TestDesk()
    let second = try SecondDesk(of: desk, clock: desk.store.clock)
    second.line.isCut = true
    try second.visit()
    var driver = desk.application(signedIn: desk.reception, on: second.store)
    driver.press(.enter, .char("w"))
    driver.type("sibusiso")
    driver.press(.enter)
    #expect(driver.shows("Enter books and checks in") && !driver.shows("Provisional"), "\(driver)")
    driver.press(.backspace, .char("2"))
    #expect(driver.shows("Provisional until the line is back."), "\(driver)")
    driver.press(.esc, .char("2"), .char("+"), .enter)
    #expect(driver.shows("has 2 places.") && !driver.shows("Provisional"), "\(driver)")
    driver.press(.char("+"), .enter)
    #expect(driver.shows("has 3 places. Provisional until the line is back."), "\(driver)")
    try second.store.close()
  }

  @Test func morePlacesThanCreditsAreBookedUnpaid() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .char("1"), .char("+"))
    #expect(driver.shows("Needs 1, has 0 credits"))
    driver.press(.enter, .char("$"))
    let booking = try desk.state("Johan/pilates")
    #expect(booking.spots == 2 && booking.unpaid)
  }

  /// Places given back stay so: what was done before goes by a question only.
  @Test func undoAsksBeforeItPassesAReturnOfPlaces() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .enter, .char("2"), .char("+"), .enter, .char("-"), .enter)
    driver.press(.char("u"))
    #expect(driver.shows("The return of places cannot be undone:"))
  }

  @Test func whatIsSaidCoversNoRow() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.resize(80, 9)
    driver.press(.enter, .end, .enter)
    #expect(driver.shows("✓ in 17:42 Pieter van der Merwe"))
    #expect(driver.shows("Pieter van der Merwe is in.") && driver.shows("u undo"))
  }

  @Test func whatIsLongIsSaidInTwoLines() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.resize(40, 24)
    driver.press(.enter, .end, .enter)
    #expect(driver.shows("Pieter van der Merwe is in."))
    driver.press(.char("p"))
    #expect(driver.shows("promote: not on the waitlist."))
    driver.resize(20, 24)
    #expect(driver.shows("promote: not on\n the waitlist."))
  }

  @Test func withoutHalfBlocksAPassTooLargeIsTold() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter, .char("y"))
    let text = driver.picture(.ascii).text
    #expect(text.contains("The QR code needs a window of 58 x 30."))
    let code = try #require(desk.codes["Johan/pilates"]).text
    #expect(text.contains("`desk qr \(code)` prints the QR code."))
    driver.resize(120, 60)
    #expect(!driver.picture(.ascii).text.contains("needs a window"))
  }

  /// Who was below comes under the cursor, not the first of the list.
  @Test func theCursorStaysWhereARowHasGone() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.enter, .char("4"))
    let session = try #require(desk.sessions["pilates"])
    let next = try #require(try desk.store.roster(session)).bookings[4].member.name
    driver.press(.char("c"), .enter)
    #expect(driver.shows("cancelled"))
    let chosen = driver.picture().lines.first { $0.hasPrefix("▸") }
    #expect(chosen?.contains(next) ?? false, "\(chosen ?? "none"), not \(next)")
  }

  @Test func aWalkInBeforeCheckInOpensIsToldToBeBooked() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(3), .char("."), .enter, .char("w"))
    driver.type("sibusiso")
    driver.press(.enter, .enter)
    #expect(driver.shows("Sibusiso Zulu is booked. Check-in opens at 08:30."))
    #expect(driver.shows("check-in opens at 08:30"))
  }

  @Test func theNewestNoteStandsFirst() throws {
    let desk = try TestDesk()
    let session = try #require(desk.sessions["pilates"])
    let by = DeskStore.Hand(actor: .staff(desk.reception.id))
    for text in ["mats are wet", "mats are dry"] {
      _ = try desk.store.submit(AddNote(session: session, text: text), by: by)
    }
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter)
    #expect(driver.shows("Note 17:42: mats are dry\n Note 17:42: mats are wet"))
    driver.resize(80, 12)
    #expect(driver.shows("mats are dry") && !driver.shows("mats are wet"))
  }

  /// The number finds the family too; a person picked by name is the one meant.
  @Test func pickingByNameChecksInNobodyElse() throws {
    let desk = try TestDesk()
    let zanele = try #require(desk.members["Zanele"])
    let sibusiso = try #require(desk.members["Sibusiso"])
    var details = MemberDetails()
    details.family = ID(zanele.raw)
    for member in [zanele, sibusiso] {
      let by = DeskStore.Hand(actor: .staff(desk.reception.id))
      _ = try desk.store.submit(EditMember(member: member, details), by: by)
    }
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(5), .tab)
    driver.type("sibusiso")
    driver.press(.enter)
    #expect(try desk.state("Zanele/pilates").state == .confirmed)
    #expect(driver.shows("No") && driver.shows("Sibusiso"))
    driver.press(.f(5), .tab)
    driver.type("zanele")
    driver.press(.enter)
    #expect(driver.shows("2 Zanele Dlamini  Pilates 18:00"))
    driver.press(.char("2"), .enter)
    let booking = try desk.state("Zanele/pilates")
    #expect(booking.state == .checkedIn && booking.method == .name)
  }

  /// A PIN must never be typed into the field of a panel.
  @Test func somebodyElseSignsInOverAPanel() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(3), .char("b"), .f(2))
    driver.type("2")
    driver.type("2222")
    #expect(driver.shows("••••") && !driver.shows("2222"))
    driver.press(.enter)
    #expect(!driver.shows("Who is at the desk?"))
    driver.press(.f(6))
    #expect(driver.shows("Find"))
  }

  @Test func aHeldPlaceIsConfirmedByEnter() throws {
    let desk = try TestDesk()
    let session = try #require(desk.sessions["pilates"])
    let member = try #require(desk.members["Sibusiso"])
    let by = DeskStore.Hand(actor: .staff(desk.reception.id))
    let hold = Hold(session: session, member: member, code: desk.store.mintCode())
    let booking = ID<Booking>(try #require(try desk.store.submit(hold, by: by).subject))
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter)
    let place = try #require(
      try desk.store.roster(session)?.bookings.firstIndex { $0.booking.id == booking })
    for digit in String(place + 1) { driver.press(.char(digit)) }
    #expect(driver.shows("Enter confirm"))
    driver.press(.enter)
    #expect(driver.shows("Sibusiso Zulu is booked."))
    #expect(try desk.store.booking(booking)?.booking.state == .confirmed)
  }

  /// Enter is called what it does on this row.
  @Test func theKeyLineTellsWhatEnterDoes() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(3), .enter)
    #expect(driver.shows("Enter check in"))
    driver.press(.char(":"))
    driver.type("check in")
    #expect(driver.shows("Stores all marks; without marks checks in"))
    driver.press(.esc, .left, .left, .end)
    #expect(driver.shows("wait 3") && driver.shows("HIIT"))
    driver.press(.enter)
    #expect(driver.shows("check in: on the waitlist, where p gives a place."))
  }

  @Test func aManagerJudgesAndForgives() throws {
    let desk = try TestDesk()
    var reception = desk.application(signedIn: desk.reception)
    reception.press(.enter, .left, .left, .left, .char("J"))
    #expect(reception.shows("judge: not in your role"))
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.enter, .char("J"))
    #expect(driver.shows("judge: not before the end"))
    driver.press(.left, .left, .left, .char("J"))
    #expect(driver.shows("End the attendance of"))
    driver.press(.char("y"))
    #expect(driver.shows("over and judged"))
    driver.press(.char("f"))
    #expect(driver.shows("Why is the no-show of"))
    driver.type("load-shedding")
    driver.press(.enter)
    #expect(driver.shows(": forgiven."))
  }
}
