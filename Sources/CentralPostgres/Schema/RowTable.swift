import Domain
import Rows

/// The statements of one record's table in PostgreSQL, made from its list of fields.
///
/// Before the fields stand the organization, which leads every key and index; the sequence of the
/// row's last change; and the row's hash.
struct RowTable: Sendable {
  let table: Table
  /// The table's name, quoted.
  let name: String
  /// What makes the table, its indexes and its policy.
  let create: [String]
  /// Puts many rows as they shall be: organization, sequences, hashes, then a list for each field.
  let upsert: Statement
  /// Organization and keys.
  let delete: Statement
  /// The list types of the fields, in their order.
  let types: [ColumnType]
  private let fields: [String]

  private static let all: [Table: RowTable] = Dictionary(
    uniqueKeysWithValues: Table.allCases.map { ($0, RowTable($0, $0.type)) })

  static subscript(table: Table) -> RowTable {
    guard let found = all[table] else { preconditionFailure("every table has its statements") }
    return found
  }

  private init<R: Record>(_ table: Table, _ type: R.Type) {
    self.table = table
    let name = "\"\(table.rawValue)\""
    self.name = name
    fields = R.fields.map { "\"\($0.name)\"" }
    types = R.fields.map { ColumnType($0.storage) }
    let columns = zip(fields, types).map { "\($0) \($1.word)\($0 == "\"id\"" ? " NOT NULL" : "")" }
    let indexes = RowSchema.indexes.filter { $0.table == table }
    let made = Self.computed.filter { sql, _ in
      indexes.contains { $0.expression == sql || $0.condition == sql }
    }.sorted { $0.value.name < $1.value.name }.map { sql, column in
      "\(column.name) \(column.type.word) GENERATED ALWAYS AS (\(sql)) STORED"
    }
    let all =
      ["organization uuid NOT NULL", "sequence bigint NOT NULL", "rowhash bigint NOT NULL"]
      + columns + made + ["PRIMARY KEY (organization, id)"]
    create =
      ["CREATE TABLE \(name)(\(all.joined(separator: ", "))) WITH (fillfactor = 90)"]
      + indexes.map { index in
        let columns =
          index.expression.map { [Self.computed[$0]?.name ?? $0] }
          ?? index.fields.map { "\"\($0)\"" }
        let condition = index.condition.map { " WHERE \(Self.condition($0))" } ?? ""
        return
          "CREATE INDEX ON \(name)(\((["organization"] + columns).joined(separator: ", ")))\(condition)"
      } + Isolation.policy(name)
    let list = (["organization", "sequence", "rowhash"] + fields).joined(separator: ", ")
    let lists = [.intArray, .intArray] + types.map(\.array)
    let places = lists.indices.map { "$\($0 + 2)::\(lists[$0].word)" }.joined(separator: ", ")
    let sets = (["sequence", "rowhash"] + fields.filter { $0 != "\"id\"" })
      .map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    upsert = Statement(
      """
      INSERT INTO \(name)(\(list)) SELECT $1, u.* FROM unnest(\(places)) u
      ON CONFLICT (organization, id) DO UPDATE SET \(sets)
      """, [.uuid] + lists)
    delete = Statement(
      "DELETE FROM \(name) r USING unnest($2) q(id) WHERE r.organization = $1 AND r.id = q.id",
      .uuid, .bytesArray)
  }

  /// The fields in their order, of a table that stands in the query under another name.
  func columns(of alias: String) -> String {
    fields.map { "\(alias).\($0)" }.joined(separator: ", ")
  }

  var columnCount: Int { fields.count }

  // MARK: What is computed from a row

  /// Conditions and expressions of indexes that stand as columns of their own.
  ///
  /// Where a field is part of an index, its every change must touch all indexes of the table; of
  /// these fields most changes change nothing of the column. And the server looks behind row-level
  /// security by plain columns only: a function could tell the rows of others.
  private static let computed: [String: (name: String, type: ColumnType)] = [
    RowSchema.unused: ("unused", .bool),
    RowSchema.lapsing: ("lapsing", .bool),
    RowSchema.foldedEmail: ("\"foldedEmail\"", .text),
  ]

  /// A condition of a partial index as queries have to repeat it.
  static func condition(_ sql: String) -> String { computed[sql]?.name ?? sql }
}
