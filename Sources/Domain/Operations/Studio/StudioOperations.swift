package struct AddLocation: Intent {
  package static let kind = OperationKind.addLocation
  package var name: String
  package var zone: String

  package init(name: String, zone: String) {
    self.name = name
    self.zone = zone
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.right(to: .manageStudio, at: at.location) == .yes else {
      throw Refusal(.notPermitted, ["action": .word(Action.manageStudio.rawValue)])
    }
    guard at.facts.zones[zone] != nil else {
      throw Refusal(.malformed, ["what": .word("zone")])
    }
    var place = Location()
    place.id = ID(at.id.raw)
    place.name = try FoundStudio.named(name, "name")
    place.zone = zone
    guard !at.facts.all(Location.self).contains(where: { $0.name == place.name }) else {
      throw Refusal(.malformed, ["what": .word("nameTaken")])
    }
    at.put(place)
    at.subject = place.id.raw
  }
}

package struct AddRoom: Intent {
  package static let kind = OperationKind.addRoom
  package var location: ID<Location>
  package var name: String
  package var limit: Int?

  package init(location: ID<Location>, name: String, limit: Int? = nil) {
    self.location = location
    self.name = name
    self.limit = limit
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demand(.manageStudio, at: location)
    _ = try at.require(location)
    var room = Room()
    room.id = ID(at.id.raw)
    room.location = location
    room.name = try FoundStudio.named(name, "name")
    room.limit = limit
    at.put(room)
    at.subject = room.id.raw
  }
}

/// Adds a person of the staff; a manager only at the own location, and no owner.
package struct AddStaff: Intent {
  package static let kind = OperationKind.addStaff
  package var name: String
  package var roles: [RoleAt]
  package var verifier: Bytes

  package init(name: String, roles: [RoleAt], verifier: Bytes) {
    self.name = name
    self.roles = roles
    self.verifier = verifier
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard !roles.isEmpty else { throw Refusal(.malformed, ["what": .word("role")]) }
    for role in roles {
      let right = try at.demand(.manageStudio, at: role.location ?? at.location)
      if right == .limited, role.location == nil || role.role == .owner {
        throw Refusal(.notPermitted, ["action": .word(Action.manageStudio.rawValue)])
      }
    }
    var staff = Staff()
    staff.id = ID(at.id.raw)
    staff.name = try FoundStudio.named(name, "name")
    staff.roles = roles
    staff.verifier = verifier
    let used = Set(at.facts.all(Staff.self).map(\.digit))
    staff.digit = (1...9).first { !used.contains($0) } ?? 0
    at.put(staff)
    at.subject = staff.id.raw
  }
}

/// Sets one number of the policy at one level; nil lets the next level speak again.
package struct SetPolicy: Intent {
  package static let kind = OperationKind.setPolicy
  package var key: PolicyKey
  package var number: Int?
  /// The level: a service, a location, or neither for the organization.
  package var service: ID<Service>?
  package var place: ID<Location>?

  package init(_ key: PolicyKey, _ number: Int?) {
    self.key = key
    self.number = number
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    service.map { [.service($0)] } ?? []
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demandManager(.manageStudio, at: place ?? at.location)
    if service == nil, place == nil, at.right(to: .manageStudio, at: at.location) != .yes {
      throw at.denied(.manageStudio)
    }
    if let number, !(0...key.ceiling).contains(number) {
      throw Refusal(.malformed, ["what": .word(key.rawValue), "most": .count(key.ceiling)])
    }
    if let service {
      var row = try at.require(service)
      row.policy.values[key] = number
      at.put(row)
    } else if let place {
      var row = try at.require(place)
      row.policy.values[key] = number
      at.put(row)
    } else if var row = at.facts.organization {
      row.policy.values[key] = number
      at.put(row)
    }
  }
}

/// The authority gives a device its next block of numbers.
package struct GrantNumbers: Intent {
  package static let kind = OperationKind.grantNumbers
  package var device: ID<Device>
  package var numbers: NumberKind
  package var count: Int

  package init(device: ID<Device>, numbers: NumberKind, count: Int) {
    self.device = device
    self.numbers = numbers
    self.count = count
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [.allNumbers(numbers)] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.actor == .system else {
      throw Refusal(.notPermitted, ["action": .word(Action.manageStudio.rawValue)])
    }
    var block = NumberBlock()
    block.id = ID(at.id.raw)
    block.device = device
    block.kind = numbers
    block.next = at.facts.firstFree(numbers)
    block.end = block.next + max(1, count)
    at.put(block)
    at.subject = block.id.raw
  }
}

extension NumberKind {
  /// The first number ever given: member numbers start with enough digits to be told apart.
  package var first: Int { self == .member ? 10_001 : 1 }
}
