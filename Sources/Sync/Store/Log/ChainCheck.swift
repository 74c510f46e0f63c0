import Crypto
import Domain
import SQLite
import Wire

/// What tells whether operations.db holds together, on any connection to it.
extension Connection {
  /// Checks the links after a position; returns the first position whose link does not hold.
  func brokenLink(after start: Int64) throws -> Int64? {
    var previous =
      try first("SELECT hash FROM operations WHERE position = ?", start) { $0.blob(0) }
      ?? Chain.start
    var expected = start + 1
    let statement = try prepare(
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

  /// Checks what lies beside the chain: columns that say what their header says, one receipt each, as
  /// it was told, and nothing that belongs to no operation. Returns the first position where that fails.
  func oddRow() throws -> Int64? {
    let stray = try first(
      """
      SELECT min(position) FROM (
        SELECT position FROM operations WHERE position NOT IN (SELECT position FROM receipts)
        UNION ALL
        SELECT position FROM receipts WHERE position NOT IN (SELECT position FROM operations)
        UNION ALL
        SELECT position FROM outcomes WHERE position NOT IN (SELECT position FROM operations)
        UNION ALL
        SELECT position FROM payloads WHERE position NOT IN (SELECT position FROM operations)
      )
      """
    ) { $0.optionalInt(0) }
    if let stray, let stray { return stray }
    let statement = try prepare(
      """
      SELECT o.position, header, id, device, epoch, seq, kind, at, actor, o.hash, r.seal,
        \(SealedOutcome.receipt), u.seal, \(SealedOutcome.outcome)
      FROM operations o JOIN receipts r USING(position) LEFT JOIN outcomes u USING(position)
      ORDER BY o.position
      """)
    defer { statement.reset() }
    while let row = try statement.step() {
      guard let header = try? PayloadCodec.header(row.blob(1)), row.blob(2) == header.id.raw.bytes,
        row.blob(3) == header.device.raw.bytes, UInt64(bitPattern: row.int(4)) == header.epoch.raw,
        row.int(5) == header.seq, row.text(6) == header.kind, row.int(7) == header.at.seconds,
        row.text(8) == header.actor.text,
        row.blob(10) == SealedOutcome(row, at: 11).seal(of: row.blob(9)),
        row.isNull(18) || row.blob(18) == SealedOutcome(row, at: 19).seal(of: row.blob(9))
      else { return row.int(0) }
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
