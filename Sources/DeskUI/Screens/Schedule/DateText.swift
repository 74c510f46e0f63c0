package import Domain

/// Reads a date as people type it at a desk.
package enum DateText {
  /// "2026-11-21", "21.11.", "21/11/2026", "+7", "-1", "today", "fri" (the next one); nil otherwise.
  package static func day(_ text: String, today: Day) -> Day? {
    let text = text.lowercased().filter { $0 != " " }
    if let day = Day(text: text) { return day }
    if text == "today" || text == "t" { return today }
    if text == "tomorrow" { return today.adding(days: 1) }
    if text.first == "+" || text.first == "-" { return Int(text).map { today.adding(days: $0) } }
    if text.count >= 2, let weekday = weekday(text) {
      let ahead = (weekday.rawValue - today.weekday.rawValue + 6) % 7 + 1
      return today.adding(days: ahead)
    }
    return numbers(text, today)
  }

  private static func weekday(_ text: String) -> Weekday? {
    Weekday.allCases.first { "\($0)".hasPrefix(text) }
  }

  /// Day and month, the year of today where none is given.
  private static func numbers(_ text: String, _ today: Day) -> Day? {
    let parts = text.split(whereSeparator: { ".-/".contains($0) })
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count, 1...3 ~= numbers.count else { return nil }
    if numbers.count == 3, numbers[0] > 31 {
      return Day(year: numbers[0], month: numbers[1], day: numbers[2])
    }
    let month = numbers.count > 1 ? numbers[1] : today.month
    let year = numbers.count > 2 ? numbers[2] : today.year
    return Day(year: year < 100 ? year + 2_000 : year, month: month, day: numbers[0])
  }
}
