import Crypto
package import Domain
import Glibc
import Rows
import SQLite
import Wire
package import Zones

/// The authority's store in one SQLite file for each organization; one writer at a time.
package final class SQLiteAuthorityStore: AuthorityStore {
  let connection: Connection
  private var studio: Studio
  private let jobs: JobsLock
  /// The first of a process looks at the WAL too: commands make one each.
  private var commits = SQLiteAuthorityStore.commitsPerLook - 1
  private static let commitsPerLook = 20

  /// Makes the file where there is none; throws `SQLiteError`, `SchemaTooNew` or `UnreadableRow`.
  ///
  /// `vfs` as in `Connection.Options`. Without `locksJobs` whoever asks may do the jobs: something else
  /// lets in one at a time.
  package init(
    _ path: String, zones: TZifTree, vfs: String? = nil, locksJobs: Bool = true
  ) throws {
    connection = try Connection(path, .init(synchronous: .full, vfs: vfs))
    // KiB: keys are spread over many pages, and those of one commit are wanted by the next.
    try connection.setPragma("cache_size", -65_536)
    try connection.migrate(AuthorityFile.migrations)
    // Other processes open no file that is in memory, or in a made-up one.
    let isFile = vfs == nil && path != ":memory:"
    jobs = JobsLock(locksJobs && isFile ? path + ".jobs" : nil)
    studio = Studio(zones: zones)
    studio = try Studio(connection, version: try studioVersion(), zones: zones)
  }

  /// Leaves all in the one file; where the disk is full it stays in the WAL beside.
  package func close() {
    try? connection.cutLog()
    connection.close()
  }

  package func commit<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      let result = try connection.transaction {
        // Another process of this machine may have written.
        try refreshStudio()
        return try body()
      }
      checkpointIfLong()
      return result
    } catch {
      // What was taken over from changes that are now undone.
      studio = try Studio(connection, version: try studioVersion(), zones: studio.zones)
      throw error
    }
  }

  package func sequence() throws -> Int64 {
    try connection.first("SELECT sequence FROM state") { $0.int(0) } ?? 0
  }

  package func expect(_ expected: Expected) {
    // The file is at hand: each question is answered when it is asked.
  }

  // MARK: Facts

  /// SQLite does not by itself: see `Connection`. What cannot be copied now is safe in the WAL, and
  /// tried again.
  private func checkpointIfLong() {
    commits += 1
    guard commits.isMultiple(of: Self.commitsPerLook), connection.walBytes > 4 << 20 else { return }
    if commits == Self.commitsPerLook {
      try? connection.cutLog()
    } else {
      _ = try? connection.checkpoint(.passive)
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

  package func studio(knowing zone: String?) throws -> Facts {
    if !connection.isInTransaction { try refreshStudio() }
    return studio.facts(knowing: zone)
  }

  package func answer(_ reads: [Read], into facts: inout Facts) throws {
    try FactLoader(connection).answer(reads, into: &facts)
  }

  package func write(_ changes: [Change], at sequence: Int64) throws {
    var writer = RowWriter(connection)
    try writer.write(changes)
    try markChanged(changes, at: sequence)
    guard writer.studioChanged else { return }
    let version = studio.version + 1
    try connection.run("UPDATE state SET studio = ?", version)
    studio.apply(changes, version: version)
  }

  // MARK: The authority's own

  package func contact(of device: ID<Device>) throws -> Contact? {
    try connection.first("\(Self.contacts) WHERE device = ?", device) { Contact($0) }
  }

  package func contacts() throws -> [ID<Device>: Contact] {
    let rows = try connection.all(Self.contacts) { ($0.id(4, Device.self), Contact($0)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  private static let contacts = "SELECT at, watermark, closed, cursor, device FROM contacts"

  package func setContact(_ contact: Contact, of device: ID<Device>) throws {
    try connection.run(
      "INSERT OR REPLACE INTO contacts VALUES(?, ?, ?, ?, ?)", device, contact.at,
      contact.watermark, contact.closed, contact.cursor)
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

  // MARK: Jobs

  package func holdsJobs() throws -> Bool { try jobs.hold() }

  package func due(at now: Instant) throws -> Due {
    try refreshStudio()
    let home = studio.facts.all(Location.self).first?.id ?? .none
    let due = try DueWork(in: connection, at: now, studio: studio, home: home)
    return Due(tend: due.sessionsToTend, judge: due.sessionsToJudge, lots: due.lots)
  }

  package func coming(
    to location: ID<Location>, after now: Instant, until end: Instant
  ) throws -> [ID<Session>] {
    try connection.all(
      """
      SELECT id FROM session WHERE location = ? AND start > ? AND start <= ?
        AND status = 'scheduled' ORDER BY start, id
      """, location, now, end
    ) { $0.id(0) }
  }

  package func isWaited(for session: ID<Session>) throws -> Bool {
    try DueWork.isWaitedFor(session, in: connection)
  }
}

extension Contact {
  fileprivate init(_ row: Row) {
    self.init(
      at: Instant(row.int(0)), watermark: row.optionalInt(1).map { Instant($0) },
      closed: row.bool(2), cursor: row.int(3))
  }
}

/// A `flock` that the first process takes and holds until it ends.
private final class JobsLock {
  private let path: String?
  private var file: Int32 = -1

  init(_ path: String?) { self.path = path }

  deinit { if file >= 0 { close(file) } }

  func hold() throws(FileError) -> Bool {
    guard file < 0, let path else { return true }
    let opened = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw FileError("open", path) }
    if flock(opened, LOCK_EX | LOCK_NB) == 0 {
      file = opened
      return true
    }
    close(opened)
    return false
  }
}
