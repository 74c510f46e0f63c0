import Domain
import Support
import Testing

@Suite struct AnnounceOutagesTests {
  private var studio = StudioFixture()

  private func window(_ text: String) throws -> OutageWindow {
    try #require(OutageWindow(typed: text, in: StudioFixture.zone))
  }

  private func announced() -> [String] {
    studio.world[OutageTimetable.id(of: studio.here)]?.windows.map(\.written) ?? []
  }

  @Test mutating func addsOnceAndWithdraws() throws {
    let day = StudioFixture.zone.day(of: studio.world.now).adding(days: 2).text
    let (evening, weekly) = (try window("\(day) 18:00-20:30"), try window("tue 06:00-08:30"))
    let announce = AnnounceOutages(location: studio.here, added: [weekly, evening])
    for _ in 0..<2 { try studio.world.run(announce, as: studio.actor(.locationManager)) }
    #expect(announced() == [evening.written, weekly.written])
    let withdraw = AnnounceOutages(location: studio.here, withdrawn: [weekly])
    try studio.world.run(withdraw, as: studio.actor(.owner))
    #expect(announced() == [evening.written])
    #expect(studio.refusal(withdraw, as: .owner) == .notFound)
  }

  /// What is over goes with the next announcement.
  @Test mutating func forgetsWhatIsOver() throws {
    let today = StudioFixture.zone.day(of: studio.world.now)
    let old = try window("\(today.adding(days: -3).text) 18:00-20:30")
    let owner = studio.actor(.owner)
    try studio.world.run(AnnounceOutages(location: studio.here, added: [old]), as: owner)
    let new = try window("\(today.adding(days: 3).text) 18:00-20:30")
    try studio.world.run(AnnounceOutages(location: studio.here, added: [new]), as: owner)
    #expect(announced() == [new.written])
  }

  @Test mutating func onlyManagersAnnounceAndNotWithoutEnd() throws {
    let weekly = try window("tue 06:00-08:30")
    let announce = AnnounceOutages(location: studio.here, added: [weekly])
    for role in [Role.receptionist, .instructor, .financeManager] {
      #expect(studio.refusal(announce, as: role) == .notPermitted)
    }
    let start = studio.world.now
    let many = (1...501).compactMap { hour in
      PowerCut(from: start + hour * 3_600, until: start + hour * 3_600 + 60).map(OutageWindow.once)
    }
    #expect(
      studio.refusal(AnnounceOutages(location: studio.here, added: many), as: .owner)
        == .malformed)
    #expect(
      studio.refusal(
        AnnounceOutages(location: studio.here, added: Array(many.dropLast())), as: .owner)
        == nil)
  }
}
