import Domain
import Rows
package import SQLite

/// Only while no other process uses the file: see `Connection`, checkpoints.
extension SQLiteAuthorityStore {
  /// A whole copy, seen under its name only when it is there to its end.
  package func backup(to path: String) throws { try connection.backup(to: path) }

  /// What is damaged in a file, one sentence each; empty where it is sound. Names tables, never what
  /// is in them. `looked` hears from time to time how many rows it was.
  package static func problems(
    in path: String, looked: (Int) -> Void = { _ in }
  ) throws -> [String] {
    let file = try Connection(path, .init(readOnly: true, synchronous: .normal))
    defer { file.close() }
    let damaged = try file.problems(.integrity)
    let broken = try damaged.isEmpty ? missing(in: file) : damaged
    guard broken.isEmpty else { return broken }
    return try operationProblems(in: file) + file.changedRowsTold(looked: looked)
  }

  private static func missing(in file: Connection) throws -> [String] {
    let whole = try Connection(":memory:", .init())
    defer { whole.close() }
    // It may be an earlier program's, which knew less.
    let version = Int(try file.pragma("user_version"))
    try whole.migrate(Array(AuthorityFile.migrations.prefix(max(1, version))))
    func parts(_ connection: Connection) throws -> [String] {
      try connection.all("SELECT type || ' ' || name FROM sqlite_schema ORDER BY type DESC, name") {
        $0.text(0)
      }
    }
    let found = Set(try parts(file))
    guard !found.isEmpty else { return ["the studio is not in it"] }
    return try parts(whole).filter { !found.contains($0) }.map { "the \($0) is gone" }
  }

  /// What is wrong with operations, what was decided on them, and chains.
  package static func operationProblems(in file: Connection) throws -> [String] {
    var check = OperationsCheck()
    try file.each(
      """
      SELECT a.device, a.epoch, a.seq, a.hash, a.header, a.payload, o.header, o.payloadHash
      FROM arrivals a LEFT JOIN operations o ON o.id = a.id ORDER BY a.device, a.epoch, a.seq
      """
    ) { row in
      check.take(
        OperationsCheck.Step(
          device: row.id(0), epoch: row.int(1), seq: row.int(2), hash: row.blob(3),
          own: row.optionalBlob(4).map { ($0, row.optionalBlob(5)) },
          kept: row.optionalBlob(6).map { ($0, row.blob(7)) }))
    }
    // Nothing is changed in a file that is looked at, so it may be an earlier program's.
    let seal = try file.pragma("user_version") < AuthorityFile.sealed ? "0" : "o.seal"
    try file.each(
      """
      SELECT o.sequence, o.id, o.device, o.header, o.payloadHash, o.state, o.code, o.subject,
        o.returned, o.results, o.payload, \(seal), p.id IS NOT NULL
      FROM operations o LEFT JOIN parked p ON p.id = o.id ORDER BY o.sequence
      """
    ) { row in
      let kept = KeptOperation(
        sequence: row.int(0), id: row.id(1), device: row.id(2), header: row.blob(3),
        payloadHash: row.blob(4), state: row.text(5), code: row.optionalText(6),
        subject: row.optionalBlob(7), returned: row.optionalInt(8), results: row.optionalBlob(9))
      check.take(kept, payload: row.optionalBlob(10), seal: row.int(11), waits: row.bool(12))
    }
    let last = try file.first("SELECT sequence FROM state") { $0.int(0) }
    return check.problems(upTo: last ?? 0)
  }
}
