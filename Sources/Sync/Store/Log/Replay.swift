import Domain
import SQLite
import Wire

/// Decides stored operations again, to bring a replica up to the log.
struct Replay {
  let log: OperationLog
  let replica: Replica
  let directory: DataDirectory
  /// After an unclean stop each operation's attempt is marked before it is decided: one that has
  /// trapped the program twice is parked, and the others go on.
  let careful: Bool

  private static let batch = 2_000
  private static let attempts = 2

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
    Files.remove(directory.attempt)
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
    if careful, try !mark(stored.position) { return try log.park(stored.position) }
    let decision: Decision
    do {
      let header = try PayloadCodec.header(stored.header)
      let operation = try PayloadCodec.operation(header, payload: stored.payload)
      decision = try replica.decide(operation).decision
    } catch let error where error is Refusal || error is WireError {
      // It was accepted once and stays on record; doctor tells of it.
      return try replica.connection.run(
        "UPDATE state SET applied = ?, skipped = skipped + 1", stored.position)
    }
    try replica.apply(decision, position: stored.position)
  }

  /// Counts an attempt; false where there have been enough.
  ///
  /// The file names the farthest operation that was tried: those before it went well and are not
  /// marked again, though the transaction around them was lost with the process.
  private func mark(_ position: Int64) throws -> Bool {
    let text = String(decoding: try Files.read(directory.attempt) ?? [], as: UTF8.self)
    let parts = text.split(separator: " ").compactMap { Int64($0) }
    let (farthest, count) = parts.count == 2 ? (parts[0], parts[1]) : (0, 0)
    if position < farthest { return true }
    let before = position == farthest ? count : 0
    guard before < Self.attempts else { return false }
    try Files.write(Array("\(position) \(before + 1)".utf8), to: directory.attempt, durable: false)
    return true
  }
}
