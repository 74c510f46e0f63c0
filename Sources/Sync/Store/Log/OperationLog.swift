import Crypto
import Domain
package import SQLite
import Wire

/// operations.db: what was ever meant on this device, in order, each tied to all before it.
///
/// Its only writer holds the directory's lock. Operations are never changed or removed. Beside each
/// stands the receipt that the desk gave, and, once it is known, the outcome that the authority gave.
package final class OperationLog {
  package let connection: Connection
  package private(set) var identity: DeviceIdentity
  private var head: Head

  private struct Head {
    var position: Int64 = 0
    var seq = 0
    var hash = Chain.start
  }

  /// A new file is of a new device, unless `identity` says which; `vfs` as in `Connection.Options`.
  package init(
    _ path: String, identity: [UInt8]? = nil, vfs: String? = nil, random: Randomness = .system
  ) throws {
    connection = try Connection(path, .init(synchronous: .full, vfs: vfs))
    try connection.migrate(LogSchema.migrations)
    if let identity { try connection.setMeta("device", identity) }
    self.identity = try DeviceIdentity(in: connection, random)
    head = Head()
    try refresh()
  }

  /// The last stored position, read anew: another process may have appended.
  @discardableResult
  package func refresh() throws -> Int64 {
    let last = try connection.first("SELECT max(position) FROM operations") { $0.int(0) } ?? 0
    if last != head.position {
      // Another process may have begun another life of the file.
      try identity.refresh(in: connection)
      head =
        try connection.first(
          "SELECT position, seq, hash, epoch FROM operations WHERE position = ?", last
        ) { row in
          let isOwn = UInt64(bitPattern: row.int(3)) == identity.epoch.raw
          return Head(
            position: row.int(0), seq: isOwn ? Int(row.int(1)) : 0, hash: row.blob(2))
        } ?? Head()
    }
    return head.position
  }

  /// Stores operation, payload and receipt in one commit, which is one fsync; returns the position.
  func append(
    _ operation: Operation, _ reading: ClockReading, _ outcome: Outcome, _ decision: Decision
  ) throws -> Int64 {
    let header = OperationHeader(
      operation, epoch: identity.epoch, seq: head.seq + 1, clock: reading.trust,
      wall: reading.wall, mono: reading.sinceBoot, boot: reading.boot)
    let headerBytes = try PayloadCodec.encode(header)
    let payload = try PayloadCodec.encode(operation.intent)
    guard headerBytes.count + payload.count <= PayloadCodec.limit else {
      throw WireError(.tooLarge, kind: header.kind)
    }
    let payloadHash = SHA256.hash(payload)
    let hash = Chain.link(after: head.hash, header: headerBytes, payloadHash: payloadHash)
    let next = Head(position: head.position + 1, seq: header.seq, hash: hash)
    let receipt = try SealedOutcome(
      outcome, sequence: nil, subject: decision.subject, returned: decision.returned,
      results: decision.results, isFirm: decision.isFirm)
    try connection.atomically {
      try connection.run(
        "INSERT INTO operations VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", next.position,
        header.id, header.device, Int64(bitPattern: header.epoch.raw), header.seq, header.kind,
        header.at, header.actor.text, headerBytes, payloadHash, hash)
      try connection.run("INSERT INTO payloads VALUES(?, ?)", next.position, payload)
      try connection.run(
        "INSERT INTO receipts VALUES(?, ?, ?, ?, ?, ?, ?, ?)", next.position, receipt.state,
        receipt.code, receipt.subject, receipt.returned, receipt.results, receipt.seal(of: hash),
        receipt.isFirm)
      try keepUse(of: operation, at: next.position)
    }
    head = next
    return next.position
  }

  /// Begins another life of the file: what it numbers from now on is not taken for what it lost, and
  /// what the authority has not settled goes there once more, under its old ids.
  package func beginEpoch() throws {
    do {
      try connection.atomically {
        try identity.beginEpoch(in: connection)
        try connection.run("UPDATE progress SET stored = 0, lifeBegan = ?", head.position)
      }
    } catch {
      // Nothing of it is on the disk.
      try identity.refresh(in: connection)
      throw error
    }
    head = Head()
    try refresh()
  }

  /// Marks an operation that trapped the program twice, so that the others can go on.
  func park(_ position: Int64) throws {
    try connection.atomically {
      try connection.run(
        "UPDATE receipts SET state = 'parked', code = ? WHERE position = ?",
        RefusalCode.internal.rawValue, position)
      try connection.sealReceipts(at: position)
    }
  }

  /// Takes all parking back, so that they are tried once more.
  func unpark() throws {
    try connection.atomically {
      let parked = try connection.all(
        "UPDATE receipts SET state = 'applied', code = NULL WHERE state = 'parked' RETURNING position"
      ) { $0.int(0) }
      for position in parked { try connection.sealReceipts(at: position) }
    }
  }
}
