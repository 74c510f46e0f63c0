import Domain
import SQLite
import Wire

/// What operations.db remembers of one operation id.
struct StoredOutcome {
  let header: [UInt8]
  let payload: [UInt8]
  let receipt: Receipt
}

extension OperationLog {
  /// Nil for an id that was never stored here.
  func stored(_ id: ID<Operation>) throws -> StoredOutcome? {
    try connection.first(
      """
      SELECT o.header, p.payload, u.state, u.code, u.subject, u.returned, u.results
      FROM operations o JOIN payloads p USING(position) JOIN outcomes u USING(position)
      WHERE o.id = ?
      """, id
    ) { row in
      let outcome = Outcome(
        Outcome.State(rawValue: row.text(2)) ?? .parked,
        code: row.optionalText(3).flatMap(RefusalCode.init(rawValue:)))
      return StoredOutcome(
        header: row.blob(0), payload: row.blob(1),
        receipt: Receipt(
          operation: id, outcome: outcome,
          results: try row.optionalBlob(6).map { try ReceiptCodec.results($0) } ?? [],
          subject: row.optionalBlob(4).flatMap { Bits128(bytes: $0) },
          returned: row.optionalInt(5).map { Credits(hundredths: Int($0)) }, repeated: true))
    }
  }
}
