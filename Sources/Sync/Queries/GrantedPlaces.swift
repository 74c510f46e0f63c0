package import Domain
import Rows
import SQLite

/// Places of one session that one device may give out without asking, and has not used.
package struct GrantedPlaces: Sendable {
  package var session: SessionView
  package var allotment: Allotment
  /// Nil where this copy lacks the device.
  package var device: Device?
  /// They are this desk's own.
  package var isOwn: Bool
  /// They were granted to files that the device has lost since: nobody gives them back before the end.
  package var isLost: Bool

  /// Nobody comes back to say what became of them.
  package var isWaitedForInVain: Bool { isLost || device?.revoked ?? true }
}

extension DeskStore {
  /// Of sessions that are not over, in the order of their starts; nil stands for all locations.
  package func grantedPlaces(at location: ID<Location>?) throws -> [GrantedPlaces] {
    try snapshot { snapshot in
      let found = try snapshot.connection.records(
        Allotment.self,
        """
        WHERE places > 0 AND session IN
          (SELECT id FROM session WHERE "end" > ? AND status = 'scheduled') ORDER BY id
        """, snapshot.now)
      return try found.compactMap { row -> GrantedPlaces? in
        guard let session = try snapshot.session(row.session),
          location == nil || session.session.location == location
        else { return nil }
        let holder = snapshot.holder(row.device, life: row.life)
        return GrantedPlaces(
          session: session, allotment: row, device: try snapshot.connection.record(row.device),
          isOwn: holder == .here, isLost: holder == .lost)
      }.sorted {
        let (one, other) = ($0.session.session, $1.session.session)
        return (one.start, one.id, $0.allotment.device, $0.allotment.id)
          < (other.start, other.id, $1.allotment.device, $1.allotment.id)
      }
    }
  }

  func checkPlaces() throws -> Check {
    let lost = try grantedPlaces(at: nil).filter(\.isLost)
    let count = lost.reduce(0) { $0 + $1.allotment.places }
    let sessions = Set(lost.map(\.session.session.id)).count
    return Check(
      name: "places", ok: true,
      detail: count == 0
        ? "none is held for lost files"
        : "\(count.counted("place")) of \(sessions.counted("session")) held for files that a desk has "
          + "lost: nobody gives them back before the end; desk places lists them, and a manager frees "
          + "them with desk places release",
      word: count == 0 ? nil : "held")
  }
}
