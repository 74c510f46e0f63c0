package import Domain
import Rows
import SQLite

/// Places of one session that one device may give out without asking, and what it has used of them.
package struct GrantedPlaces: Sendable {
  package var session: SessionView
  package var holder: ID<Device>
  /// In the order of their ids; several where they were granted to several lives of its files.
  package var allotments: [Allotment]
  /// Nil where this copy lacks the device.
  package var device: Device?
  /// They are this desk's own.
  package var isOwn: Bool
  /// They were granted to files that the device has lost since: nobody gives them back before the end.
  package var isLost: Bool

  /// Nobody comes back to say what became of them.
  package var isWaitedForInVain: Bool { isLost || device?.revoked ?? true }

  package func sum(_ field: KeyPath<Allotment, Int>) -> Int {
    allotments.reduce(0) { $0 + $1[keyPath: field] }
  }
}

extension DeskStore {
  /// Of sessions that are not over, in the order of their starts, also where nothing is left; nil stands
  /// for all locations.
  package func grantedPlaces(at location: ID<Location>?) throws -> [GrantedPlaces] {
    try snapshot { snapshot in
      let found = try snapshot.connection.records(
        Allotment.self,
        """
        WHERE session IN (SELECT id FROM session WHERE "end" > ? AND status = 'scheduled')
        ORDER BY session, device, id
        """, snapshot.now)
      var held: [GrantedPlaces] = []
      for row in found {
        let holder = snapshot.holder(row.device, life: row.life)
        let (isOwn, isLost) = (holder == .here, holder == .lost)
        if let place = held.lastIndex(where: {
          $0.session.session.id == row.session && $0.holder == row.device && $0.isLost == isLost
            && $0.isOwn == isOwn
        }) {
          held[place].allotments.append(row)
        } else if let session = try snapshot.session(row.session),
          location == nil || session.session.location == location
        {
          held.append(
            GrantedPlaces(
              session: session, holder: row.device, allotments: [row],
              device: try snapshot.connection.record(row.device), isOwn: isOwn, isLost: isLost))
        }
      }
      return held.sorted {
        let (one, other) = ($0.session.session, $1.session.session)
        return (one.start, one.id, $0.holder, $0.allotments[0].id)
          < (other.start, other.id, $1.holder, $1.allotments[0].id)
      }
    }
  }

  func checkPlaces() throws -> Check {
    let lost = try grantedPlaces(at: nil).filter { $0.isLost && $0.sum(\.places) > 0 }
    let count = lost.reduce(0) { $0 + $1.sum(\.places) }
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
