import Central
import DeskUI
import Domain
import Support
import Sync
import Testing
import Wire

/// What was done in the dark, what came of it, and who comes in by a code that no copy knows.
@Suite struct OutageJourneys {
  private func driver(_ second: SecondDesk, _ staff: Staff) -> Driver {
    Driver(
      Application(
        store: second.store, options: DeskOptions(), entry: .known(staff.id), inline: true))
  }

  @Test func theReportTellsWhatWasDoneAndWhatCameOfIt() throws {
    let desk = try TestDesk()
    let second = try desk.disagree()
    let outages = try second.store.outages()
    #expect(outages.count == 1 && outages[0].ended != nil && !outages[0].isGuess)
    let report = try second.store.report(outages[0])
    #expect(
      report.rows.map(\.operation.kind) == [
        .book, .letIn, .book, .editMember, .checkIn, .checkIn, .registerMember,
      ])
    #expect(
      report.rows.map(\.result) == [
        .decision, .decision, .decision, .decision, .changed, .decision, .decision,
      ])
    #expect(report.rows.allSatisfy { $0.operation.actor == .staff(desk.reception.id) })
    #expect(report.credits == Credits(1) && report.money == 0)
    var driver = driver(second, desk.reception)
    driver.resize(110, 24)
    driver.press(.f(10), .char("o"))
    #expect(driver.shows("Offline today 17:4") && driver.shows("7 operations: "))
    #expect(driver.shows("by Thandi Mthembu 7") && driver.shows("at risk: 1 credit"))
    #expect(driver.says("Only what was done on Side desk. Each other device tells its own:"))
    #expect(driver.shows("Pieter van der Merwe · Aqua") && driver.shows("to decide: last place"))
    driver.press(.enter)
    #expect(driver.shows("1 of 1 · 1 waiting"))
    driver.press(.esc, .esc)
    #expect(driver.shows("wait for the central service") || driver.shows("stored and confirmed"))
    // Finance sees figures, a trainer not even these.
    let words = { (role: Domain.Role) in
      OutageWords(
        report, second.store.studio, at: Instant(0), zone: .utc, sight: .init(of: [role])
      ) { _, _ in "" }
    }
    #expect(words(.financeManager).risk != nil && words(.instructor).risk == nil)
    for role in [Domain.Role.financeManager, .instructor] {
      #expect(!words(role).rows.contains { $0.about.contains("Pieter") })
    }
  }

  /// By code, by number, and by what nobody here has.
  @Test(arguments: [
    ("Zoë", "Zoë Nkosi", "wrong day"), ("Imraan", "Imraan Khan", "no booking here"),
    ("", "", "unknown code"),
  ])
  func aRefusedCheckInSaysWhoCame(key: String, name: String, why: String) throws {
    let desk = try TestDesk()
    let number = try desk.members[key].flatMap { try desk.store.profile($0)?.member.number }
    let code = desk.codes["\(key)/sunday"]?.text
    let presented = code ?? number ?? BookingCode(random: 99).text
    #expect(throws: Refusal.self) {
      try desk.store.submit(
        CheckIn(presented: presented), by: .init(actor: .staff(desk.reception.id)))
    }
    var driver = desk.application(signedIn: desk.reception)
    driver.resize(132, 43)
    driver.press(.f(10))
    #expect(driver.shows("refused check-in · \(name)") && driver.shows(why))
    #expect(!driver.shows(presented))
    // Who may see nobody is told why, not whom.
    driver = desk.application(signedIn: desk.trainer)
    driver.press(.f(10))
    #expect(name.isEmpty || !driver.shows(name))
    #expect(driver.shows(why))
  }

  /// What is nobody's and no class is told by its name.
  @Test func whatWasDoneToTheStudioIsNamed() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.owner)
    driver.resize(100, 43)
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    var spin = DefineService(name: "Spin", type: "spin")
    spin.credits = Credits(1)
    let service = try #require(try desk.store.submit(spin, by: by).subject)
    var own = SetPolicy(.holdLasts, 300)
    own.service = ID(service)
    _ = try desk.store.submit(own, by: by)
    _ = try desk.store.submit(SetPolicy(.kioskWalkIn, 1), by: by)
    _ = try desk.store.submit(
      AddRoom(location: desk.store.studio.location.id, name: "Loft"), by: by)
    driver.press(.f(10))
    let lines = driver.text.split(separator: "\n")
    for words in [
      ["service", "Spin"], ["policy", "holdLasts · Spin"], ["policy", "kioskWalkIn"],
      ["room", "Loft"],
    ] {
      #expect(
        lines.contains { line in words.allSatisfy { line.contains(" \($0) ") } },
        "\(words) \(driver)")
    }
  }

  @Test func aStandAloneDeskHasNoLineToLose() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(10), .char("o"))
    #expect(driver.shows("there is no line to lose"))
    driver.press(.left, .right, .enter, .end)
    #expect(driver.shows("there is no line to lose"))
  }

  /// A code of a booking that was made elsewhere after the line went down.
  @Test(arguments: [true, false]) func anUnknownCodeIsLetInWhileOffline(scanned: Bool) throws {
    let desk = try TestDesk()
    let second = try SecondDesk(of: desk)
    second.line.isCut = true
    try second.visit()
    try desk.book("Ruan", into: "pilates")
    let code = try #require(desk.codes["Ruan/pilates"]).text
    var driver = driver(second, desk.reception)
    if scanned {
      driver.tell(.scan(code))
    } else {
      driver.press(.f(5))
      driver.type(code)
      driver.press(.enter)
    }
    #expect(driver.shows("Not in this copy (of ") && driver.shows("let in and check later?"))
    driver.press(scanned ? .char("o") : .ctrl("o"))
    #expect(driver.shows("Let in. Who that was is found out"))
    let sent = try second.store.outbox(pendingOnly: true).operations.map(\.kind)
    #expect(sent.last == .letIn)
    // The same code is not let in twice.
    driver.press(.esc, .f(3))
    driver.tell(.scan(code))
    second.line.isCut = false
    try second.visit()
    #expect(try desk.state("Ruan/pilates").state == .checkedIn)
    #expect(try second.store.lineStatus().decisions == 0)
  }

  /// A signed pass is enough anywhere, also at a kiosk's, whose booking has not come yet.
  @Test(arguments: [DeskMode.desk, .kiosk]) func aSignedPassIsEnough(mode: DeskMode) throws {
    let desk = try TestDesk()
    let second = try SecondDesk(of: desk)
    second.line.isCut = true
    try second.visit()
    try desk.book("Ruan", into: "pilates")
    let booking = try #require(desk.bookings["Ruan/pilates"])
    let pass = try #require(try desk.store.pass(booking)).text
    let staff = mode == .kiosk ? nil : desk.reception
    var driver = desk.application(signedIn: staff, mode: mode, on: second.store)
    driver.tell(.scan(pass))
    #expect(driver.shows(mode == .kiosk ? "You are in." : "Let in."), "\(driver)")
    driver.tell(.scan(String(pass.dropLast()) + (pass.hasSuffix("0") ? "1" : "0")))
    #expect(try second.store.outbox(pendingOnly: true).operations.count { $0.kind == .letIn } == 1)
    second.line.isCut = false
    try second.visit()
    #expect(try desk.state("Ruan/pilates").state == .checkedIn)
  }

  @Test func onlineAndForTrainersAnUnknownCodeIsRefused() throws {
    let desk = try TestDesk()
    let second = try SecondDesk(of: desk)
    let code = BookingCode(random: 4_711).text
    var online = driver(second, desk.reception)
    online.tell(.scan(code))
    #expect(!online.shows("Not in this copy"))
    second.line.isCut = true
    try second.visit()
    var trainer = driver(second, desk.trainer)
    trainer.tell(.scan(code))
    #expect(!trainer.shows("Not in this copy"))
    var mistyped = driver(second, desk.reception)
    mistyped.tell(.scan(String(code.reversed())))
    #expect(!mistyped.shows("Not in this copy"))
  }
}
