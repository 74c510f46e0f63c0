/// One step of a schema. Its place in the list, from 1, is the `user_version` after it, so steps
/// are only ever added at the end.
package struct Migration: Sendable {
  let apply: @Sendable (Connection) throws -> Void

  package init(_ sql: String) {
    apply = { try $0.exec(sql) }
  }

  package init(_ apply: @escaping @Sendable (Connection) throws -> Void) {
    self.apply = apply
  }
}

/// The file was written by a newer program; nothing in it has been touched.
package struct SchemaTooNew: Error, Hashable, CustomStringConvertible {
  package let found: Int
  package let known: Int

  package var description: String {
    "the database has schema \(found), this program knows \(known): a newer program is needed"
  }
}

extension Connection {
  /// Brings the schema to the end of the list in one transaction; costs one read when it is there.
  /// Throws `SchemaTooNew`, `SQLiteError`, or what a step throws.
  package func migrate(_ migrations: [Migration]) throws {
    if try schemaVersion(atMost: migrations.count) == migrations.count { return }
    try transaction {
      // Read again under the write lock: another process may just have done it.
      let version = try schemaVersion(atMost: migrations.count)
      for migration in migrations.dropFirst(version) { try migration.apply(self) }
      try setPragma("user_version", migrations.count)
    }
  }

  private func schemaVersion(atMost known: Int) throws -> Int {
    let found = Int(try pragma("user_version"))
    if found < 0 || found > known { throw SchemaTooNew(found: found, known: known) }
    return found
  }
}
