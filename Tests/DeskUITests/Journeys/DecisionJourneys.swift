import Central
import DeskUI
import Domain
import Support
import Sync
import Testing
import Wire

/// What two desks settled differently is put before a person, who settles it by keys.
@Suite struct DecisionJourneys {
  private func conflicts(_ desk: TestDesk) throws -> [ConflictKind: Conflict] {
    var rows: [ConflictKind: Conflict] = [:]
    try desk.store.rows(Conflict.self) { rows[$0.kind] = $0 }
    return rows
  }

  @Test func bothSidesAndTheChoicesAreShown() throws {
    let desk = try TestDesk()
    let second = try desk.disagree()
    let kinds = Set(try conflicts(desk).values.filter { $0.status == .open }.map(\.kind))
    #expect(kinds == [.lastPlace, .letIn, .refused, .profile, .twiceIn, .sameMember])
    var driver = desk.application(signedIn: desk.reception)
    driver.tell(.tick(now: 0))
    #expect(driver.shows("6 decisions"))
    driver.press(.f(9))
    #expect(driver.shows("Pieter van der Merwe · Aqua Sun 22 Nov 10:00"))
    #expect(driver.shows("worth 1 credit"))
    #expect(driver.shows("Side desk") && driver.shows("booking · Thandi Mthembu · today 17:"))
    #expect(driver.shows("on the waitlist, number 1") && driver.shows("Naledi Mokoena: booked"))
    #expect(driver.shows("This desk") && driver.shows("booking · Olga Owner"))
    #expect(driver.shows("4 Cancel this booking"))
    // The other desk tells the same of its own side.
    var other = Driver(
      Application(
        store: second.store, options: DeskOptions(), entry: .known(desk.reception.id),
        inline: true))
    other.press(.f(9))
    #expect(other.shows("Pieter van der Merwe · Aqua") && other.shows("desk 1"))
  }

  @Test func aDigitAndEnterSettleIt() throws {
    let desk = try TestDesk()
    let second = try desk.disagree()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(9), .char("1"))
    #expect(driver.shows("The booking waits for a free place, ahead of those in the queue."))
    driver.press(.enter)
    #expect(driver.shows("Settled: keep on the waitlist."))
    let row = try #require(try conflicts(desk)[.lastPlace])
    #expect(row.status == .resolved && row.choice == .keepOnWaitlist)
    #expect(row.resolvedBy == desk.reception.id)
    #expect(!driver.shows("Last place sold twice"))
    driver.press(.char("f"), .end)
    #expect(driver.shows("Settled: Keep on the waitlist · Thandi Mthembu"))
    try second.visit()
    #expect(try second.store.lineStatus().decisions == 5)
  }

  /// It is told at once, and `u` reaches past it for an act of one's own, never for another's.
  @Test func whatIsSettledIsCountedAndStays() throws {
    let desk = try TestDesk()
    let staff = AddStaff(
      name: "Ayanda Cele", roles: [RoleAt(.receptionist)],
      verifier: try desk.store.verifier(pin: "4444"))
    let boss = DeskStore.Hand(actor: .staff(desk.owner.id))
    let added = try #require(try desk.store.submit(staff, by: boss).subject)
    let newcomer = try #require(desk.store.studio.staff.first { $0.id.raw == added })
    _ = try desk.disagree()
    // Of just now, and by the owner.
    try desk.book("Elsa", into: "monday")
    for person in [desk.reception, newcomer] {
      var driver = desk.application(signedIn: person)
      driver.tell(.tick(now: 0))
      let open = try desk.store.lineStatus().decisions
      #expect(driver.shows("\(open) decisions"))
      driver.press(.f(9), .end, .char(person == newcomer ? "1" : "2"), .enter)
      #expect(driver.shows("Settled: ") && driver.shows("\(open - 1) decisions"))
      driver.press(.char("u"))
      #expect(driver.says("The decision cannot be undone: what was chosen holds"))
      #expect(driver.shows("Undo the check-in of Zoë Nkosi") == (person == desk.reception))
      #expect(!driver.shows("Elsa Steyn"))
      driver.press(.esc)
    }
  }

  @Test func whatIsAManagersIsSaidAndAReasonAsked() throws {
    let desk = try TestDesk()
    _ = try desk.disagree()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(9), .char("3"), .enter)
    #expect(driver.shows("A manager or owner may choose this."))
    #expect(try conflicts(desk)[.lastPlace]?.status == .open)
    driver = desk.application(signedIn: desk.owner)
    driver.press(.f(9), .enter, .down, .down, .enter, .enter)
    #expect(driver.shows("A reason is needed"))
    driver.type("a mat 3")
    driver.press(.enter)
    let row = try #require(try conflicts(desk)[.lastPlace])
    #expect(row.choice == .letIn && row.reason == "a mat 3")
    let booking = try #require(try row.booking.flatMap { try desk.store.booking($0) })
    #expect(booking.booking.state == .confirmed && booking.booking.overSpots == 1)
  }

  /// Seen to by hand it waits for nobody, and is called what it was: settled.
  @Test func whatIsSeenToByHandIsSettled() throws {
    let desk = try TestDesk()
    _ = try desk.disagree()
    let row = try #require(try conflicts(desk)[.lastPlace])
    var promote = Promote(booking: try #require(row.booking))
    promote.override = "a mat more"
    _ = try desk.store.submit(promote, by: .init(actor: .staff(desk.owner.id)))
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(9))
    #expect(!driver.shows("Last place sold twice"))
    driver.press(.char("f"), .end)
    #expect(driver.shows("By hand · Olga Owner") && driver.shows("By now it has a place."))
  }

  /// A place that was to be paid later is let in so, and the amount is said before.
  @Test func anUnpaidBookingIsLetInUnpaid() throws {
    let desk = try TestDesk()
    let boss = DeskStore.Hand(actor: .staff(desk.owner.id))
    let pool = try #require(desk.store.studio.services.first { $0.name == "Aqua" })
    var plan = ScheduleSession(
      service: pool.id, location: desk.store.studio.location.id, start: TestDesk.at(34))
    plan.capacity = 1
    let duo = ID<Session>(try #require(try desk.store.submit(plan, by: boss).subject))
    let second = try SecondDesk(of: desk)
    second.line.isCut = true
    try second.visit()
    for (name, store) in [("Naledi", desk.store), ("Johan", second.store)] {
      var book = Book(
        session: duo, member: try #require(desk.members[name]), code: store.mintCode())
      book.unpaid = name == "Johan"
      _ = try store.submit(book, by: boss)
    }
    second.line.isCut = false
    try second.visit()
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.f(9))
    #expect(driver.shows("Johan Botha") && driver.shows("120.00"))
    driver.press(.char("3"))
    #expect(driver.shows("Unpaid, as it was booked:") && driver.shows("stays due"))
    driver.press(.enter)
    driver.type("a mat 3")
    driver.press(.enter)
    let row = try #require(try conflicts(desk)[.lastPlace])
    #expect(row.status == .resolved && row.choice == .letIn)
    let booking = try #require(try row.booking.flatMap { try desk.store.booking($0) }).booking
    #expect(booking.state == .confirmed && booking.unpaid && booking.amountDue == 12_000)
  }

  @Test func movingAndNamingAskWhereAndWho() throws {
    let desk = try TestDesk()
    _ = try desk.disagree()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(9), .char("2"), .enter)
    #expect(driver.shows("Move Pieter van der Merwe to"))
    driver.type("mon pilates")
    driver.press(.enter)
    #expect(driver.shows("Settled: move to another session."))
    let moved = try #require(try conflicts(desk)[.lastPlace])
    let booking = try #require(try moved.booking.flatMap { try desk.store.booking($0) })
    #expect(booking.booking.session == desk.sessions["monday"])
    // Next in the list: somebody let in by a code that nobody knows.
    #expect(driver.shows("Let in by a code that nobody knows"))
    driver.press(.char("1"), .enter)
    #expect(driver.shows("Who was it?"))
    driver.type("naledi")
    driver.press(.enter)
    #expect(driver.shows("Vinyasa 16:30") && driver.shows("Pilates 18:00"))
    driver.press(.enter)
    #expect(try conflicts(desk)[.letIn]?.status == .resolved, "\(driver.text)")
    let came = try [desk.state("Naledi/pilates"), desk.state("Naledi/vinyasa")]
    #expect(came.contains { $0.state == .checkedIn })
  }

  /// A trainer learns nothing of sessions that others lead; nobody nothing at all.
  @Test func onlyWhoMayKnowIsShown() throws {
    let desk = try TestDesk()
    _ = try desk.disagree()
    var driver = desk.application(signedIn: desk.trainer)
    driver.press(.f(9))
    #expect(driver.shows("Zoë Nkosi") && driver.shows("Pieter"))
    #expect(!driver.shows("Sam Jacobs") && !driver.shows("Zanele"))
    var nobody = desk.application(signedIn: nil)
    nobody.press(.esc, .f(9))
    #expect(nobody.shows("sign in first") && !nobody.shows("Pieter"))
    let quiet = try TestDesk()
    driver = quiet.application(signedIn: quiet.reception)
    driver.press(.f(9))
    #expect(driver.shows("Nothing waits for a decision."))
    driver.press(.char("1"), .enter, .char("v"), .char("r"), .down)
    #expect(driver.shows("Nothing waits for a decision."))
  }

  @Test func theSessionAndTheMemberAreAKeyAway() throws {
    let desk = try TestDesk()
    _ = try desk.disagree()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(9), .char("r"))
    #expect(driver.shows("1 of 1 · 1 waiting"))
    driver.press(.esc, .char("v"))
    #expect(driver.shows("Pieter van der Merwe") && driver.shows("Credits"))
    driver.press(.esc, .char(":"))
    driver.type("settle")
    #expect(driver.shows("settle"))
  }
}
