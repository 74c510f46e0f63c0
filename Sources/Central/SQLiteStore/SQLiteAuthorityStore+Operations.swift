package import Domain
import Rows
import SQLite
package import Wire

/// What came, in which order, and what was made of it.
extension SQLiteAuthorityStore {
  package func head(of device: ID<Device>, _ epoch: Epoch) throws -> ChainHead? {
    try connection.first(
      "SELECT seq, hash FROM arrivals WHERE device = ? AND epoch = ? ORDER BY seq DESC LIMIT 1",
      device, epoch.number
    ) { ChainHead(seq: Int($0.int(0)), hash: $0.blob(1)) }
  }

  package func link(of device: ID<Device>, _ epoch: Epoch, at seq: Int) throws -> [UInt8]? {
    try connection.first(
      "SELECT hash FROM arrivals WHERE device = ? AND epoch = ? AND seq = ?", device,
      epoch.number, seq
    ) { $0.blob(0) }
  }

  package func extend(
    _ device: ID<Device>, _ epoch: Epoch, to head: ChainHead, by id: ID<Operation>,
    bytes: StoredOperation?
  ) throws {
    try connection.run(
      "INSERT INTO arrivals VALUES(?, ?, ?, ?, ?, ?, ?)", device, epoch.number, head.seq, id,
      head.hash, bytes?.header, bytes?.payload)
  }

  package func operations(
    of device: ID<Device>, _ epoch: Epoch, after seq: Int, limit: Int
  ) throws -> [StoredOperation] {
    try connection.all(
      """
      SELECT coalesce(a.header, o.header), coalesce(a.payload, o.payload)
      FROM arrivals a JOIN operations o USING(id)
      WHERE a.device = ? AND a.epoch = ? AND a.seq > ? ORDER BY a.seq LIMIT ?
      """, device, epoch.number, seq, limit
    ) { StoredOperation(header: $0.blob(0), payload: $0.blob(1)) }
  }

  package func operation(_ id: ID<Operation>) throws -> StoredOperation? {
    try connection.first("SELECT header, payload FROM operations WHERE id = ?", id) {
      StoredOperation(header: $0.blob(0), payload: $0.blob(1))
    }
  }

  // MARK: Verdicts

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

  package func keep(_ arrival: Arrival, _ verdict: Verdict) throws {
    let kept = try KeptOperation(arrival, verdict)
    try connection.run(
      "INSERT INTO operations VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", kept.sequence, kept.id,
      kept.device, kept.header, arrival.stored.payload, kept.payloadHash, kept.state, kept.code,
      kept.subject, kept.returned, kept.results, kept.seal(arrival.isAlone ? .alone : []))
    try connection.run("UPDATE state SET sequence = ?", verdict.sequence)
  }

  package func revise(_ arrival: Arrival, _ verdict: Verdict) throws {
    let kept = try KeptOperation(arrival, verdict)
    try connection.run(
      """
      UPDATE operations SET sequence = ?, state = ?, code = ?, subject = ?, returned = ?,
        results = ?, seal = ? | (seal & \(KeptOperation.Course.alone.rawValue))
      WHERE id = ?
      """, kept.sequence, kept.state, kept.code, kept.subject, kept.returned, kept.results,
      kept.seal(.parked), kept.id)
    try connection.run("UPDATE state SET sequence = ?", verdict.sequence)
  }

  // MARK: Parked

  package func park(_ parked: Parked) throws {
    try connection.run(
      "INSERT OR REPLACE INTO parked VALUES(?, ?, ?, ?)", parked.operation,
      parked.reason.rawValue, parked.awaits, parked.at)
  }

  package func unpark(_ id: ID<Operation>) throws {
    try connection.run("DELETE FROM parked WHERE id = ?", id)
  }

  package func waiting(for ids: [ID<Operation>]) throws -> [Parked] {
    let isQuiet = try connection.first("SELECT 1 FROM parked WHERE awaits IS NOT NULL LIMIT 1") {
      _ in false
    }
    if isQuiet ?? true { return [] }
    return try ids.flatMap { id in
      try connection.all("\(Self.parked) WHERE awaits = ? ORDER BY id", id) { Parked($0) }
    }
  }

  package func parked(_ reason: Parked.Reason) throws -> [Parked] {
    try connection.all("\(Self.parked) WHERE reason = ? ORDER BY id", reason.rawValue) {
      Parked($0)
    }
  }

  private static let parked = "SELECT id, reason, awaits, at FROM parked"
}

extension Epoch {
  fileprivate var number: Int64 { Int64(bitPattern: raw) }
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

extension Parked {
  fileprivate init(_ row: Row) {
    self.init(
      row.id(0), Reason(rawValue: row.text(1)) ?? .unread,
      awaits: row.isNull(2) ? nil : row.id(2), at: Instant(row.int(3)))
  }
}
