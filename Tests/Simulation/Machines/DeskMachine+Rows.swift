import Domain
import Rows
import SQLite
import Support
import Sync

/// Its rows, held against the naive desk's.
extension DeskMachine {
  /// The sums that the machine itself would send.
  func digests() throws -> [Table: UInt64] {
    try powered { try $0.replica.connection.digests() } ?? [:]
  }

  func compare() throws {
    try powered { store in
      for table in Table.allCases { try compare(table.type, store) }
    }
  }

  private func compare<R: Record>(_ type: R.Type, _ store: DeviceStore) throws {
    let found = try store.replica.connection.records(R.self, "ORDER BY id")
    let wanted = naive.shown.all(R.self)
    guard found != wanted else { return }
    let difference = zip(found, wanted).first { $0 != $1 }
    throw Violation(
      "P3",
      """
      \(name) shows other rows of \(R.table.rawValue): \(found.count), should be \(wanted.count)
      is   \(difference.map { "\($0.0)" } ?? "")
      also \(difference.map { "\($0.1)" } ?? "")
      """)
  }
}
