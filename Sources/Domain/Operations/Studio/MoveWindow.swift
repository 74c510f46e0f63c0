/// A new day has begun at a location: other sessions than yesterday travel to its devices.
///
/// It changes no row; its sequence says from when on they do (`SessionWindow`).
package struct MoveWindow: Intent {
  package static let kind = OperationKind.moveWindow
  package var location: ID<Location>
  package var day: Day

  package init(location: ID<Location>, day: Day) {
    self.location = location
    self.day = day
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.actor == .system else { throw at.denied(.manageSchedule) }
    at.subject = try at.require(location).id.raw
  }
}
