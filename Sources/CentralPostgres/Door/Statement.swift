/// A statement that each connection prepares once, at its first use.
///
/// Its name is made of its text, so that the same text has the same name everywhere.
struct Statement: Sendable {
  let name: String
  let sql: String
  let types: [ColumnType]

  init(_ sql: String, _ types: ColumnType...) { self.init(sql, types) }

  init(_ sql: String, _ types: [ColumnType]) {
    let hash = sql.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    name = "s" + String(hash, radix: 16)
    self.sql = sql
    self.types = types
  }
}
