import Central
import Domain
import Sync
import Wire
import Zones

/// Founds the made-up studio in an empty directory, everything by operations that a person could do.
struct DemoStudio {
  let seed: UInt64
  let members: Int

  static let name = "StudioLoop Demo"
  static let location = "Sea Point"
  static let owner = "Naledi Mokoena"
  /// Of everybody who works there.
  static let pin = "1234"

  /// Throws `StoreError`; `Refusal` only if the studio's frame breaks a rule.
  func found(in directory: String) throws -> DeskStore {
    let zone = try Zones.tree.zone(named: DemoMoment.zoneName)
    let moment = DemoMoment(zone: zone)
    var founding = Founding(
      name: Self.name, location: Self.location, zone: DemoMoment.zoneName, owner: Self.owner,
      pin: Self.pin)
    founding.training = true
    let store = try DeskStore.found(
      founding, in: directory, clock: DeskClock(startingAt: moment.founded),
      authority: AuthorityPlace.beside)
    return try Desk.closingOnError(store) {
      var chance = Chance(seed: seed)
      let crew = try hire(store, moment, &chance)
      let sessions = try schedule(store, moment, crew, &chance)
      var cast = DemoCast(moment: moment)
      let people = cast.people(members, &chance)
      var life = DemoLife(moment: moment, crew: crew, people: people, chance: chance)
      life.play(sessions)
      try store.rehearse(life.script.inOrder)
      return store
    }
  }

  // MARK: The frame

  private func hire(
    _ store: DeskStore, _ moment: DemoMoment, _ chance: inout Chance
  ) throws -> DemoCrew {
    guard let owner = store.studio.staff.first?.id else {
      throw StoreError(.damaged, "the new studio has no owner")
    }
    let verifier = try store.verifier(pin: Self.pin)
    let staff = try DemoTimetable.staff.map { person in
      try subject(
        of: AddStaff(name: person.name, roles: [RoleAt(person.role)], verifier: verifier),
        Staff.self, by: owner, store, moment, &chance)
    }
    return DemoCrew(owner: owner, staff: staff)
  }

  private func schedule(
    _ store: DeskStore, _ moment: DemoMoment, _ crew: DemoCrew, _ chance: inout Chance
  ) throws -> [DemoSession] {
    let place = store.studio.location.id
    let policy = SetPolicy(.bookingOpensMember, 30 * 86_400)
    try store.rehearse([scene(policy, by: crew.owner, moment, &chance)])
    let rooms = try DemoTimetable.rooms.map { name, limit in
      try subject(
        of: AddRoom(location: place, name: name, limit: limit), Room.self, by: crew.owner, store,
        moment, &chance)
    }
    let services = try DemoTimetable.offers.map { offer in
      var define = DefineService(name: offer.name, type: offer.type)
      define.minutes = offer.minutes
      define.capacity = offer.capacity
      define.credits = offer.credits
      define.price = offer.price
      return try subject(of: define, Service.self, by: crew.owner, store, moment, &chance)
    }
    return try DemoTimetable.week.flatMap { slot in
      let days = Recurrence(.weekly, on: slot.days, until: moment.last)
      let first = days.days(from: moment.first, limit: 1).first ?? moment.first
      var series = ScheduleSession(
        service: services[slot.offer], location: place,
        start: moment.zone.instant(first, secondOfDay: slot.time * 60))
      series.room = rooms[slot.room]
      series.leader = crew.staff[slot.leader]
      series.recurrence = days
      let receipt = try store.rehearse([scene(series, by: crew.owner, moment, &chance)]).first
      let made = (receipt ?? nil)?.results.compactMap(\.key) ?? []
      return zip(made, days.days(from: first, limit: made.count)).map { key, day in
        DemoSession(
          id: ID(key), slot: slot,
          start: moment.zone.instant(day, secondOfDay: slot.time * 60),
          leader: crew.staff[slot.leader])
      }
    }
    .sorted { ($0.start, $0.id) < ($1.start, $1.id) }
  }

  private func subject<R>(
    of intent: any Intent, _ type: R.Type, by owner: ID<Staff>, _ store: DeskStore,
    _ moment: DemoMoment, _ chance: inout Chance
  ) throws -> ID<R> {
    let scene = scene(intent, by: owner, moment, &chance)
    try store.rehearse([scene])
    // An operation that makes one row gives it its own id.
    return ID(scene.operation.raw)
  }

  private func scene(
    _ intent: any Intent, by owner: ID<Staff>, _ moment: DemoMoment, _ chance: inout Chance
  ) -> Rehearsed {
    Rehearsed(
      intent, by: DeskStore.Hand(actor: .staff(owner)), at: moment.founded,
      operation: chance.mint(at: moment.founded))
  }
}
