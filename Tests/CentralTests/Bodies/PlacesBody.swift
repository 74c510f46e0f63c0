import Central
import Domain
import Rows
import Testing
import Wire

/// Places granted to desks that give them out in the dark; the same on every store.
struct PlacesBody<Store: AuthorityStore>: StoreBody {
  let make: () throws -> Store

  private struct Scene {
    let work: TownWork<Store>
    let other: Player<Store>
    let kiosk: Player<Store>
    let session: ID<Session>

    var town: Town<Store> { work.town }

    /// Both desks and the kiosk hear of everything, and the desks are granted what is due.
    func pull() throws {
      town.now = town.now + 60
      for player in [work.desk, other, kiosk, work.desk, other] { try player.pull() }
    }

    func rows(_ player: Player<Store>) throws -> [Allotment] {
      try player.copy.records(Allotment.self, "WHERE session = ? ORDER BY device", session)
    }

    func own(_ player: Player<Store>) throws -> Allotment {
      try #require(try rows(player).first { $0.device == player.device })
    }

    func booking(_ change: (inout Book) -> Void = { _ in }) throws -> Book {
      var book = try work.book(session, work.member())
      change(&book)
      return book
    }
  }

  private func scene(capacity: Int = 20) throws -> Scene {
    let work = try TownWork(try Town(try make(), seed: 5))
    let (other, kiosk) = (try work.town.enrol(), try work.town.enrol(.kiosk))
    var schedule = ScheduleSession(
      service: work.service, location: work.places[0], start: work.town.now + 18_000)
    schedule.capacity = capacity
    let scene = Scene(
      work: work, other: other, kiosk: kiosk, session: try work.desk.make(schedule))
    try scene.pull()
    return scene
  }

  /// One a desk, none to kiosks, and everybody there sees them.
  func desksAreGrantedPlaces() throws {
    let scene = try scene()
    let rows = try scene.rows(scene.work.desk)
    #expect(rows.map(\.places) == [1, 1])
    #expect(Set(rows.map(\.device)) == [scene.work.desk.device, scene.other.device])
    #expect(rows.allSatisfy { $0.life == 1 && $0.granted == 1 && !$0.recalled })
    #expect(try scene.rows(scene.other) == rows && scene.rows(scene.kiosk) == rows)
    let known = try scene.town.authority.store.sequence()
    try scene.pull()
    #expect(try scene.town.authority.store.sequence() == known, "nothing is granted twice")
    #expect(try scene.town.authority.work(at: scene.town.now) == 0)
  }

  /// What was used is granted again with the same answer.
  func whatWasUsedIsGrantedAgain() throws {
    let scene = try scene()
    let own = try scene.own(scene.work.desk)
    let book = try scene.booking { $0.draw = Draw(1, from: own) }
    #expect(try scene.work.desk.send(book).first?.outcome == Outcome(.applied))
    let after = try scene.own(scene.work.desk)
    #expect(after.places == 1 && after.used == 1 && after.granted == 2)
  }

  /// A place that comes back goes to whoever came for it first, without a person.
  func placesAreAskedBackAndGoOn() throws {
    let scene = try scene(capacity: 10)
    let holder = try #require(try scene.rows(scene.work.desk).first)
    let (one, two) =
      holder.device == scene.other.device
      ? (scene.other, scene.work.desk) : (scene.work.desk, scene.other)
    for _ in 0..<8 {
      #expect(try scene.work.desk.send(scene.booking()).first?.outcome == Outcome(.applied))
    }
    #expect(try !scene.own(one).recalled)
    #expect(try scene.work.desk.send(scene.booking()).first?.outcome == Outcome(.applied))
    try scene.pull()
    let asked = try scene.own(one)
    #expect(asked.recalled && asked.places == 1)
    let late = try #require(try scene.work.desk.send(scene.booking()).first)
    #expect(late.outcome == Outcome(.adjusted, code: .classFull))
    #expect(try scene.town.authority.work(at: scene.town.now) == 0, "nothing is free")
    let id = ID<Booking>(late.operation.raw)
    #expect(try scene.town.row(id, .booking(id))?.state == .waitlisted)
    let before = one.head.hash
    let back = try one.write(ReturnPlaces(asked), as: .device)
    try one.exchange(one.request([back.bytes], after: before))
    #expect(one.told[back.id]?.outcome == Outcome(.applied))
    #expect(try scene.town.row(id, .booking(id))?.state == .confirmed)
    try scene.pull()
    #expect(try scene.own(one).places == 0 && scene.rows(two).allSatisfy { $0.places == 0 })
  }

  /// An hour before an outage a desk gets what walked in a week ago.
  func anOutageBringsMorePlaces() throws {
    let scene = try scene()
    let (work, town) = (scene.work, scene.town)
    let start = try #require(try town.row(scene.session, .session(scene.session))?.start)
    town.now = start - 300
    for _ in 0..<3 {
      let book = try scene.booking { $0.walkIn = true }
      #expect(try work.desk.send(book).first?.outcome == Outcome(.applied))
    }
    let week = 7 * 86_400
    let cut = try #require(PowerCut(from: start + week - 600, until: start + week + 7_200))
    let announce = AnnounceOutages(location: work.places[0], added: [.once(cut)])
    #expect(try work.desk.send(announce).first?.outcome == Outcome(.applied))
    town.now = start + week - 7_200
    var schedule = ScheduleSession(
      service: work.service, location: work.places[0], start: start + week)
    schedule.capacity = 20
    let next: ID<Session> = try work.desk.make(schedule)
    func places() throws -> [Int] {
      try scene.pull()
      return try work.desk.copy.records(Allotment.self, "WHERE session = ? ORDER BY device", next)
        .map(\.places)
    }
    #expect(try places() == [1, 1])
    town.now = start + week - 1_200
    #expect(try places() == [3, 3])
    #expect(try places() == [3, 3], "nothing is granted twice")
  }

  /// Nobody knows what a file that was put back had given out: a manager frees it.
  func anEarlierLifeKeepsItsPlaces() throws {
    let scene = try scene()
    let old = try scene.own(scene.other)
    (scene.other.parent, scene.other.epoch) = (scene.other.epoch, Epoch(2))
    scene.other.head.seq = 0
    try scene.pull()
    let lost = try scene.own(scene.other)
    #expect(lost.id == old.id && lost.isLost && lost.places == 1 && !lost.recalled)
    #expect(try scene.rows(scene.work.desk).count == 2, "a tenth of the class is granted")
    var release = ReleasePlaces(session: scene.session, target: scene.other.device)
    release.allotments = [old.id]
    #expect(try scene.work.desk.send(release).first?.outcome == Outcome(.applied))
    try scene.pull()
    let rows = try scene.rows(scene.other).filter { $0.device == scene.other.device }
    #expect(rows.first { $0.id == old.id }?.places == 0)
    #expect(rows.contains { $0.life == 2 && $0.places == 1 })
  }

  /// A desk that was shut out may have sold its places in the dark: they stay its own.
  func aLostDeskKeepsItsPlaces() throws {
    let scene = try scene()
    let lost = try scene.own(scene.other)
    try scene.town.authority.revoke(scene.other.device, at: scene.town.now)
    try scene.pull()
    #expect(try scene.rows(scene.work.desk).contains(lost))
    let release = ReleasePlaces(session: scene.session, target: scene.other.device)
    #expect(try scene.work.desk.send(release).first?.outcome == Outcome(.applied))
    #expect(
      try scene.rows(scene.work.desk).first { $0.device == scene.other.device }?.places == 0)
  }
}
