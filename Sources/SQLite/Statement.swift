import CSQLite

/// A compiled statement. Parameters count from 1 and columns from 0, as in SQLite's own books.
package final class Statement {
  package let sql: String
  let handle: OpaquePointer

  /// `kept` tells SQLite that the statement lives long, so that it takes no lookaside memory.
  init(_ db: OpaquePointer, _ sql: String, kept: Bool) throws(SQLiteError) {
    var prepared: OpaquePointer?
    let flags = kept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let result = sqlite3_prepare_v3(db, sql, -1, flags, &prepared, nil)
    guard result == SQLITE_OK else {
      throw SQLiteError(result, db: db, sql: sql, running: false)
    }
    guard let prepared else {
      throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "no statement", sql: sql)
    }
    self.sql = sql
    handle = prepared
  }

  deinit { sqlite3_finalize(handle) }

  /// The next row, or nil at the end. A row's values are good until the next `step` or `reset`; a
  /// loop that is left early must `reset`, or its read transaction stays open.
  package func step() throws(SQLiteError) -> Row? {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return Row(statement: self)
    case SQLITE_DONE: return nil
    case let result:
      let error = failure(result)
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Steps to the end and resets; rows, if any, are skipped.
  package func run() throws(SQLiteError) {
    defer { reset() }
    while try step() != nil {}
  }

  /// Back to the start; what was bound stays bound.
  package func reset() { sqlite3_reset(handle) }

  package var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

  var isBusy: Bool { sqlite3_stmt_busy(handle) != 0 }

  func clear() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  func failure(_ result: Int32) -> SQLiteError {
    SQLiteError(result, db: sqlite3_db_handle(handle), sql: sql, running: true)
  }

  func check(_ result: Int32) throws(SQLiteError) {
    if result != SQLITE_OK { throw failure(result) }
  }
}
