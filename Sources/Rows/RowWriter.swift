import Crypto
package import Domain
package import SQLite
import Wire

/// Brings a decision's changes into the rows, with their hashes.
package struct RowWriter {
  /// Told of every change to a member, with the row as it stood and as it stands.
  package typealias MemberChange = (_ old: Member?, _ new: Member?) throws -> Void

  private let connection: Connection
  private let memberChanged: MemberChange?
  /// Leaves rows alone that stand already as they shall be.
  private let onlyDifferent: Bool
  /// True once a row of the studio itself has changed.
  package private(set) var studioChanged = false

  package init(
    _ connection: Connection, onlyDifferent: Bool = false, memberChanged: MemberChange? = nil
  ) {
    self.connection = connection
    self.onlyDifferent = onlyDifferent
    self.memberChanged = memberChanged
  }

  package mutating func write(_ changes: [Change]) throws {
    for change in changes { try write(change) }
  }

  private mutating func write(_ change: Change) throws {
    if onlyDifferent, try stands(change) { return }
    if change.table.isStudio { studioChanged = true }
    let told = change.table == .member ? memberChanged : nil
    let old = try told == nil ? nil : connection.record(ID<Member>(change.key))
    switch change {
    case .put(let row):
      try put(row)
      try told?(old, row as? Member)
    case .delete(let table, let key):
      try told?(old, nil)
      try connection.run(RowSQL[table].delete, key.bytes)
    }
  }

  private func stands(_ change: Change) throws -> Bool {
    let sql = RowSQL[change.table]
    let hash = try connection.first(sql.hash, change.key.bytes) { $0.int(0) }
    return switch change {
    case .put(let row): hash == Self.hash(row.values)
    case .delete: hash == nil
    }
  }

  private func put<R: Record>(_ row: R) throws {
    let sql = RowSQL[R.table]
    let values = row.values
    let hash = Self.hash(values)
    let amend = try connection.prepare(sql.amend)
    try bind(values, hash, to: amend)
    try amend.run()
    if connection.changes > 0 { return }
    let insert = try connection.prepare(sql.insert)
    try bind(values, hash, to: insert)
    try insert.run()
  }

  private func bind(_ values: [Value], _ hash: Int64, to statement: Statement) throws {
    for (place, value) in values.enumerated() {
      switch value {
      case .null: try statement.bindNull(at: place + 1)
      case .int(let number): try statement.bind(number, at: place + 1)
      case .text(let text): try statement.bind(text, at: place + 1)
      case .blob(let blob): try statement.bind(blob, at: place + 1)
      }
    }
    try statement.bind(hash, at: values.count + 1)
  }

  /// The first eight bytes of SHA-256 over the row's bytes.
  package static func hash(_ values: [Value]) -> Int64 {
    let digest = SHA256.hash(RowBytes.encode(values))
    return Int64(bitPattern: digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}

extension Table {
  /// True for the few rows that every decision and every screen needs.
  package var isStudio: Bool {
    switch self {
    case .organization, .location, .room, .device, .staff, .passKey, .service, .outageTimetable:
      true
    default: false
    }
  }
}
