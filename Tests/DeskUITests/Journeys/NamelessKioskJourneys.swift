import Central
import DeskUI
import Domain
import Support
import Sync
import Testing
import Wire

/// A kiosk whose rows hold no names, beside the desk that it joined.
@Suite struct NamelessKioskJourneys {
  private let desk: TestDesk
  private let kiosk: SecondDesk
  private let boss: DeskStore.Hand

  init() throws {
    desk = try TestDesk()
    try desk.book("Guest9", into: "pilates", spots: 3)
    kiosk = try SecondDesk(of: desk, as: .kiosk)
    boss = DeskStore.Hand(actor: .staff(desk.owner.id))
  }

  private func opened() -> Driver { desk.application(signedIn: nil, mode: .kiosk, on: kiosk.store) }

  private func pass(_ name: String) throws -> String {
    let booking = try #require(desk.bookings[name])
    return try #require(try desk.store.pass(booking)).text
  }

  private func code(_ name: String) throws -> String { try #require(desk.codes[name]).text }

  @Test func onlyPassAndCodeShowAName() throws {
    var driver = opened()
    kiosk.line.isCut = true
    driver.tell(.scan(try pass("Naledi/pilates")))
    #expect(driver.shows("Naledi M., you are in."))
    driver.type(try code("Zanele/pilates").lowercased())
    driver.press(.enter)
    #expect(driver.shows("Zanele D., you are in.") && !driver.shows("Naledi"))
    let aisha = try #require(desk.members["Aisha"])
    let profile = try #require(try desk.store.profile(aisha))
    driver.tell(.scan(profile.member.number))
    #expect(driver.shows("You are in.") && !driver.shows("Aisha") && !driver.shows("Zanele"))
    // A group says how many first, and is greeted then.
    driver.tell(.scan(try code("Guest9/pilates")))
    #expect(driver.shows("How many of you are here?") && !driver.shows("Guest9"))
    for tick in 0..<4 { driver.tell(.tick(now: tick)) }
    driver.press(.enter)
    #expect(driver.shows("Guest9 E., you are in.") && driver.shows("3 of 3 are in."))
    driver.tell(.scan(try code("Zanele/pilates")))
    #expect(driver.shows("already in") && !driver.shows("Zanele"))
  }

  @Test func aNameFollowsWhatBecomesOfTheBooking() throws {
    let session = try #require(desk.sessions["pilates"])
    let before = try pass("Naledi/pilates")
    var longer = ChangeSession(session: session)
    longer.end = TestDesk.at(19, 15)
    _ = try desk.store.submit(longer, by: boss)
    try kiosk.visit()
    var driver = opened()
    // The pass of before still opens, and greets nobody.
    #expect(try pass("Naledi/pilates") != before)
    driver.tell(.scan(before))
    #expect(driver.shows("You are in.") && !driver.shows("Naledi"))
    try kiosk.visit()
    let act = try #require(try desk.state("Naledi/pilates").lastAct)
    _ = try desk.store.submit(Undo(act: act), by: boss)
    try kiosk.visit()
    driver.tell(.scan(try pass("Naledi/pilates")))
    #expect(driver.shows("Naledi M., you are in."))

    // Nobody is expected by a booking that was cancelled.
    let zanele = try #require(desk.bookings["Zanele/pilates"])
    let names = NameFile(kiosk.directory.file("names.db"))
    #expect(try names.marks()[zanele] != nil)
    _ = try desk.store.submit(Cancel(booking: zanele), by: boss)
    try kiosk.visit()
    #expect(try names.marks()[zanele] == nil)
    _ = try desk.store.submit(CancelSession(session: session), by: boss)
    try kiosk.visit()
    // Whoever was just let in is asked for by the screen for a moment more.
    let naledi = try #require(desk.bookings["Naledi/pilates"])
    let sunday = try #require(desk.bookings["Zoë/sunday"])
    let today = Set(desk.bookings.filter { $0.key.hasSuffix("/pilates") }.map(\.value))
    let left = try names.marks()
    #expect(left.keys.filter { today.contains($0) } == [naledi])
    #expect(left[sunday] != nil)
  }

  @Test func aPassComesBeforeItsBooking() throws {
    var driver = opened()
    // The signature is enough, once.
    kiosk.line.isCut = true
    try kiosk.visit()
    driver.tell(.tick(now: 10_000))
    try desk.book("Guest10", into: "pilates")
    let unknown = try pass("Guest10/pilates")
    driver.tell(.scan(unknown))
    #expect(driver.shows("You are in.") && driver.shows("Receipt R-"))
    driver.tell(.scan(unknown))
    #expect(driver.shows("already in") && driver.shows("17:4"))
    kiosk.line.isCut = false
    try kiosk.visit()
    let came = try desk.state("Guest10/pilates")
    #expect(came.state == .checkedIn && came.method == .pass)
  }

  @Test func aRepeatedCheckInIsKnownByTheHashOfItsCode() throws {
    let store = kiosk.store
    let hand = DeskStore.Hand(actor: .device, channel: .kiosk)
    let id = store.mintOperation()
    for repeated in [false, true] {
      let intent = CheckIn(presented: try code("Naledi/pilates"))
      #expect(try store.submit(intent, by: hand, operation: id).repeated == repeated)
    }
    let other = CheckIn(presented: try code("Zanele/pilates"))
    let refusal = #expect(throws: Refusal.self) {
      try store.submit(other, by: hand, operation: id)
    }
    #expect(refusal?.code == .idempotencyMismatch)
  }

  @Test func whoIsInIsForgottenInTheDarkToo() throws {
    let names = NameFile(kiosk.directory.file("names.db"))
    kiosk.line.isCut = true
    var driver = opened()
    driver.tell(.scan(try code("Naledi/pilates")))
    #expect(driver.shows("Naledi M., you are in."))
    try kiosk.store.close()
    let line = kiosk.line
    let later = try DeskStore.open(
      kiosk.directory.path, clock: TestDesk.clock(17, 58), authority: AuthorityPlace.beside,
      line: { _ in line })
    try later.runJobs()
    let (naledi, zanele) = (desk.bookings["Naledi/pilates"], desk.bookings["Zanele/pilates"])
    #expect(try names.marks()[#require(naledi)] == nil)
    #expect(try names.marks()[#require(zanele)] != nil)
    try later.close()
  }

  /// It joined before the studio let kiosks book walk-ins.
  @Test func whoHasNoBookingMayWalkInInTheDark() throws {
    _ = try desk.store.submit(SetPolicy(.kioskWalkIn, 1), by: boss)
    try kiosk.visit()
    kiosk.line.isCut = true
    try kiosk.visit()
    let elsa = try #require(desk.members["Elsa"])
    let number = try #require(try desk.store.profile(elsa)).member.number
    var driver = opened()
    driver.tell(.tick(now: 10_000))
    driver.tell(.scan(number))
    #expect(driver.shows("JOIN IN?") || driver.shows("There is room here"), "\(driver.text)")
    driver.press(.char("1"), .enter)
    #expect(driver.shows("You are in.") && driver.shows("Receipt R-"), "\(driver.text)")
    driver.tell(.scan(number))
    #expect(driver.shows("already in"))
    kiosk.line.isCut = false
    try kiosk.visit()
    let booked = try #require(try desk.store.profile(elsa)).bookings.map(\.booking)
    #expect(booked.map(\.state) == [.checkedIn])
    #expect(booked.first?.walkIn ?? false && booked.first?.channel == .kiosk)
  }

  @Test func atMidnightTheDayIsForgotten() throws {
    let names = NameFile(kiosk.directory.file("names.db"))
    try desk.book("Lwazi", into: "night")
    try kiosk.visit()
    let night = try #require(desk.bookings["Lwazi/night"])
    let sunday = try #require(desk.bookings["Zoë/sunday"])
    #expect(try names.marks()[night] != nil && names.marks()[sunday] != nil)
    try kiosk.store.close()
    kiosk.line.isCut = true
    // The night class is still on.
    func open(_ clock: DeskClock) throws -> DeskStore {
      let line = kiosk.line
      return try DeskStore.open(
        kiosk.directory.path, clock: clock, authority: AuthorityPlace.beside, line: { _ in line })
    }
    try open(TestDesk.clock(23, 59)).close()
    #expect(try names.marks()[night] != nil)
    let late = try open(TestDesk.clock(24, 10))
    #expect(try names.marks()[night] == nil && names.marks()[sunday] != nil)
    // With a line it is not asked for again either.
    try desk.later(24, 10)
    kiosk.line.leads(to: desk.store)
    kiosk.line.isCut = false
    _ = try late.visit()
    #expect(try names.marks()[night] == nil && names.marks()[sunday] != nil)
    var driver = desk.application(signedIn: nil, mode: .kiosk, on: late)
    driver.tell(.scan(try code("Lwazi/night")))
    #expect(driver.shows("Check-in closed at 22:45") && !driver.shows("Lwazi"))
    try late.close()
  }
}
