import CSQLite

/// What SQLite refused and where; carries the SQL with its `?`, never the values bound to it.
package struct SQLiteError: Error, Hashable, CustomStringConvertible {
  /// The extended result code as SQLite gives it; `code` is its primary part.
  package let extendedCode: Int32
  package let message: String
  package let sql: String?

  package var code: Code { Code(rawValue: extendedCode & 0xff) }

  /// The file ends before a page that it should have (SQLITE_IOERR_SHORT_READ).
  package var isTruncation: Bool { extendedCode == SQLITE_IOERR | 2 << 8 }

  /// What lies beside a database in use found no room (SQLITE_IOERR_SHMSIZE).
  package var isRoomless: Bool { extendedCode == SQLITE_IOERR | 19 << 8 }

  package var description: String {
    let place = sql.map { " in: \($0)" } ?? ""
    return "SQLite \(extendedCode): \(message)\(place)"
  }

  package init(extendedCode: Int32, message: String, sql: String? = nil) {
    self.extendedCode = extendedCode
    self.message = message
    self.sql = sql
  }

  /// Takes SQLite's own sentence, except for plain errors met while a statement runs: those can
  /// quote a bound value (FTS5 quotes the query that a person typed).
  init(_ result: Int32, db: OpaquePointer?, sql: String?, running: Bool) {
    let known = db.map { sqlite3_extended_errcode($0) } ?? result
    let code = known & 0xff == result & 0xff ? known : result
    let quotesValues = running && code & 0xff == SQLITE_ERROR
    let sentence = db.flatMap { quotesValues ? nil : sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
    self.init(
      extendedCode: code, message: sentence.map { String(cString: $0) } ?? "unknown", sql: sql)
  }

  /// A primary result code; `catch SQLiteError.Code.busy` matches every extended form of it.
  package struct Code: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let error = Code(rawValue: SQLITE_ERROR)
    package static let busy = Code(rawValue: SQLITE_BUSY)
    package static let locked = Code(rawValue: SQLITE_LOCKED)
    package static let readOnly = Code(rawValue: SQLITE_READONLY)
    package static let interrupted = Code(rawValue: SQLITE_INTERRUPT)
    package static let inputOutput = Code(rawValue: SQLITE_IOERR)
    package static let corrupt = Code(rawValue: SQLITE_CORRUPT)
    package static let full = Code(rawValue: SQLITE_FULL)
    package static let cannotOpen = Code(rawValue: SQLITE_CANTOPEN)
    package static let constraint = Code(rawValue: SQLITE_CONSTRAINT)
    package static let misuse = Code(rawValue: SQLITE_MISUSE)
    package static let notADatabase = Code(rawValue: SQLITE_NOTADB)

    package static func ~= (code: Code, error: any Error) -> Bool {
      (error as? SQLiteError)?.code == code
    }
  }
}
