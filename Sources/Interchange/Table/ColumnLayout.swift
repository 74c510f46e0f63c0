/// Which column holds which field, settled once per file.
struct ColumnLayout<Field: ImportField> {
  let format: ColumnFormat<Field>
  let header: [String]
  let index: [Field: Int]
  /// Columns without a field.
  let extra: [Int]

  /// Throws where no format fits, a field is unknown or a needed column is missing.
  init(
    _ header: [String], _ options: ImportOptions, formats: [ColumnFormat<Field>]
  ) throws(FileProblem) {
    let keys = header.map(\.columnKey)
    let format = try Self.choose(keys, header, options, formats)
    var index: [Field: Int] = [:]
    var taken: Set<Int> = []
    for mapping in options.columns {
      let (field, column) = try Self.resolve(mapping, keys, header)
      guard index.updateValue(column, forKey: field) == nil, taken.insert(column).inserted else {
        throw FileProblem(.badMapping, "--map names \(field.rawValue) or its column twice.")
      }
    }
    func place(_ field: Field, _ column: Int?) {
      guard let column, index[field] == nil, taken.insert(column).inserted else { return }
      index[field] = column
    }
    for (name, field) in format.columns { place(field, keys.firstIndex(of: name)) }
    for field in Field.allCases { place(field, keys.firstIndex(of: field.rawValue.columnKey)) }

    self.format = format
    self.header = Self.distinct(header)
    self.index = index
    extra = keys.indices.filter { !taken.contains($0) && !format.ignored.contains(keys[$0]) }
    for group in Field.needed where !group.contains(where: { index[$0] != nil }) {
      throw Self.missing(group, format, header, options, formats)
    }
  }

  private static func choose(
    _ keys: [String], _ header: [String], _ options: ImportOptions,
    _ formats: [ColumnFormat<Field>]
  ) throws(FileProblem) -> ColumnFormat<Field> {
    let chosen =
      if let name = options.format {
        formats.first { $0.name == name }
      } else {
        formats.first { $0.signature.allSatisfy(keys.contains) }
      }
    guard let chosen else {
      throw FileProblem(
        .unknownFormat, "The format must be one of \(names(formats)).", found: header)
    }
    return chosen
  }

  private static func resolve(
    _ mapping: ImportOptions.Mapping, _ keys: [String], _ header: [String]
  ) throws(FileProblem) -> (Field, Int) {
    let ours = mapping.ours.columnKey
    guard let field = Field.allCases.first(where: { $0.rawValue.columnKey == ours }) else {
      let known = Field.allCases.map(\.rawValue).joined(separator: ", ")
      throw FileProblem(.unknownField, "--map knows these fields: \(known), dateOrder.")
    }
    // The exact spelling first: two columns may differ only in what the key leaves out.
    let exact = header.firstIndex { $0.trimmed == mapping.theirs }
    guard let column = exact ?? keys.firstIndex(of: mapping.theirs.columnKey) else {
      throw FileProblem(
        .unknownColumn, "--map \(field.rawValue) names a column that the file does not have.",
        found: header)
    }
    return (field, column)
  }

  private static func missing(
    _ group: [Field], _ format: ColumnFormat<Field>, _ header: [String],
    _ options: ImportOptions, _ formats: [ColumnFormat<Field>]
  ) -> FileProblem {
    let wanted = group.map { field in
      format.columns.first { $0.field == field }?.name ?? field.rawValue
    }
    let fields = wanted.joined(separator: ", ")
    guard options.format == nil, options.columns.isEmpty, format.signature.isEmpty else {
      let needs = group.count == 1 ? "a column \(fields)" : "one of the columns \(fields)"
      return FileProblem(
        .missingColumns, "The format \(format.name) needs \(needs); --map can name it.",
        found: header)
    }
    return FileProblem(
      .unknownFormat,
      "This is none of \(names(formats)); a plain file needs \(group.count == 1 ? "" : "one of ")"
        + "\(fields); --map can name the columns.", found: header)
  }

  private static func names(_ formats: [ColumnFormat<Field>]) -> String {
    formats.map(\.name).joined(separator: ", ")
  }

  /// Names for people: nameless columns get a number, repeated names too.
  private static func distinct(_ header: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return header.enumerated().map { column, cell in
      let name = cell.trimmed.isEmpty ? "Column \(column + 1)" : cell.trimmed
      let count = seen[name, default: 0] + 1
      seen[name] = count
      return count == 1 ? name : "\(name) (\(count))"
    }
  }
}
