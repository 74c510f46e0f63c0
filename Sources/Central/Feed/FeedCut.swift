package import Domain

/// One thing that a device may have to be told: where it stands in the order, and what it is.
package struct FeedEntry: Sendable {
  package enum What: Sendable {
    case row(Table, Bits128)
    /// Ended, or gone to a session that the device does not hold.
    case end(Table, Bits128)
    case evict(ID<Session>)
  }

  /// The row's own sequence, or the later one at which its session came in.
  package let at: Int64
  package let what: What

  package init(at: Int64, _ what: What) {
    self.at = at
    self.what = what
  }

  /// In one sequence a session leaves before anything else is said, and rows come by table and key.
  private var rank: (Int64, Int, Bits128) {
    switch what {
    case .evict(let session): (at, -1, session.raw)
    case .row(let table, let key), .end(let table, let key): (at, table.place, key)
    }
  }

  static func precedes(_ a: FeedEntry, _ b: FeedEntry) -> Bool { a.rank < b.rank }
}

extension Table {
  fileprivate static let places = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
  fileprivate var place: Int { Self.places[self] ?? 0 }
}

/// As much of what was found as one page holds: whole sequences only.
package struct FeedCut: Sendable {
  package let entries: [FeedEntry]
  package let to: Int64

  /// `found` is all there is up to the sequence `end`.
  package init(_ found: [FeedEntry], to end: Int64, limit: Int) {
    let sorted = found.sorted(by: FeedEntry.precedes)
    guard sorted.count > limit, let first = sorted.first else {
      (entries, to) = (sorted, end)
      return
    }
    // The last sequence that fits; a single one that is larger goes whole.
    let last = max(sorted[limit].at - 1, first.at)
    entries = sorted.filter { $0.at <= last }
    to = last
  }
}

extension FeedEntry {
  /// False for a row of a table of which nothing travels there.
  package func isHeld(by scope: FeedScope) -> Bool {
    switch what {
    case .evict: true
    case .row(let table, _), .end(let table, _): scope.holds(table)
    }
  }
}
