package import Domain

/// A studio of two locations with staff of every role, three services and some members; a day has
/// begun. Made without operations, so that a test of a rule stands on nothing but that rule.
package struct StudioFixture: Sendable {
  package var world: World
  package let here: ID<Location>
  package let there: ID<Location>
  package let room: ID<Room>
  package let desk: ID<Device>
  package let kiosk: ID<Device>
  package let otherDesk: ID<Device>
  package let yoga: ID<Service>
  package let personal: ID<Service>
  package private(set) var staff: [Role: ID<Staff>] = [:]

  package static let zone = Zone(name: "Africa/Johannesburg", offset: 7_200)
  /// Saturday 21 November 2026, 10:00 there.
  package static let morning = zone.instant(
    Day(year: 2026, month: 11, day: 21) ?? .first, secondOfDay: 36_000)

  package init(seed: UInt64 = 0) {
    var world = World(at: Self.morning, seed: seed, zones: [Self.zone.name: Self.zone])
    var organization = Organization()
    organization.id = world.mint()
    organization.name = "Movement"
    world.put(organization)

    func location(_ name: String) -> ID<Location> {
      var row = Location()
      row.id = world.mint()
      row.name = name
      row.zone = Self.zone.name
      world.put(row)
      return row.id
    }
    here = location("Sea Point")
    there = location("Claremont")

    var room = Room()
    room.id = world.mint()
    room.location = here
    room.name = "Studio A"
    room.limit = 14
    world.put(room)
    self.room = room.id

    func device(_ name: String, _ role: DeviceRole, _ location: ID<Location>) -> ID<Device> {
      var row = Device()
      row.id = world.mint()
      row.name = name
      row.role = role
      row.location = location
      world.put(row)
      for kind in NumberKind.allCases {
        var block = NumberBlock()
        block.id = world.mint()
        block.device = row.id
        block.kind = kind
        block.next = kind.first + Int(truncatingIfNeeded: row.id.raw.lo & 0xFFFF) * 1_000_000
        block.end = block.next + 1_000_000
        world.put(block)
      }
      return row.id
    }
    desk = device("desk 1", .desk, here)
    kiosk = device("kiosk 1", .kiosk, here)
    otherDesk = device("desk 2", .desk, there)
    world.device = desk
    world.location = here

    func service(_ name: String, credits: Credits, oneToOne: Bool) -> ID<Service> {
      var row = Service()
      row.id = world.mint()
      row.name = name
      row.type = name.lowercased()
      row.capacity = 10
      row.credits = credits
      row.price = 15_000
      row.oneToOne = oneToOne
      world.put(row)
      return row.id
    }
    yoga = service("Yoga", credits: Credits(1), oneToOne: false)
    personal = service("Personal training", credits: Credits(4), oneToOne: true)

    for role in Role.allCases {
      var row = Staff()
      row.id = world.mint()
      row.name = role.rawValue
      row.roles = [RoleAt(role, at: role == .owner ? nil : here)]
      world.put(row)
      staff[role] = row.id
    }
    self.world = world
  }

  package func actor(_ role: Role) -> Actor {
    staff[role].map { .staff($0) } ?? .device
  }

  // MARK: Scenes

  /// A session of an hour that starts so many seconds from the world's now.
  package mutating func session(
    in seconds: Int, lasting: Int = 3_600, capacity: Int = 10, of service: ID<Service>? = nil,
    at location: ID<Location>? = nil, leader: Role? = .instructor
  ) -> ID<Session> {
    var row = Session()
    row.id = world.mint()
    row.service = service ?? yoga
    row.location = location ?? here
    row.room = location == nil ? room : nil
    row.leader = leader.flatMap { staff[$0] }
    row.start = world.now + seconds
    row.end = row.start + lasting
    row.capacity = capacity
    world.put(row)
    return row.id
  }

  /// An active member with a PAR-Q and, unless 0, one lot of credits that lasts 90 days.
  package mutating func member(credits: Int = 10) -> ID<Member> {
    var row = Member()
    row.id = world.mint()
    row.firstName = "Thandi"
    row.lastName = "Mokoena"
    let sequence = UInt32(truncatingIfNeeded: row.id.raw.lo & 0xFFFF) + 20_000
    row.number = MemberNumber(sequence: sequence)?.text ?? ""
    row.parqOn = StudioFixture.zone.day(of: world.now)
    world.put(row)
    if credits > 0 { _ = lot(row.id, Credits(credits), days: 90) }
    return row.id
  }

  /// Credits that pay from today on for so many more days; nil is for ever.
  @discardableResult
  package mutating func lot(
    _ member: ID<Member>, _ credits: Credits, days: Int?, unlimited: Bool = false
  ) -> ID<CreditLot> {
    let today = StudioFixture.zone.day(of: world.now)
    var row = CreditLot()
    row.id = world.mint()
    row.member = member
    row.package = "ten"
    row.bought = credits
    row.left = credits
    row.validFrom = today.adding(days: min(0, days ?? 0) - 30)
    row.validTo = days.map { today.adding(days: $0) }
    row.unlimited = unlimited
    world.put(row)
    var entry = LedgerEntry()
    entry.id = world.mint()
    entry.member = member
    entry.lot = row.id
    entry.type = .purchase
    entry.amount = credits
    entry.balanceAfter = credits
    world.put(entry)
    return row.id
  }

  /// Books by the rules, as reception unless told otherwise.
  package mutating func book(
    _ member: ID<Member>, _ session: ID<Session>, as role: Role = .receptionist,
    _ change: (inout Book) -> Void = { _ in }
  ) throws(Refusal) -> ID<Booking> {
    var intent = Book(session: session, member: member, code: world.code())
    change(&intent)
    let decision = try world.run(intent, as: actor(role))
    return ID(decision.subject ?? Bits128(hi: 0, lo: 0))
  }

  /// Fills places of a session with members of their own, one booking for each.
  package mutating func fill(_ session: ID<Session>, _ places: Int) throws(Refusal) {
    for _ in 0..<places { _ = try book(member(), session) }
  }

  /// The code of what the rules said to it, nil where they allowed it.
  package mutating func refusal(_ intent: any Intent, as actor: Actor) -> RefusalCode? {
    do {
      try world.run(intent, as: actor)
      return nil
    } catch {
      return error.code
    }
  }

  package mutating func refusal(_ intent: any Intent, as role: Role = .receptionist) -> RefusalCode?
  {
    refusal(intent, as: actor(role))
  }
}
