import Domain
import SQLite
import Wire

/// Decides stored operations again, to bring a replica up to the log.
struct Replay {
  let log: OperationLog
  let replica: Replica
  /// An operation that has trapped the program twice is parked, and the others go on.
  let attempts: Attempts

  private static let batch = 2_000

  init(_ log: OperationLog, into replica: Replica, _ directory: DataDirectory) throws {
    self.log = log
    self.replica = replica
    attempts = try Attempts(directory.attempt)
  }

  struct Stored {
    let position: Int64
    let header: [UInt8]
    let payload: [UInt8]
  }

  /// Applies everything after `position`; `afterBatch` runs between two transactions.
  func run(after position: Int64, afterBatch: () throws -> Void = {}) throws {
    var position = position
    while true {
      let batch = try read(after: position)
      guard let last = batch.last else { break }
      try replica.connection.transaction {
        for stored in batch { try apply(stored) }
      }
      position = last.position
      try afterBatch()
    }
    // Parked operations at the end count as seen.
    let end = try log.refresh()
    if end > position { try replica.connection.run("UPDATE state SET applied = ?", end) }
  }

  private func read(after position: Int64) throws -> [Stored] {
    try log.connection.all(
      """
      SELECT o.position, o.header, p.payload
      FROM operations o JOIN payloads p USING(position) JOIN outcomes u USING(position)
      WHERE o.position > ? AND u.state IN ('applied', 'adjusted')
      ORDER BY o.position LIMIT ?
      """, position, Self.batch
    ) { Stored(position: $0.int(0), header: $0.blob(1), payload: $0.blob(2)) }
  }

  private func apply(_ stored: Stored) throws {
    do {
      let header = try PayloadCodec.header(stored.header)
      let operation = try PayloadCodec.operation(header, payload: stored.payload)
      let decided = try attempts.at(stored.position) { try replica.decide(operation).decision }
      guard let decision = decided else { return try log.park(stored.position) }
      try replica.apply(decision, position: stored.position)
    } catch let error where error is Refusal || error is WireError {
      // It was accepted once and stays on record; doctor tells of it.
      try replica.connection.run(
        "UPDATE state SET applied = ?, skipped = skipped + 1", stored.position)
    }
  }
}
