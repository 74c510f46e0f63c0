import Domain
import Rows
import SQLite

/// What tells whether a file's rows are those that were written, whatever SQLite says of its pages.
enum RowsDoctor {
  /// What is wrong with authority.db, or a copy of it, one sentence each: `problems` finds what is wrong
  /// in itself, and the log of this desk what it remembers otherwise.
  static func problems(
    ofAuthority path: String, knowing log: Connection, _ problems: (String) throws -> [String]
  ) throws -> [String] {
    try telling {
      let found = try problems(path)
      guard found.isEmpty else { return found }
      let file = try Connection(path, .init(readOnly: true, synchronous: .normal))
      defer { file.close() }
      let odd = try oddOperations(file, log)
      return odd > 0 ? ["\(odd) operations are not what was meant"] : []
    }
  }

  /// The same of a replica, or a copy of one.
  static func problems(ofReplica path: String) throws -> [String] {
    try telling {
      let file = try Connection(path, .init(readOnly: true, synchronous: .normal))
      defer { file.close() }
      let problems = try file.problems(.integrity)
      return problems.isEmpty ? try file.changedRowsTold() : problems
    }
  }

  private static func telling(_ body: () throws -> [String]) throws -> [String] {
    do { return try body() } catch  where StoreError.isDamage(error) {
      return ["it is damaged"]
    } catch is SQLiteError {
      // Whoever opens it for its work tells why that fails.
      return []
    }
  }

  /// Those that this desk meant otherwise.
  private static func oddOperations(_ file: Connection, _ log: Connection) throws -> Int {
    let own = try log.prepare("SELECT payloadHash FROM operations WHERE id = ?")
    var odd = 0
    try file.each("SELECT id, payloadHash FROM operations") { row in
      try own.bind(row.blob(0))
      defer { own.reset() }
      let meant = try own.step().map { $0.blob(0) }
      if let meant, meant != row.blob(1) { odd += 1 }
    }
    return odd
  }
}
