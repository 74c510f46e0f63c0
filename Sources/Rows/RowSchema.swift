package import Domain

/// The tables of all records, made from their lists of fields; the indexes stand here by name.
///
/// Names of fields are quoted, so that every database reads them alike.
package enum RowSchema {
  package struct Index: Sendable {
    package let table: Table
    /// In their order; also those whose change the index must hear of, while `state` is told apart
    /// in `RowSQL`.
    package let fields: [String]
    /// What is indexed instead of the fields as they are.
    package let expression: String?
    /// Which rows a partial index holds.
    package let condition: String?

    init(
      _ table: Table, _ fields: String..., on expression: String? = nil,
      where condition: String? = nil
    ) {
      self.table = table
      self.fields = fields
      self.expression = expression
      self.condition = condition
    }

    /// What stands between the brackets.
    var columns: String { expression ?? fields.map { "\"\($0)\"" }.joined(separator: ", ") }
  }

  /// Queries use a partial index only where they repeat its condition word for word.
  package static let indexes: [Index] = [
    Index(.room, "location"),
    Index(.numberBlock, "kind", "device", where: unused),
    Index(.numberBlock, "kind", "end"),
    Index(.session, "location", "start"),
    Index(.session, "start"),
    Index(.session, "leader", "start", where: "\"leader\" IS NOT NULL"),
    Index(.member, "number"),
    Index(.member, "barcode", where: "\"barcode\" <> ''"),
    Index(.member, "email", on: foldedEmail, where: "\"email\" <> ''"),
    Index(.member, "birthDate", where: "\"birthDate\" IS NOT NULL"),
    Index(.member, "family", where: "\"family\" IS NOT NULL"),
    Index(.booking, "session"),
    Index(.booking, "member", "session"),
    Index(.booking, "code"),
    Index(.booking, "reference"),
    // The three that the jobs stand on: what ends by itself, who waits, who may be judged.
    Index(.booking, "expiresAt", where: "\"expiresAt\" IS NOT NULL"),
    Index(.booking, "session", "queue", where: "\"queue\" IS NOT NULL"),
    Index(.booking, "session", where: confirmed),
    Index(.lot, "member"),
    Index(.lot, "validTo", where: lapsing),
    Index(.ledger, "booking", where: "\"booking\" IS NOT NULL"),
    Index(.ledger, "member", "at"),
    Index(.note, "member", where: "\"member\" IS NOT NULL"),
    Index(.note, "session", where: "\"session\" IS NOT NULL"),
    Index(.act, "device", "at"),
    Index(.decision, "at", "status", where: open),
    Index(.decision, "booking", "status", where: "\"booking\" IS NOT NULL"),
    Index(.decision, "presented", "status", where: "\"presented\" <> ''"),
    Index(.act, "session", where: "\"session\" IS NOT NULL"),
    Index(.incident, "session", where: "\"session\" IS NOT NULL"),
    Index(.allotment, "session"),
  ]

  package static let unused = "\"next\" < \"end\""
  package static let open = "\"status\" = 'open'"
  package static let confirmed = "\"state\" = 'confirmed'"
  package static let lapsing = "\"validTo\" IS NOT NULL AND \"left\" > 0"
  package static let foldedEmail = "lower(\"email\")"

  /// Long texts make bad leaves for a tree without row ids, and the search index joins by row id.
  static let withRowID: Set<Table> = [.member, .note, .incident]

  /// Those of the first authorities; what came later is a step of its own in their schemas.
  package static let first = Table.allCases.filter { $0 != .outageTimetable && $0 != .allotment }

  /// What makes all tables and their indexes.
  package static let statements = statements(of: Table.allCases)

  package static func statements(of tables: [Table]) -> [String] {
    tables.map { RowSQL[$0].create }
      + indexes.enumerated().filter { tables.contains($1.table) }.map { number, index in
        let condition = index.condition.map { " WHERE \($0)" } ?? ""
        return
          "CREATE INDEX i\(number) ON \"\(index.table.rawValue)\"(\(index.columns))\(condition)"
      }
  }
}
