import Domain
import Rows
import SQLite
import Zones

/// The writing side of replica.db: rows that can always be made again from operations.db.
final class Replica {
  let connection: Connection
  var studio: Studio

  struct State {
    var applied: Int64
    var studio: Int64
    var skipped: Int64
  }

  /// Throws what `isDamage` knows, or `OtherSchema`, where it has to be rebuilt.
  init(opening path: String, zones: TZifTree) throws {
    connection = try Connection(path, .init(synchronous: .normal))
    guard try connection.pragma("user_version") == Int64(ReplicaSchema.version) else {
      throw OtherSchema()
    }
    studio = Studio(zones: zones)
    do {
      studio = try Studio(connection, version: try state().studio, zones: zones)
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
  init(making path: String, zones: TZifTree) throws {
    connection = try Connection(path, .init(synchronous: .off))
    try ReplicaSchema.create(in: connection)
    studio = Studio(zones: zones)
  }

  /// Made by another version of this program, or never finished.
  struct OtherSchema: Error {}

  func state() throws -> State {
    let state = try connection.first("SELECT applied, studio, skipped FROM state") {
      State(applied: $0.int(0), studio: $0.int(1), skipped: $0.int(2))
    }
    guard let state else { throw OtherSchema() }
    return state
  }

  /// Reads the studio anew where another process has changed it.
  func refreshStudio(_ state: State) throws {
    guard state.studio != studio.version else { return }
    studio = try Studio(connection, version: state.studio, zones: studio.zones)
  }

  /// What the rules make of an operation on these rows; throws what they refuse.
  func decide(_ operation: Operation) throws -> (decision: Decision, facts: Facts) {
    let base = studio.facts(knowing: operation.intent.namedZone)
    let facts = try FactLoader(connection).facts(for: operation, on: base)
    return (try Domain.decide(operation, facts), facts)
  }

  /// Writes a decision and how far the operations have come; inside the caller's transaction.
  func apply(_ decision: Decision, position: Int64) throws {
    var writer = RowWriter(connection) { [connection] old, new in
      if let new {
        try SearchIndex.write(new, replacing: old, in: connection)
      } else if let old {
        try SearchIndex.remove(old, in: connection)
      }
    }
    try writer.write(decision.changes)
    guard writer.studioChanged else {
      return try connection.run("UPDATE state SET applied = ?", position)
    }
    let version = studio.version + 1
    try connection.run("UPDATE state SET applied = ?, studio = ?", position, version)
    studio.apply(decision.changes, version: version)
  }
}
