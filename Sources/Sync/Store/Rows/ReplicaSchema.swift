import Crypto
import Rows
import SQLite

/// replica.db: the rows, how far they have come, and the search index.
///
/// There are no migrations: a file of another schema is made anew.
enum ReplicaSchema {
  private static let sql: String = {
    var statements = RowSchema.statements
    statements.append(
      """
      CREATE TABLE state(
        one INTEGER PRIMARY KEY CHECK(one = 1),
        -- The highest sequence of the authority whose changes are in the rows.
        cursor INTEGER NOT NULL,
        -- The last operation of operations.db that has been looked at.
        applied INTEGER NOT NULL,
        -- Rises with every change to the studio's own rows, so that others can keep them in memory.
        studio INTEGER NOT NULL,
        -- Rises with every change to any row: cheap to ask whether a screen is still true.
        changed INTEGER NOT NULL,
        -- Pending operations that the rules refuse on the rows as they now are.
        refused INTEGER NOT NULL
      ) STRICT
      """)
    statements.append("INSERT INTO state VALUES(1, 0, 0, 1, 0, 0)")
    // What the authority says of the rows that pending operations have changed: null for none.
    statements.append(
      """
      CREATE TABLE base(
        "table" TEXT NOT NULL, key BLOB NOT NULL, row BLOB,
        -- All that is pending on it stands whatever the authority says: see `Decision.isFirm`.
        firm INTEGER NOT NULL,
        PRIMARY KEY("table", key)
      ) STRICT, WITHOUT ROWID
      """)
    // What the authority signed for bookings, and for which it had nothing until then.
    statements.append(
      """
      CREATE TABLE pass(
        booking BLOB NOT NULL PRIMARY KEY,
        text TEXT,
        -- The number of the key that signed it.
        key INTEGER,
        until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """)
    statements.append(Eviction.schema)
    return (statements + SearchIndex.schema).joined(separator: ";\n")
  }()

  /// Of this program's tables; never 0, which a fresh file has.
  static let version: Int = {
    let hash = SHA256.hash(Array(sql.utf8))
    return Int(hash.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x3FFF_FFFF) + 1
  }()

  /// False where a table, a column or an index is not as `create` makes it; for after an error of SQL,
  /// which tells no more.
  static func fits(_ connection: Connection) -> Bool {
    guard let found = try? objects(in: connection), let made else { return false }
    return found == made
  }

  private static let made: [String]? = try? {
    let connection = try Connection(":memory:", .init(synchronous: .off))
    try create(in: connection)
    return try objects(in: connection)
  }()

  private static func objects(in connection: Connection) throws -> [String] {
    try connection.all("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY type, name") {
      $0.text(0)
    }
  }

  static func create(in connection: Connection) throws {
    try connection.transaction {
      try connection.exec(sql)
      try connection.setPragma("user_version", version)
    }
  }
}
