import Domain
import Support
import Sync
import Testing
import Zones

/// The trial studio's start is Wednesday 18 November 2026, 13:06:40 in Johannesburg.
struct ScheduleTests {
  private let studio: TrialStudio
  private let service: ID<Service>
  private let today: Day

  init() throws {
    studio = try TrialStudio()
    service = try studio.service(credits: 1, capacity: 3)
    today = studio.store.studio.zone.day(of: studio.start)
  }

  @Test func daysAreThoseOfTheLocation() throws {
    let midnight = studio.store.studio.zone.start(of: today.adding(days: 1))
    let late = try studio.session(service, in: midnight - studio.start - 1)
    let early = try studio.session(service, in: midnight - studio.start)
    let day = try studio.store.schedule(from: today, days: 1, at: nil)
    #expect(day.map(\.session.id) == [late])
    let next = try studio.store.schedule(
      from: today.adding(days: 1), days: 1, at: studio.store.studio.location.id)
    #expect(next.map(\.session.id) == [early])
    #expect(try studio.store.schedule(from: today, days: 2, at: nil).count == 2)
  }

  /// Honolulu's Wednesday begins twelve hours after Johannesburg's.
  @Test func eachLocationHasItsOwnDay() throws {
    let receipt = try studio.submit(AddLocation(name: "Beach", zone: "Pacific/Honolulu"))
    let beach = ID<Location>(try #require(receipt.subject))
    let zone = try TZifTree().zone(named: "Pacific/Honolulu")
    var there = ScheduleSession(
      service: service, location: beach, start: zone.start(of: today.adding(days: 1)) - 60)
    there.capacity = 5
    let evening = ID<Session>(try #require(try studio.submit(there).subject))
    let here = try studio.session(service, in: 3_600)
    let all = try studio.store.schedule(from: today, days: 1, at: nil)
    #expect(all.map(\.session.id) == [here, evening])
    #expect(all.map(\.location) == ["Main", "Beach"])
    #expect(all.last?.zone.name == "Pacific/Honolulu")
    #expect(try studio.store.schedule(from: today, days: 1, at: beach).count == 1)
    #expect(try studio.store.schedule(from: today.adding(days: 1), days: 1, at: nil).isEmpty)
  }

  @Test func countsSpotsByState() throws {
    let session = try studio.session(service, in: 600)
    let codes = try ["A", "B", "C"].map { name in
      let member = try studio.member(name)
      try studio.submit(GrantCredits(member: member, credits: Credits(5), reason: "gift"))
      return try studio.book(session, member)
    }
    let waiting = try studio.member("D")
    _ = try studio.book(session, waiting, waitlist: true)
    try studio.submit(CheckIn(presented: codes[0].code.text))
    try studio.submit(Cancel(booking: codes[1].booking))
    let view = try #require(try studio.store.session(session))
    // The place that came free was offered to the one who waited.
    #expect([view.taken, view.waitlisted, view.present] == [2, 1, 1])
    #expect(view.free == 1)
    #expect(view.service == "Yoga")
    #expect(view.state == .scheduled)
    #expect(!view.provisional)
    let listed = try studio.store.schedule(from: today, days: 1, at: nil)
    #expect(listed == [view])
  }

  @Test func theClockTellsTheState() throws {
    let session = try studio.session(service, in: 600)
    let states = try [0, 600, 600 + 3_599, 600 + 3_600].map {
      try studio.opened(after: $0).session(session)?.state
    }
    #expect(states == [.scheduled, .inProgress, .inProgress, .completed])
    try studio.submit(CancelSession(session: session))
    #expect(try studio.store.session(session)?.state == .cancelled)
    #expect(try studio.store.session(ID(Bits128(hi: 1, lo: 1))) == nil)
  }

  @Test func comesByStartThenName() throws {
    let owner = studio.owner
    let rooms = try ["B", "A"].map { name in
      let room = AddRoom(location: studio.store.studio.location.id, name: name)
      return ID<Room>(try #require(try studio.store.submit(room, by: owner).subject))
    }
    func put(_ room: ID<Room>?, _ seconds: Int) throws {
      var session = ScheduleSession(
        service: service, location: studio.store.studio.location.id,
        start: studio.start + seconds)
      session.room = room
      try studio.submit(session)
    }
    try put(rooms[0], 900)
    try put(rooms[1], 900)
    try put(nil, 900)
    try put(rooms[0], 600)
    let listed = try studio.store.schedule(from: today, days: 1, at: nil)
    #expect(listed.map { $0.room ?? "-" } == ["B", "-", "A", "B"])
  }
}
