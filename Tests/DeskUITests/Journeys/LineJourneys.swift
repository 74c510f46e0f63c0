import DeskUI
import Domain
import Glibc
import Support
import Sync
import Testing

/// The line: tried at a word, and cut to train for an outage.
@Suite struct LineJourneys {
  private func palette(_ driver: inout Driver, _ letters: String) {
    driver.press(.char(":"))
    driver.type(letters)
  }

  @Test func theLineIsCutAndRestoredByName() throws {
    let desk = try TestDesk()
    let lineSwitch = LineSwitch()
    var driver = desk.application(signedIn: desk.reception, lineSwitch: lineSwitch)
    palette(&driver, "cut the")
    #expect(driver.shows("Cut the line"), "\(driver)")
    driver.press(.enter)
    #expect(lineSwitch.isCut && driver.shows("The line is cut"), "\(driver)")
    palette(&driver, "cut the")
    #expect(driver.shows("cannot: it is cut already"), "\(driver)")
    driver.press(.esc)
    palette(&driver, "restore")
    driver.press(.enter)
    #expect(!lineSwitch.isCut && driver.shows("The line is back"), "\(driver)")
  }

  /// What comes of it is told, though the next try may be a minute off.
  @Test func theLineIsTriedAtAWord() throws {
    let desk = try TestDesk()
    let second = try SecondDesk(of: desk)
    second.line.isCut = true
    _ = try second.store.submit(
      ReportIncident(text: "wet"), by: .init(actor: .staff(desk.owner.id)))
    second.store.startLine()
    var driver = Driver(
      Application(
        store: second.store, options: DeskOptions(), entry: .known(desk.reception.id), inline: true
      ))
    func tries(_ answer: String) throws {
      palette(&driver, "try the")
      #expect(driver.shows("try the line  "), "\(driver)")
      driver.press(.enter)
      #expect(driver.shows("Trying the line…"), "\(driver)")
      let deadline = ContinuousClock.now + .seconds(patience)
      while !driver.shows(answer), ContinuousClock.now < deadline {
        usleep(5_000)
        driver.tell(.tick(now: 0))
      }
      #expect(driver.shows(answer), "\(driver)")
    }
    try tries("The service does not answer")
    #expect(driver.shows("1 queued"), "\(driver)")
    second.line.isCut = false
    try tries("The service answers")
    try second.store.close()
  }

  @Test func whoDecidesByItselfHasNothingToTry() throws {
    let desk = try TestDesk()
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.f(10), .char("s"))
    #expect(driver.shows("try the line: this desk decides by itself"), "\(driver)")
  }

  /// A real studio has no such command, and no key reaches it.
  @Test func aRealStudioCutsNothing() throws {
    let desk = try TestDesk()
    var options = DeskOptions()
    options.keys = [.cutLine: [.f(9)]]
    var driver = desk.application(signedIn: desk.owner, options: options)
    palette(&driver, "cut the line")
    #expect(!driver.shows("Cut the line"), "\(driver)")
    driver.press(.esc, .f(9))
    #expect(!driver.shows("The line is cut"), "\(driver)")
  }

  @Test(arguments: [
    (0, 0, 30, "○ offline since 17:30 "), (3, 0, 33, "○ offline since 17:30 · 3 queued "),
    (3, 0, 30, "○ offline 17:30 · 3 queued "), (12, 1, 30, "○ offline 17:30 · 12 queued "),
    (12, 1, 22, "○ offline · 12 queued "), (12, 1, 12, "○ 12 queued "), (12, 1, 4, "○ "),
  ])
  func whatIsOfflineSaysSinceWhenAndHowMany(
    _ queued: Int, _ decisions: Int, _ columns: Int, _ text: String
  ) throws {
    let desk = try TestDesk()
    var station = Station(
      studio: desk.store.studio, staff: desk.owner, now: desk.store.clock.now,
      options: DeskOptions())
    station.line = LineStatus(.offline(since: TestDesk.at(17, 30)))
    (station.line.queued, station.line.decisions) = (queued, decisions)
    #expect(LineWords.status(station, .unicode, columns: columns).text == text)
  }

  /// A desk that decides for others says whether they can reach it.
  @Test(arguments: [
    (0, false, 40, "● stand-alone "), (2, true, 40, "● decides for 3 devices "),
    (2, false, 40, "○ 2 devices cut off: desk serve "), (2, false, 24, "○ 2 devices cut off "),
  ])
  func whoDecidesForOthersSaysWhetherItIsHeard(
    _ served: Int, _ isServing: Bool, _ columns: Int, _ text: String
  ) throws {
    let desk = try TestDesk()
    var station = Station(
      studio: desk.store.studio, staff: desk.owner, now: desk.store.clock.now,
      options: DeskOptions())
    station.line = LineStatus(.standAlone)
    (station.line.served, station.line.isServing) = (served, isServing)
    #expect(LineWords.status(station, .unicode, columns: columns).text == text)
  }
}
