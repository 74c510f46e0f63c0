import Crypto
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

  /// Checks the links after a position; returns the first position whose link does not hold.
  func brokenLink(after start: Int64) throws -> Int64? {
    var previous =
      try connection.first("SELECT hash FROM operations WHERE position = ?", start) { $0.blob(0) }
      ?? Chain.start
    var expected = start + 1
    let statement = try connection.prepare(
      """
      SELECT o.position, o.header, o.payloadHash, o.hash, p.payload
      FROM operations o LEFT JOIN payloads p USING(position)
      WHERE o.position > ? ORDER BY o.position
      """)
    try statement.bind(start)
    defer { statement.reset() }
    while let row = try statement.step() {
      let hash = row.blob(3)
      let payloadHash = row.blob(2)
      guard row.int(0) == expected,
        Chain.link(after: previous, header: row.blob(1), payloadHash: payloadHash) == hash,
        row.isNull(4) || payloadHash == row.payloadHash(4)
      else { return expected }
      previous = hash
      expected += 1
    }
    return nil
  }
}

extension Row {
  fileprivate func payloadHash(_ column: Int) -> [UInt8] {
    withBytes(column) { bytes in
      var hash = SHA256()
      hash.update(bytes)
      return hash.digest()
    }
  }
}
