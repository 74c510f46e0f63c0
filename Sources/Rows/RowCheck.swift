package import Domain
package import SQLite

/// Whether rows are those that were written: each has the hash of its values beside it.
extension Connection {
  /// How many rows were changed by another hand, by table in the order of all tables; reads them one
  /// by one. `looked` hears from time to time how many it was.
  package func changedRows(
    looked: (Int) -> Void = { _ in }
  ) throws -> [(table: Table, count: Int)] {
    var seen = 0
    var found: [(table: Table, count: Int)] = []
    // An earlier program's file knew fewer tables.
    let known = Set(
      try all("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text(0) })
    for table in Table.allCases where known.contains(table.rawValue) {
      let count = try changedRows(table.type, &seen, looked)
      if count > 0 { found.append((table, count)) }
    }
    return found
  }

  private func changedRows<R: Record>(
    _ type: R.Type, _ seen: inout Int, _ looked: (Int) -> Void
  ) throws -> Int {
    let names = RowSQL[R.table].names.joined(separator: ", ")
    let statement = try prepare("SELECT \(names), rowhash FROM \"\(R.table.rawValue)\"")
    defer { statement.reset() }
    var count = 0
    while let row = try statement.step() {
      let values = R.fields.enumerated().map { row.value($0.offset, $0.element.storage) }
      if RowWriter.hash(values) != row.int(values.count) { count += 1 }
      seen += 1
      if seen % 10_000 == 0 { looked(seen) }
    }
    return count
  }

  /// The same in words, one sentence a table: names tables, never what is in them.
  package func changedRowsTold(looked: (Int) -> Void = { _ in }) throws -> [String] {
    try changedRows(looked: looked).map {
      "\($0.table.rawValue): \($0.count) rows changed by another hand"
    }
  }
}
