import Crypto
import Domain
import SQLite
import Wire

/// What goes to the authority, and what it said.
extension OperationLog {
  package struct Progress {
    /// The last number of this life of the file that the authority has stored.
    package var stored: Int
    /// The position up to which every operation has its outcome.
    var settled: Int64
    /// The last position before this life of the file.
    var lifeBegan: Int64
  }

  package func progress() throws -> Progress {
    try connection.first("SELECT stored, settled, lifeBegan FROM progress") {
      Progress(stored: Int($0.int(0)), settled: $0.int(1), lifeBegan: $0.int(2))
    } ?? Progress(stored: 0, settled: 0, lifeBegan: 0)
  }

  /// At most so many operations and bytes in one exchange: an answer must fit a bad line.
  package struct Load {
    let operations: Int
    let bytes: Int

    package static let full = Load(operations: 50, bytes: 32 * 1_024)
    /// The first after an outage.
    package static let probe = Load(operations: 10, bytes: 32 * 1_024)
    /// Where the authority is in the same machine.
    static let unbounded = Load(operations: 500, bytes: 1 << 20)
    /// For a file.
    static let everything = Load(operations: .max, bytes: .max)
  }

  /// What the authority has not stored, in order, with the hash before it.
  func request(_ load: Load, cursor: Int64) throws -> ExchangeRequest {
    let progress = try progress()
    let first = progress.lifeBegan + Int64(progress.stored)
    let previous = try hash(at: first)
    var request = ExchangeRequest(
      device: identity.device, epoch: identity.epoch, parent: identity.parent, previous: previous,
      cursor: cursor, acknowledged: try acknowledged())
    request.operations = try operations(
      "o.position > ?1", first, load)
    let room = load.operations - request.operations.count
    if room > 0, progress.settled < progress.lifeBegan {
      // What a life before left open goes by its ids, since that life's chain is not this one's.
      request.strays = try operations(
        """
        o.position > \(progress.settled) AND o.position <= ?1
          AND o.position NOT IN (SELECT position FROM outcomes)
        """, progress.lifeBegan, Load(operations: room, bytes: load.bytes))
    }
    let left = load.operations - request.operations.count - request.strays.count
    if left > 0 {
      request.strays += try carried(Load(operations: left, bytes: load.bytes))
    }
    return request
  }

  /// All that the authority has not got, in parts of a request's size, for a stick.
  func undelivered() throws -> [ExchangeRequest] {
    let progress = try progress()
    var position = progress.lifeBegan + Int64(progress.stored)
    func part() throws -> ExchangeRequest {
      ExchangeRequest(
        device: identity.device, epoch: identity.epoch, parent: identity.parent,
        previous: try hash(at: position), cursor: 0, acknowledged: 0)
    }
    let own = try operations("o.position > ?1", position, .everything)
    let earlier = try operations(
      """
      o.position > \(progress.settled) AND o.position <= ?1
        AND o.position NOT IN (SELECT position FROM outcomes)
      """, progress.lifeBegan, .everything)
    var parts: [ExchangeRequest] = []
    for chunk in own.inParts {
      var part = try part()
      part.operations = chunk
      position += Int64(chunk.count)
      parts.append(part)
    }
    for chunk in (earlier + (try carried(.everything))).inParts {
      var part = try part()
      part.strays = chunk
      parts.append(part)
    }
    // A file without operations says so too.
    return parts.isEmpty ? [try part()] : parts
  }

  private func operations(
    _ condition: String, _ position: Int64, _ load: Load
  ) throws -> [StoredOperation] {
    var bytes = 0
    var found: [StoredOperation] = []
    let rows = try connection.all(
      """
      SELECT o.header, p.payload FROM operations o JOIN payloads p USING(position)
      WHERE \(condition) ORDER BY o.position LIMIT \(load.operations)
      """, position
    ) { StoredOperation(header: $0.blob(0), payload: $0.blob(1)) }
    for row in rows {
      bytes += row.header.count + row.payload.count
      if bytes > load.bytes, !found.isEmpty { break }
      found.append(row)
    }
    return found
  }

  /// True where something waits to be sent.
  package func hasUnsent() throws -> Bool {
    let progress = try progress()
    return try connection.first(
      """
      SELECT 1 FROM operations
      WHERE position > ?1 OR position > ?2 AND position <= ?3
        AND position NOT IN (SELECT position FROM outcomes)
      UNION ALL SELECT 1 FROM carried WHERE state IS NULL
      LIMIT 1
      """, progress.lifeBegan + Int64(progress.stored), progress.settled, progress.lifeBegan
    ) { _ in true } ?? false
  }

  /// The first operation that is not among those being sent; nil where none is left.
  func firstUnsent(after request: ExchangeRequest) throws -> OperationHeader? {
    let progress = try progress()
    let last = progress.lifeBegan + Int64(progress.stored + request.operations.count)
    return try connection.first(
      """
      SELECT header FROM operations
      WHERE position > ?1 OR position > ?2 AND position <= ?3
        AND position NOT IN (SELECT position FROM outcomes)
      ORDER BY position LIMIT 1
      """, last, progress.settled, progress.lifeBegan
    ) { try PayloadCodec.header($0.blob(0)) }
  }

  /// The chain's hash at a position; before the first operation that of an empty chain.
  func hash(at position: Int64) throws -> [UInt8] {
    try connection.first("SELECT hash FROM operations WHERE position = ?", position) { $0.blob(0) }
      ?? Chain.start
  }

  private func acknowledged() throws -> Int64 {
    try connection.first(
      "SELECT max((SELECT coalesce(max(sequence), 0) FROM outcomes), others) FROM progress"
    ) { $0.int(0) } ?? 0
  }

  /// What became of an answer's part that concerns this file.
  enum Received {
    /// Its outcomes are on disk.
    case stored
    /// The authority has gone back to an older past: what it forgot goes there once more.
    case forgotten
    /// The authority has another past of this device: another life begins.
    case forked
  }

  /// Keeps what the authority says of this device's operations, in one commit.
  ///
  /// Throws `LineFailure.stranger` for an answer that does not prove that it is about these bytes.
  func receive(_ answer: ExchangeAnswer) throws -> Received {
    // Another process may have begun another life of the file since it was asked.
    guard answer.epoch == identity.epoch else { throw LineFailure(.stranger) }
    let progress = try progress()
    let position = progress.lifeBegan + Int64(answer.storedTo)
    let isOther =
      try position > refresh() || answer.stop == .fork
      || answer.storedTo > 0 && hash(at: position) != answer.storedHash
    if isOther {
      // What became of operations is told by their ids, whichever life they are of.
      try connection.atomically {
        for verdict in answer.outcomes { try keep(verdict) }
        for stray in answer.strays { try settle(stray) }
      }
      return .forked
    }
    let isForgotten = answer.storedTo < progress.stored
    try keep(behind: answer.behind)
    try connection.atomically {
      if isForgotten { try forgetOutcomes(after: position, progress) }
      // In an older past the same numbers are given once more.
      if isForgotten || answer.to < answer.from {
        try connection.run("UPDATE progress SET others = 0")
      }
      for verdict in answer.outcomes { try keep(verdict) }
      for stray in answer.strays { try settle(stray) }
      let from = isForgotten ? 0 : progress.settled
      try connection.run(
        "UPDATE progress SET stored = ?, settled = ?", answer.storedTo, try settled(from: from))
    }
    return isForgotten ? .forgotten : .stored
  }

  /// Those that the authority gave in a past that it has lost: of the operations that it has no more,
  /// and of earlier lives' that came after the last one it has.
  private func forgetOutcomes(after position: Int64, _ progress: Progress) throws {
    try connection.run(
      """
      DELETE FROM outcomes WHERE position > ?1 OR position <= ?2 AND sequence > (
        SELECT coalesce(max(sequence), 0) FROM outcomes WHERE position > ?2 AND position <= ?1)
      """, position, progress.lifeBegan)
  }

  private func keep(_ verdict: Verdict) throws {
    let found = try connection.first(
      """
      SELECT o.position, o.hash, u.sequence
      FROM operations o LEFT JOIN outcomes u USING(position) WHERE o.id = ?
      """, verdict.operation
    ) { (position: $0.int(0), hash: $0.blob(1), sequence: $0.optionalInt(2)) }
    guard let found else {
      // It concerns nobody here; it has to be acknowledged, or every answer would bring it again. What is
      // told once, of an id with two meanings, has no place in that order.
      if verdict.outcome.code != .idempotencyMismatch {
        try connection.run("UPDATE progress SET others = max(others, ?)", verdict.sequence)
      }
      return
    }
    guard verdict.sequence > found.sequence ?? 0 else { return }
    let told = try SealedOutcome(
      verdict.outcome, sequence: verdict.sequence, subject: verdict.subject,
      returned: verdict.returned, results: verdict.results)
    try connection.run(
      "INSERT OR REPLACE INTO outcomes VALUES(?, ?, ?, ?, ?, ?, ?, ?)", found.position, told.state,
      told.code, told.sequence, told.subject, told.returned, told.results,
      told.seal(of: found.hash))
  }

  private func settled(from position: Int64) throws -> Int64 {
    let first = try connection.first(
      """
      SELECT min(position) FROM operations
      WHERE position > ? AND position NOT IN (SELECT position FROM outcomes)
      """, position
    ) { $0.optionalInt(0) }.flatMap { $0 }
    return try first.map { $0 - 1 } ?? refresh()
  }

  // MARK: Pending

  /// An operation whose changes the authority's rows up to a cursor do not yet hold.
  struct Pending {
    let position: Int64
    let stored: StoredOperation
  }

  /// In their order, behind a position: those without an outcome, or with one that came later than the
  /// cursor; the refused are over, the parked wait at the authority.
  func pending(cursor: Int64, after position: Int64, limit: Int) throws -> [Pending] {
    try connection.all(
      """
      SELECT o.position, o.header, p.payload
      FROM operations o JOIN payloads p USING(position) JOIN receipts r USING(position)
        LEFT JOIN outcomes u USING(position)
      WHERE o.position > max(?1, (SELECT min(position) - 1 FROM (
          SELECT settled + 1 AS position FROM progress
          UNION ALL SELECT position FROM outcomes WHERE sequence > ?2)))
        AND r.state IN ('applied', 'adjusted')
        AND (u.position IS NULL OR u.sequence > ?2 AND u.state IN ('applied', 'adjusted'))
      ORDER BY o.position LIMIT ?3
      """, position, cursor, limit
    ) {
      Pending(
        position: $0.int(0), stored: StoredOperation(header: $0.blob(1), payload: $0.blob(2)))
    }
  }
}

extension [StoredOperation] {
  /// As many as a request may hold.
  fileprivate var inParts: [[StoredOperation]] {
    stride(from: 0, to: count, by: OperationLog.Load.full.operations).map {
      Array(self[$0..<Swift.min(count, $0 + OperationLog.Load.full.operations)])
    }
  }
}
