import Crypto
import SQLite

/// The columns of one outcome, and the hash that ties them to their operation.
///
/// The chain holds what was meant and not what came of it, which an authority may say later.
struct SealedOutcome {
  let state: String
  let code: String?
  let sequence: Int64
  let subject: [UInt8]?
  let returned: Int64?
  let results: [UInt8]?

  /// As a query names them, for `init(_:at:)`.
  static let columns = "u.state, u.code, u.sequence, u.subject, u.returned, u.results"

  /// SHA-256(the operation's hash ‖ each column after its length; −1 for none).
  func seal(of operation: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(operation)
    let numbers = [sequence, returned].map { $0.map { Array(String($0).utf8) } }
    for part in [Array(state.utf8), code.map { Array($0.utf8) }, subject, results] + numbers {
      hash.update(Array("\(part?.count ?? -1):".utf8))
      hash.update(part ?? [])
    }
    return hash.digest()
  }
}

extension SealedOutcome {
  init(_ row: Row, at first: Int) {
    self.init(
      state: row.text(first), code: row.optionalText(first + 1), sequence: row.int(first + 2),
      subject: row.optionalBlob(first + 3), returned: row.optionalInt(first + 4),
      results: row.optionalBlob(first + 5))
  }
}

extension Connection {
  /// Seals one outcome as it now stands, or all.
  func sealOutcomes(at position: Int64? = nil) throws {
    let seals = try all(
      """
      SELECT u.position, o.hash, \(SealedOutcome.columns)
      FROM outcomes u JOIN operations o USING(position)
      WHERE ?1 IS NULL OR u.position = ?1
      """, position
    ) { (position: $0.int(0), seal: SealedOutcome($0, at: 2).seal(of: $0.blob(1))) }
    for (position, seal) in seals {
      try run("UPDATE outcomes SET seal = ? WHERE position = ?", seal, position)
    }
  }
}
