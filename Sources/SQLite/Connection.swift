import CSQLite

/// One SQLite database, opened without SQLite's own mutexes: its one owner serialises all use.
///
/// Checkpoints happen only when asked for (`checkpoint`), not on commit and not on close: two
/// connections that write and checkpoint at once can corrupt a WAL in SQLite before 3.51.3.
package final class Connection {
  /// `memory` leaves nothing on the disk of what was deleted; a power cut may damage such a file.
  package enum Journal: String, Sendable { case wal, delete, memory }
  /// `full` syncs the WAL on each commit, `normal` only at checkpoints.
  package enum Synchronous: String, Sendable { case off, normal, full }

  package struct Options: Sendable {
    package var readOnly = false
    package var foreignKeys = false
    package var journal = Journal.wal
    package var synchronous = Synchronous.full
    /// The SQLite VFS by its name; nil for the machine's own files. Only those have an identity, the
    /// mode 0600 and a `backup`.
    package var vfs: String?

    package init(
      readOnly: Bool = false, foreignKeys: Bool = false, journal: Journal = .wal,
      synchronous: Synchronous = .full, vfs: String? = nil
    ) {
      self.readOnly = readOnly
      self.foreignKeys = foreignKeys
      self.journal = journal
      self.synchronous = synchronous
      self.vfs = vfs
    }
  }

  /// Milliseconds to wait for a lock.
  static let patience = 5_000
  /// The length in bytes to which a WAL is cut back.
  private static let walLimit = 4 << 20

  package let path: String
  /// The file that was opened; nil for `:memory:` and on another VFS.
  package private(set) var fileIdentity: FileIdentity?
  private var handle: OpaquePointer?
  /// The WAL as it was first seen; SQLite removes none that a connection holds open.
  private var walIdentity: FileIdentity?
  private var cache: [String: Statement] = [:]

  /// Creates a missing file with mode 0600 (the WAL takes the same). Throws `SQLiteError`, or
  /// `FileError` where the file cannot be made.
  package init(_ path: String, _ options: Options = Options()) throws {
    let isFile = path != ":memory:" && options.vfs == nil
    if isFile, !options.readOnly { try createPrivate(path) }
    let writing = SQLITE_OPEN_READWRITE | (options.vfs == nil ? 0 : SQLITE_OPEN_CREATE)
    let access = options.readOnly ? SQLITE_OPEN_READONLY : writing
    var opened: OpaquePointer?
    let result = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX, options.vfs)
    guard result == SQLITE_OK, let db = opened else {
      defer { sqlite3_close_v2(opened) }
      throw SQLiteError(result, db: opened, sql: nil, running: false)
    }
    self.path = path
    handle = db
    if isFile { fileIdentity = try FileIdentity(path: path) }
    sqlite3_extended_result_codes(db, 1)
    sqlite3_busy_timeout(db, Int32(Self.patience))
    csqlite_configure(db, SQLITE_DBCONFIG_DEFENSIVE, 1)
    csqlite_configure(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    csqlite_configure(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    csqlite_configure(db, SQLITE_DBCONFIG_ENABLE_FKEY, options.foreignKeys ? 1 : 0)
    if !options.readOnly { try exec("PRAGMA journal_mode = \(options.journal.rawValue)") }
    // Opening in WAL mode sets SQLite's default of 1,000 pages again, so this comes after it.
    sqlite3_wal_autocheckpoint(db, 0)
    // A WAL that an import made long is cut back when it starts anew after a checkpoint.
    if !options.readOnly { try exec("PRAGMA journal_size_limit = \(Self.walLimit)") }
    try exec("PRAGMA synchronous = \(options.synchronous.rawValue)")
  }

  deinit { close() }

  /// Ends the connection; whatever is asked of it afterwards throws `misuse`. The file is let go
  /// when the last statement that somebody still holds is gone too.
  package func close() {
    cache.removeAll()
    sqlite3_close_v2(handle)
    handle = nil
  }

  /// Runs statements that take no values and whose rows, if any, nobody wants.
  package func exec(_ sql: String) throws(SQLiteError) {
    let db = try live()
    let result = sqlite3_exec(db, sql, nil, nil, nil)
    guard result == SQLITE_OK else {
      throw SQLiteError(result, db: db, sql: sql, running: false)
    }
  }

  /// The compiled statement, kept for the next time and handed out clean. While it is being
  /// stepped through elsewhere the same text gives a second one, which is not kept.
  package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    if let kept = cache[sql] {
      if kept.isBusy { return try Statement(live(), sql, kept: false) }
      kept.clear()
      return kept
    }
    let statement = try Statement(live(), sql, kept: true)
    cache[sql] = statement
    return statement
  }

  /// Rows changed by the last INSERT, UPDATE or DELETE.
  package var changes: Int64 { handle.map { sqlite3_changes64($0) } ?? 0 }

  package var lastInsertRowID: Int64 { handle.map { sqlite3_last_insert_rowid($0) } ?? 0 }

  package var isInTransaction: Bool { handle.map { sqlite3_get_autocommit($0) == 0 } ?? false }

  /// True when the file was removed or another one has taken its name since it was opened: what
  /// is written here would be lost, so the owner opens it anew.
  package var wasReplaced: Bool {
    guard let handle else { return false }
    var moved: Int32 = 0
    let result = sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
    return result == SQLITE_OK && moved != 0
  }

  /// True when the WAL was removed or replaced while it is in use: what stands in it is seen by this
  /// connection alone, until a checkpoint brings it into the database. Not told on another VFS.
  package var lostWAL: Bool {
    guard fileIdentity != nil else { return false }
    let found = try? FileIdentity(path: path + "-wal")
    if walIdentity == nil { walIdentity = found }
    return found != walIdentity
  }

  /// The handle, or `misuse` after `close`.
  func live() throws(SQLiteError) -> OpaquePointer {
    guard let handle else {
      throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "the connection is closed")
    }
    return handle
  }
}
