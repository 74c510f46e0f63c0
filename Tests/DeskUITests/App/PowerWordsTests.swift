import DeskUI
import Domain
import Sync
import Testing

/// The power in the status line: what is said, in what room, and how.
@Suite struct PowerWordsTests {
  private func station(
    at now: Instant, _ battery: Battery? = nil, readiness: Readiness? = nil
  ) throws -> Station {
    let desk = try TestDesk()
    var station = Station(
      studio: desk.store.studio, staff: desk.owner, now: now, options: DeskOptions())
    station.power = PowerStatus(cut: Self.evening, battery: battery, readiness: readiness)
    return station
  }

  private static let evening = PowerCut(from: TestDesk.at(18, 0), until: TestDesk.at(20, 30))

  @Test(
    arguments: [
      ((16, 40), 60, "power off in 1 h 20 min (18:00-20:30)", Style.statusBar),
      ((16, 40), 36, "power off in 1 h 20 min", .statusBar),
      ((16, 40), 22, "power off at 18:00", .statusBar),
      ((16, 40), 18, "power off at 18:00", .statusBar),
      ((16, 0), 60, "power off in 2 h (18:00-20:30)", .statusBar),
      ((17, 29), 60, "power off in 31 min (18:00-20:30)", .statusBar),
      ((17, 30), 60, "power off in 30 min (18:00-20:30)", .statusWarn),
      ((17, 59), 60, "power off in 1 min (18:00-20:30)", .statusWarn),
      ((18, 0), 60, "power off until 20:30", .statusWarn),
      ((20, 29), 18, "power off to 20:30", .statusWarn),
    ] as [((Int, Int), Int, String, Style)])
  func countsDown(_ now: (Int, Int), columns: Int, text: String, style: Style) throws {
    let said = try #require(
      PowerWords.status(station(at: TestDesk.at(now.0, now.1)), .unicode, columns: columns))
    #expect(said.text == text && said.style == style)
  }

  @Test func saysNothingOfWhatIsOverOrFarAwayOrHasNoRoom() throws {
    for (now, columns) in [
      (TestDesk.at(20, 30), 60), (TestDesk.at(5, 59), 60), (TestDesk.at(16, 40), 8),
    ] {
      #expect(try PowerWords.status(station(at: now), .unicode, columns: columns) == nil)
    }
  }

  @Test(
    arguments: [
      (
        62, true, (16, 40), 60, "power off in 1 h 20 min (18:00-20:30) · on battery 62 %",
        Style.statusWarn
      ),
      (62, true, (18, 10), 60, "power off until 20:30 · on battery 62 %", .statusWarn),
      (62, true, (18, 10), 30, "power off until 20:30 · 62 %", .statusWarn),
      (9, true, (21, 0), 60, "on battery 9 %", .statusBad),
      (9, true, (21, 0), 5, "9 %", .statusBad),
      (62, false, (18, 10), 60, "power off until 20:30", .statusWarn),
    ] as [(Int, Bool, (Int, Int), Int, String, Style)])
  func tellsTheBatteryInUse(
    _ percent: Int, _ used: Bool, _ now: (Int, Int), _ columns: Int, _ text: String, _ style: Style
  ) throws {
    let station = try station(
      at: TestDesk.at(now.0, now.1), Battery(percent: percent, isDischarging: used))
    let said = try #require(PowerWords.status(station, .unicode, columns: columns))
    #expect(said.text == text && said.style == style)
  }

  /// What is missing is told in any room, until it has begun; that nothing is, where there is some.
  @Test(
    arguments: [
      ((17, 53), true, 60, "power off in 7 min (18:00-20:30), ready", Style.statusWarn),
      ((17, 53), true, 18, "power off in 7 min", .statusWarn),
      ((17, 53), false, 60, "power off in 7 min (18:00-20:30), not ready", .statusBad),
      ((17, 53), false, 30, "power off in 7 min, not ready", .statusBad),
      ((17, 53), false, 19, "not ready for 18:00", .statusBad),
      ((18, 0), false, 60, "power off until 20:30", .statusWarn),
    ] as [((Int, Int), Bool, Int, String, Style)])
  func saysWhetherTheDeskIsReady(
    _ now: (Int, Int), _ isReady: Bool, columns: Int, text: String, style: Style
  ) throws {
    let readiness = Readiness(
      for: Self.evening, copiedAt: isReady ? TestDesk.at(17, 52) : nil, LineStatus(.standAlone))
    let station = try station(at: TestDesk.at(now.0, now.1), readiness: readiness)
    let said = try #require(PowerWords.status(station, .unicode, columns: columns))
    #expect(said.text == text && said.style == style)
  }
}
