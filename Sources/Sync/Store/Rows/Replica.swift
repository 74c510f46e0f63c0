package import Domain
package import Rows
package import SQLite
import Wire
package import Zones

/// The writing side of replica.db: rows that can always be made again from operations.db.
package final class Replica {
  package let connection: Connection
  package var studio: Studio

  package struct State {
    /// The highest sequence of the authority whose changes are in the rows.
    package var cursor: Int64
    /// The last operation of operations.db that has been looked at.
    package var applied: Int64
    var studio: Int64
    /// Pending operations that the rules refuse on the rows as they now are.
    package var refused: Int64
  }

  /// Throws what `isDamage` knows, or `OtherSchema`, where it has to be rebuilt.
  package init(
    opening path: String, zones: TZifTree, vfs: String? = nil,
    keyed: @escaping Facts.Keyed = { $0 }
  ) throws {
    connection = try Connection(path, .init(synchronous: .normal, vfs: vfs))
    guard try connection.pragma("user_version") == Int64(ReplicaSchema.version) else {
      throw OtherSchema()
    }
    studio = Studio(zones: zones, keyed: keyed)
    do {
      studio = try Studio(
        connection, version: try state().studio, zones: zones, keyed: keyed)
    } catch  where lacks(error) {
      throw StoreError(.damaged, "replica.db has not the tables that it was made with")
    }
  }

  /// True for the error of SQL that a missing table or column gives.
  func lacks(_ error: any Error) -> Bool {
    guard case SQLiteError.Code.error = error else { return false }
    return !ReplicaSchema.fits(connection)
  }

  /// An empty one, to be filled by a replay.
  package init(
    making path: String, zones: TZifTree, vfs: String? = nil,
    keyed: @escaping Facts.Keyed = { $0 }
  ) throws {
    connection = try Connection(path, .init(synchronous: .off, vfs: vfs))
    try ReplicaSchema.create(in: connection)
    studio = Studio(zones: zones, keyed: keyed)
  }

  /// Made by another version of this program, or never finished.
  package struct OtherSchema: Error {}

  package func state() throws -> State {
    let state = try connection.first("SELECT cursor, applied, studio, refused FROM state") {
      State(cursor: $0.int(0), applied: $0.int(1), studio: $0.int(2), refused: $0.int(3))
    }
    guard let state else { throw OtherSchema() }
    return state
  }

  /// Reads the studio anew where another process has changed it.
  package func refreshStudio(_ state: State) throws {
    guard state.studio != studio.version else { return }
    studio = try Studio(
      connection, version: state.studio, zones: studio.zones, keyed: studio.keyed)
  }

  /// A transaction after which the studio in memory is that of the rows, also where it failed: the
  /// number of a change that was lost may be given to another.
  func atomically<Result>(_ body: () throws -> Result) throws -> Result {
    let before = studio
    do {
      return try connection.atomically(body)
    } catch {
      studio = before
      throw error
    }
  }

  /// What the rules make of an operation on these rows; throws what they refuse.
  package func decide(_ operation: Operation) throws -> (decision: Decision, facts: Facts) {
    let facts = try facts(for: operation)
    return (try weighed(try Domain.decide(operation, facts)), facts)
  }

  /// As `Domain.decideAgain`, on these rows.
  func decideAgain(
    _ operation: Operation
  ) throws -> (decision: Decision, facts: Facts, isRefused: Bool) {
    let facts = try facts(for: operation)
    let (decision, refusal) = Domain.decideAgain(operation, facts)
    return (try weighed(decision), facts, refusal != nil)
  }

  /// What changes a booking that may not stay as it is is no surer than that.
  private func weighed(_ decision: Decision) throws -> Decision {
    guard decision.isFirm, try isUnsure(decision) else { return decision }
    var decision = decision
    decision.isFirm = false
    return decision
  }

  private func isUnsure(_ decision: Decision) throws -> Bool {
    try decision.changes.contains { change in
      guard change.table == .booking else { return false }
      return try connection.first(
        "SELECT 1 FROM base WHERE \"table\" = ? AND key = ? AND NOT firm", change.table.rawValue,
        change.key.bytes
      ) { _ in true } ?? false
    }
  }

  /// The rows that the rules ask about an operation.
  func facts(for operation: Operation) throws -> Facts {
    let base = studio.facts(knowing: operation.intent.namedZone)
    return try FactLoader(connection).facts(for: operation, on: base)
  }

  /// Writes what a pending operation does and how far the operations have come; inside the caller's
  /// transaction. `facts` are those that it was decided on.
  func apply(_ decision: Decision, on facts: Facts, position: Int64) throws {
    for change in decision.changes { try keepBase(of: change, facts, decision.isFirm) }
    try write(decision.changes, onlyDifferent: false)
    try connection.run(
      "UPDATE state SET applied = ?, changed = changed + 1", position)
  }

  /// Keeps what the authority says of a row, before the first pending operation changes it.
  private func keepBase(of change: Change, _ facts: Facts, _ isFirm: Bool) throws {
    let row = try facts.row(change.table, change.key) ?? connection.record(change.table, change.key)
    try connection.run(
      """
      INSERT INTO base VALUES(?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET firm = min(firm, excluded.firm)
      """, change.table.rawValue, change.key.bytes, row.map { RowBytes.encode($0.values) }, isFirm)
  }

  private func write(_ changes: [Change], onlyDifferent: Bool) throws {
    var writer = RowWriter(connection, onlyDifferent: onlyDifferent) { [connection] old, new in
      if let new {
        try SearchIndex.write(new, replacing: old, in: connection)
      } else if let old {
        try SearchIndex.remove(old, in: connection)
      }
    }
    try writer.write(changes)
    guard writer.studioChanged else { return }
    let version = studio.version + 1
    try connection.run("UPDATE state SET studio = ?", version)
    studio.apply(changes, version: version)
  }

  /// True where rows stand as only this device's operations make them.
  package var hasPending: Bool {
    get throws { try connection.first("SELECT 1 FROM base LIMIT 1") { _ in true } ?? false }
  }

  // MARK: Rebase

  /// Takes back what pending operations did, and puts in what the authority says; inside the caller's
  /// transaction, which then decides the pending ones again.
  func rebase(_ rows: CollectedRows) throws {
    var changes = OrderedChanges()
    for row in try baseRows() { changes.put(row) }
    try connection.run("DELETE FROM base")
    for change in rows.changes {
      switch change {
      case .row(let row): changes.put(row)
      case .evict(let session):
        try write(changes.changes, onlyDifferent: true)
        changes = OrderedChanges()
        try connection.evict(session)
      }
    }
    try write(changes.changes, onlyDifferent: true)
    if !rows.more { try connection.endEviction() }
    try connection.run(
      "UPDATE state SET cursor = ?, refused = 0, changed = changed + 1", rows.to)
  }

  private func baseRows() throws -> [Change] {
    try connection.all("SELECT \"table\", key, row FROM base") { row in
      guard let table = Table(rawValue: row.text(0)), let key = Bits128(bytes: row.blob(1)) else {
        throw StoreError(.damaged, "replica.db holds a row that cannot be read")
      }
      guard let bytes = row.optionalBlob(2) else { return .delete(table, key) }
      func record<R: Record>(_ type: R.Type) throws -> R {
        guard let row = R(values: try RowBytes.values(bytes)) else {
          throw UnreadableRow(table: table)
        }
        return row
      }
      return .put(try record(table.type))
    }
  }
}

/// Changes by their rows: the last one of each counts, at the place of the first.
private struct OrderedChanges {
  private(set) var changes: [Change] = []
  private var places: [Place: Int] = [:]

  private struct Place: Hashable {
    let table: Table
    let key: Bits128
  }

  mutating func put(_ change: Change) {
    let place = Place(table: change.table, key: change.key)
    if let known = places[place] {
      changes[known] = change
    } else {
      places[place] = changes.count
      changes.append(change)
    }
  }
}
