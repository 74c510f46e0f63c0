internal import Domain

/// One row seen through the layout of its file: cells by field, refusals with the row's number.
struct TableRow<Field: ImportField> {
  let table: Table<Field>
  let record: CSVRecord
  let number: Int

  /// Empty where the file has no such column.
  subscript(_ field: Field) -> String {
    guard let column = table.layout.index[field] else { return "" }
    return Cell.text(record.cells[column])
  }

  var extra: [ExtraCell] {
    var cells: [ExtraCell] = []
    for column in table.layout.extra {
      let value = Cell.text(record.cells[column])
      if !value.isEmpty {
        cells.append(ExtraCell(column: table.layout.header[column], value: value))
      }
    }
    return cells
  }

  /// Cells beyond the header are harmless while they are empty; anything else may be a row whose
  /// cells have slipped sideways.
  func checkShape() throws(RowReason) {
    guard record.cells.reduce(0, { $0 + $1.utf8.count }) <= RowReason.longestRow else {
      throw reason(.rowTooLong, "it holds more than \(RowReason.longestRow) bytes")
    }
    if record.unclosedQuote { throw reason(.unclosedQuote, "a quote is opened and never closed") }
    let columns = table.layout.header.count
    let cells = record.cells
    guard cells.count >= columns, cells.dropFirst(columns).allSatisfy(\.isBlank) else {
      throw reason(.raggedRow, "it has \(cells.count) cells where the header has \(columns)")
    }
  }

  func reason(_ code: RowCode, _ what: String) -> RowReason {
    RowReason(row: number, line: record.line, code: code, what)
  }

  /// Nil where the cell is empty.
  func day(_ field: Field) throws(RowReason) -> Day? {
    let date = DateText.split(self[field]).date
    if date == .empty { return nil }
    guard let day = date.day(table.dateOrder) else {
      throw reason(.badDate, "\(field.rawValue) is not a date of the calendar")
    }
    return day
  }

  /// Nil where the cell is empty or says `None`.
  func wholeNumber(_ field: Field) throws(RowReason) -> Int? {
    let text = self[field]
    if text.isEmpty || text.lowercased() == "none" { return nil }
    guard let hundredths = Credits.hundredths(text), hundredths.isMultiple(of: 100) else {
      throw reason(.badNumber, "\(field.rawValue) is not a whole number")
    }
    return hundredths / 100
  }

  func credits(_ field: Field) throws(RowReason) -> Credits? {
    let text = self[field]
    if text.isEmpty { return nil }
    guard let credits = Credits(text) else {
      throw reason(.badNumber, "\(field.rawValue) is not a number of credits")
    }
    return credits
  }
}
