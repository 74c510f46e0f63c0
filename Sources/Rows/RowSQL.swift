package import Domain

/// The statements of one record's table. Every parameter stands at its field's place, from 1, and the
/// row's hash behind the last; so one way to bind serves all.
package struct RowSQL: Sendable {
  /// The fields, quoted, in their order.
  let names: [String]
  let create: String
  package let select: String
  let insert: String
  /// Changes a row whose indexed fields stay as they are, and so leaves the indexes' pages alone:
  /// most changes are of this kind. It changes nothing where one of them is new.
  let amend: String
  let delete: String
  /// The hash of one row.
  let hash: String

  private static let all: [Table: RowSQL] = Dictionary(
    uniqueKeysWithValues: Table.allCases.map { ($0, RowSQL($0, $0.type)) })

  package static subscript(table: Table) -> RowSQL {
    guard let sql = all[table] else { preconditionFailure("every table has its statements") }
    return sql
  }

  private init<R: Record>(_ table: Table, _ type: R.Type) {
    let fields = R.fields
    let name = "\"\(table.rawValue)\""
    names = fields.map { "\"\($0.name)\"" }
    let columns = fields.map { field in
      let key = field.name == "id" ? " NOT NULL PRIMARY KEY" : ""
      return "\"\(field.name)\" \(field.storage.word)\(key)"
    }
    let rowless = RowSchema.withRowID.contains(table) ? "" : ", WITHOUT ROWID"
    create = """
      CREATE TABLE \(name)(\(columns.joined(separator: ", ")), rowhash INTEGER NOT NULL)
      STRICT\(rowless)
      """
    let list = names.joined(separator: ", ")
    select = "SELECT \(list) FROM \(name)"
    let places = (1...fields.count + 1).map { "?\($0)" }.joined(separator: ", ")
    let sets = names.dropFirst().map { "\($0) = excluded.\($0)" } + ["rowhash = excluded.rowhash"]
    insert = """
      INSERT INTO \(name)(\(list), rowhash) VALUES(\(places))
      ON CONFLICT(id) DO UPDATE SET \(sets.joined(separator: ", "))
      """
    let indexed = RowSchema.indexes.filter { $0.table == table }
      .reduce(into: Set<String>()) { $0.formUnion($1.fields) }
    var changed = ["rowhash = ?\(fields.count + 1)"]
    var same = ["id = ?1"]
    for (place, field) in fields.enumerated().dropFirst() {
      let equation = { (sign: String) in "\"\(field.name)\" \(sign) ?\(place + 1)" }
      if indexed.contains(field.name) {
        same.append(equation("IS"))
      } else {
        changed.append(equation("="))
      }
    }
    amend = """
      UPDATE \(name) SET \(changed.joined(separator: ", ")) WHERE \(same.joined(separator: " AND "))
      """
    delete = "DELETE FROM \(name) WHERE id = ?1"
    hash = "SELECT rowhash FROM \(name) WHERE id = ?1"
  }

  /// The fields of a table that stands in the query under another name.
  package func columns(of alias: String) -> String {
    names.map { "\(alias).\($0)" }.joined(separator: ", ")
  }
}

extension Storage {
  fileprivate var word: String {
    switch self {
    case .int: "INTEGER"
    case .text: "TEXT"
    case .blob: "BLOB"
    }
  }
}
