import CSQLite

/// The statement's current row: a view, not a copy. Columns count from 0; a NULL reads as 0, an
/// empty text or no bytes, and the `optional…` readers tell it apart.
package struct Row {
  let statement: Statement

  package var columnCount: Int { Int(sqlite3_data_count(statement.handle)) }

  package func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(statement.handle, Int32(column)) == SQLITE_NULL
  }

  package func int(_ column: Int) -> Int64 {
    sqlite3_column_int64(statement.handle, Int32(column))
  }

  package func double(_ column: Int) -> Double {
    sqlite3_column_double(statement.handle, Int32(column))
  }

  package func bool(_ column: Int) -> Bool { int(column) != 0 }

  /// Malformed UTF-8 reads as U+FFFD.
  package func text(_ column: Int) -> String {
    let column = Int32(column)
    guard let start = sqlite3_column_text(statement.handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement.handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  package func blob(_ column: Int) -> [UInt8] { withBytes(column) { Array($0) } }

  /// Lends a text's or blob's bytes without copying them; they are gone when `body` returns.
  package func withBytes<Value, Failure: Error>(
    _ column: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let column = Int32(column)
    let start = sqlite3_column_blob(statement.handle, column)
    let count = Int(sqlite3_column_bytes(statement.handle, column))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  package func optionalInt(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }
  package func optionalDouble(_ column: Int) -> Double? { isNull(column) ? nil : double(column) }
  package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
  package func optionalBlob(_ column: Int) -> [UInt8]? { isNull(column) ? nil : blob(column) }
}
