import Central
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
    SELECT a.device, a.epoch, a.seq, a.hash, coalesce(a.header, o.header),
      coalesce(a.payload, o.payload), CASE WHEN a.payload IS NULL THEN o."payloadHash" END
    FROM (
      SELECT * FROM arrivals
      WHERE organization = $1 AND (device, epoch, seq) > ($2, $3, $4)
      ORDER BY device, epoch, seq LIMIT $5) a
    LEFT JOIN LATERAL (
      SELECT * FROM operations r WHERE r.organization = $1 AND r.id = a.id OFFSET 0) o ON true
    ORDER BY a.device, a.epoch, a.seq
    """, .uuid, .uuid, .int, .int, .int)

  /// What is damaged, one sentence each; empty where all is sound. Names tables, never what is in them.
  package func problems() throws -> [String] {
    let isAhead = try rows(Self.numbering, mine) { $0.int(1) > $0.int(0) || $0.int(2) > $0.int(0) }
    var problems = isAhead.contains(true) ? ["operations stand behind the last sequence"] : []
    problems += try walkedChains().problems
    for table in Table.allCases {
      let count = try damaged(table.type)
      if count > 0 { problems.append("\(table.rawValue): \(count) rows changed by another hand") }
    }
    return problems
  }

  private static let atOnce: Int64 = 2_000

  private func walkedChains() throws -> ChainWalk {
    var walk = ChainWalk()
    var count = Self.atOnce
    while count == Self.atOnce {
      let last = walk.last
      let steps = try rows(
        Self.chains,
        mine(
          (last?.device ?? .none).value, .int(last?.epoch ?? .min), .int(last?.seq ?? 0),
          .int(Self.atOnce))
      ) { row in
        ChainWalk.Step(
          device: ID(row.key(0)), epoch: row.int(1), seq: row.int(2), hash: row.blob(3),
          header: row.optionalBlob(4), payload: row.optionalBlob(5),
          payloadHash: row.optionalBlob(6))
      }
      for step in steps { walk.take(step) }
      count = Int64(steps.count)
    }
    return walk
  }

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
