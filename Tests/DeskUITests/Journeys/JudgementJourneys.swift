import DeskUI
import Domain
import Sync
import Testing

/// A class of which one desk has not told everything: who waits, who judges, and what comes later.
@Suite struct JudgementJourneys {
  /// Pilates is over at 21:05, and Naledi's check-in at ten to six is still on a desk in the dark.
  private func dark() throws -> (desk: TestDesk, second: SecondDesk) {
    let desk = try TestDesk()
    let second = try SecondDesk(of: desk, clock: TestDesk.clock(17, 50))
    second.line.isCut = true
    try second.visit()
    let naledi = try #require(desk.bookings["Naledi/pilates"])
    let by = DeskStore.Hand(actor: .staff(desk.reception.id))
    _ = try second.store.submit(CheckIn(booking: naledi), by: by)
    try desk.later(21, 5)
    second.line.leads(to: desk.store)
    try desk.store.runJobs()
    return (desk, second)
  }

  private func roster(_ desk: TestDesk) throws -> Driver {
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.f(4), .left, .left, .left)
    #expect(driver.shows("Pilates ·"))
    return driver
  }

  /// As recorded, at the three sizes.
  private func record(_ driver: Driver, _ name: String) throws {
    for (width, height) in [(80, 24), (60, 20), (132, 43)] {
      var driver = driver
      driver.resize(width, height)
      try Snapshot.expect(driver.text, "\(name)-\(width)x\(height)")
    }
  }

  @Test func theRosterSaysWhomTheJudgementWaitsFor() throws {
    let (desk, second) = try dark()
    #expect(try desk.state("Pieter/pilates").state == .confirmed)
    let driver = try roster(desk)
    try record(driver, "roster-awaited")
    #expect(driver.shows("6 not marked · not judged yet: Side desk last seen 17:42"))
    // It is heard again, and waited for no more.
    second.line.isCut = false
    try second.visit()
    try desk.store.runJobs()
    let session = try #require(desk.sessions["pilates"])
    #expect(try #require(try desk.store.roster(session)).awaited.count == 1, "its clock says 17:50")
    #expect(try desk.state("Naledi/pilates").state == .checkedIn)
  }

  @Test func aManagerJudgesWithoutIt() throws {
    let (desk, second) = try dark()
    var driver = try roster(desk)
    driver.press(.char("J"))
    #expect(driver.shows("Side desk last seen") && driver.says("6 are missing: no-show."))
    driver.press(.char("y"))
    #expect(driver.shows("over and judged"))
    driver.press(.char("J"))
    #expect(driver.shows("judge: already judged at 21:05."))
    #expect(try desk.state("Naledi/pilates").state == .noShow)
    #expect(try desk.store.corrections(since: TestDesk.at(0), at: nil).isEmpty)

    // What arrives later reverses it by itself.
    second.line.isCut = false
    try second.visit()
    try desk.store.settle()
    let naledi = try desk.state("Naledi/pilates")
    #expect(naledi.state == .checkedIn && naledi.creditsUsed == Credits(1))
    let row = try #require(try desk.store.corrections(since: TestDesk.at(0), at: nil).first)
    #expect(row.cause == .arrivedLater && row.was == .noShow && row.became == .checkedIn)
    #expect(row.by == desk.reception.id && row.judgedBy == desk.owner.id)
    #expect(row.deviceName == "Side desk" && row.member?.name == "Naledi Mokoena")
    driver.press(.f(10), .char("c"))
    #expect(driver.shows("1 correction of attendance in 14 days"))
    #expect(driver.shows("Naledi Mokoena") && driver.shows("no-show, now in"))
    #expect(driver.says("by Olga Owner, made today 17:50 on Side desk"))
    try record(driver, "corrections")
    driver.press(.enter)
    #expect(driver.shows("Pilates ·"))
  }

  /// A device that is silent holds nothing up before the judgement is due.
  @Test func nobodyIsWaitedForBeforeItIsTime() throws {
    let (desk, _) = try dark()
    try desk.later(19, 30)
    var driver = try roster(desk)
    #expect(driver.shows("6 not marked · judged at 21:00") && !driver.shows("Side desk"))
    // Whoever judges now is still told whom that leaves out.
    driver.press(.char("J"))
    #expect(driver.shows("Side desk last seen"))
  }

  /// From wherever the schedule points: what begins within the half-hour, what is on, also behind
  /// midnight, and what comes next.
  @Test(
    arguments: [
      (17, 0, "HIIT"), (17, 42, "Pilates"), (18, 50, "HIIT"), (19, 30, "Night Yoga"),
      (23, 50, "Night Yoga"), (24, 10, "Night Yoga"), (24, 40, "Vinyasa"),
    ])
  func theRosterKeyOpensWhatIsNear(_ hour: Int, _ minute: Int, _ name: String) throws {
    let desk = try TestDesk()
    try desk.later(hour, minute)
    var driver = desk.application(signedIn: desk.owner)
    for _ in 0..<3 { driver.press(.up, .left) }
    driver.press(.f(4))
    #expect(driver.shows("\(name) ·"), "\(driver)")
  }

  /// What one undo took back stands in the order of the roster.
  @Test func anUndoneBatchIsToldByName() throws {
    let desk = try TestDesk()
    try desk.later(18, 20)
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    let session = try #require(desk.sessions["pilates"])
    var batch = MarkAttendance(session: session, present: [], absent: [], seen: [])
    batch.allPresent = true
    let act = try desk.store.submit(batch, by: by).operation
    var undo = Undo(act: ID(act.raw))
    undo.reason = "the wrong class"
    _ = try desk.store.submit(undo, by: by)
    for newestFirst in [false, true] {
      let rows = try desk.store.corrections(
        since: TestDesk.at(0), at: nil, newestFirst: newestFirst)
      #expect(
        rows.compactMap(\.member?.lastName)
          == ["Botha", "Dlamini", "Mokoena", "Nkosi", "Patel", "van der Merwe"])
    }
  }

  /// In, taken back and in again within a second: the order tells which was last.
  @Test func whatWasTakenBackAndDoneAgainIsToldAsItWas() throws {
    let desk = try TestDesk()
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    let pieter = try #require(desk.bookings["Pieter/pilates"])
    let act = try desk.store.submit(CheckIn(booking: pieter), by: by).operation
    _ = try desk.store.submit(Undo(act: ID(act.raw)), by: by)
    _ = try desk.store.submit(CheckIn(booking: pieter), by: by)
    let rows = try desk.store.corrections(since: TestDesk.at(0), at: nil)
    #expect(rows.map(\.cause) == [.undone])
    #expect(rows.map(\.was) == [.checkedIn] && rows.map(\.became) == [.confirmed])
  }

  /// By hand: let in after all, taken back, forgiven; each with its reason.
  @Test func whatAManagerCorrectsIsToldWithItsReason() throws {
    let (desk, _) = try dark()
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    let session = try #require(desk.sessions["pilates"])
    _ = try desk.store.submit(JudgeSession(session: session), by: by)
    try desk.later(21, 7)
    let pieter = try #require(desk.bookings["Pieter/pilates"])
    let johan = try #require(desk.bookings["Zanele/pilates"])
    var checkIn = CheckIn(booking: pieter)
    checkIn.override = "sat in the corner"
    let act = try desk.store.submit(checkIn, by: by).operation
    var undo = Undo(act: ID(act.raw))
    undo.reason = "it was somebody else"
    _ = try desk.store.submit(undo, by: by)
    _ = try desk.store.submit(Forgive(booking: johan, reason: "ill"), by: by)
    let rows = try desk.store.corrections(since: TestDesk.at(0), at: nil)
    struct Told: Equatable {
      let cause: Correction.Cause
      let was, became: Correction.Standing
      let reason: String
      let credits: Credits
    }
    #expect(
      rows.map {
        Told(
          cause: $0.cause, was: $0.was, became: $0.became, reason: $0.reason, credits: $0.credits)
      } == [
        Told(
          cause: .byHand, was: .noShow, became: .checkedIn,
          reason: "", credits: .zero),
        Told(
          cause: .undone, was: .checkedIn, became: .noShow, reason: "it was somebody else",
          credits: .zero),
        Told(
          cause: .forgiven, was: .noShow, became: .cancelled, reason: "ill", credits: Credits(1)),
      ])
  }

  /// After the judgement a batch needs a manager, and a reason.
  @Test func aBatchAfterTheJudgementAsksWhy() throws {
    let (desk, _) = try dark()
    var driver = try roster(desk)
    driver.press(.char("J"), .char("y"))
    try desk.later(21, 7)
    driver = try roster(desk)
    driver.press(.char("a"), .enter)
    #expect(driver.shows("judged"))
    driver.press(.char("o"))
    driver.type("the list was on paper")
    driver.press(.enter)
    #expect(driver.shows("6 marks stored: 6 here"))
    let rows = try desk.store.corrections(since: TestDesk.at(0), at: nil)
    #expect(rows.count == 6 && rows.allSatisfy { $0.cause == .byHand })
    #expect(rows.allSatisfy { $0.reason == "the list was on paper" })
  }
}
