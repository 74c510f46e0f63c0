import Crypto
import Domain
import SQLite
import Wire

/// What a file from a stick came to; `read` is the sum of the others.
package struct BroughtOperations: Sendable, Equatable {
  package var read: Int
  package var new: Int
  package var known: Int
  /// They cannot be what they say: nobody can read them, or another operation has their id.
  package var refused: Int

  package init(read: Int, new: Int, known: Int, refused: Int) {
    (self.read, self.new, self.known, self.refused) = (read, new, known, refused)
  }
}

/// Operations of other devices: kept until the authority has them, and their ids for ever, so that
/// the same file has no second effect.
extension OperationLog {
  /// On disk when this returns, in one commit; says which of them are new here.
  func carry(_ operations: [StoredOperation]) throws -> (new: [ID<Operation>], refused: Int) {
    var new: [ID<Operation>] = []
    var refused = 0
    try connection.atomically {
      for stored in operations {
        guard stored.header.count + stored.payload.count <= PayloadCodec.limit,
          let header = try? PayloadCodec.header(stored.header)
        else {
          refused += 1
          continue
        }
        let hash = Chain.alone(stored.header, SHA256.hash(stored.payload))
        if let known = try knownHash(header.id) {
          if known != hash { refused += 1 }
        } else {
          try connection.run(
            "INSERT INTO carried(id, hash, header, payload) VALUES(?, ?, ?, ?)", header.id, hash,
            stored.header, stored.payload)
          new.append(header.id)
        }
      }
    }
    return (new, refused)
  }

  /// Nil for an operation that is neither this device's nor was ever brought.
  private func knownHash(_ id: ID<Operation>) throws -> [UInt8]? {
    let carried = try connection.first("SELECT hash FROM carried WHERE id = ?", id) { $0.blob(0) }
    if let carried { return carried }
    return try connection.first("SELECT header, payloadHash FROM operations WHERE id = ?", id) {
      Chain.alone($0.blob(0), $0.blob(1))
    }
  }

  /// What waits for the authority, in the order in which it came.
  func carried(_ load: Load) throws -> [StoredOperation] {
    var bytes = 0
    let rows = try connection.all(
      """
      SELECT header, payload FROM carried WHERE state IS NULL ORDER BY place
      LIMIT \(load.operations)
      """
    ) { StoredOperation(header: $0.blob(0), payload: $0.blob(1)) }
    return rows.enumerated().prefix { place, row in
      bytes += row.header.count + row.payload.count
      return place == 0 || bytes <= load.bytes
    }.map(\.element)
  }

  /// The authority has it: only what it was is remembered. An answer about other bytes counts for
  /// nothing.
  func settle(_ stray: TakenStray) throws {
    try connection.run(
      "UPDATE carried SET state = ?, header = NULL, payload = NULL WHERE id = ? AND hash = ?",
      stray.state.rawValue, stray.operation, stray.hash)
  }

  /// Nil while the authority has not said.
  func carriedState(_ id: ID<Operation>) throws -> TakenStray.State? {
    try connection.first("SELECT state FROM carried WHERE id = ?", id) { $0.optionalText(0) }
      .flatMap { $0 }.flatMap(TakenStray.State.init(rawValue:))
  }
}
