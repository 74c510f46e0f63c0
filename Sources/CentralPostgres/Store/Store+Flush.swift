import Central
import Domain
import Rows
import Wire

/// Everything that a commit has done so far, on its way to the database in one go.
extension PostgresAuthorityStore {
  /// Sends what has changed since the last time, and does not wait for it.
  func flush() throws {
    try flushRows()
    try flushPlaces()
    try flushOperations()
    try flushChains()
    try flushParked()
    try flushOwn()
  }

  func write(_ statement: Statement, _ parameters: Parameters) throws {
    if turn?.isAhead ?? false {
      turn?.writes.append((statement, parameters))
    } else {
      try send(statement, parameters) { _ in }
    }
  }

  private func flushRows() throws {
    let unwritten = memory.unwritten
    if memory.misleads { turn?.mustRest = true }
    memory.written()
    for table in Table.allCases {
      let changed = unwritten[table]
      if changed.isEmpty { continue }
      let keys = changed.keys.sorted()
      let gone = keys.filter { memory.row(table, $0) == nil }
      if gone.count < keys.count {
        func put<R: Record>(_ type: R.Type) throws {
          let rows = keys.compactMap { key in memory[ID<R>(key)].map { ($0, changed[key] ?? 0) } }
          try write(RowTable[table].upsert, parameters(of: rows))
        }
        try put(table.type)
      }
      if !gone.isEmpty {
        var parameters = mine
        parameters.add(ColumnList(.bytes, keys: gone))
        try write(RowTable[table].delete, parameters)
      }
    }
  }

  private func parameters<R: Record>(of rows: [(row: R, sequence: Int64)]) -> Parameters {
    var hashes = ColumnList(.int)
    var columns = RowTable[R.table].types.map { ColumnList($0) }
    for (row, _) in rows {
      let values = R.fields.map { $0.get(row) }
      hashes.append(.int(RowWriter.hash(values)))
      for (place, value) in values.enumerated() { columns[place].append(value) }
    }
    var parameters = mine
    parameters.add(ColumnList(.int, rows.lazy.map { .int($0.sequence) }))
    parameters.add(hashes)
    for column in columns { parameters.add(column) }
    return parameters
  }

  // MARK: Operations

  private static let addOperations = Statement(
    """
    INSERT INTO operations(organization, sequence, id, device, header, payload, "payloadHash",
      state, code, subject, returned, results, seal, touched)
    SELECT $1, u.* FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) u
    """, .uuid, .intArray, .uuidArray, .uuidArray, .bytesArray, .bytesArray, .bytesArray,
    .textArray, .textArray, .uuidArray, .intArray, .bytesArray, .intArray, .bytesArray)
  private static let reviseOperation = Statement(
    """
    UPDATE operations SET sequence = $3, state = $4, code = $5, subject = $6, returned = $7,
      results = $8, seal = $9 | (seal & \(KeptOperation.Course.alone.rawValue)), touched = $10
    WHERE organization = $1 AND id = $2
    """, .uuid, .uuid, .int, .text, .text, .uuid, .int, .bytes, .int, .bytes)

  private func flushOperations() throws {
    guard let kept = turn?.kept, !kept.isEmpty else { return }
    turn?.kept = []
    turn?.done += kept
    var added: [Turn.Kept] = []
    for kept in kept {
      switch kept.what {
      case .arrival: added.append(kept)
      case .revision:
        let row = try KeptOperation(kept.arrival, kept.verdict)
        var parameters = mine(row.id.value, .int(row.sequence))
        for value in row.outcome { parameters.add(value) }
        parameters.add(.int(row.seal(.parked)))
        parameters.add(Self.touches(kept))
        try write(Self.reviseOperation, parameters)
      }
    }
    if !added.isEmpty { try add(added) }
  }

  private func add(_ added: [Turn.Kept]) throws {
    var columns: [ColumnList] = [
      .int, .uuid, .uuid, .bytes, .bytes, .bytes, .text, .text, .uuid, .int, .bytes, .int, .bytes,
    ].map { ColumnList($0) }
    for kept in added {
      let row = try KeptOperation(kept.arrival, kept.verdict)
      let values: [Value] =
        [
          .int(row.sequence), row.id.value, row.device.value, .blob(row.header),
          .blob(kept.arrival.stored.payload), .blob(row.payloadHash),
        ] + row.outcome
        + [.int(row.seal(kept.arrival.isAlone ? .alone : [])), Self.touches(kept)]
      for (place, value) in values.enumerated() { columns[place].append(value) }
    }
    var parameters = mine
    for column in columns { parameters.add(column) }
    try write(Self.addOperations, parameters)
  }

  private static func touches(_ kept: Turn.Kept) -> Value {
    var touches = Touches()
    for touch in kept.touches { touches.append(touch) }
    return touches.bytes.isEmpty ? .null : .blob(touches.bytes)
  }

  private static let addArrivals = Statement(
    "INSERT INTO arrivals SELECT $1, u.* FROM unnest($2, $3, $4, $5, $6, $7, $8) u",
    .uuid, .uuidArray, .intArray, .intArray, .uuidArray, .bytesArray, .bytesArray, .bytesArray)

  private func flushChains() throws {
    guard let chained = turn?.chained, !chained.isEmpty else { return }
    turn?.chained = []
    turn?.chainedDone += chained
    var parameters = mine
    parameters.add(ColumnList(.uuid, keys: chained.map(\.life.device.raw)))
    parameters.add(ColumnList(.int, chained.map { .int($0.life.epoch.number) }))
    parameters.add(ColumnList(.int, chained.map { .int(Int64($0.head.seq)) }))
    parameters.add(ColumnList(.uuid, keys: chained.map(\.id.raw)))
    parameters.add(ColumnList(.bytes, chained.map { .blob($0.head.hash) }))
    parameters.add(ColumnList(.bytes, chained.map { $0.bytes.map { .blob($0.header) } ?? .null }))
    parameters.add(ColumnList(.bytes, chained.map { $0.bytes.map { .blob($0.payload) } ?? .null }))
    try write(Self.addArrivals, parameters)
  }

  private static let putParked = Statement(
    """
    INSERT INTO parked VALUES($1, $2, $3, $4, $5) ON CONFLICT (organization, id)
    DO UPDATE SET reason = excluded.reason, awaits = excluded.awaits, at = excluded.at
    """, .uuid, .uuid, .text, .uuid, .int)
  private static let dropParked = Statement(
    "DELETE FROM parked WHERE organization = $1 AND id = $2", .uuid, .uuid)

  private func flushParked() throws {
    guard let parked = turn?.newParked, !parked.isEmpty else { return }
    turn?.newParked = [:]
    turn?.mustRest = true
    for id in parked.keys.sorted() {
      if let parked = parked[id] ?? nil {
        try write(
          Self.putParked,
          mine(id.value, .text(parked.reason.rawValue), parked.awaits.value, parked.at.value))
      } else {
        try write(Self.dropParked, mine(id.value))
      }
    }
  }
}
