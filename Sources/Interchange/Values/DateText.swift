internal import Domain

/// A date as its cell spells it, before the order of the file is known.
enum DateText: Hashable {
  case empty
  case day(Day)
  /// Two numbers whose order the file decides.
  case numeric(Int, Int, year: Int)
  /// No date, or one that the calendar does not have.
  case bad

  init(_ text: String) {
    self = Self.split(text).date
  }

  /// The date at the start of a cell and what follows it, such as a time of day.
  static func split(_ text: String) -> (date: DateText, rest: Substring) {
    guard !text.isEmpty else { return (.empty, "") }
    var scanner = TextScanner(text)
    let date = scan(&scanner)
    if scanner.take("T") || scanner.isAtEnd { return (date, scanner.rest) }
    guard scanner.take(" ") else { return (.bad, "") }
    return (date, scanner.rest)
  }

  func day(_ order: DateOrder?) -> Day? {
    switch (self, order) {
    case (.day(let day), _): day
    case (.numeric(let first, let second, let year), .monthFirst?):
      Day(year: year, month: first, day: second)
    // Without an order only dates such as 05/05/2025 are left, which read the same both ways.
    case (.numeric(let first, let second, let year), _):
      Day(year: year, month: second, day: first)
    default: nil
    }
  }

  private static func scan(_ scanner: inout TextScanner) -> DateText {
    if let month = scanner.month() { return named(month, &scanner) }
    guard let first = scanner.number() else { return .bad }
    if first.digits == 8 {
      return day(first.value / 10_000, first.value / 100 % 100, first.value % 100)
    }
    guard let separator = scanner.separator() else { return .bad }
    if let month = scanner.month() {
      guard scanner.separator() != nil, let year = scanner.number(), year.digits == 4 else {
        return .bad
      }
      return day(year.value, month, first.value)
    }
    guard let second = scanner.number(), scanner.take(separator), let third = scanner.number()
    else { return .bad }
    if first.digits == 4 { return day(first.value, second.value, third.value) }
    guard third.digits == 4, first.digits <= 2, second.digits <= 2 else { return .bad }
    if third.value <= 1 { return .empty }
    // Points are only ever written with the day first.
    if separator == "." { return day(third.value, second.value, first.value) }
    return .numeric(first.value, second.value, year: third.value)
  }

  /// `Jan 12, 2025`.
  private static func named(_ month: Int, _ scanner: inout TextScanner) -> DateText {
    guard scanner.separator() != nil, let date = scanner.number(), scanner.separator() != nil
    else { return .bad }
    _ = scanner.take(" ")
    guard let year = scanner.number(), year.digits == 4 else { return .bad }
    return day(year.value, month, date.value)
  }

  /// Years 0 and 1 are what databases write for "none".
  private static func day(_ year: Int, _ month: Int, _ day: Int) -> DateText {
    if year <= 1 { return .empty }
    return Day(year: year, month: month, day: day).map(DateText.day) ?? .bad
  }
}
