import Domain
import Rows
import SQLite

/// Only while no other process uses the file: see `Connection`, checkpoints.
extension SQLiteAuthorityStore {
  /// A whole copy, seen under its name only when it is there to its end.
  package func backup(to path: String) throws { try connection.backup(to: path) }

  /// What is damaged, one sentence each; empty where the file is sound.
  package func problems() throws -> [String] {
    let damaged = try connection.problems(.integrity)
    guard damaged.isEmpty else { return damaged }
    var walk = ChainWalk()
    try connection.each(
      """
      SELECT a.device, a.epoch, a.seq, a.hash, coalesce(a.header, o.header),
        coalesce(a.payload, o.payload), CASE WHEN a.payload IS NULL THEN o.payloadHash END
      FROM arrivals a LEFT JOIN operations o ON o.id = a.id ORDER BY a.device, a.epoch, a.seq
      """
    ) { row in
      func bytes(_ column: Int) -> [UInt8]? { row.isNull(column) ? nil : row.blob(column) }
      walk.take(
        ChainWalk.Step(
          device: row.id(0), epoch: row.int(1), seq: row.int(2), hash: row.blob(3),
          header: bytes(4), payload: bytes(5), payloadHash: bytes(6)))
    }
    return walk.problems
  }
}
