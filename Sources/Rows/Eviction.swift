package import Domain
package import SQLite

extension Connection {
  /// Takes a session and all that hangs on it out of a copy: it has left the window, nothing ended.
  package func evict(_ session: ID<Session>) throws(SQLiteError) {
    try run(
      "DELETE FROM ledger WHERE booking IN (SELECT id FROM booking WHERE session = ?)", session)
    for table in ["booking", "note", "incident", "act", "allotment"] {
      try run("DELETE FROM \(table) WHERE session = ?", session)
    }
    try run("DELETE FROM session WHERE id = ?", session)
  }
}
