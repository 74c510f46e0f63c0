import CSQLite

extension Connection {
  /// `immediate` takes the write lock at once, so that no later statement meets `busy`.
  package enum Begin: String, Sendable { case deferred, immediate }

  /// All of `body` or nothing: it commits, or rolls back and throws what `body` or the commit threw.
  /// Not to be nested; a part that may fail alone is a `savepoint`.
  package func transaction<Result>(
    _ begin: Begin = .immediate, _ body: () throws -> Result
  ) throws -> Result {
    try run("BEGIN \(begin.rawValue)")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // Some failures (a full disk) have rolled back already, and a second one says nothing new.
      if isInTransaction { try? run("ROLLBACK") }
      throw error
    }
  }

  /// Takes back what `body` did when it throws, and leaves the transaction around it open.
  package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
    try run("SAVEPOINT part")
    do {
      let result = try body()
      try run("RELEASE part")
      return result
    } catch {
      if isInTransaction {
        try? run("ROLLBACK TO part")
        try? run("RELEASE part")
      }
      throw error
    }
  }

  /// Takes back whatever `body` does, and lets it write the shadow tables of its own virtual ones.
  package func scratch<Result>(_ body: () throws -> Result) throws -> Result {
    let db = try live()
    try run("SAVEPOINT scratch")
    csqlite_configure(db, SQLITE_DBCONFIG_DEFENSIVE, 0)
    defer {
      csqlite_configure(db, SQLITE_DBCONFIG_DEFENSIVE, 1)
      if isInTransaction {
        try? run("ROLLBACK TO scratch")
        try? run("RELEASE scratch")
      }
    }
    return try body()
  }

  /// A transaction, or a savepoint where one is open already.
  package func atomically<Result>(_ body: () throws -> Result) throws -> Result {
    isInTransaction ? try savepoint(body) : try transaction(.immediate, body)
  }
}
