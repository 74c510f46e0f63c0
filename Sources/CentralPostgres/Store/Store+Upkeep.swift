import Domain
import Rows

/// What `doctor` looks at; several trips, so a service may go on beside it.
extension PostgresAuthorityStore {
  private static let numbering = Statement(
    """
    SELECT s.sequence, count(o.sequence), coalesce(max(o.sequence), 0)
    FROM state s LEFT JOIN operations o ON o.organization = s.organization
    WHERE s.organization = $1 GROUP BY s.sequence
    """, .uuid)
  private static let chains = Statement(
    """
    SELECT count(*) FROM (
      SELECT 1 FROM arrivals WHERE organization = $1
      GROUP BY device, epoch HAVING count(*) <> max(seq)) broken
    """, .uuid)
  private static let strays = Statement(
    """
    SELECT count(*) FROM arrivals a WHERE a.organization = $1 AND NOT EXISTS (
      SELECT 1 FROM operations o WHERE o.organization = $1 AND o.id = a.id)
    """, .uuid)

  /// What is damaged, one sentence each; empty where all is sound. Names tables, never what is in them.
  package func problems() throws -> [String] {
    var problems = try read { link in
      for statement in [Self.numbering, Self.chains, Self.strays] { try link.ask(statement, mine) }
      let answers = try link.answers()
      var problems: [String] = []
      if let row = answers[0].first, row.int(1) > row.int(0) || row.int(2) > row.int(0) {
        problems.append("operations stand behind the last sequence")
      }
      if answers[1].first?.int(0) != 0 { problems.append("a device's chain has a gap") }
      if answers[2].first?.int(0) != 0 {
        problems.append("operations of a device's chain are lost")
      }
      return problems
    }
    for table in Table.allCases {
      let count = try damaged(table.type)
      if count > 0 { problems.append("\(table.rawValue): \(count) rows changed by another hand") }
    }
    return problems
  }

  private static let atOnce: Int64 = 2_000

  private static let rowsInOrder = Dictionary(
    uniqueKeysWithValues: Table.allCases.map { table in
      let sql = RowTable[table]
      let statement = Statement(
        """
        SELECT r.rowhash, \(sql.columns(of: "r")) FROM \(sql.name) r
        WHERE r.organization = $1 AND r.id > $2 ORDER BY r.id LIMIT $3
        """, .uuid, .bytes, .int)
      return (table, statement)
    })

  /// How many rows are not those whose hash stands beside them.
  private func damaged<R: Record>(_ type: R.Type) throws -> Int {
    guard let statement = Self.rowsInOrder[R.table] else { return 0 }
    var count = 0
    var last: [UInt8] = []
    while true {
      let found = try rows(statement, mine(.blob(last), .int(Self.atOnce))) { row in
        let record = try row.record(type, at: 1)
        return (record.key, row.int(0) == RowWriter.hash(R.fields.map { $0.get(record) }))
      }
      count += found.count { !$0.1 }
      guard found.count == Self.atOnce, let end = found.last else { return count }
      last = end.0.bytes
    }
  }
}
