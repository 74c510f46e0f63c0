import Domain
import Support
import Wire

/// A small studio that is fought over: who and what there is before the first line is cut.
struct Cast {
  let here: ID<Location>
  let there: ID<Location>
  private(set) var staff: [Role: ID<Staff>] = [:]
  private(set) var members: [ID<Member>] = []
  private(set) var services: [ID<Service>] = []

  func elsewhere(than place: ID<Location>) -> ID<Location> { place == here ? there : here }

  func actor(_ role: Role) -> Actor { staff[role].map { .staff($0) } ?? .device }

  static let zone = "Africa/Johannesburg"

  /// What an office does on its desk before the first day; it has the rows of a studio just founded.
  init(by office: NaiveMachine, _ timeline: Timeline, _ chance: inout Chance) throws {
    here = office.location
    guard let owner = office.desk.shown.all(Staff.self).first else {
      throw Violation("founding", "there is no owner")
    }
    staff[.owner] = owner.id
    let hand = Actor.staff(owner.id)
    func make(_ intent: any Intent, as actor: Actor? = nil) throws -> Bits128 {
      try office.submit(intent, as: actor ?? hand).subject ?? ID<Operation>.none.raw
    }

    there = ID(try make(AddLocation(name: "Claremont", zone: Self.zone)))
    let room = ID<Room>(try make(AddRoom(location: here, name: "Blue", limit: 5)))
    for role in Role.allCases where role != .owner {
      let at = [RoleAt(role, at: here)] + (role == .receptionist ? [RoleAt(role, at: there)] : [])
      staff[role] = ID(
        try make(AddStaff(name: role.rawValue, roles: at, verifier: Bytes([1]))))
    }
    try setPolicy(make, &chance)
    try addPeople(make, &chance)
    try addTimetable(make, room, Instant(timeline.now / 1_000), &chance)
  }

  private typealias Make = (any Intent, Actor?) throws -> Bits128

  private func setPolicy(_ make: Make, _ chance: inout Chance) throws {
    let numbers: [(PolicyKey, [Int])] = [
      (.judgeAfter, [300, 900, 1_800]), (.holdLasts, [60, 300]), (.offerLasts, [120, 600]),
      (.offerShort, [60, 300]), (.offerStops, [0, 300]), (.holdsPerMinute, [1, 2]),
      (.groupLimit, [2, 3]), (.kioskWalkIn, [0, 1]), (.vipFirst, [0, 1]),
      (.habitCount, [1, 2]), (.undoWithin, [120, 900]), (.creditDebt, [0, 100]),
      // None to the office, which closes for good.
      (.allotPerDesk, [0]), (.allotPercent, [100]),
    ]
    for (key, choices) in numbers {
      _ = try make(SetPolicy(key, chance.one(of: choices)), nil)
    }
  }

  private mutating func addPeople(_ make: Make, _ chance: inout Chance) throws {
    let family = ID<Family>(Bits128(hi: 1, lo: 1))
    for number in 0..<8 {
      var details = MemberDetails()
      details.firstName = "Person \(number)"
      details.family = number < 2 ? family : nil
      details.barcode = number == 2 ? "BAR-2" : nil
      details.birthDate = number == 3 ? Day(text: "2015-06-01") : nil
      details.parqOn = chance.oneIn(4) ? nil : Day(text: "2026-01-02")
      details.status = number == 4 ? chance.one(of: [.active, .inactive, .banned]) : nil
      details.permission =
        number < 5 && chance.oneIn(2) ? chance.one(of: [.vip, .restricted]) : nil
      let member = ID<Member>(try make(RegisterMember(details), nil))
      members.append(member)
      var grant = GrantCredits(
        member: member, credits: Credits(chance.number(1..<6)), reason: "start")
      grant.expires = chance.oneIn(2) ? Day(text: "2026-11-21") : nil
      _ = try make(grant, nil)
      if number == 3 {
        var more = GrantCredits(
          member: member, credits: Credits(hundredths: 150), reason: "more")
        more.unlimited = chance.oneIn(3)
        _ = try make(more, nil)
      }
    }
  }

  private mutating func addTimetable(
    _ make: Make, _ room: ID<Room>, _ now: Instant, _ chance: inout Chance
  ) throws {
    func service(_ name: String, _ change: (inout DefineService) -> Void) throws -> ID<Service> {
      var service = DefineService(name: name, type: name.lowercased())
      service.credits = Credits(1)
      service.price = 15_000
      service.minutes = 20
      service.capacity = 2
      change(&service)
      return ID(try make(service, nil))
    }
    let leader = staff[.instructor]
    let yoga = try service("Yoga") { $0.instructorBooking = true }
    let adults = try service("Barre") {
      $0.ageFrom = 18
      $0.terms = true
      $0.bookingMode = .staffOnly
    }
    let personal = try service("Personal") {
      $0.oneToOne = true
      $0.capacity = 1
    }
    services = [yoga, adults, personal]
    let starts = [15, 25, 40, 70, 110, 13 * 60, 25 * 60, 40 * 24 * 60]
    for (number, minutes) in starts.enumerated() {
      var session = ScheduleSession(
        service: number == 2 ? adults : yoga, location: number == 3 ? there : here,
        start: now + minutes * 60)
      session.room = number == 3 ? nil : room
      session.leader = leader
      session.capacity = chance.number(2..<4)
      session.draft = number == 6 && chance.oneIn(2)
      _ = try make(session, nil)
    }
  }
}
