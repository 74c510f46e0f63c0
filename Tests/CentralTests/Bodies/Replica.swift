import Domain
import Rows
import SQLite
import Wire

/// A device's rows, kept by the code that devices use.
enum Replica {
  static func make() throws -> Connection {
    let copy = try Connection(":memory:", .init(synchronous: .off))
    try copy.exec((RowSchema.statements + [Eviction.schema]).joined(separator: ";\n"))
    return copy
  }

  static func clear(_ copy: Connection) throws {
    for table in Table.allCases { try copy.run("DELETE FROM \"\(table.rawValue)\"") }
  }

  static func take(_ change: FeedChange, into copy: Connection) throws {
    switch change {
    case .evict(let session): try copy.evict(session)
    case .row(let row):
      var writer = RowWriter(copy)
      try writer.write([row])
    }
  }

  static func digests(_ copy: Connection) throws -> [Table: UInt64] {
    try Table.allCases.reduce(into: [:]) { digests, table in
      digests[table] = try copy.all("SELECT rowhash FROM \"\(table.rawValue)\"") {
        UInt64(bitPattern: $0.int(0))
      }.reduce(0, &+)
    }
  }
}
