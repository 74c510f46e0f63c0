import Domain
import Support
import Testing

@Suite("Places granted to desks")
struct AllottingTests {
  private var studio = StudioFixture()

  private static func size(
    _ capacity: Int, _ values: [PolicyKey: Int] = [:], wish: Int? = nil
  ) -> AllotmentSize {
    AllotmentSize(
      capacity: capacity, Policy(nearestFirst: [PolicyOverrides(values)]), wish: wish)
  }

  @Test(
    "one a desk, together a tenth of the capacity, at least one where the policy says so",
    arguments: [
      (capacity: 20, values: [:], held: 0, granted: 0, free: 20, more: 1),
      (20, [:], 1, 1, 19, 0),
      (20, [:], 0, 1, 19, 1),
      (20, [:], 0, 2, 18, 0),
      (9, [:], 0, 0, 9, 0),
      (10, [:], 0, 0, 10, 1),
      (9, [.allotLeastOne: 1], 0, 0, 9, 1),
      (9, [.allotLeastOne: 1], 0, 1, 8, 0),
      (40, [.allotPerDesk: 3], 0, 0, 40, 3),
      (40, [.allotPerDesk: 3], 1, 1, 40, 2),
      (40, [.allotPerDesk: 3], 0, 2, 40, 2),
      (40, [.allotPerDesk: 0], 0, 0, 40, 0),
      (40, [.allotPercent: 0], 0, 0, 40, 0),
      // The last place that is nobody's stays so.
      (20, [:], 0, 0, 1, 0),
      (40, [.allotPerDesk: 3], 0, 0, 2, 1),
      (20, [:], 0, 0, 0, 0),
    ] as [(Int, [PolicyKey: Int], Int, Int, Int, Int)])
  func numbers(
    capacity: Int, values: [PolicyKey: Int], held: Int, granted: Int, free: Int, more: Int
  ) {
    #expect(Self.size(capacity, values).more(held: held, granted: granted, free: free) == more)
  }

  @Test("before an announced outage more, up to half of the class")
  func wishes() {
    #expect(Self.size(20, wish: 4).more(held: 1, granted: 1, free: 19) == 3)
    #expect(Self.size(20, wish: 40).more(held: 0, granted: 0, free: 20) == 10)
    #expect(Self.size(20, wish: 4).more(held: 0, granted: 9, free: 11) == 1)
    #expect(Self.size(20, wish: 0).more(held: 0, granted: 0, free: 20) == 1)
  }

  private mutating func grant(
    _ session: ID<Session>, to device: ID<Device>? = nil, life: Int = 7, as actor: Actor = .system
  ) throws(Refusal) -> Allotment? {
    let holder = device ?? studio.desk
    try studio.world.run(AllotPlaces(session: session, device: holder, life: life), as: actor)
    return studio.world.all(Allotment.self).first {
      $0.session == session && $0.device == holder && $0.life == life
    }
  }

  private func sum(_ session: ID<Session>) -> Capacity {
    Capacity(
      studio.world[session] ?? Session(),
      studio.world.all(Booking.self).filter { $0.session == session },
      studio.world.all(Allotment.self).filter { $0.session == session })
  }

  @Test("what is granted counts as taken, and only the system grants")
  mutating func counts() throws {
    let session = studio.session(in: 7_200, capacity: 20)
    let row = try #require(try grant(session))
    #expect(row.places == 1 && row.granted == 1 && row.used == 0 && !row.recalled)
    #expect(sum(session).free == 19 && sum(session).granted == 1 && sum(session).holds)
    #expect(try grant(session)?.granted == 1)
    #expect(throws: Refusal(.notPermitted, ["action": .word("manageSchedule")])) {
      try grant(session, as: studio.actor(.owner))
    }
  }

  @Test(
    "none to kiosks, to other places, to devices that do not count, or to a second life's share")
  mutating func holders() throws {
    let session = studio.session(in: 7_200, capacity: 10)
    #expect(try grant(session, to: studio.kiosk) == nil)
    #expect(try grant(session, to: studio.otherDesk) == nil)
    studio.world.edit(studio.desk) { $0.setAside = true }
    #expect(try grant(session) == nil)
    studio.world.edit(studio.desk) { ($0.setAside, $0.revoked) = (false, true) }
    #expect(try grant(session) == nil)
    studio.world.edit(studio.desk) { $0.revoked = false }
    #expect(try grant(session)?.places == 1)
    // What an earlier life has is counted: a tenth of ten is one.
    #expect(try grant(session, life: 8) == nil)
  }

  @Test("none beyond 24 hours, after the start, of cancelled sessions or while somebody waits")
  mutating func moments() throws {
    #expect(try grant(studio.session(in: 86_401, capacity: 20)) == nil)
    #expect(try grant(studio.session(in: 86_400, capacity: 20))?.places == 1)
    #expect(try grant(studio.session(in: 0, capacity: 20)) == nil)
    let cancelled = studio.session(in: 7_200, capacity: 20)
    studio.world.edit(cancelled) { $0.status = .cancelled }
    #expect(try grant(cancelled) == nil)
    let full = studio.session(in: 7_200, capacity: 10)
    try studio.fill(full, 10)
    _ = try studio.book(studio.member(), full) { $0.waitlist = true }
    studio.world.edit(full) { $0.capacity = 20 }
    #expect(try grant(full) == nil)
  }

  @Test("capacity cannot be made smaller than what is taken and granted")
  mutating func shrinking() throws {
    let session = studio.session(in: 7_200, capacity: 20)
    try studio.fill(session, 3)
    let row = try #require(try grant(session))
    var change = ChangeSession(session: session)
    change.capacity = 3
    #expect(studio.refusal(change, as: .owner) == nil)
    #expect(studio.world[session]?.capacity == 4 && studio.world[session]?.target == 3)
    let back = studio.refusal(ReturnPlaces(row), as: .device)
    #expect(back == nil)
    #expect(studio.world[session]?.capacity == 3 && studio.world[session]?.target == nil)
  }

  @Test("others see it as taken, and are told for whom it is held")
  mutating func held() throws {
    let session = studio.session(in: 7_200, capacity: 10)
    _ = try grant(session)
    try studio.fill(session, 9)
    studio.world.device = studio.kiosk
    let refusal = #expect(throws: Refusal.self) { try studio.book(studio.member(), session) }
    #expect(refusal?.code == .classFull)
    #expect(
      refusal?.sentence(for: .staff, now: studio.world.now, zones: studio.world.zones)
        == "Full: 9 of 10 taken, 1 held for desk 1. Wait, or override.")
  }

  @Test("only the holder returns what it holds, and no more than that")
  mutating func returning() throws {
    let session = studio.session(in: 7_200, capacity: 20)
    var row = try #require(try grant(session))
    _ = studio.refusal(ReturnPlaces(row), as: .receptionist)
    #expect(studio.world[row.id]?.places == 1)
    studio.world.device = studio.kiosk
    _ = studio.refusal(ReturnPlaces(row), as: .device)
    #expect(studio.world[row.id]?.places == 1)
    studio.world.device = studio.desk
    row.places = 5
    #expect(studio.refusal(ReturnPlaces(row), as: .device) == nil)
    #expect(studio.world[row.id]?.places == 0)
  }

  @Test("an earlier life's places are lost once another begins, and are freed one by one")
  mutating func lives() throws {
    let session = studio.session(in: 7_200, capacity: 20)
    let old = try #require(try grant(session, life: 7))
    let young = try #require(try grant(session, life: 8))
    var note = NoteLife(target: studio.desk, twice: false)
    try studio.world.run(note, as: .system)
    #expect(studio.world[old.id]?.life == 7, "of which sessions is not said")
    (note.life, note.sessions) = (8, [session])
    try studio.world.run(note, as: .system)
    #expect(studio.world[old.id]?.isLost == true && studio.world[old.id]?.places == 1)
    #expect(studio.world[young.id] == young && sum(session).granted == 2)
    var release = ReleasePlaces(session: session, target: studio.desk)
    release.allotments = [old.id]
    #expect(studio.refusal(release) == .notPermitted)
    #expect(studio.refusal(release, as: .owner) == nil)
    #expect(studio.world[old.id]?.places == 0 && studio.world[young.id] == young)
  }

  @Test("a desk asks for none of the places of an earlier life of its file")
  mutating func earlier() throws {
    let session = studio.session(in: 7_200, capacity: 10)
    _ = try grant(session)
    try studio.fill(session, 9)
    studio.world.life = 8
    let member = studio.member()
    #expect(throws: Refusal.self) { try studio.book(member, session) }
    let waiting = try studio.book(member, session) { $0.waitlist = true }
    #expect(studio.world[waiting]?.state == .waitlisted)
    studio.world.life = 7
    let asked = try studio.book(studio.member(), session)
    #expect(studio.world[asked]?.state == .confirmed)
  }

  @Test("a manager says that a lost desk's places are not waited for")
  mutating func releasing() throws {
    let session = studio.session(in: 7_200, capacity: 20)
    let row = try #require(try grant(session))
    studio.world.edit(studio.desk) { $0.revoked = true }
    #expect(sum(session).granted == 1)
    let release = ReleasePlaces(session: session, target: studio.desk)
    #expect(studio.refusal(release) == .notPermitted)
    #expect(studio.refusal(release, as: .locationManager) == nil)
    #expect(studio.world[row.id]?.places == 0 && sum(session).free == 20)
  }
}
