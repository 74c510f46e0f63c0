package import Domain
package import SQLite
import Zones

/// The replica at one moment, with what every list needs beside its rows: names, zones, the time.
package struct Snapshot {
  let connection: Connection
  let studio: StudioView
  let now: Instant
  /// The present life of the device's file.
  let life: Int
  private let services: [ID<Service>: Service]
  private let locations: [ID<Location>: Location]
  private let rooms: [ID<Room>: String]
  private let staff: [ID<Staff>: String]

  private static let zones = TZifTree()

  /// False where everything shown is what the authority said.
  private let hasPending: Bool

  package init(_ connection: Connection, _ studio: StudioView, life: Int, now: Instant) throws {
    self.connection = connection
    self.studio = studio
    self.now = now
    self.life = life
    services = Dictionary(studio.services.map { ($0.id, $0) }) { $1 }
    locations = Dictionary(studio.locations.map { ($0.id, $0) }) { $1 }
    rooms = Dictionary(studio.rooms.map { ($0.id, $0.name) }) { $1 }
    staff = Dictionary(studio.staff.map { ($0.id, $0.name) }) { $1 }
    hasPending = try connection.first("SELECT 1 FROM base LIMIT 1") { _ in true } ?? false
  }

  /// True for a row that stands as only this device's operations make it, and may not stay so.
  func isProvisional<R: Record>(_ id: ID<R>) throws -> Bool {
    guard hasPending else { return false }
    return try connection.first(
      "SELECT 1 FROM base WHERE \"table\" = ? AND key = ? AND NOT firm", R.table.rawValue, id
    ) { _ in true } ?? false
  }

  /// The device's own for a location that is not known here.
  func zone(of location: ID<Location>) -> Zone {
    if location == studio.location.id { return studio.zone }
    let zone = locations[location].flatMap { try? Self.zones.zone(named: $0.zone) }
    return zone ?? studio.zone
  }

  func policy(for session: Session) -> Policy {
    Policy(
      nearestFirst: [
        services[session.service]?.policy, locations[session.location]?.policy,
        studio.organization.policy,
      ].compactMap { $0 })
  }

  var policyHere: Policy {
    Policy(nearestFirst: [studio.location.policy, studio.organization.policy])
  }

  /// The last day whose lapsing credits are warned of today.
  var warned: Day { studio.zone.day(of: now).adding(days: policyHere[.expiryWarning]) }

  /// What one place in the session costs.
  func cost(of session: Session) -> Credits {
    session.credits ?? services[session.service]?.credits ?? .zero
  }

  func view(_ session: Session, _ places: Places?) throws -> SessionView {
    let service = services[session.service]
    return try SessionView(
      session: session, service: service?.name ?? "", type: service?.type ?? "",
      location: locations[session.location]?.name ?? "", zone: zone(of: session.location),
      room: session.room.flatMap { rooms[$0] }, leader: session.leader.flatMap { staff[$0] },
      state: session.state(at: now), taken: places?.taken ?? 0,
      waitlisted: places?.waitlisted ?? 0, present: places?.present ?? 0,
      unmarked: places?.unmarked ?? 0, provisional: isProvisional(session.id),
      held: places?.held ?? [], own: places?.own ?? 0)
  }
}
