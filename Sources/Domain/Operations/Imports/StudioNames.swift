/// Finds a studio's services, places and leaders by name, and makes those that do not exist yet.
struct StudioNames {
  private var services: [String: ID<Service>] = [:]
  private var locations: [String: ID<Location>] = [:]
  private var rooms: [String: ID<Room>] = [:]
  private var staff: [String: ID<Staff>] = [:]
  private let source: String

  init(_ facts: Facts, source: String) {
    self.source = source
    for row in facts.all(Service.self) { services[Self.key(row.name)] = row.id }
    for row in facts.all(Location.self) { locations[Self.key(row.name)] = row.id }
    for row in facts.all(Room.self) { rooms[Self.key(row.name, row.location)] = row.id }
    for row in facts.all(Staff.self) { staff[Self.key(row.name)] = row.id }
  }

  /// Case does not tell two things apart.
  private static func key(_ name: String, _ place: ID<Location>? = nil) -> String {
    let name = Cleaned.name(name).lowercased()
    return place.map { "\(name)\u{1F}\($0.text)" } ?? name
  }

  /// The location of a row, made in the studio's zone where nobody knows it; without a name the
  /// one where the import happens.
  mutating func location(
    _ row: ImportedSession, _ at: inout Situation
  ) throws(Refusal) -> Location {
    if let id = row.locationID, let found = at.facts.outside(Location.self, [source], id) {
      return found.row
    }
    guard let name = row.location else { return try at.require(at.location) }
    var place: Location
    if let found = locations[Self.key(name)].flatMap({ at.facts[$0] }) {
      place = found
    } else {
      // As with `AddLocation`: a place of its own is more than a manager's one.
      guard at.right(to: .manageStudio, at: at.location) == .yes else {
        throw Refusal(.notPermitted, ["action": .word(Action.manageStudio.rawValue)])
      }
      place = Location()
      place.id = at.mint()
      place.name = try FoundStudio.named(name, "location")
      place.zone = try at.require(at.location).zone
      at.put(place)
      locations[Self.key(name)] = place.id
    }
    if let id = row.locationID {
      at.remember(Outside(text: id), from: source, as: place)
    }
    return place
  }

  mutating func service(
    _ row: ImportedSession, _ at: inout Situation
  ) throws(Refusal) -> Service {
    if let found = services[Self.key(row.service)].flatMap({ at.facts[$0] }) { return found }
    var service = Service()
    service.id = at.mint()
    service.name = try FoundStudio.named(row.service, "service")
    service.type = Cleaned.name(row.type ?? "")
    service.capacity = row.capacity
    service.credits = row.credits
    if let end = row.end, (60...86_400).contains(end - row.start) {
      service.minutes = (end - row.start + 59) / 60
    }
    at.put(service)
    services[Self.key(row.service)] = service.id
    return service
  }

  mutating func room(
    _ name: String, in place: ID<Location>, _ at: inout Situation
  ) throws(Refusal) -> ID<Room> {
    if let found = rooms[Self.key(name, place)] { return found }
    try at.demand(.manageStudio, at: place)
    var room = Room()
    room.id = at.mint()
    room.location = place
    room.name = try FoundStudio.named(name, "room")
    at.put(room)
    rooms[Self.key(name, place)] = room.id
    return room.id
  }

  /// A leader whom nobody knows becomes an instructor of the place, without a PIN: they lead, and
  /// cannot sign in until somebody gives them one.
  mutating func leader(
    _ name: String, at place: ID<Location>, _ at: inout Situation
  ) throws(Refusal) -> ID<Staff> {
    if let found = staff[Self.key(name)] { return found }
    try at.demand(.manageStudio, at: place)
    var leader = Staff()
    leader.id = at.mint()
    leader.name = try FoundStudio.named(name, "leader")
    leader.roles = [RoleAt(.instructor, at: place)]
    at.put(leader)
    staff[Self.key(name)] = leader.id
    return leader.id
  }
}
