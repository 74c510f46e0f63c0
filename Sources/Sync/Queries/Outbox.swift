import Domain
import SQLite
import Wire

extension DeskStore {
  /// This device's operations, oldest first (`newestFirst` turns that round), and how many pend.
  package func outbox(pendingOnly: Bool = false, limit: Int? = nil, newestFirst: Bool = false)
    throws -> (pending: Int, operations: [OperationView])
  {
    let pends = "u.position IS NULL"
    return try readOperations { connection in
      let pending = try connection.first(
        "SELECT count(*) FROM operations LEFT JOIN outcomes u USING(position) WHERE \(pends)"
      ) { Int($0.int(0)) }
      let operations = try connection.all(
        """
        SELECT \(OperationView.columns)
        FROM operations o JOIN receipts r USING(position) LEFT JOIN outcomes u USING(position)
        \(pendingOnly ? "WHERE \(pends)" : "")
        ORDER BY o.position \(newestFirst ? "DESC" : "ASC") LIMIT ?
        """, limit ?? -1
      ) { try OperationView($0) }
      return (pending ?? 0, operations)
    }
  }

  /// How many operations this device has written in all.
  package func outboxTotal() throws -> Int {
    try readOperations { connection in
      try connection.first("SELECT count(*) FROM operations") { Int($0.int(0)) } ?? 0
    }
  }
}

extension OperationView {
  /// As a query names them, of operations `o`, receipts `r` and outcomes `u`, for `init(_:)`.
  static let columns =
    "o.id, o.device, o.epoch, o.seq, o.kind, o.at, o.actor, u.state, u.code, r.firm"
  static let width = 10

  /// Throws where a column holds what this version never wrote.
  init(_ row: Row) throws {
    guard let id = Bits128(bytes: row.blob(0)), let device = Bits128(bytes: row.blob(1)),
      let kind = OperationKind(rawValue: row.text(4)), let actor = Actor(text: row.text(6))
    else { throw StoreError(.damaged, "operations.db holds an operation that cannot be read") }
    let outcome = row.optionalText(7).map { state in
      Outcome(
        Outcome.State(rawValue: state) ?? .parked,
        code: row.optionalText(8).flatMap(RefusalCode.init(rawValue:)))
    }
    self.init(
      id: ID(id), device: ID(device), epoch: UInt64(bitPattern: row.int(2)),
      seq: Int(row.int(3)), kind: kind, at: Instant(row.int(5)), actor: actor, outcome: outcome,
      isFirm: row.bool(9))
  }
}
