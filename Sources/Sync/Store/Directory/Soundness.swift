import SQLite

extension DeskStore {
  /// The first damage that an unclean stop left; nil where all was stopped cleanly or looked through.
  ///
  /// For a thread of its own beside the screen, some seconds in a large studio; no write waits for it.
  package func findDamage() throws -> Check? {
    if let lost = lostOperations { return lost }
    guard mark.isUnchecked else { return nil }
    let checks: [() throws -> Check] = [
      { try self.readOperations { try .operationsFile($0) } },
      { try self.readOperations { try .operations(in: $0) } },
      { try self.read { try .replicaFile($0) } },
      { try self.read { try .search(in: $0) } },
    ]
    for check in checks {
      let found = try check()
      if !found.ok { return found }
    }
    mark.check()
    return nil
  }
}

extension DeskStore {
  /// What operations.db once held and has no more: rows set aside that know of it.
  package var lostOperations: Check? {
    let files = directory.aheadFiles
    guard let file = files.last else { return nil }
    return Check(
      name: "lost", ok: false,
      detail: "operations.db has lost operations that \(file) still shows",
      mend:
        "restore operations.db and operations.db-wal from a backup, or look into \(file) for what "
        + "was done and do it again; then move \(files.joined(separator: ", ")) away")
  }
}

extension Check {
  static let remake = "delete replica.db: the next command makes it anew"
  private static let restore =
    "restore operations.db from a backup, or from copies/operations.db, which is an hour older at most; "
    + "keep the damaged file"

  /// The whole chain of operations.db, and what lies beside it.
  static func operations(in log: Connection) throws -> Check {
    guard let broken = try log.brokenLink(after: 0) ?? log.oddRow() else {
      let last = try log.first("SELECT max(position) FROM operations") { $0.int(0) } ?? 0
      return Check(name: "operations", ok: true, detail: "\(last), each tied to the one before")
    }
    return Check(
      name: "operations", ok: false, detail: Start.broken(at: broken).message, mend: restore)
  }

  static func operationsFile(_ log: Connection) throws -> Check {
    try file("operations.db", log, mend: restore)
  }

  static func replicaFile(_ replica: Connection) throws -> Check {
    try file("replica.db", replica, mend: remake)
  }

  private static func file(
    _ name: String, _ connection: Connection, mend: String
  ) throws -> Check {
    let problems = try connection.problems(.integrity)
    return Check(
      name: name, ok: problems.isEmpty, detail: problems.first ?? "sound",
      mend: problems.isEmpty ? "" : mend)
  }

  /// SQLite's own checks do not look into the search index.
  static func search(in replica: Connection) throws -> Check {
    let sound = try SearchIndex.check(in: replica)
    return Check(
      name: "search", ok: sound,
      detail: sound ? "finds whom the rows name" : "does not say what the rows say",
      mend: sound ? "" : remake)
  }
}
