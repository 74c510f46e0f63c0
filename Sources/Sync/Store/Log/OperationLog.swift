import Crypto
import Domain
import SQLite
import Wire

/// operations.db: what was ever meant on this device, in order, each tied to all before it.
///
/// Its only writer holds the directory's lock. Nothing here is ever changed or removed; the one
/// exception is the outcome of an operation that is parked.
final class OperationLog {
  let connection: Connection
  private(set) var identity: DeviceIdentity
  private var head: Head

  private struct Head {
    var position: Int64 = 0
    var seq = 0
    var hash = Chain.start
  }

  static let migrations = [
    Migration(
      """
      CREATE TABLE meta(name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE operations(
        position INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        device BLOB NOT NULL,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        kind TEXT NOT NULL,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        -- The bytes that the chain hashes and the wire carries; the columns above are read from them.
        header BLOB NOT NULL,
        payloadHash BLOB NOT NULL,
        hash BLOB NOT NULL
      ) STRICT;
      CREATE TABLE payloads(position INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT;
      CREATE TABLE outcomes(
        position INTEGER PRIMARY KEY,
        state TEXT NOT NULL,
        code TEXT,
        sequence INTEGER NOT NULL UNIQUE,
        subject BLOB,
        returned INTEGER,
        results BLOB
      ) STRICT
      """),
    Migration { connection in
      try connection.exec("ALTER TABLE outcomes ADD COLUMN seal BLOB")
      try connection.sealOutcomes()
    },
  ]

  init(_ path: String) throws {
    connection = try Connection(path, .init(synchronous: .full))
    try connection.migrate(Self.migrations)
    identity = try DeviceIdentity(in: connection)
    head = Head()
    try refresh()
  }

  /// The last stored position, read anew: another process may have appended.
  @discardableResult
  func refresh() throws -> Int64 {
    let last = try connection.first("SELECT max(position) FROM operations") { $0.int(0) } ?? 0
    if last != head.position {
      // Another process may have begun another life of the file.
      identity = try DeviceIdentity(in: connection)
      head =
        try connection.first(
          "SELECT position, seq, hash, epoch FROM operations WHERE position = ?", last
        ) { row in
          let isOwn = UInt64(bitPattern: row.int(3)) == identity.epoch.raw
          return Head(
            position: row.int(0), seq: isOwn ? Int(row.int(1)) : 0, hash: row.blob(2))
        } ?? Head()
    }
    return head.position
  }

  /// Stores operation, payload and outcome in one commit, which is one fsync; returns the position.
  func append(
    _ operation: Operation, trust: ClockTrust, _ outcome: Outcome, _ decision: Decision
  ) throws -> Int64 {
    let header = OperationHeader(
      operation, epoch: identity.epoch, seq: head.seq + 1, clock: trust, wall: MachineClock.wall,
      mono: Int(MachineClock.sinceBoot), boot: MachineClock.boot)
    let headerBytes = try PayloadCodec.encode(header)
    let payload = try PayloadCodec.encode(operation.intent)
    guard headerBytes.count + payload.count <= PayloadCodec.limit else {
      throw WireError(.tooLarge, kind: header.kind)
    }
    let payloadHash = SHA256.hash(payload)
    let hash = Chain.link(after: head.hash, header: headerBytes, payloadHash: payloadHash)
    let next = Head(position: head.position + 1, seq: header.seq, hash: hash)
    let answer = SealedOutcome(
      state: outcome.state.rawValue, code: outcome.code?.rawValue, sequence: next.position,
      subject: decision.subject?.bytes, returned: decision.returned.map { Int64($0.hundredths) },
      results: decision.results.isEmpty ? nil : try ReceiptCodec.encode(decision.results))
    try connection.atomically {
      try connection.run(
        "INSERT INTO operations VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", next.position,
        header.id, header.device, Int64(bitPattern: header.epoch.raw), header.seq, header.kind,
        header.at, header.actor.text, headerBytes, payloadHash, hash)
      try connection.run("INSERT INTO payloads VALUES(?, ?)", next.position, payload)
      try connection.run(
        "INSERT INTO outcomes VALUES(?, ?, ?, ?, ?, ?, ?, ?)", next.position, answer.state,
        answer.code, answer.sequence, answer.subject, answer.returned, answer.results,
        answer.seal(of: hash))
    }
    head = next
    return next.position
  }

  /// Begins another life of the file: what it numbers from now on is not taken for what it lost.
  func beginEpoch() throws {
    try identity.beginEpoch(in: connection)
    head = Head()
    try refresh()
  }

  /// Marks an operation that trapped the program twice, so that the others can go on.
  func park(_ position: Int64) throws {
    try connection.atomically {
      try connection.run(
        "UPDATE outcomes SET state = 'parked', code = ? WHERE position = ?",
        RefusalCode.internal.rawValue, position)
      try connection.sealOutcomes(at: position)
    }
  }

  /// Takes all parking back, so that they are tried once more.
  func unpark() throws {
    try connection.atomically {
      let parked = try connection.all(
        "UPDATE outcomes SET state = 'applied', code = NULL WHERE state = 'parked' RETURNING position"
      ) { $0.int(0) }
      for position in parked { try connection.sealOutcomes(at: position) }
    }
  }
}

/// Which device this directory is, and which life of it.
struct DeviceIdentity: Sendable {
  let device: ID<Device>
  let location: ID<Location>
  private(set) var epoch: Epoch

  /// Reads who the device is, or settles it for a new file: a fresh device with a fresh epoch.
  init(in connection: Connection) throws {
    let sql = "SELECT value FROM meta WHERE name = 'device'"
    var bytes = try connection.first(sql) { $0.blob(0) } ?? []
    if bytes.isEmpty, try connection.first("SELECT 1 FROM operations", map: { $0.int(0) }) == nil {
      bytes = Bits128.minted().bytes + Bits128.minted().bytes + randomBytes(8)
      try connection.run("INSERT INTO meta VALUES('device', ?)", bytes)
    }
    guard bytes.count == 40, let device = Bits128(bytes: bytes[0..<16]),
      let location = Bits128(bytes: bytes[16..<32])
    else { throw StoreError(.damaged, "operations.db does not say which device it is of") }
    self.device = ID(device)
    self.location = ID(location)
    epoch = Epoch(bytes[32...].reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// Takes a fresh epoch and remembers the one it came from.
  mutating func beginEpoch(in connection: Connection) throws {
    let fresh = randomBytes(8)
    try connection.atomically {
      try connection.run(
        """
        INSERT INTO meta SELECT 'parentEpoch', substr(value, 33) FROM meta WHERE name = 'device'
        ON CONFLICT(name) DO UPDATE SET value = excluded.value
        """)
      try connection.run(
        "UPDATE meta SET value = ? WHERE name = 'device'",
        device.raw.bytes + location.raw.bytes + fresh)
    }
    epoch = Epoch(fresh.reduce(0) { $0 << 8 | UInt64($1) })
  }
}

extension Bits128 {
  /// A fresh UUIDv7.
  static func minted() -> Bits128 {
    Bits128(milliseconds: MachineClock.milliseconds, random: randomBytes(16))
  }
}
