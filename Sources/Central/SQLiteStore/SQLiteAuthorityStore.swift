import Crypto
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
  ///
  /// `vfs` as in `Connection.Options`.
  package init(_ path: String, zones: TZifTree, vfs: String? = nil) throws {
    connection = try Connection(path, .init(synchronous: .full, vfs: vfs))
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

  package func expect(_ expected: Expected) {
    // The file is at hand: each question is answered when it is asked.
  }

  package func head(of device: ID<Device>, _ epoch: Epoch) throws -> ChainHead? {
    try connection.first(
      "SELECT seq, hash FROM arrivals WHERE device = ? AND epoch = ? ORDER BY seq DESC LIMIT 1",
      device, Int64(bitPattern: epoch.raw)
    ) { ChainHead(seq: Int($0.int(0)), hash: $0.blob(1)) }
  }

  package func known(_ id: ID<Operation>) throws -> Known? {
    try connection.first("\(Self.verdicts) WHERE id = ?", id) { row in
      Known(verdict: try Verdict(row), payloadHash: row.blob(7))
    }
  }

  package func outcomes(
    of device: ID<Device>, after sequence: Int64, limit: Int
  ) throws -> [Verdict] {
    try connection.all(
      "\(Self.verdicts) WHERE device = ? AND sequence > ? ORDER BY sequence LIMIT ?", device,
      sequence, limit
    ) { try Verdict($0) }
  }

  private static let verdicts = """
    SELECT id, sequence, state, code, subject, returned, results, payloadHash FROM operations
    """

  package func studio(knowing zone: String?) throws -> Facts { studio.facts(knowing: zone) }

  package func answer(_ reads: [Read], into facts: inout Facts) throws {
    try FactLoader(connection).answer(reads, into: &facts)
  }

  package func extend(
    _ device: ID<Device>, _ epoch: Epoch, to head: ChainHead, by id: ID<Operation>
  ) throws {
    try connection.run(
      "INSERT INTO arrivals VALUES(?, ?, ?, ?, ?)", device, Int64(bitPattern: epoch.raw), head.seq,
      id, head.hash)
  }

  package func keep(
    _ stored: StoredOperation, of device: ID<Device>, _ verdict: Verdict
  ) throws {
    let results = verdict.results.isEmpty ? nil : try ReceiptCodec.encode(verdict.results)
    try connection.run(
      "INSERT INTO operations VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", verdict.sequence,
      verdict.operation, device, stored.header, SHA256.hash(stored.payload),
      verdict.outcome.state.rawValue, verdict.outcome.code?.rawValue, verdict.subject?.bytes,
      verdict.returned?.hundredths, results)
    try connection.run("INSERT INTO payloads VALUES(?, ?)", verdict.sequence, stored.payload)
    try connection.run("UPDATE state SET sequence = ?", verdict.sequence)
  }

  // MARK: The authority's own

  package func contacts() throws -> [ID<Device>: Contact] {
    let rows = try connection.all("SELECT device, at, watermark, closed, cursor FROM contacts") {
      row in
      let contact = Contact(
        at: Instant(row.int(1)), watermark: row.optionalInt(2).map { Instant($0) },
        closed: row.int(3) != 0, cursor: row.int(4))
      return (row.id(0, Device.self), contact)
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  package func setContact(_ contact: Contact, of device: ID<Device>) throws {
    try connection.run(
      "INSERT OR REPLACE INTO contacts VALUES(?, ?, ?, ?, ?)", device, contact.at,
      contact.watermark?.seconds, contact.closed ? 1 : 0, contact.cursor)
  }

  package func note(_ name: String) throws -> [UInt8]? {
    try connection.first("SELECT value FROM notes WHERE name = ?", name) { $0.blob(0) }
  }

  package func setNote(_ name: String, _ value: [UInt8]?) throws {
    if let value {
      try connection.run("INSERT OR REPLACE INTO notes VALUES(?, ?)", name, value)
    } else {
      try connection.run("DELETE FROM notes WHERE name = ?", name)
    }
  }

  package func due(at now: Instant) throws -> [any Intent] {
    try refreshStudio()
    let home = studio.facts.all(Location.self).first?.id ?? .none
    return try DueWork(in: connection, at: now, studio: studio, home: home).intents
  }

  package func isWaited(for session: ID<Session>) throws -> Bool {
    try DueWork.isWaitedFor(session, in: connection)
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

  package func page(
    after cursor: Int64, limit: Int, _ scope: FeedScope?
  ) throws -> FeedPage {
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
      let changes = try found.compactMap { entity -> FeedChange? in
        guard let table = Table(rawValue: entity.table), let key = Bits128(bytes: entity.key) else {
          return nil
        }
        if entity.gone { return .row(.delete(table, key)) }
        return try connection.record(table, key).map { .row(.put($0)) }
      }
      return FeedPage(from: cursor, to: to, more: to < head, changes: changes)
    }
  }

  package func digests(_ scope: FeedScope?) throws -> [Table: UInt64] {
    try Table.allCases.reduce(into: [:]) { digests, table in
      digests[table] = try connection.all("SELECT rowhash FROM \"\(table.rawValue)\"") {
        UInt64(bitPattern: $0.int(0))
      }.reduce(0, &+)
    }
  }
}

extension Verdict {
  fileprivate init(_ row: Row) throws {
    self.init(
      operation: row.id(0), sequence: row.int(1),
      outcome: Outcome(
        Outcome.State(rawValue: row.text(2)) ?? .parked,
        code: row.optionalText(3).flatMap(RefusalCode.init(rawValue:))),
      subject: row.optionalBlob(4).flatMap { Bits128(bytes: $0) },
      returned: row.optionalInt(5).map { Credits(hundredths: Int($0)) },
      results: try row.optionalBlob(6).map { try ReceiptCodec.results($0) } ?? [])
  }
}
