package import Domain
package import SQLite

/// What leaves a copy with its session: nothing ended, it is only not held there any more.
package enum Eviction {
  /// Bookings that left, while their ledger entries may yet have to stay.
  package static let schema = """
    CREATE TABLE evicted(booking BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID
    """
}

extension Connection {
  /// Takes a session and what hangs on it out of a copy. The ledger entries of its bookings wait for
  /// `endEviction`: a booking may have moved on before its session left, which the copy, that hears of
  /// rows in the order of their last change, is told later.
  package func evict(_ session: ID<Session>) throws(SQLiteError) {
    try run("INSERT OR IGNORE INTO evicted SELECT id FROM booking WHERE session = ?", session)
    for table in ["booking", "note", "incident", "act", "allotment"] {
      try run("DELETE FROM \(table) WHERE session = ?", session)
    }
    try run("DELETE FROM session WHERE id = ?", session)
  }

  /// Takes the ledger entries of bookings that left and did not come again: the copy has all there is.
  package func endEviction() throws(SQLiteError) {
    try run(
      """
      DELETE FROM ledger WHERE booking IN (
        SELECT booking FROM evicted WHERE booking NOT IN (SELECT id FROM booking))
      """)
    try run("DELETE FROM evicted")
  }
}
