/// A date of the Gregorian calendar in the years 1 to 9999, without a zone: a local day of some location.
package struct Day: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  package let number: Int32

  package static let first = Day(number: -719_162)
  package static let last = Day(number: 2_932_896)

  private init(number: Int32) {
    self.number = number
  }

  /// Days before the year 1 and after 9999 become the first and the last, so that no arithmetic traps.
  package init(sinceEpoch days: Int) {
    number = Int32(clamping: min(max(days, Int(Day.first.number)), Int(Day.last.number)))
  }

  /// Nil for a date that the calendar does not have, such as 30 February.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    // Years begin in March, so that the leap day is the last of them (Hinnant, days_from_civil).
    let shifted = month > 2 ? year : year - 1
    let era = Day.floor(shifted, by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(sinceEpoch: era * 146_097 + dayOfEra - 719_468)
  }

  /// Whole years that somebody born on this day has on another.
  package func age(on day: Day) -> Int {
    let before = (day.month, day.day) < (month, self.day)
    return day.year - year - (before ? 1 : 0)
  }

  package var year: Int { civil.year }
  package var month: Int { civil.month }
  package var day: Int { civil.day }

  /// The three parts at once, for callers that need more than one.
  package var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = Day.floor(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }

  package var weekday: Weekday {
    let sinceMonday = Day.modulo(Int(number) + 3, 7)
    return Weekday.allCases[sinceMonday]
  }

  package func adding(days: Int) -> Day {
    let (sum, overflow) = Int(number).addingReportingOverflow(days)
    return Day(sinceEpoch: overflow ? (days > 0 ? .max : .min) : sum)
  }

  /// Days from `other` to this day, negative when this one is earlier.
  package func days(since other: Day) -> Int {
    Int(number) - Int(other.number)
  }

  /// 28 to 31; `month` is 1 to 12.
  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  package static func < (left: Day, right: Day) -> Bool {
    left.number < right.number
  }

  static func floor(_ value: Int, by divisor: Int) -> Int {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }

  static func modulo(_ value: Int, _ divisor: Int) -> Int {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }
}

// MARK: - Text

extension Day: TextCodable, CustomStringConvertible {
  /// `2026-11-21`.
  package var text: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Reads `2026-11-21` and nothing else.
  package init?(text: String) {
    var reader = TextReader(text)
    guard let day = reader.day(), reader.isAtEnd else { return nil }
    self = day
  }

  package var description: String { text }

  package static var shape: String { "a day such as 2026-11-21" }
  package static func read(_ text: String) -> Self? { Self(text: text) }
  package var written: String { text }
}
