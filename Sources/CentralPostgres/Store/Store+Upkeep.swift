import Central
import Domain
import Rows

/// What `doctor` looks at.
extension PostgresAuthorityStore {
  private static let missing = Statement(
    """
    SELECT t FROM unnest($1) WITH ORDINALITY u(t, n) WHERE to_regclass(t) IS NULL ORDER BY n
    """, .textArray)
  private static let lastSequence = Statement(
    "SELECT sequence FROM state WHERE organization = $1", .uuid)
  private static let chains = Statement(
    """
    SELECT a.device, a.epoch, a.seq, a.hash, a.header, a.payload, o.header, o."payloadHash"
    FROM (
      SELECT * FROM arrivals
      WHERE organization = $1 AND (device, epoch, seq) > ($2, $3, $4)
      ORDER BY device, epoch, seq LIMIT $5) a
    LEFT JOIN LATERAL (
      SELECT * FROM operations r WHERE r.organization = $1 AND r.id = a.id OFFSET 0) o ON true
    ORDER BY a.device, a.epoch, a.seq
    """, .uuid, .uuid, .int, .int, .int)
  private static let outcomes = Statement(
    """
    SELECT o.sequence, o.id, o.device, o.header, o."payloadHash", o.state, o.code, o.subject,
      o.returned, o.results, o.payload, o.seal, p.id IS NOT NULL
    FROM (
      SELECT * FROM operations WHERE organization = $1 AND sequence > $2
      ORDER BY sequence LIMIT $3) o
    LEFT JOIN parked p ON p.organization = $1 AND p.id = o.id ORDER BY o.sequence
    """, .uuid, .int, .int)

  /// What is damaged, one sentence each; empty where all is sound. Names tables, never what is in them.
  package func problems() throws -> [String] {
    var names = Parameters()
    names.add(ColumnList(.text, Schema.tables.map { .text($0) }))
    let missing = try rows(Self.missing, names) { "the table \($0.text(0)) is gone" }
    guard missing.isEmpty else { return missing }
    var problems = try read { link in try operations(link) }
    for table in Table.allCases {
      let count = try damaged(table.type)
      if count > 0 { problems.append("\(table.rawValue): \(count) rows changed by another hand") }
    }
    return problems
  }

  private static let atOnce: Int64 = 2_000

  /// What is wrong with operations; all of one moment, so a service may go on beside it.
  private func operations(_ link: Link) throws -> [String] {
    var check = OperationsCheck()
    func each(
      _ statement: Statement, after last: () -> [Value], _ take: (AnswerRow) throws -> Void
    ) throws {
      var count = Self.atOnce
      while count == Self.atOnce {
        var parameters = mine
        for value in last() + [.int(Self.atOnce)] { parameters.add(value) }
        try link.ask(statement, parameters)
        let rows = try link.answers().last?.rows.map { $0 } ?? []
        for row in rows { try take(row) }
        count = Int64(rows.count)
      }
    }
    try each(Self.chains) {
      [
        (check.last?.device ?? .none).value, .int(check.last?.epoch ?? .min),
        .int(check.last?.seq ?? 0),
      ]
    } _: { row in
      check.take(
        OperationsCheck.Step(
          device: ID(row.key(0)), epoch: row.int(1), seq: row.int(2), hash: row.blob(3),
          own: row.optionalBlob(4).map { ($0, row.optionalBlob(5)) },
          kept: row.optionalBlob(6).map { ($0, row.blob(7)) }))
    }
    try each(Self.outcomes) {
      [.int(check.sequence)]
    } _: { row in
      let kept = KeptOperation(
        sequence: row.int(0), id: ID(row.key(1)), device: ID(row.key(2)), header: row.blob(3),
        payloadHash: row.blob(4), state: row.text(5), code: row.optionalText(6),
        subject: row.optionalBlob(7), returned: row.optionalInt(8), results: row.optionalBlob(9))
      check.take(kept, payload: row.optionalBlob(10), seal: row.int(11), waits: row.bool(12))
    }
    try link.ask(Self.lastSequence, mine)
    return check.problems(upTo: try link.answers().last?.first?.int(0) ?? 0)
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
