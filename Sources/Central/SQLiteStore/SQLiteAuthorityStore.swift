package import Domain
import Rows
import SQLite
package import Wire
package import Zones

/// The authority's store in one SQLite file for each organization; one writer at a time.
package final class SQLiteAuthorityStore: AuthorityStore {
  private let connection: Connection
  private var studio: Studio

  /// Makes the file where there is none; throws `SQLiteError`, `SchemaTooNew` or `UnreadableRow`.
  package init(_ path: String, zones: TZifTree) throws {
    connection = try Connection(path, .init(synchronous: .full))
    try connection.migrate(AuthorityFile.migrations)
    studio = try Studio(connection, version: 0, zones: zones)
    try refreshStudio()
  }

  package func close() { connection.close() }

  package func commit<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try connection.transaction {
        // Another process of this machine may have written.
        try refreshStudio()
        return try body()
      }
    } catch {
      // What was taken over from changes that are now undone.
      studio = try Studio(connection, version: try studioVersion(), zones: studio.zones)
      throw error
    }
  }

  private func studioVersion() throws -> Int64 {
    try connection.first("SELECT studio FROM state") { $0.int(0) } ?? 0
  }

  private func refreshStudio() throws {
    let version = try studioVersion()
    guard version != studio.version else { return }
    studio = try Studio(connection, version: version, zones: studio.zones)
  }

  package func sequence() throws -> Int64 {
    try connection.first("SELECT sequence FROM state") { $0.int(0) } ?? 0
  }

  // MARK: Operations

  package func head(of device: ID<Device>, _ epoch: Epoch) throws -> ChainHead {
    try connection.first(
      "SELECT seq, hash FROM arrivals WHERE device = ? AND epoch = ? ORDER BY seq DESC LIMIT 1",
      device, Int64(bitPattern: epoch.raw)
    ) { ChainHead(seq: Int($0.int(0)), hash: $0.blob(1)) } ?? .start
  }

  package func verdict(
    on id: ID<Operation>
  ) throws -> (verdict: Verdict, payloadHash: [UInt8])? {
    try connection.first(
      """
      SELECT sequence, state, code, subject, returned, results, payloadHash
      FROM operations WHERE id = ?
      """, id
    ) { row in
      let outcome = Outcome(
        Outcome.State(rawValue: row.text(1)) ?? .parked,
        code: row.optionalText(2).flatMap(RefusalCode.init(rawValue:)))
      let verdict = Verdict(
        operation: id, sequence: row.int(0), outcome: outcome,
        subject: row.optionalBlob(3).flatMap { Bits128(bytes: $0) },
        returned: row.optionalInt(4).map { Credits(hundredths: Int($0)) },
        results: try row.optionalBlob(5).map { try ReceiptCodec.results($0) } ?? [])
      return (verdict, row.blob(6))
    }
  }

  package func facts(for operation: Operation) throws -> Facts {
    let base = studio.facts(knowing: operation.intent.namedZone)
    return try FactLoader(connection).facts(for: operation, on: base)
  }

  package func extend(
    _ device: ID<Device>, _ epoch: Epoch, to head: ChainHead, by id: ID<Operation>
  ) throws {
    try connection.run(
      "INSERT INTO arrivals VALUES(?, ?, ?, ?, ?)", device, Int64(bitPattern: epoch.raw), head.seq,
      id, head.hash)
  }

  package func keep(_ arrival: Arrival, _ verdict: Verdict) throws {
    let results = verdict.results.isEmpty ? nil : try ReceiptCodec.encode(verdict.results)
    try connection.run(
      "INSERT INTO operations VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", verdict.sequence,
      verdict.operation, arrival.header, arrival.payloadHash, verdict.outcome.state.rawValue,
      verdict.outcome.code?.rawValue, verdict.subject?.bytes, verdict.returned?.hundredths, results)
    try connection.run("INSERT INTO payloads VALUES(?, ?)", verdict.sequence, arrival.payload)
    try connection.run("UPDATE state SET sequence = ?", verdict.sequence)
  }

  // MARK: Rows

  package func write(_ changes: [Change], at sequence: Int64) throws {
    var writer = RowWriter(connection)
    try writer.write(changes)
    for change in changes {
      let gone = if case .delete = change { true } else { false }
      try connection.run(
        """
        INSERT INTO entity VALUES(?, ?, ?, ?)
        ON CONFLICT("table", key) DO UPDATE SET sequence = excluded.sequence, gone = excluded.gone
        """, change.table.rawValue, change.key.bytes, sequence, gone ? 1 : 0)
    }
    guard writer.studioChanged else { return }
    let version = studio.version + 1
    try connection.run("UPDATE state SET studio = ?", version)
    studio.apply(changes, version: version)
  }

  package func page(after cursor: Int64, limit: Int) throws -> FeedPage {
    try connection.atomically {
      let head = try sequence()
      // The last sequence that fits; a single one that is larger goes whole.
      let last = try connection.first(
        "SELECT sequence FROM entity WHERE sequence > ? ORDER BY sequence LIMIT 1 OFFSET ?",
        cursor, limit
      ) { $0.int(0) }
      let first = try connection.first(
        "SELECT min(sequence) FROM entity WHERE sequence > ?", cursor
      ) { $0.optionalInt(0) }
      let to = last.map { max($0 - 1, (first ?? nil) ?? $0) } ?? head
      let found = try connection.all(
        """
        SELECT "table", key, gone FROM entity WHERE sequence > ? AND sequence <= ?
        ORDER BY sequence, "table", key
        """, cursor, to
      ) { (table: $0.text(0), key: $0.blob(1), gone: $0.int(2) != 0) }
      let changes = try found.compactMap { entity -> Change? in
        guard let table = Table(rawValue: entity.table), let key = Bits128(bytes: entity.key) else {
          return nil
        }
        if entity.gone { return .delete(table, key) }
        return try connection.record(table, key).map { .put($0) }
      }
      return FeedPage(from: cursor, to: to, more: to < head, changes: changes)
    }
  }

  package func digests() throws -> [Table: UInt64] {
    try Table.allCases.reduce(into: [:]) { digests, table in
      digests[table] = try connection.all("SELECT rowhash FROM \"\(table.rawValue)\"") {
        UInt64(bitPattern: $0.int(0))
      }.reduce(0, &+)
    }
  }
}
