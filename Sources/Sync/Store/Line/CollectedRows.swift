package import Wire

/// Rows that have come and are not brought in yet: that decides everything pending again.
package struct CollectedRows {
  package private(set) var changes: [FeedChange] = []
  /// They follow the rows up to this sequence, and go to the other.
  package let from: Int64
  package private(set) var to: Int64
  /// The authority has more behind them.
  package private(set) var more = true
  /// Outcomes have come, perhaps of operations whose rows are here already.
  private var tells = false

  package init(from cursor: Int64) { (from, to) = (cursor, cursor) }

  package mutating func add(_ answer: ExchangeAnswer) {
    changes += answer.changes
    (to, more) = (answer.to, answer.more)
    if !answer.outcomes.isEmpty { tells = true }
  }

  /// False where nothing came.
  package var isNews: Bool { !changes.isEmpty || to > from || tells }
}
