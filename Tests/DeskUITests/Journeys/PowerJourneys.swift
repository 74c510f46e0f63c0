import DeskUI
import Domain
import Glibc
import Support
import Sync
import Testing

/// An announced outage, from the announcement at another desk to the copy that waits for it.
@Suite struct PowerJourneys {
  private let desk: TestDesk
  private let second: SecondDesk
  private let supplies = TemporaryDirectory()

  init() throws {
    desk = try TestDesk()
    second = try SecondDesk(of: desk)
  }

  private func announce(in seconds: Int) throws -> PowerCut {
    let from = Instant((second.store.clock.now + seconds).seconds / 60 * 60)
    let cut = try #require(PowerCut(from: from, until: from + 9_000))
    let place = desk.store.studio.location.id
    _ = try desk.store.submit(
      AnnounceOutages(location: place, added: [.once(cut)]), by: .init(actor: .staff(desk.owner.id))
    )
    try second.visit()
    return cut
  }

  private func opened(width: Int = 100) -> Driver {
    let watch = PowerWatch(
      second.store, at: second.store.studio.location, supplies: supplies.path, local: { [] })
    return Driver(
      Application(
        store: second.store, options: DeskOptions(), entry: .known(desk.reception.id),
        powerWatch: watch, inline: true), width: width)
  }

  private func time(_ moment: Instant) -> String {
    second.store.studio.zone.timeOfDay(of: moment).text
  }

  private func top(_ driver: Driver) -> String { driver.picture().lines.first ?? "" }

  @Test func whatIsAnnouncedElsewhereCountsDownHere() throws {
    let cut = try announce(in: 80 * 60)
    var driver = opened(width: 132)
    driver.tell(.tick(now: 0))
    #expect(driver.shows("power off in 1 h 20 min"), "\(driver)")
    #expect(driver.shows("(\(time(cut.from))-\(time(cut.until)))"), "\(driver)")
    #expect(!driver.shows("eady for"), "\(driver)")
    try second.store.close()
  }

  @Test func theDeskIsReadyBeforeItComes() throws {
    _ = try second.store.submit(
      ReportIncident(text: "wet"), by: .init(actor: .staff(desk.owner.id)))
    let cut = try announce(in: 8 * 60)
    var driver = opened(width: 132)
    driver.tell(.tick(now: 0))
    #expect(driver.shows("Ready for \(time(cut.from)): copy of "), "\(driver)")
    #expect(driver.shows(", 0 to send."), "\(driver)")
    #expect(driver.shows(", ready"), "\(driver)")
    // What is done after that, or not heard, counts as much: here and for `desk doctor`.
    var now = TerminalClock.now
    func isReady() throws -> Bool {
      now += 10_000
      driver.tell(.tick(now: now))
      let here = driver.shows(", ready")
      #expect(driver.shows(", not ready") != here, "\(driver)")
      #expect(try second.store.readiness(for: cut, second.store.lineStatus()).isReady == here)
      return here
    }
    second.line.isCut = true
    _ = try second.store.submit(
      ReportIncident(text: "dry"), by: .init(actor: .staff(desk.owner.id)))
    #expect(try !isReady())
    second.line.isCut = false
    try second.visit()
    #expect(try isReady())
    second.line.isCut = true
    try second.visit()
    #expect(try !isReady(), "nobody knows what others did")
    #expect(access(second.directory.file("copies/replica.db"), F_OK) == 0)
    #expect(access(second.directory.file("copies/operations.db"), F_OK) == 0)
    try second.store.close()
  }

  /// The line is down already: what waits is told, and what to do; once it is back the desk readies
  /// itself at a word.
  @Test func whatIsNotReadyIsTold() throws {
    let cut = try announce(in: 8 * 60)
    second.line.isCut = true
    _ = try second.store.submit(
      ReportIncident(text: "wet"), by: .init(actor: .staff(desk.owner.id)))
    var driver = opened()
    driver.tell(.tick(now: 0))
    #expect(driver.shows("Not ready for \(time(cut.from)): copy of"), "\(driver)")
    #expect(driver.shows("1 to send: the service does not answer"), "\(driver)")
    // The words go, the state stays, whatever else the line has to say.
    driver.resize(80, 24)
    driver.tell(.tick(now: TerminalClock.now + 9_000))
    #expect(!driver.shows("Not ready for"), "\(driver)")
    #expect(top(driver).contains("not ready for \(time(cut.from))"), "\(driver)")
    #expect(top(driver).contains("○ offline · 1 queued"), "\(driver)")
    driver.resize(100, 24)
    second.line.isCut = false
    driver.press(.char(":"))
    driver.type("get ready")
    driver.press(.enter)
    #expect(driver.shows("Ready for \(time(cut.from)): copy of "), "\(driver)")
    try second.store.close()
  }

  /// Wide screens have room for it beside all else, narrow ones for what must not be missed.
  @Test(
    arguments: [
      (132, "power off in ", "Sat 21 Nov 17:", "Thandi Mthembu (reception)"),
      (100, "power off ", "Sat 21 Nov 17:", "Thandi Mthembu (reception)"),
      (80, "power off ", "Sea Point · 17:", "Thandi"), (60, "power off ", "Sea", ""),
      (40, "power off ", "Sea", ""),
    ])
  func everyWidthTellsWhatIsNear(_ width: Int, _ words: String, _ left: String, _ who: String)
    throws
  {
    _ = try announce(in: 25 * 60)
    var driver = opened(width: width)
    driver.tell(.tick(now: 0))
    #expect(top(driver).contains(words), "\(driver)")
    #expect(top(driver).contains(left) && top(driver).contains(who), "\(driver)")
    try second.store.close()
  }

  /// It is said that the line is down, whoever is here and whatever else there is to say.
  @Test func theLineIsSaidBeforeTheRole() throws {
    let cut = try announce(in: 25 * 60)
    second.line.isCut = true
    try second.visit()
    var driver = opened(width: 80)
    driver.tell(.tick(now: 0))
    #expect(top(driver).contains("○ offline"), "\(driver)")
    #expect(top(driver).contains("power off at \(time(cut.from))"), "\(driver)")
    #expect(top(driver).contains("Thandi ") || top(driver).contains("Thandi M. "), "\(driver)")
    try second.store.close()
  }

  /// With the power off and the line down what waits here is told, before since when and by whom.
  @Test(arguments: [(3, "Thandi"), (12, "Sea Point · 17:")])
  func whatIsQueuedIsSaidInTheDark(_ queued: Int, _ left: String) throws {
    let cut = try announce(in: -20 * 60)
    second.line.isCut = true
    for _ in 0..<queued {
      _ = try second.store.submit(
        ReportIncident(text: "wet"), by: .init(actor: .staff(desk.owner.id)))
    }
    try second.visit()
    var driver = opened(width: 80)
    driver.tell(.tick(now: 0))
    #expect(top(driver).contains("○ offline · \(queued) queued"), "\(driver)")
    #expect(top(driver).contains("power off to \(time(cut.until))"), "\(driver)")
    #expect(top(driver).contains("TRAINING") && top(driver).contains(left), "\(driver)")
    try second.store.close()
  }

  /// Opened in the middle of it: nobody is told of being ready for what has begun.
  @Test func whatHasBegunIsNotReadied() throws {
    let cut = try announce(in: -20 * 60)
    var driver = opened()
    driver.tell(.tick(now: 0))
    #expect(top(driver).contains("power off until \(time(cut.until))"), "\(driver)")
    #expect(!driver.shows("eady for"), "\(driver)")
    try second.store.close()
  }

  @Test func anEmptyBatteryIsToldOnce() throws {
    mkdir(supplies.file("BAT0"), 0o700)
    for (file, text) in [("type", "Battery"), ("capacity", "7"), ("status", "Discharging")] {
      let stream = try #require(fopen(supplies.file("BAT0/\(file)"), "w"))
      fputs(text + "\n", stream)
      fclose(stream)
    }
    var driver = opened()
    driver.tell(.tick(now: 0))
    #expect(driver.shows("The battery is almost empty"), "\(driver)")
    #expect(top(driver).contains("on battery 7 %"), "\(driver)")
    #expect(access(second.directory.file("copies/replica.db"), F_OK) == 0)
    try second.store.close()
  }
}
