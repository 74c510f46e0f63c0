package import Domain
package import SQLite

extension Connection {
  /// Records by a condition: `records(Booking.self, "WHERE session = ?", id)`. Whatever follows FROM
  /// may stand there; throws `UnreadableRow` for a value outside its list.
  package func records<R: Record, each V: Bindable>(
    _ type: R.Type, _ clause: String, _ values: repeat each V
  ) throws -> [R] {
    try all("\(RowSQL[R.table].select) \(clause)", repeat each values) {
      try $0.record(R.self)
    }
  }

  package func record<R: Record>(_ id: ID<R>) throws -> R? {
    try first("\(RowSQL[R.table].select) WHERE id = ?", id) { try $0.record(R.self) }
  }

  /// A record whose type only its table tells.
  package func record(_ table: Table, _ key: Bits128) throws -> (any Record)? {
    func find<R: Record>(_ type: R.Type) throws -> (any Record)? { try record(ID<R>(key)) }
    return try find(table.type)
  }
}

extension Row {
  /// The record whose fields stand from a column on, in the order of `Record.fields`.
  package func record<R: Record>(_ type: R.Type, at column: Int = 0) throws -> R {
    var row = R()
    var column = column
    for field in R.fields {
      guard field.set(&row, value(column, field.storage)) else {
        throw UnreadableRow(table: R.table)
      }
      column += 1
    }
    return row
  }

  func value(_ column: Int, _ storage: Storage) -> Value {
    if isNull(column) { return .null }
    return switch storage {
    case .int: .int(int(column))
    case .text: .text(text(column))
    case .blob: .blob(blob(column))
    }
  }

  package func id<R>(_ column: Int, _ type: R.Type = R.self) -> ID<R> {
    ID(withBytes(column) { Bits128(bytes: $0) } ?? ID<R>.none.raw)
  }
}

/// Ids, moments and days stand in queries as they stand in columns.
extension ID: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.bind(raw.bytes, at: index)
  }
}

extension Instant: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.bind(seconds, at: index)
  }
}

extension Day: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.bind(text, at: index)
  }
}

/// A value that is of another type than its field, or outside its closed list.
package struct UnreadableRow: Error {
  package let table: Table

  package init(table: Table) { self.table = table }
}

extension Connection {
  /// The sum of the hashes of each table's rows.
  package func digests() throws -> [Table: UInt64] {
    try Table.allCases.reduce(into: [:]) { digests, table in
      digests[table] = try all("SELECT rowhash FROM \"\(table.rawValue)\"") {
        UInt64(bitPattern: $0.int(0))
      }.reduce(0, &+)
    }
  }
}
