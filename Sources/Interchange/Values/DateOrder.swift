internal import Domain

/// Whether 03/04/2025 is in April or in March.
package enum DateOrder: String, Sendable, CaseIterable {
  case dayFirst = "dmy"
  case monthFirst = "mdy"
}

/// What the dates of a file say about their order: one order per file, since a program wrote it.
struct DateOrderVote {
  private var dayFirst = 0
  private var monthFirst = 0
  private(set) var firstAmbiguousRow: Int?

  enum Verdict: Hashable {
    case order(DateOrder)
    /// No date depends on the order.
    case any
    /// Every date fits both orders, or too many of each fit only one.
    case ambiguous(row: Int?)
  }

  mutating func count(_ date: DateText, row: Int) {
    guard case .numeric(let first, let second, let year) = date, first != second else { return }
    let asDay = Day(year: year, month: second, day: first) != nil
    let asMonth = Day(year: year, month: first, day: second) != nil
    if asDay, !asMonth { dayFirst += 1 }
    if asMonth, !asDay { monthFirst += 1 }
    // Impossible in both orders: says nothing about either.
    if asDay, asMonth, firstAmbiguousRow == nil { firstAmbiguousRow = row }
  }

  /// A few contrary dates are slips of the pen (one in twenty at most), more are a mixed file.
  var verdict: Verdict {
    if dayFirst == 0, monthFirst == 0 {
      return firstAmbiguousRow.map { .ambiguous(row: $0) } ?? .any
    }
    if dayFirst >= monthFirst * 20 { return .order(.dayFirst) }
    if monthFirst >= dayFirst * 20 { return .order(.monthFirst) }
    return .ambiguous(row: firstAmbiguousRow)
  }
}
