import Crypto
import Rows
import SQLite

/// replica.db: the rows, how far they have come, and the search index.
///
/// There are no migrations: a file of another schema is rebuilt from operations.db.
enum ReplicaSchema {
  private static let sql: String = {
    var statements = RowSchema.statements
    statements.append(
      """
      CREATE TABLE state(
        one INTEGER PRIMARY KEY CHECK(one = 1),
        -- The last operation of operations.db whose changes are in the rows.
        applied INTEGER NOT NULL,
        -- Rises with every change to the studio's own rows, so that others can keep them in memory.
        studio INTEGER NOT NULL,
        -- Operations once accepted which today's rules refuse: doctor tells.
        skipped INTEGER NOT NULL
      ) STRICT
      """)
    statements.append("INSERT INTO state VALUES(1, 0, 1, 0)")
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
