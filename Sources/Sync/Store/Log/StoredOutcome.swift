import Domain
import SQLite
import Wire

/// What operations.db remembers of one operation id.
struct StoredOutcome {
  let header: [UInt8]
  let payload: [UInt8]
  /// What the authority said where it has, else what the desk said.
  let receipt: Receipt
}

extension OperationLog {
  /// Nil for an id that was never stored here.
  func stored(_ id: ID<Operation>) throws -> StoredOutcome? {
    try connection.first(
      """
      SELECT o.header, p.payload, u.position, \(SealedOutcome.receipt), \(SealedOutcome.outcome)
      FROM operations o JOIN payloads p USING(position) JOIN receipts r USING(position)
        LEFT JOIN outcomes u USING(position)
      WHERE o.id = ?
      """, id
    ) { row in
      let told = SealedOutcome(row, at: row.isNull(2) ? 3 : 3 + SealedOutcome.width)
      return StoredOutcome(
        header: row.blob(0), payload: row.blob(1),
        receipt: try told.receipt(of: id, outcome: told.outcome))
    }
  }
}
