import Domain
import Rows
import SQLite
import Support
import Sync
import Wire

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

  // MARK: Its file

  /// As the desk does it.
  func checkHead(_ log: OperationLog) throws {
    if let note, try note.vouches(for: log, in: place) {
      if try note.isBehind(log) { self.note = try HeadNote(of: log, in: place) }
      return
    }
    if try note != nil || log.refresh() > 0 {
      trace.note(timeline.now, name, "begins another life")
      try log.beginEpoch()
      lifeBegan = timeline.now
    }
    note = try HeadNote(of: log, in: place)
  }

  /// In their order; only so many from the end, where that is said.
  func storedEntries(
    _ store: DeviceStore, last: Int = -1
  ) throws -> [NaiveDesk.Entry] {
    try store.log.connection.all(
      """
      SELECT o.header, p.payload, o.hash, u.sequence, u.state, u.code
      FROM operations o JOIN payloads p USING(position) LEFT JOIN outcomes u USING(position)
      ORDER BY o.position DESC LIMIT ?
      """, last
    ) { row in
      let header = try PayloadCodec.header(row.blob(0))
      return NaiveDesk.Entry(
        header: header, stored: StoredOperation(header: row.blob(0), payload: row.blob(1)),
        hash: row.blob(2), verdict: Self.verdict(on: header.id, row, at: 3))
    }.reversed()
  }

  /// The outcomes that are on the disk behind a sequence.
  func storedVerdicts(_ store: DeviceStore, after sequence: Int64) throws -> [Verdict] {
    try store.log.connection.all(
      """
      SELECT o.id, u.sequence, u.state, u.code FROM outcomes u JOIN operations o USING(position)
      WHERE u.sequence > ? ORDER BY u.sequence
      """, sequence
    ) { Self.verdict(on: $0.id(0), $0, at: 1) }.compactMap { $0 }
  }

  private static func verdict(
    on id: ID<Operation>, _ row: Row, at column: Int
  ) -> Verdict? {
    row.optionalInt(column).map { sequence in
      Verdict(
        operation: id, sequence: sequence,
        outcome: Outcome(
          Outcome.State(rawValue: row.text(column + 1)) ?? .parked,
          code: row.optionalText(column + 2).flatMap(RefusalCode.init(rawValue:))))
    }
  }
}
