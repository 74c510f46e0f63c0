import Interchange

extension Desk {
  /// A report on the screen, or in the file that was named: as a table where the name ends in `.csv`, else
  /// as it would be printed. A column is a member of the document's rows, or one further in: `worth.credits`.
  func report(_ document: JSON, _ text: String, columns: String) throws -> Answer {
    guard let file = arguments.operands.first else { return Answer(document, text) }
    let isTable = file.lowercased().hasSuffix(".csv")
    let content =
      isTable ? document.table(columns.split(separator: " ").map(String.init)) : text + "\n"
    let note = try save(Array(content.utf8), to: file)
    return Answer(
      document.adding(["file": .text(file)]), "the report is in \(plainText(file))", note: note)
  }
}

extension JSON {
  fileprivate func table(_ columns: [String]) -> String {
    var csv = CSVWriter(header: columns)
    if case .list(let rows)? = self["rows"] {
      for row in rows {
        csv.append(
          columns.map { column in
            column.split(separator: ".").reduce(row) { $0[String($1)] ?? .null }.cell
          })
      }
    }
    return csv.text
  }

  private subscript(_ name: String) -> JSON? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  private var cell: String {
    switch self {
    case .text(let text): text
    case .whole(let number): "\(number)"
    case .decimal(let number): "\(number)"
    case .flag(let flag): flag ? "yes" : ""
    case .null, .list, .object: ""
    }
  }
}
