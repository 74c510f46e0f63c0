internal import Domain

/// A CSV file with its columns understood and its dates agreed.
struct Table<Field: ImportField> {
  let encoding: TextEncoding
  let delimiter: Delimiter
  let layout: ColumnLayout<Field>
  let records: [CSVRecord]
  let dateOrder: DateOrder?

  init(
    _ text: DecodedText, _ options: ImportOptions, formats: [ColumnFormat<Field>]
  ) throws(FileProblem) {
    guard !text.bytes.starts(with: [0x50, 0x4B, 3, 4]) else {
      throw FileProblem(.archive, "This is a ZIP archive or workbook: unpack it, or save as CSV.")
    }
    delimiter = Delimiter.detect(text.bytes[...])
    var reader = CSVReader(text.bytes[...], delimiter: delimiter)
    guard let header = reader.next() else {
      throw FileProblem(.emptyFile, "The file is empty: not even a header.")
    }
    encoding = text.encoding
    let layout = try ColumnLayout(header.cells, options, formats: formats)
    self.layout = layout
    records = Array(reader)
    if let known = options.dateOrder ?? layout.format.dateOrder {
      dateOrder = known
    } else {
      dateOrder = try Self.agree(on: Field.dates.compactMap { layout.index[$0] }, in: records)
    }
  }

  private static func agree(
    on columns: [Int], in records: [CSVRecord]
  ) throws(FileProblem) -> DateOrder? {
    var vote = DateOrderVote()
    for (number, record) in records.enumerated() {
      for column in columns where column < record.cells.count {
        vote.count(DateText.split(Cell.text(record.cells[column])).date, row: number + 1)
      }
    }
    switch vote.verdict {
    case .order(let order): return order
    case .any: return nil
    case .ambiguous(let row):
      let what = row.map { "row \($0) can be read both ways" } ?? "the rows disagree"
      throw FileProblem(
        .ambiguousDates,
        "Day or month first? Nothing settles it, \(what): "
          + "say --map dateOrder=dmy or --map dateOrder=mdy.")
    }
  }

  /// Every row through `build`, which refuses by throwing.
  func reading<Row>(
    _ build: (TableRow<Field>) throws(RowReason) -> [Row]
  ) -> Reading<Row> {
    var entries: [Entry<Row>] = []
    entries.reserveCapacity(records.count)
    for (number, record) in records.enumerated() {
      let row = TableRow(table: self, record: record, number: number + 1)
      let outcome: Entry<Row>.Outcome
      do throws(RowReason) {
        try row.checkShape()
        outcome = .values(try build(row))
      } catch {
        outcome = .refused(error)
      }
      entries.append(Entry(row: number + 1, line: record.line, outcome: outcome))
    }
    return Reading(
      format: layout.format.name, encoding: encoding, delimiter: delimiter,
      dateOrder: dateOrder, entries: entries, unknownColumns: layout.extra.map { layout.header[$0] }
    )
  }
}
