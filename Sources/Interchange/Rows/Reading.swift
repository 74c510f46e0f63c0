/// A file understood: every row of it, as values or refused, in the order of the file.
package struct Reading<Row: Sendable>: Sendable {
  /// The name `--format` takes.
  package let format: String
  package let encoding: TextEncoding
  /// Nil for JSON.
  package let delimiter: Delimiter?
  /// Nil where no date depended on it.
  package let dateOrder: DateOrder?
  package let entries: [Entry<Row>]
  /// Columns without a field of ours, in the order of the file; their cells are in `extra`.
  package let unknownColumns: [String]
}

/// One row of the file: what it says, or why it cannot be taken.
package struct Entry<Row: Sendable>: Sendable {
  /// From 1, without the header; of a JSON file, the running number of its sessions.
  package let row: Int
  /// Physical line in the file, from 1; 0 for JSON.
  package let line: Int
  package let outcome: Outcome

  package enum Outcome: Sendable {
    /// One value for most rows, one per day for a timetable row that spans weeks.
    case values([Row])
    case refused(RowReason)
  }

  package var values: [Row] {
    if case .values(let values) = outcome { values } else { [] }
  }

  package var refusal: RowReason? {
    if case .refused(let reason) = outcome { reason } else { nil }
  }
}

/// Why a row, or one field of it, is left out. The message names the row and never quotes its
/// cells, which are people's.
package struct RowReason: Error, Hashable, Sendable {
  package let row: Int
  package let code: RowCode
  package let message: String

  /// Bytes of text in one row: an imported row becomes part of an operation, and those end at 16 kB
  /// (SYNC.md), names and quotes of their encoding included.
  static let longestRow = 8_000

  package init(row: Int, line: Int = 0, code: RowCode, _ what: String) {
    self.row = row
    self.code = code
    // The line helps where quoted line breaks let rows and lines drift apart.
    message = line > 0 ? "row \(row) (line \(line)): \(what)" : "row \(row): \(what)"
  }
}

/// Closed list: scripts read these words.
package enum RowCode: String, Sendable, CaseIterable {
  case raggedRow = "RAGGED_ROW"
  case unclosedQuote = "UNCLOSED_QUOTE"
  case rowTooLong = "ROW_TOO_LONG"
  case missingName = "MISSING_NAME"
  case missingField = "MISSING_FIELD"
  case missingMember = "MISSING_MEMBER"
  case missingSession = "MISSING_SESSION"
  case badDate = "BAD_DATE"
  case badTime = "BAD_TIME"
  case badNumber = "BAD_NUMBER"
  case badEmail = "BAD_EMAIL"
  case badWeekday = "BAD_WEEKDAY"
  case rangeTooLong = "RANGE_TOO_LONG"
  case unknownStatus = "UNKNOWN_STATUS"
  case cancelledSession = "CANCELLED_SESSION"
  case deletedItem = "DELETED_ITEM"
  case notASession = "NOT_A_SESSION"
}

/// One field that was left empty, with the reason; the row itself was kept.
package struct FieldReason: Hashable, Sendable {
  /// Our name of the field.
  package let field: String
  package let reason: RowReason
}

/// A cell of a column we have no field for, kept with what it belongs to.
package struct ExtraCell: Hashable, Sendable {
  package let column: String
  package let value: String
}
