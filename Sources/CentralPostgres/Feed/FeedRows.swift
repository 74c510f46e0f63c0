import Domain

/// The queries of the feed and its digests, for each table.
enum FeedRows {
  /// Sequence and row.
  static func byKey(_ table: Table) -> Statement {
    guard let statement = allByKey[table] else {
      preconditionFailure("every table is asked by key")
    }
    return statement
  }

  private static let allByKey = Dictionary(
    uniqueKeysWithValues: Table.allCases.map { table in
      let sql = RowTable[table]
      let statement = Statement(
        """
        SELECT r.sequence, \(sql.columns(of: "r")) FROM unnest($2) q(id) CROSS JOIN LATERAL (
          SELECT * FROM \(sql.name) r WHERE r.organization = $1 AND r.id = q.id OFFSET 0) r
        """, .uuid, .bytesArray)
      return (table, statement)
    })

  /// Session, sequence and row of what hangs on some sessions; `Hanging` says it of one row.
  static let hangingOn: [Table: Statement] = {
    var all: [Table: Statement] = [:]
    for table: Table in [.session, .booking, .note, .incident, .act, .allotment] {
      let sql = RowTable[table]
      let column = table == .session ? "id" : "session"
      all[table] = Statement(
        """
        SELECT q.session, r.sequence, \(sql.columns(of: "r"))
        FROM unnest($2) q(session) CROSS JOIN LATERAL (
          SELECT * FROM \(sql.name) r
          WHERE r.organization = $1 AND r.\(column) = q.session AND r.\(column) IS NOT NULL
          OFFSET 0) r
        """, .uuid, .bytesArray)
    }
    all[.ledger] = Statement(
      """
      SELECT q.session, r.sequence, \(RowTable[.ledger].columns(of: "r"))
      FROM unnest($2) q(session) CROSS JOIN LATERAL (
        SELECT id FROM booking b WHERE b.organization = $1 AND b.session = q.session OFFSET 0) b
      CROSS JOIN LATERAL (
        SELECT * FROM ledger r
        WHERE r.organization = $1 AND r.booking = b.id AND r."booking" IS NOT NULL OFFSET 0) r
      """, .uuid, .bytesArray)
    return all
  }()

  /// Booking and key of the ledger entries of some bookings.
  static let entriesOfBookings = Statement(
    """
    SELECT r.booking, r.id FROM unnest($2) q(id) CROSS JOIN LATERAL (
      SELECT id, booking FROM ledger r
      WHERE r.organization = $1 AND r.booking = q.id AND r.booking IS NOT NULL OFFSET 0) r
    ORDER BY r.booking, r.id
    """, .uuid, .bytesArray)

  // MARK: Digests

  static let sums = Dictionary(
    uniqueKeysWithValues: Table.allCases.map { table in
      let sql = "SELECT sum(rowhash)::text FROM \(RowTable[table].name) WHERE organization = $1"
      return (table, Statement(sql, .uuid))
    })

  /// Of the rows that a device holds: location, role, device.
  static let scopedSums = scoped { _ in "sum(r.rowhash)::text" }
  static let scopedRows = scoped { RowTable[$0].columns(of: "r") }

  private static func scoped(_ columns: (Table) -> String) -> [Table: Statement] {
    Dictionary(
      uniqueKeysWithValues: Table.allCases.map { table in
        let statement = Statement(
          """
          SELECT \(columns(table)) FROM \(RowTable[table].name) r
          WHERE r.organization = $1 AND $2::bytea IS NOT NULL AND $3::text IS NOT NULL
            AND $4::bytea IS NOT NULL AND (\(isHeld(table)))
          """, .uuid, .bytes, .text, .bytes)
        return (table, statement)
      })
  }

  private static func isHeld(_ table: Table) -> String {
    func inWindow(_ session: String) -> String {
      """
      EXISTS (SELECT 1 FROM scope s WHERE s.organization = $1 AND s.location = $2 AND s.role = $3
        AND s.session = \(session) AND s.gone IS NULL)
      """
    }
    return switch table {
    case .session: inWindow("r.id")
    case .booking, .allotment: inWindow("r.session")
    case .note, .act: "r.session IS NULL OR \(inWindow("r.session"))"
    case .incident:
      "CASE WHEN r.session IS NULL THEN r.location = $2 ELSE \(inWindow("r.session")) END"
    case .ledger:
      """
      NOT EXISTS (SELECT 1 FROM booking b WHERE b.organization = $1 AND b.id = r.booking
        AND NOT \(inWindow("b.session")))
      """
    case .decision: "r.location = $2"
    case .numberBlock, .refusedEntry: "r.device = $4"
    default: "true"
    }
  }
}
