import CPostgres
import Domain

/// What the server answered to one statement; rows and columns count from 0.
package final class Answer {
  private let handle: OpaquePointer
  package let count: Int

  /// Takes the result over.
  init(_ handle: OpaquePointer) {
    self.handle = handle
    count = Int(PQntuples(handle))
  }

  deinit { PQclear(handle) }

  var rows: some Sequence<AnswerRow> { (0..<count).lazy.map { self[$0] } }

  package var first: AnswerRow? { count > 0 ? self[0] : nil }

  package subscript(_ row: Int) -> AnswerRow { AnswerRow(answer: self, row: Int32(row)) }

  /// How many rows a change touched.
  package var changes: Int { PQcmdTuples(handle).flatMap { Int(String(cString: $0)) } ?? 0 }

  fileprivate func isNull(_ row: Int32, _ column: Int) -> Bool {
    PQgetisnull(handle, row, Int32(column)) != 0
  }

  fileprivate func bytes(_ row: Int32, _ column: Int) -> UnsafeRawBufferPointer {
    let count = Int(PQgetlength(handle, row, Int32(column)))
    return UnsafeRawBufferPointer(start: PQgetvalue(handle, row, Int32(column)), count: count)
  }
}

/// One row of an answer: a view, not a copy. A NULL reads as 0, an empty text or no bytes, and the
/// `optional…` readers tell it apart.
package struct AnswerRow {
  fileprivate let answer: Answer
  fileprivate let row: Int32

  package func isNull(_ column: Int) -> Bool { answer.isNull(row, column) }

  package func int(_ column: Int) -> Int64 {
    withExtendedLifetime(answer) {
      answer.bytes(row, column).reduce(0) { $0 << 8 | Int64($1) }
    }
  }

  package func bool(_ column: Int) -> Bool { int(column) != 0 }

  package func text(_ column: Int) -> String {
    withExtendedLifetime(answer) {
      StoredText.read(String(decoding: answer.bytes(row, column), as: UTF8.self))
    }
  }

  package func blob(_ column: Int) -> [UInt8] {
    withExtendedLifetime(answer) { [UInt8](answer.bytes(row, column)) }
  }

  func key(_ column: Int) -> Bits128 {
    withExtendedLifetime(answer) {
      Bits128(bytes: answer.bytes(row, column)) ?? Bits128(hi: 0, lo: 0)
    }
  }

  package func optionalInt(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }
  package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
  package func optionalBlob(_ column: Int) -> [UInt8]? { isNull(column) ? nil : blob(column) }

  /// The record whose fields stand from a column on, in the order of `Record.fields`.
  func record<R: Record>(_ type: R.Type, at column: Int = 0) throws(PostgresError) -> R {
    var record = R()
    var column = column
    for field in R.fields {
      guard field.set(&record, value(column, field.storage)) else {
        throw PostgresError(.unreadable, at: R.table.rawValue)
      }
      column += 1
    }
    return record
  }

  private func value(_ column: Int, _ storage: Storage) -> Value {
    if isNull(column) { return .null }
    return switch storage {
    case .int: .int(int(column))
    case .text: .text(text(column))
    case .blob: .blob(blob(column))
    }
  }
}
