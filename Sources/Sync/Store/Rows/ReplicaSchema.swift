import Crypto
import Domain
import SQLite

/// The tables of replica.db, made from the records' lists of fields; the indexes stand here by name.
///
/// There are no migrations: a file of another schema is rebuilt from operations.db.
enum ReplicaSchema {
  struct Index: Sendable {
    let table: Table
    /// What stands between the brackets, and the condition of a partial index.
    let columns: String
    let condition: String?
    /// The fields whose change the index must hear of; `state` is told apart in `RowSQL`.
    let fields: Set<String>

    init(
      _ table: Table, _ fields: String..., on expression: String? = nil,
      where condition: String? = nil
    ) {
      self.table = table
      columns = expression ?? fields.map { "\"\($0)\"" }.joined(separator: ", ")
      self.condition = condition
      self.fields = Set(fields)
    }
  }

  /// Queries use a partial index only where they repeat its condition word for word.
  static let indexes: [Index] = [
    Index(.room, "location"),
    Index(.numberBlock, "kind", "device", where: unused),
    Index(.numberBlock, "kind", "end"),
    Index(.session, "location", "start"),
    Index(.session, "start"),
    Index(.session, "leader", "start", where: "leader IS NOT NULL"),
    Index(.member, "number"),
    Index(.member, "barcode", where: "barcode <> ''"),
    Index(.member, "email", on: "lower(email)", where: "email <> ''"),
    Index(.member, "family", where: "family IS NOT NULL"),
    Index(.booking, "session"),
    Index(.booking, "member", "session"),
    Index(.booking, "code"),
    Index(.booking, "reference"),
    // The three that the jobs stand on: what ends by itself, who waits, who may be judged.
    Index(.booking, "expiresAt", where: "expiresAt IS NOT NULL"),
    Index(.booking, "session", "queue", where: "queue IS NOT NULL"),
    Index(.booking, "session", where: confirmed),
    Index(.lot, "member"),
    Index(.lot, "validTo", where: lapsing),
    Index(.ledger, "booking", where: "booking IS NOT NULL"),
    Index(.ledger, "member", "at"),
    Index(.note, "member", where: "member IS NOT NULL"),
    Index(.note, "session", where: "session IS NOT NULL"),
    Index(.act, "device", "at"),
  ]

  static let unused = "next < \"end\""
  static let confirmed = "state = 'confirmed'"
  /// `left` is a word of SQL.
  static let lapsing = "validTo IS NOT NULL AND \"left\" > 0"

  /// Long texts make bad leaves for a tree without row ids, and the search index joins by row id.
  static let withRowID: Set<Table> = [.member, .note, .incident]

  private static let sql: String = {
    var statements = Table.allCases.map { RowSQL[$0].create }
    for (number, index) in indexes.enumerated() {
      let condition = index.condition.map { " WHERE \($0)" } ?? ""
      statements.append(
        "CREATE INDEX i\(number) ON \"\(index.table.rawValue)\"(\(index.columns))\(condition)")
    }
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
