import Crypto
package import Domain
package import SQLite
package import Zones

/// The studio's own few rows, kept in memory until one of them changes.
package struct Studio: Sendable {
  /// What every decision starts from.
  package private(set) var facts: Facts
  package private(set) var services: [ID<Service>: Service] = [:]
  /// The counter at which they were read; it rises with every change to them.
  package private(set) var version: Int64
  package let zones: TZifTree
  /// As in `Facts`: a kiosk's rows have no readable codes.
  package var keyed: Facts.Keyed { facts.keyed }

  private static let tables: [Table] = [
    .organization, .location, .room, .device, .staff, .passKey, .outageTimetable,
  ]

  /// A studio that is not yet founded.
  package init(zones: TZifTree, keyed: @escaping Facts.Keyed = { $0 }) {
    self.zones = zones
    version = 0
    facts = Facts(zones: [:], verify: Self.verify, keyed: keyed)
  }

  package init(
    _ connection: Connection, version: Int64, zones: TZifTree,
    keyed: @escaping Facts.Keyed = { $0 }
  ) throws {
    self.zones = zones
    self.version = version
    let places = try connection.records(Location.self, "")
    facts = Facts(zones: Self.zones(places, zones), verify: Self.verify, keyed: keyed)
    for table in Self.tables {
      func put<R: Record>(_ type: R.Type) throws {
        for row in try connection.records(type, "") { facts.put(row) }
      }
      try put(table.type)
    }
    for service in try connection.records(Service.self, "") { services[service.id] = service }
  }

  /// Takes over the changes of a decision that was just written.
  package mutating func apply(_ changes: [Change], version: Int64) {
    self.version = version
    for change in changes where change.table.isStudio {
      switch change {
      case .put(let service as Service): services[service.id] = service
      case .put(let row):
        if let place = row as? Location { know(place.zone) }
        facts.put(row)
      case .delete(.service, let key): services[ID(key)] = nil
      case .delete(let table, let key): facts.remove(table, key)
      }
    }
  }

  /// Adds the zone that an operation names, where there is one of that name.
  package func facts(knowing zone: String?) -> Facts {
    var copy = self
    if let zone { copy.know(zone) }
    return copy.facts
  }

  private mutating func know(_ zone: String) {
    guard facts.zones[zone] == nil, let read = try? zones.zone(named: zone) else { return }
    var wider = Facts(
      zones: facts.zones.merging([zone: read]) { old, _ in old }, verify: Self.verify,
      keyed: keyed)
    for table in Self.tables {
      func put<R: Record>(_ type: R.Type) { for row in facts.all(type) { wider.put(row) } }
      put(table.type)
    }
    facts = wider
  }

  private static func zones(_ places: [Location], _ tree: TZifTree) -> [String: Zone] {
    places.reduce(into: [:]) { zones, place in
      if zones[place.zone] == nil { zones[place.zone] = try? tree.zone(named: place.zone) }
    }
  }

  private static let verify: Facts.Verify = { message, signature, key in
    SigningKey.verify(signature, of: message, by: key)
  }
}
