import CSQLite
import Glibc

extension Connection {
  /// Reads a pragma that answers with one integer. The name comes from code, never from input.
  package func pragma(_ name: String) throws -> Int64 {
    try first("PRAGMA \(name)") { $0.int(0) } ?? 0
  }

  package func setPragma(_ name: String, _ value: Int) throws(SQLiteError) {
    try exec("PRAGMA \(name) = \(value)")
  }

  /// Changes when another connection has committed, not for this one's own commits.
  package var dataVersion: Int64 {
    get throws { try pragma("data_version") }
  }

  package enum Checkpoint: Sendable {
    /// Copies what readers allow; waits for nobody.
    case passive
    /// Copies all, waiting for readers, so that the next writer starts the WAL afresh.
    case restart
    /// As `restart`, and cuts the file to nothing.
    case truncate

    fileprivate var mode: Int32 {
      switch self {
      case .passive: SQLITE_CHECKPOINT_PASSIVE
      case .restart: SQLITE_CHECKPOINT_RESTART
      case .truncate: SQLITE_CHECKPOINT_TRUNCATE
      }
    }
  }

  /// Frames in the WAL and how many of them are in the database now; both 0 after `truncate`.
  package struct CheckpointResult: Hashable, Sendable {
    package let frames: Int
    package let copied: Int
  }

  /// Throws `busy` where a reader held a full checkpoint up for the whole busy timeout.
  @discardableResult
  package func checkpoint(_ kind: Checkpoint) throws(SQLiteError) -> CheckpointResult {
    let db = try live()
    var frames: Int32 = 0
    var copied: Int32 = 0
    let result = sqlite3_wal_checkpoint_v2(db, nil, kind.mode, &frames, &copied)
    guard result == SQLITE_OK else {
      throw SQLiteError(result, db: db, sql: nil, running: false)
    }
    return CheckpointResult(frames: Int(frames), copied: Int(copied))
  }

  /// Copies all of the WAL and cuts it to nothing: that some of it was copied is forgotten with the last
  /// process that has it open, and the next would only add to it. Waits for nobody; where somebody is
  /// reading it stays.
  package func cutLog() throws {
    try setPragma("busy_timeout", 0)
    defer { try? setPragma("busy_timeout", Self.patience) }
    do { try checkpoint(.truncate) } catch SQLiteError.Code.busy {}
  }

  /// How long the WAL is, in bytes; 0 where there is none.
  package var walBytes: Int { (try? live()).map { Int(csqlite_wal_bytes($0)) } ?? 0 }

  package enum Check: String, Sendable {
    /// Skips the comparison of indexes with their tables: fast enough for every start.
    case quick = "quick_check"
    case integrity = "integrity_check"
  }

  /// What is damaged, one sentence each, at most 100; empty when the file is sound. FTS5 indexes
  /// have a check of their own that these do not run.
  package func problems(_ check: Check) throws -> [String] {
    let sentences = try all("PRAGMA \(check.rawValue)") { $0.text(0) }
    return sentences == ["ok"] ? [] : sentences
  }

  /// Writes a compact copy of mode 0600 beside its final name, syncs it, and renames it: a copy
  /// that is seen is whole. Throws `SQLiteError` or `FileError`.
  package func backup(to path: String) throws {
    let partial = path + ".partial"
    if unlink(partial) != 0, errno != ENOENT { throw FileError("remove", partial) }
    try createPrivate(partial)
    do {
      try run("VACUUM INTO ?", partial)
      try synchronize(partial)
      guard rename(partial, path) == 0 else { throw FileError("rename", path) }
    } catch {
      unlink(partial)
      throw error
    }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "./"
    try synchronize(String(folder))
  }
}
