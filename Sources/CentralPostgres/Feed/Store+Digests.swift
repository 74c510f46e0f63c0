package import Central
package import Domain
import Rows

extension PostgresAuthorityStore {
  package func digests(_ scope: FeedScope?) throws -> [Table: UInt64] {
    try read { link in
      var takers: [(Answer) throws -> UInt64] = []
      var digests: [Table: UInt64] = [:]
      var asked: [Table] = []
      for table in Table.allCases {
        guard let scope else {
          try link.ask(FeedRows.sums[table] ?? FeedRows.byKey(table), mine)
          asked.append(table)
          takers.append(Self.sum)
          continue
        }
        digests[table] = 0
        guard scope.holds(table) else { continue }
        let isVerbatim = scope.isVerbatim(table)
        let statement = (isVerbatim ? FeedRows.scopedSums : FeedRows.scopedRows)[table]
        guard let statement else { continue }
        try link.ask(
          statement, mine(scope.location.value, scope.role.value, scope.device.value))
        asked.append(table)
        func portions<R: Record>(_ type: R.Type) -> (Answer) throws -> UInt64 {
          { answer in
            try answer.rows.reduce(0) { sum, row in
              guard let row = try scope.portion(of: row.record(type)) as? R else { return sum }
              return sum
                &+ UInt64(bitPattern: RowWriter.hash(R.fields.map { $0.get(row) }))
            }
          }
        }
        takers.append(isVerbatim ? Self.sum : portions(table.type))
      }
      for (table, (take, answer)) in zip(asked, zip(takers, try link.answers())) {
        digests[table] = try take(answer)
      }
      return digests
    }
  }

  /// The server's sums do not wrap: a decimal number of any length, as it is in 64 bits.
  private static func sum(_ answer: Answer) -> UInt64 {
    let digits = answer.first?.text(0) ?? ""
    let value = digits.utf8.drop { $0 == UInt8(ascii: "-") }.reduce(0 as UInt64) {
      $0 &* 10 &+ UInt64($1 &- UInt8(ascii: "0"))
    }
    return digits.hasPrefix("-") ? 0 &- value : value
  }
}
