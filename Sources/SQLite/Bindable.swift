import CSQLite

/// A value that takes the place of a `?`. Text and bytes are copied once, into SQLite.
package protocol Bindable {
  func bind(to statement: Statement, at index: Int) throws(SQLiteError)
}

extension Statement {
  package func bind(_ value: Int64, at index: Int) throws(SQLiteError) {
    try check(sqlite3_bind_int64(handle, Int32(index), value))
  }

  package func bind(_ value: Double, at index: Int) throws(SQLiteError) {
    try check(sqlite3_bind_double(handle, Int32(index), value))
  }

  package func bind(_ value: String, at index: Int) throws(SQLiteError) {
    var value = value
    let result = value.withUTF8 { bytes in
      // A null pointer would bind NULL, and an empty buffer may have one.
      guard let base = bytes.baseAddress else {
        return csqlite_bind_text(handle, Int32(index), "", 0)
      }
      return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        csqlite_bind_text(handle, Int32(index), $0, Int32(clamping: bytes.count))
      }
    }
    try check(result)
  }

  package func bind(_ value: [UInt8], at index: Int) throws(SQLiteError) {
    let index = Int32(index)
    let result = value.withUnsafeBytes { bytes in
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, index, 0)
        : csqlite_bind_blob(handle, index, bytes.baseAddress, Int32(clamping: bytes.count))
    }
    try check(result)
  }

  package func bindNull(at index: Int) throws(SQLiteError) {
    try check(sqlite3_bind_null(handle, Int32(index)))
  }

  /// Binds all parameters in order, from 1.
  package func bind<each Value: Bindable>(_ values: repeat each Value) throws(SQLiteError) {
    var index = 1
    for value in repeat each values {
      try value.bind(to: self, at: index)
      index += 1
    }
  }
}

extension Int64: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.bind(self, at: index)
  }
}

extension Int: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.bind(Int64(self), at: index)
  }
}

extension Bool: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.bind(self ? 1 : 0 as Int64, at: index)
  }
}

extension Double: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.bind(self, at: index)
  }
}

extension String: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.bind(self, at: index)
  }
}

extension [UInt8]: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.bind(self, at: index)
  }
}

extension Optional: Bindable where Wrapped: Bindable {
  package func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    guard let self else { return try statement.bindNull(at: index) }
    try self.bind(to: statement, at: index)
  }
}
