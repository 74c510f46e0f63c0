package import Domain
import Rows
import SQLite
import Wire

/// What devices are sent of the rows: the latest change of each that hangs on what they hold.
extension SQLiteAuthorityStore {
  package func page(
    after cursor: Int64, limit: Int, _ scope: FeedScope?
  ) throws -> FeedPage {
    try connection.atomically {
      let head = try sequence()
      // What is beyond is of a past that is lost.
      let from = cursor > head ? 0 : cursor
      var page = FeedPage(from: from, to: from, more: from < head, changes: [])
      // Where most rows are for others, several steps make a page.
      while page.more, page.changes.count <= limit / 2 {
        let end = try self.end(after: page.to, limit: limit) ?? head
        let found =
          try scope.map { try entries(after: page.to, to: end, $0) }
          ?? entries(after: page.to, to: end)
        let cut = FeedCut(found, to: end, limit: limit)
        page.changes += try cut.entries.flatMap { try changes($0, scope) }
        page.to = cut.to
        page.more = cut.to < head
      }
      return page
    }
  }

  /// The last sequence before the one with which `limit` rows are passed; nil where that is the last.
  private func end(after cursor: Int64, limit: Int) throws -> Int64? {
    let over = try connection.first(
      "SELECT sequence FROM entity WHERE sequence > ? ORDER BY sequence LIMIT 1 OFFSET ?",
      cursor, limit
    ) { $0.int(0) }
    guard let over else { return nil }
    let first = try connection.first(
      "SELECT sequence FROM entity WHERE sequence > ? ORDER BY sequence LIMIT 1", cursor
    ) { $0.int(0) }
    return max(over - 1, first ?? over)
  }

  private func changes(_ entry: FeedEntry, _ scope: FeedScope?) throws -> [FeedChange] {
    switch entry.what {
    case .evict(let session): return [.evict(session)]
    case .end(let table, let key):
      // A booking that goes takes its entries along, which may not have changed since.
      let entries =
        table == .booking
        ? try connection.all("SELECT id FROM ledger WHERE booking = ?", ID<Booking>(key)) {
          FeedChange.row(.delete(.ledger, $0.id(0, LedgerEntry.self).raw))
        } : []
      return [.row(.delete(table, key))] + entries
    case .row(let table, let key):
      guard let row = try connection.record(table, key) else { return [] }
      return [.row(.put(try scope?.portion(of: row) ?? row))]
    }
  }

  // MARK: What changed

  private func entries(after cursor: Int64, to end: Int64) throws -> [FeedEntry] {
    try connection.all(
      """
      SELECT "table", key, gone, sequence FROM entity WHERE sequence > ? AND sequence <= ?
      """, cursor, end
    ) { $0.entry(at: $0.int(3), isGone: $0.bool(2)) }.compactMap { $0 }
  }

  private func entries(
    after cursor: Int64, to end: Int64, _ scope: FeedScope
  ) throws -> [FeedEntry] {
    let changed = try connection.all(
      """
      SELECT e."table", e.key, e.gone, e.sequence, e.session IS NULL, e.was IS NULL,
        s.since, s.gone IS NULL, e."table" = 'booking' AND s.gone > ?1
      FROM entity e
      LEFT JOIN scope s ON s.location = ?3 AND s.role = ?4 AND s.session = e.session
      WHERE e.sequence > ?1 AND e.sequence <= ?2
        AND (e.audience IS NULL OR e.audience = ?3 OR e.audience = ?5)
      """, cursor, end, scope.location, scope.role.rawValue, scope.device
    ) { row -> FeedEntry? in
      let sequence = row.int(3)
      if row.bool(4) { return row.entry(at: sequence, isGone: row.bool(2)) }
      if let since = row.optionalInt(6), row.bool(7) {
        let at = max(sequence, since)
        return at > end ? nil : row.entry(at: at, isGone: row.bool(2))
      }
      // It left the session under which the device may have it; or the session left, and the device
      // has entries of a booking that it was never told of.
      let isLeft = !row.bool(5) || row.optionalInt(8) == 1
      return isLeft ? row.entry(at: sequence, isGone: true) : nil
    }
    let entered = try connection.all(
      """
      SELECT e."table", e.key, e.gone, s.since FROM scope s JOIN entity e ON e.session = s.session
      WHERE s.location = ?3 AND s.role = ?4 AND s.since > ?1 AND s.since <= ?2 AND s.gone IS NULL
        AND e.sequence <= ?1
      """, cursor, end, scope.location, scope.role.rawValue
    ) { $0.entry(at: $0.int(3), isGone: $0.bool(2)) }
    let left = try connection.all(
      """
      SELECT gone, session FROM scope
      WHERE location = ?3 AND role = ?4 AND gone > ?1 AND gone <= ?2
      """, cursor, end, scope.location, scope.role.rawValue
    ) { FeedEntry(at: $0.int(0), .evict($0.id(1))) }
    return (changed + entered).compactMap { $0 }.filter { $0.isHeld(by: scope) } + left
  }

  // MARK: Digests

  package func digests(_ scope: FeedScope?) throws -> [Table: UInt64] {
    try connection.atomically {
      try Table.allCases.reduce(into: [:]) { digests, table in
        let rows = try scope.map { try hashes(of: table, $0) } ?? hashes(of: table)
        digests[table] = rows.reduce(0) { $0 &+ UInt64(bitPattern: $1) }
      }
    }
  }

  private func hashes(of table: Table) throws -> [Int64] {
    try connection.all("SELECT rowhash FROM \"\(table.rawValue)\"") { $0.int(0) }
  }

  private func hashes(of table: Table, _ scope: FeedScope) throws -> [Int64] {
    guard scope.holds(table) else { return [] }
    func transformed<R: Record>(_ type: R.Type) throws -> [Int64] {
      try sent(R.self, to: scope).map { row in
        guard let row = try scope.portion(of: row) as? R else { return 0 }
        return RowWriter.hash(R.fields.map { $0.get(row) })
      }
    }
    if !scope.isVerbatim(table) { return try transformed(table.type) }
    guard table.hangs else { return try hashes(of: table) }
    return try connection.all(
      "SELECT r.rowhash FROM \"\(table.rawValue)\" r \(Self.isSent)", table.rawValue,
      scope.location, scope.role.rawValue, scope.device
    ) { $0.int(0) }
  }

  private func sent<R: Record>(_ type: R.Type, to scope: FeedScope) throws -> [R] {
    guard R.table.hangs else { return try connection.records(R.self, "") }
    return try connection.all(
      "SELECT \(RowSQL[R.table].columns(of: "r")) FROM \"\(R.table.rawValue)\" r \(Self.isSent)",
      R.table.rawValue, scope.location, scope.role.rawValue, scope.device
    ) { try $0.record(R.self) }
  }

  /// Of the rows `r` those that a device holds: table, location, role, device.
  private static let isSent = """
    JOIN entity e ON e."table" = ?1 AND e.key = r.id
    WHERE (e.audience IS NULL OR e.audience = ?2 OR e.audience = ?4)
      AND (e.session IS NULL OR e.session IN (
        SELECT session FROM scope WHERE location = ?2 AND role = ?3 AND gone IS NULL))
    """
}

extension Row {
  /// Of `table` and `key` in the first two columns; nil for a table of another program.
  fileprivate func entry(at: Int64, isGone: Bool) -> FeedEntry? {
    guard let table = Table(rawValue: text(0)), let key = withBytes(1, { Bits128(bytes: $0) })
    else { return nil }
    return FeedEntry(at: at, isGone ? .end(table, key) : .row(table, key))
  }
}
