import Crypto
import Domain
import Rows
import SQLite

/// What tells whether a file's rows are those that were written, whatever SQLite says of its pages.
enum RowsDoctor {
  /// What is wrong with authority.db, one sentence each: with its pages, its rows, its operations, and
  /// with those that this desk remembers otherwise.
  static func problems(ofAuthority path: String, knowing log: Connection) throws -> [String] {
    try reading(path) { file in
      let problems = try file.problems(.integrity)
      guard problems.isEmpty else { return problems }
      let odd = try oddOperations(file, log)
      let told = odd > 0 ? ["\(odd) operations are not what was meant"] : []
      return try file.changedRowsTold() + told
    }
  }

  /// The same of a replica, or a copy of one.
  static func problems(ofReplica path: String) throws -> [String] {
    try reading(path) { file in
      let problems = try file.problems(.integrity)
      return problems.isEmpty ? try file.changedRowsTold() : problems
    }
  }

  private static func reading(
    _ path: String, _ body: (Connection) throws -> [String]
  ) throws -> [String] {
    do {
      let file = try Connection(path, .init(readOnly: true, synchronous: .normal))
      defer { file.close() }
      return try body(file)
    } catch  where StoreError.isDamage(error) {
      return ["it is damaged"]
    } catch is SQLiteError {
      // Whoever opens it for its work tells why that fails.
      return []
    }
  }

  private static func oddOperations(_ file: Connection, _ log: Connection) throws -> Int {
    let own = try log.prepare("SELECT payloadHash FROM operations WHERE id = ?")
    let statement = try file.prepare("SELECT id, payloadHash, payload FROM operations")
    defer { statement.reset() }
    var odd = 0
    while let row = try statement.step() {
      let hash = row.blob(1)
      let isHeld = row.isNull(2) || SHA256.hash(row.blob(2)) == hash
      try own.bind(row.blob(0))
      defer { own.reset() }
      let meant = try own.step().map { $0.blob(0) }
      if !isHeld || meant.map({ $0 != hash }) ?? false { odd += 1 }
    }
    return odd
  }
}
