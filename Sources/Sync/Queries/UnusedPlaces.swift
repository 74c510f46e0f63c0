package import Domain
import Rows
import SQLite

/// What became of the places of one session that were granted to desks for the dark.
package struct UnusedPlaces: Sendable {
  package var session: SessionView
  /// All that were ever granted.
  package var granted: Int
  /// Those that became bookings.
  package var used: Int
  /// Those that no desk had used or given back when the session was over.
  package var unused: Int
}

extension DeskStore {
  /// Of sessions that were over by now and began since then, in the order of their starts; nil stands for
  /// all locations.
  package func unusedPlaces(
    since: Instant, at location: ID<Location>?
  ) throws -> [UnusedPlaces] {
    try snapshot { snapshot in
      let found = try snapshot.connection.all(
        """
        SELECT a.session, sum(a.granted), sum(a.used), sum(a.places), s.location
        FROM allotment a JOIN session s ON s.id = a.session
        WHERE s.start >= ? AND s."end" < ? GROUP BY a.session ORDER BY s.start, s.id
        """, since, snapshot.now
      ) { row in
        (
          session: row.id(0, Session.self), granted: Int(row.int(1)), used: Int(row.int(2)),
          unused: Int(row.int(3)), location: row.id(4, Location.self)
        )
      }
      return try found.compactMap { row in
        guard location == nil || row.location == location,
          let session = try snapshot.session(row.session)
        else { return nil }
        return UnusedPlaces(
          session: session, granted: row.granted, used: row.used, unused: row.unused)
      }
    }
  }
}
