package import Central
import Domain
import Wire

/// The feed: what devices are sent of the rows.
extension PostgresAuthorityStore {
  package func page(
    after cursor: Int64, limit: Int, _ scope: FeedScope?
  ) throws -> FeedPage {
    if try isFresh(), let page = try recentPage(after: cursor, limit: limit, scope) { return page }
    return try read { link in
      let head = try refreshStudio(link)
      // What is beyond is of a past that is lost.
      let from = cursor > head ? 0 : cursor
      var page = FeedPage(from: from, to: from, more: from < head, changes: [])
      let stays = try scope.map { try self.stays($0, at: head, link) } ?? [:]
      // Where most rows are for others, several steps make a page.
      while page.more, page.changes.count <= limit / 2 {
        let touched = try touched(after: page.to, limit: limit, link)
        let end =
          FeedSpan.end(touched, limit) ?? (touched.count > limit ? touched.last?.sequence : nil)
        let reading = FeedReading(
          scope: scope, stays: stays, cursor: page.to, end: end ?? head, floor: floor)
        let rows = try rows(reading, touched.filter { $0.sequence <= reading.end }, link)
        let cut = FeedCut(rows.entries, to: reading.end, limit: limit)
        let entries = try self.entries(ofThoseIn: cut.entries, link)
        for entry in cut.entries {
          if let change = try told(entry, scope, { rows.found[$0]?.row }) {
            page.changes.append(change)
          }
          if case .end(.booking, let key) = entry.what { page.changes += entries[key] ?? [] }
        }
        page.to = cut.to
        page.more = cut.to < head
      }
      return page
    }
  }

  /// Nil where what is remembered does not reach back so far, or sessions came and went since.
  private func recentPage(
    after cursor: Int64, limit: Int, _ scope: FeedScope?
  ) throws -> FeedPage? {
    guard recent.reaches(cursor) else { return nil }
    let head = recent.last
    var stays: [ID<Session>: Stay] = [:]
    if let scope {
      guard windowsAt == head,
        let known = scopes[ScopeKey(location: scope.location, role: scope.role)]
      else { return nil }
      stays = known
    }
    let touched = recent.touched(after: cursor)
    let reading = FeedReading(
      scope: scope, stays: stays, cursor: cursor, end: FeedSpan.end(touched, limit) ?? head,
      floor: floor)
    guard reading.isQuiet else { return nil }
    let entries = reading.entries(touched.filter { $0.sequence <= reading.end }) {
      recent.latest($0)
    }
    let cut = FeedCut(entries, to: reading.end, limit: limit)
    return FeedPage(
      from: cursor, to: cut.to, more: cut.to < head,
      changes: try cut.entries.compactMap { try told($0, scope) { recent.row($0) } })
  }

  private func told(
    _ entry: FeedEntry, _ scope: FeedScope?, _ row: (RowKey) -> (any Record)?
  ) throws -> FeedChange? {
    switch entry.what {
    case .evict(let session): return .evict(session)
    case .end(let table, let key): return .row(.delete(table, key))
    case .row(let table, let key):
      guard let row = row(RowKey(table: table, key: key)) else { return nil }
      return .row(.put(try scope?.portion(of: row) ?? row))
    }
  }

  // MARK: From the database

  /// The ledger entries of the bookings that go, which take them along: by the booking's key.
  private func entries(
    ofThoseIn entries: [FeedEntry], _ link: Link
  ) throws -> [Bits128: [FeedChange]] {
    let going = entries.compactMap { entry -> Bits128? in
      if case .end(.booking, let key) = entry.what { return key }
      return nil
    }
    guard !going.isEmpty else { return [:] }
    var parameters = mine
    parameters.add(ColumnList(.bytes, keys: going.sorted()))
    try link.ask(FeedRows.entriesOfBookings, parameters)
    var changes: [Bits128: [FeedChange]] = [:]
    guard let rows = try link.answers().last?.rows else { return [:] }
    for row in rows {
      changes[row.key(0), default: []].append(.row(.delete(.ledger, row.key(1))))
    }
    return changes
  }

  private static let touched = Statement(
    """
    SELECT sequence, touched FROM operations
    WHERE organization = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
    """, .uuid, .int, .int)

  private func touched(after cursor: Int64, limit: Int, _ link: Link) throws -> FeedReading.Touched
  {
    try link.ask(Self.touched, mine(.int(cursor), .int(Int64(limit) + 1)))
    return try link.answers().last?.rows.map { ($0.int(0), Touches($0.blob(1)).all) } ?? []
  }

  private typealias Found = [RowKey: (sequence: Int64, row: any Record)]

  /// What has to be told, with the rows: two trips at most.
  private func rows(
    _ reading: FeedReading, _ touched: FeedReading.Touched, _ link: Link
  ) throws -> (entries: [FeedEntry], found: Found) {
    var keys: [Table: Set<Bits128>] = [:]
    for (_, touches) in touched {
      for touch in touches where reading.concerns(touch) {
        keys[touch.table, default: []].insert(touch.key)
      }
    }
    let entered = reading.entered
    var takers: [(Answer) throws -> Void] = []
    var found: Found = [:]
    var entries: [FeedEntry] = []
    for table in Table.allCases {
      func ask<R: Record>(_ type: R.Type) throws {
        if let keys = keys[table] {
          var parameters = mine
          parameters.add(ColumnList(.bytes, keys: keys.sorted()))
          try link.ask(FeedRows.byKey(table), parameters)
          takers.append { answer in
            for row in answer.rows {
              let record = try row.record(type, at: 1)
              found[RowKey(table: table, key: record.key)] = (row.int(0), record)
            }
          }
        }
        guard !entered.isEmpty, reading.scope?.holds(table) ?? false,
          let statement = FeedRows.hangingOn[table]
        else { return }
        var parameters = mine
        parameters.add(ColumnList(.bytes, keys: entered.map(\.raw)))
        try link.ask(statement, parameters)
        takers.append { answer in
          for row in answer.rows {
            let record = try row.record(type, at: 2)
            // Those that changed meanwhile are among the touched.
            guard row.int(1) <= reading.cursor else { continue }
            found[RowKey(table: table, key: record.key)] = (row.int(1), record)
            let since = reading.stays[ID(row.key(0))]?.since ?? 0
            entries.append(FeedEntry(at: since, .row(table, record.key)))
          }
        }
      }
      try ask(table.type)
    }
    for (take, answer) in zip(takers, try link.answers()) { try take(answer) }
    return (entries + reading.entries(touched) { found[$0]?.sequence }, found)
  }
}
