package import Central
package import Domain
package import Wire

/// What came, in which order, and what was made of it.
extension PostgresAuthorityStore {
  // MARK: Chains

  private static let heads = Statement(
    """
    SELECT q.device, q.epoch, a.seq, a.hash FROM unnest($2, $3) q(device, epoch)
    CROSS JOIN LATERAL (
      SELECT seq, hash FROM arrivals r
      WHERE r.organization = $1 AND r.device = q.device AND r.epoch = q.epoch
      ORDER BY seq DESC LIMIT 1) a
    """, .uuid, .uuidArray, .intArray)

  func sendForHeads(_ lives: [Turn.Life]) throws {
    let lives = lives.filter { turn?.heads[$0] == nil }
    guard !lives.isEmpty else { return }
    var parameters = mine
    parameters.add(ColumnList(.uuid, keys: lives.map(\.device.raw)))
    parameters.add(ColumnList(.int, lives.map { .int($0.epoch.number) }))
    try send(Self.heads, parameters) { answer in
      for life in lives { self.turn?.heads[life] = .some(nil) }
      for row in answer.rows {
        let life = Turn.Life(
          device: ID(row.key(0)), epoch: Epoch(UInt64(bitPattern: row.int(1))))
        self.turn?.heads[life] = ChainHead(seq: Int(row.int(2)), hash: row.blob(3))
      }
    }
  }

  package func head(of device: ID<Device>, _ epoch: Epoch) throws -> ChainHead? {
    let life = Turn.Life(device: device, epoch: epoch)
    if let head = turn?.heads[life] { return head }
    try sendForHeads([life])
    try settle()
    return turn?.heads[life] ?? nil
  }

  private static let links = Statement(
    """
    SELECT seq, hash FROM arrivals
    WHERE organization = $1 AND device = $2 AND epoch = $3 AND seq >= $4 ORDER BY seq LIMIT 64
    """, .uuid, .uuid, .int, .int)

  /// Whoever sends one operation again sends the next ones too, so several are asked at once.
  package func link(
    of device: ID<Device>, _ epoch: Epoch, at seq: Int
  ) throws -> [UInt8]? {
    let life = Turn.Life(device: device, epoch: epoch)
    if let link = turn?.links[life]?[seq] { return link }
    let parameters = mine(device.value, .int(epoch.number), .int(Int64(seq)))
    try send(Self.links, parameters) { answer in
      for row in answer.rows { self.turn?.links[life, default: [:]][Int(row.int(0))] = row.blob(1) }
    }
    try settle()
    return turn?.links[life]?[seq]
  }

  package func extend(
    _ device: ID<Device>, _ epoch: Epoch, to head: ChainHead, by id: ID<Operation>,
    bytes: StoredOperation?
  ) throws {
    let life = Turn.Life(device: device, epoch: epoch)
    turn?.heads[life] = head
    turn?.links[life, default: [:]][head.seq] = head.hash
    turn?.chained.append(Turn.Chained(life: life, head: head, id: id, bytes: bytes))
  }

  // MARK: Verdicts

  private static let knownByID = Statement(
    """
    SELECT \(Verdict.columns), "payloadHash" FROM unnest($2) q(asked) CROSS JOIN LATERAL (
      SELECT * FROM operations WHERE organization = $1 AND id = q.asked OFFSET 0) found
    """, .uuid, .uuidArray)

  private func mine(_ ids: [ID<Operation>]) -> Parameters {
    var parameters = mine
    parameters.add(ColumnList(.uuid, keys: ids.map(\.raw)))
    return parameters
  }

  func sendForKnown(_ ids: [ID<Operation>]) throws {
    let ids = ids.filter { turn?.known[$0] == nil }
    guard !ids.isEmpty else { return }
    try send(Self.knownByID, mine(ids)) { answer in
      for id in ids { self.turn?.known[id] = .some(nil) }
      for row in answer.rows {
        let known = try Known(row)
        self.turn?.known[known.verdict.operation] = known
      }
    }
  }

  package func known(_ id: ID<Operation>) throws -> Known? {
    guard let turn else { return try rows(Self.knownByID, mine([id])) { try Known($0) }.first }
    if let known = turn.known[id] { return known }
    try sendForKnown([id])
    try settle()
    return self.turn?.known[id] ?? nil
  }

  private static let told = Statement(
    """
    SELECT \(Verdict.columns) FROM operations
    WHERE organization = $1 AND device = $2 AND sequence > $3 ORDER BY sequence LIMIT $4
    """, .uuid, .uuid, .int, .int)

  package func outcomes(
    of device: ID<Device>, after sequence: Int64, limit: Int
  ) throws -> [Verdict] {
    if try isFresh(), let verdicts = recent.outcomes(of: device, after: sequence, limit: limit) {
      return verdicts
    }
    let parameters = mine(device.value, .int(sequence), .int(Int64(limit)))
    return try rows(Self.told, parameters) { try Verdict($0) }
  }

  // MARK: Their bytes

  private static let sent = Statement(
    """
    SELECT coalesce(a.header, o.header), coalesce(a.payload, o.payload) FROM arrivals a
    CROSS JOIN LATERAL (
      SELECT * FROM operations r WHERE r.organization = $1 AND r.id = a.id OFFSET 0) o
    WHERE a.organization = $1 AND a.device = $2 AND a.epoch = $3 AND a.seq > $4
    ORDER BY a.seq LIMIT $5
    """, .uuid, .uuid, .int, .int, .int)

  package func operations(
    of device: ID<Device>, _ epoch: Epoch, after seq: Int, limit: Int
  ) throws -> [StoredOperation] {
    let parameters = mine(
      device.value, .int(epoch.number), .int(Int64(seq)), .int(Int64(limit)))
    return try rows(Self.sent, parameters) {
      StoredOperation(header: $0.blob(0), payload: $0.blob(1))
    }
  }

  private static let bytes = Statement(
    "SELECT header, payload FROM operations WHERE organization = $1 AND id = $2", .uuid, .uuid)

  package func operation(_ id: ID<Operation>) throws -> StoredOperation? {
    func stored(_ row: AnswerRow) -> StoredOperation {
      StoredOperation(header: row.blob(0), payload: row.blob(1))
    }
    guard let turn else { return try rows(Self.bytes, mine(id.value), stored).first }
    for kept in turn.kept + turn.done + turn.carried where kept.verdict.operation == id {
      if case .arrival(let arrival) = kept.what { return arrival.stored }
    }
    var found: StoredOperation?
    try send(Self.bytes, mine(id.value)) { found = $0.first.map(stored) }
    try settle()
    return found
  }

  // MARK: Parked

  private static let waits = Statement(
    """
    SELECT id, reason, awaits, at FROM parked
    WHERE organization = $1 AND awaits IS NOT NULL ORDER BY id
    """, .uuid)
  private static let parkedFor = Statement(
    """
    SELECT id, reason, awaits, at FROM parked WHERE organization = $1 AND reason = $2 ORDER BY id
    """, .uuid, .text)

  /// All of them: there are none but after an outage in which two desks worked on one thing.
  func sendForWaits() throws {
    guard turn?.waits == nil else { return }
    try send(Self.waits, mine) { answer in
      self.turn?.waits = answer.rows.reduce(into: [:]) { waits, row in
        let parked = Parked(row)
        waits[parked.operation] = parked
      }
    }
  }

  package func waiting(for ids: [ID<Operation>]) throws -> [Parked] {
    try sendForWaits()
    try settle()
    guard let waits = turn?.waits, !waits.isEmpty else { return [] }
    let ordered = waits.values.sorted { $0.operation < $1.operation }
    return ids.flatMap { id in ordered.filter { $0.awaits == id } }
  }

  package func parked(_ reason: Parked.Reason) throws -> [Parked] {
    try rows(Self.parkedFor, mine(.text(reason.rawValue))) { Parked($0) }
  }

  package func park(_ parked: Parked) throws {
    try sendForWaits()
    try settle()
    turn?.waits?[parked.operation] = parked.awaits == nil ? nil : parked
    turn?.newParked[parked.operation] = .some(parked)
  }

  package func unpark(_ id: ID<Operation>) throws {
    turn?.waits?[id] = nil
    turn?.newParked[id] = .some(nil)
  }
}

extension Epoch {
  var number: Int64 { Int64(bitPattern: raw) }
}

extension Verdict {
  static let columns = "id, sequence, state, code, subject, returned, results"

  fileprivate init(_ row: AnswerRow) throws {
    self.init(
      operation: ID(row.key(0)), sequence: row.int(1),
      outcome: Outcome(
        Outcome.State(rawValue: row.text(2)) ?? .parked,
        code: row.optionalText(3).flatMap(RefusalCode.init(rawValue:))),
      subject: row.isNull(4) ? nil : row.key(4),
      returned: row.optionalInt(5).map { Credits(hundredths: Int($0)) },
      results: try row.optionalBlob(6).map { try ReceiptCodec.results($0) } ?? [])
  }
}

extension Known {
  fileprivate init(_ row: AnswerRow) throws {
    self.init(verdict: try Verdict(row), payloadHash: row.blob(7))
  }
}

extension Parked {
  fileprivate init(_ row: AnswerRow) {
    self.init(
      ID(row.key(0)), Reason(rawValue: row.text(1)) ?? .unread,
      awaits: row.isNull(2) ? nil : ID(row.key(2)), at: Instant(row.int(3)))
  }
}
