import SQLite

/// Only while no other process uses the file: see `Connection`, checkpoints.
extension SQLiteAuthorityStore {
  /// A whole copy, seen under its name only when it is there to its end.
  package func backup(to path: String) throws { try connection.backup(to: path) }

  /// What is damaged, one sentence each; empty where the file is sound.
  package func problems() throws -> [String] { try connection.problems(.integrity) }
}
