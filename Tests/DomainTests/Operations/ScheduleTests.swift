import Domain
import Support
import Testing

@Suite("Services and sessions")
struct ScheduleTests {
  private var studio = StudioFixture()

  @Test("a 1:1 leader gives one session at a time, with 30 minutes of way between locations")
  mutating func leaders() throws {
    let leader = try #require(studio.staff[.instructor])
    _ = studio.session(in: 7_200)  // a class of the same leader, 12:00 to 13:00
    func schedule(_ seconds: Int, at place: ID<Location>) -> RefusalCode? {
      var scene = studio
      var intent = ScheduleSession(
        service: studio.personal, location: place, start: studio.world.now + seconds)
      intent.leader = leader
      return scene.refusal(intent, as: .owner)
    }
    #expect(schedule(7_200 + 3_599, at: studio.here) == .leaderUnavailable)
    #expect(schedule(7_200 + 3_600, at: studio.here) == nil)
    #expect(schedule(3_600, at: studio.here) == nil)
    #expect(schedule(3_601, at: studio.here) == .leaderUnavailable)
    #expect(schedule(7_200 + 3_600 + 1_799, at: studio.there) == .leaderUnavailable)
    #expect(schedule(7_200 + 3_600 + 1_800, at: studio.there) == nil)
    #expect(schedule(1_800, at: studio.there) == nil)
    #expect(schedule(1_801, at: studio.there) == .leaderUnavailable)
  }

  @Test("a 1:1 of the leader keeps classes away too, made, moved or published")
  mutating func eitherSide() throws {
    let leader = try #require(studio.staff[.instructor])
    _ = studio.session(in: 7_200, of: studio.personal)  // 12:00 to 13:00
    var intent = ScheduleSession(
      service: studio.yoga, location: studio.here, start: studio.world.now + 7_200 + 900)
    var scene = studio
    #expect(scene.refusal(intent, as: .owner) == nil, "without a leader")
    intent.leader = leader
    #expect(studio.refusal(intent, as: .owner) == .leaderUnavailable)
    let today = StudioFixture.zone.day(of: studio.world.now)
    intent.start = studio.world.now + 900 + 7_200 - 86_400
    intent.recurrence = Recurrence(.daily, until: today)
    #expect(studio.refusal(intent, as: .owner) == .leaderUnavailable)
    intent.start = studio.world.now + 2 * 7_200
    intent.recurrence = nil
    #expect(studio.refusal(intent, as: .owner) == nil)

    let class1 = studio.session(in: 3 * 7_200)
    var change = ChangeSession(session: class1)
    change.start = studio.world.now + 7_200
    #expect(studio.refusal(change, as: .receptionist) == .leaderUnavailable)
    change.start = nil
    change.notes = "bring a mat"
    #expect(studio.refusal(change, as: .receptionist) == nil)
    let draft = studio.session(in: 7_200)
    studio.world.edit(draft) { $0.status = .draft }
    var publish = ChangeSession(session: draft)
    publish.publish = true
    #expect(studio.refusal(publish, as: .owner) == .leaderUnavailable)
    // Two classes may share their leader: a studio knows why.
    _ = studio.session(in: 5 * 7_200)
    intent.start = studio.world.now + 5 * 7_200
    #expect(studio.refusal(intent, as: .owner) == nil)
  }

  @Test("a 1:1 starts on a slot of 30 minutes by the local clock; the policy may say otherwise")
  mutating func slots() throws {
    func verdict(_ minutes: Int, of service: ID<Service>, seconds: Int = 0) -> RefusalCode? {
      var scene = studio
      let intent = ScheduleSession(
        service: service, location: studio.here, start: studio.world.now + minutes * 60 + seconds)
      return scene.refusal(intent, as: .owner)
    }
    for (minutes, said) in [(0, nil), (7, .noAvailability), (30, nil), (45, .noAvailability)]
      as [(Int, RefusalCode?)]
    {
      #expect(verdict(minutes, of: studio.personal) == said, "\(minutes)")
      #expect(verdict(minutes, of: studio.yoga) == nil)
    }
    #expect(verdict(30, of: studio.personal, seconds: 1) == .noAvailability)
    let session = studio.session(in: 1_800, of: studio.personal)
    var change = ChangeSession(session: session)
    change.start = studio.world.now + 1_860
    #expect(studio.refusal(change, as: .owner) == .noAvailability)
    // What stands off its slot may be changed otherwise.
    studio.world.edit(session) { $0.start = $0.start + 60 }
    change.start = nil
    change.leader = studio.staff[.instructor]
    #expect(studio.refusal(change, as: .owner) == nil)
    var policy = SetPolicy(.slotEvery, 15 * 60)
    policy.service = studio.personal
    try studio.world.run(policy, as: studio.actor(.owner))
    #expect(verdict(45, of: studio.personal) == nil)
    #expect(verdict(50, of: studio.personal) == .noAvailability)
    policy.number = 0
    try studio.world.run(policy, as: studio.actor(.owner))
    #expect(verdict(50, of: studio.personal) == nil)
  }

  @Test("the service's own leader and every day of a series are looked at")
  mutating func series() throws {
    let leader = try #require(studio.staff[.instructor])
    studio.world.edit(studio.personal) { $0.leader = leader }
    _ = studio.session(in: 7_200 + 7 * 86_400)
    var intent = ScheduleSession(
      service: studio.personal, location: studio.here, start: studio.world.now + 7_200)
    #expect(studio.refusal(intent, as: .owner) == nil)
    intent.start = studio.world.now + 86_400 + 7_200
    intent.recurrence = Recurrence(
      .daily, until: StudioFixture.zone.day(of: studio.world.now + 7 * 86_400))
    #expect(studio.refusal(intent, as: .owner) == .leaderUnavailable)
    intent.recurrence = Recurrence(
      .daily, until: StudioFixture.zone.day(of: studio.world.now + 6 * 86_400))
    #expect(studio.refusal(intent, as: .owner) == nil)
  }

  @Test("no session reaches beyond the calendar, whichever way it is made or moved")
  mutating func calendar() throws {
    let zone = StudioFixture.zone
    let late = zone.instant(.last, secondOfDay: 86_340)
    let early = zone.instant(.first, secondOfDay: 0)
    let session = studio.session(in: 7_200)
    for start in [late, early, Instant(.max), Instant(.min)] {
      let made = ScheduleSession(service: studio.yoga, location: studio.here, start: start)
      #expect(studio.refusal(made, as: .owner) == .malformed)
      var moved = ChangeSession(session: session)
      moved.start = start
      #expect(studio.refusal(moved, as: .owner) == .malformed)
    }
    let year = zone.instant(.last.adding(days: -9), secondOfDay: 36_000)
    let last = ScheduleSession(service: studio.yoga, location: studio.here, start: year)
    #expect(studio.refusal(last, as: .owner) == nil)
  }

  @Test("a recurrence keeps the local hour across a change of clocks")
  mutating func clocks() throws {
    let change = StudioFixture.morning + 3 * 86_400
    let zone = Zone(
      name: StudioFixture.zone.name, offset: 7_200, transitions: [(at: change, offset: 3_600)])
    studio.world.zones = [zone.name: zone]
    var intent = ScheduleSession(
      service: studio.yoga, location: studio.here, start: studio.world.now + 7_200)
    intent.recurrence = Recurrence(.daily, until: zone.day(of: change + 2 * 86_400))
    let decision = try studio.world.run(intent, as: studio.actor(.owner))
    let sessions = studio.world.all(Session.self).sorted { $0.start < $1.start }
    #expect(sessions.count == 6 && decision.results.count == 6)
    #expect(Set(sessions.map { zone.timeOfDay(of: $0.start).text }) == ["12:00"])
    #expect(Set(sessions.map { $0.end - $0.start }) == [3_600])
    #expect(Set(sessions.map(\.series)).count == 1)

    var one = ChangeSession(session: sessions[1].id)
    one.start = sessions[1].start + 600
    try studio.world.run(one, as: studio.actor(.owner))
    #expect(studio.world[sessions[1].id]?.changed == true)
    #expect(studio.world[sessions[1].id]?.end == sessions[1].end + 600)
    #expect(studio.world[sessions[2].id] == sessions[2])
  }

  @Test("the state in progress or over is read from the clock")
  func states() {
    var session = Session()
    session.start = Instant(100)
    session.end = Instant(200)
    let states = [99, 100, 199, 200].map { session.state(at: Instant($0)) }
    #expect(states == [.scheduled, .inProgress, .inProgress, .completed])
    session.status = .cancelled
    #expect(session.state(at: Instant(150)) == .cancelled)
  }

  @Test("impossible sessions and services are refused")
  mutating func malformed() throws {
    let session = studio.session(in: 7_200)
    var change = ChangeSession(session: session)
    change.end = studio.world.now
    #expect(studio.refusal(change, as: .owner) == .malformed)
    change = ChangeSession(session: session)
    change.capacity = -1
    #expect(studio.refusal(change, as: .owner) == .malformed)
    change = ChangeSession(session: session)
    change.room = studio.world.mint()
    #expect(studio.refusal(change, as: .owner) == .notFound)
    var schedule = ScheduleSession(
      service: studio.yoga, location: studio.here, start: studio.world.now)
    schedule.lasts = 0
    #expect(studio.refusal(schedule, as: .owner) == .malformed)
    schedule.lasts = nil
    let today = StudioFixture.zone.day(of: studio.world.now)
    schedule.recurrence = Recurrence(.daily, until: today.adding(days: ScheduleSession.most))
    #expect(studio.refusal(schedule, as: .owner) == .malformed)
    schedule.recurrence = Recurrence(.daily, until: .first)
    #expect(studio.refusal(schedule, as: .owner) == .malformed)
    schedule.recurrence = nil
    schedule.service = studio.world.mint()
    #expect(studio.refusal(schedule, as: .owner) == .notFound)
    #expect(studio.refusal(DefineService(name: " ", type: ""), as: .owner) == .malformed)
    #expect(studio.refusal(DefineService(name: "Yoga", type: ""), as: .owner) == .malformed)
    var ages = DefineService(name: "Juniors", type: "")
    (ages.ageFrom, ages.ageTo) = (16, 8)
    #expect(studio.refusal(ages, as: .owner) == .malformed)
    var service = DefineService(name: "Yoga", type: "flow")
    service.service = studio.yoga
    service.capacity = 25
    #expect(studio.refusal(service, as: .owner) == nil)
    #expect(studio.world[studio.yoga]?.capacity == 25)
    #expect(studio.world[studio.yoga]?.credits == Credits(1))
  }
}
