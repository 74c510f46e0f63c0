/// One call from text to result, with the statement cached and always reset.
extension Connection {
  /// Runs a statement for its effect.
  package func run<each Value: Bindable>(
    _ sql: String, _ values: repeat each Value
  ) throws(SQLiteError) {
    let statement = try prepare(sql)
    try statement.bind(repeat each values)
    try statement.run()
  }

  /// Hands each row to `body`; an error thrown there ends the query.
  package func each<each Value: Bindable>(
    _ sql: String, _ values: repeat each Value, body: (Row) throws -> Void
  ) throws {
    let statement = try prepare(sql)
    try statement.bind(repeat each values)
    defer { statement.reset() }
    while let row = try statement.step() { try body(row) }
  }

  package func all<each Value: Bindable, Result>(
    _ sql: String, _ values: repeat each Value, map: (Row) throws -> Result
  ) throws -> [Result] {
    var results: [Result] = []
    try each(sql, repeat each values) { results.append(try map($0)) }
    return results
  }

  /// The first row; nil where there is none.
  package func first<each Value: Bindable, Result>(
    _ sql: String, _ values: repeat each Value, map: (Row) throws -> Result
  ) throws -> Result? {
    let statement = try prepare(sql)
    try statement.bind(repeat each values)
    defer { statement.reset() }
    return try statement.step().map(map)
  }
}
