/// What one system's export looks like: how its header is recognised and where its columns go.
struct ColumnFormat<Field: ImportField>: Sendable {
  /// The word `--format` takes.
  let name: String
  /// Columns that together give the format away.
  let signature: [String]
  let columns: [(name: String, field: Field)]
  /// Columns that repeat others and are worth no note.
  let ignored: [String]
  /// Where the system always writes dates in one order.
  let dateOrder: DateOrder?

  init(
    _ name: String, signature: [String] = [], columns: [(String, Field)] = [],
    ignored: [String] = [], dateOrder: DateOrder? = nil
  ) {
    self.name = name
    self.signature = signature.map(\.columnKey)
    self.columns = columns.map { ($0.0.columnKey, $0.1) }
    self.ignored = ignored.map(\.columnKey)
    self.dateOrder = dateOrder
  }
}

extension String {
  /// `First Name`, `first_name` and `firstName` are one column.
  var columnKey: String {
    String(
      String.UnicodeScalarView(lowercased().unicodeScalars.filter(\.properties.isAlphanumeric)))
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isAlphanumeric: Bool { isAlphabetic || numericType != nil }
}
