package import Domain
import Rows
import SQLite

/// Which sessions travel, and what hangs on them.
extension SQLiteAuthorityStore {
  /// Notes the sequence of every changed row, and what it hangs on.
  func markChanged(_ changes: [Change], at sequence: Int64) throws {
    for change in changes {
      switch change {
      case .delete(let table, let key):
        // It hangs where it hung: whoever had it is told.
        try connection.run(
          "UPDATE entity SET sequence = ?, gone = 1 WHERE \"table\" = ? AND key = ?", sequence,
          table.rawValue, key.bytes)
      case .put(let row):
        try mark(row, among: changes, at: sequence)
        if let session = row as? Session { try place(session, at: sequence) }
      }
    }
  }

  private func mark(_ row: any Record, among changes: [Change], at sequence: Int64) throws {
    let hanging = try Hanging(row) { booking in
      for case .put(let row as Booking) in changes where row.id == booking { return row.session }
      return try connection.first("SELECT session FROM booking WHERE id = ?", booking) { $0.id(0) }
    }
    let hungBefore = try connection.first(
      """
      INSERT INTO entity VALUES(?, ?, ?, 0, ?, ?, NULL)
      ON CONFLICT("table", key) DO UPDATE SET sequence = excluded.sequence, gone = 0,
        was = CASE WHEN session IS NOT excluded.session THEN session ELSE was END,
        session = excluded.session
      RETURNING was IS NOT NULL
      """, type(of: row).table.rawValue, row.key.bytes, sequence, hanging.session,
      hanging.audience?.bytes
    ) { $0.bool(0) }
    guard hungBefore ?? false, let booking = row as? Booking else { return }
    // Its entries go with it.
    try connection.run(
      """
      UPDATE entity SET sequence = ?1, was = session, session = ?2
      WHERE "table" = 'ledger' AND key IN (SELECT id FROM ledger WHERE booking = ?3)
        AND session IS NOT ?2
      """, sequence, booking.session, booking.id)
  }

  // MARK: Window

  package func moveWindow(
    _ window: SessionWindow, of location: ID<Location>, _ role: DeviceRole, at sequence: Int64
  ) throws {
    try connection.run(
      "INSERT OR REPLACE INTO window VALUES(?, ?, ?, ?)", location, role.rawValue, window.from,
      window.until)
    try connection.run(
      """
      UPDATE scope SET gone = ?1 WHERE location = ?2 AND role = ?3 AND gone IS NULL
        AND session NOT IN (SELECT id FROM session WHERE location = ?2 AND start >= ?4 AND start < ?5)
      """, sequence, location, role.rawValue, window.from, window.until)
    try connection.run(
      """
      INSERT INTO scope
      SELECT ?2, ?3, id, ?1, NULL FROM session WHERE location = ?2 AND start >= ?4 AND start < ?5
      ON CONFLICT DO UPDATE SET since = excluded.since, gone = NULL WHERE gone IS NOT NULL
      """, sequence, location, role.rawValue, window.from, window.until)
  }

  /// A session that was made or changed comes into the windows, or leaves them.
  private func place(_ session: Session, at sequence: Int64) throws {
    try connection.run(
      """
      UPDATE scope SET gone = ?1 WHERE session = ?2 AND gone IS NULL AND NOT EXISTS (
        SELECT 1 FROM window w WHERE w.location = ?3 AND w.location = scope.location
          AND w.role = scope.role AND w."from" <= ?4 AND ?4 < w.until)
      """, sequence, session.id, session.location, session.start)
    try connection.run(
      """
      INSERT INTO scope
      SELECT location, role, ?2, ?1, NULL FROM window
      WHERE location = ?3 AND "from" <= ?4 AND ?4 < until
      ON CONFLICT DO UPDATE SET since = excluded.since, gone = NULL WHERE gone IS NOT NULL
      """, sequence, session.id, session.location, session.start)
  }

  package func sweep(to sequence: Int64) throws {
    try connection.run("DELETE FROM entity WHERE gone = 1 AND sequence <= ?", sequence)
    try connection.run("DELETE FROM scope WHERE gone <= ?", sequence)
    try connection.run(
      "UPDATE entity SET was = NULL WHERE was IS NOT NULL AND sequence <= ?", sequence)
  }
}
