/// The days on which a series of sessions takes place; the hour of day is kept by the caller through `Zone`.
package struct Recurrence: Hashable, Codable, Sendable {
  package enum Frequency: String, Codable, CaseIterable, Sendable {
    case daily, weekly, monthly
  }

  package var frequency: Frequency
  /// Every how many days, weeks or months; 1 or more.
  package var interval: Int
  /// Empty: the weekday (weekly) or the day of the month (monthly) of the start; daily: any.
  ///
  /// Monthly with weekdays means the same week of the month as the start: "second Tuesday".
  package var weekdays: [Weekday]
  /// The last day that may belong to the series.
  package var until: Day?
  package var except: [Day]

  package init(
    _ frequency: Frequency, every interval: Int = 1, on weekdays: [Weekday] = [],
    until: Day? = nil, except: [Day] = []
  ) {
    self.frequency = frequency
    self.interval = interval
    self.weekdays = weekdays
    self.until = until
    self.except = except
  }

  /// The first days in order, never before `start`, at most `limit`; months without such a day are skipped.
  package func days(from start: Day, limit: Int) -> [Day] {
    let last = until ?? Day.last
    var days: [Day] = []
    var step = 0
    while days.count < limit, let period = period(step, from: start) {
      guard period.start <= last else { break }
      let candidates = period.days.filter { $0 >= start && $0 <= last && !except.contains($0) }
      days += candidates.prefix(limit - days.count)
      step += 1
    }
    return days
  }

  /// The candidates of the nth day, week or month of the series; nil past the end of the calendar.
  private func period(_ step: Int, from start: Day) -> (start: Day, days: [Day])? {
    let (distance, overflow) = step.multipliedReportingOverflow(by: max(1, interval))
    let left = Day.last.days(since: start)
    guard !overflow, distance <= (frequency == .daily ? left : left / 7 + 1) else { return nil }
    switch frequency {
    case .daily:
      let day = start.adding(days: distance)
      return (day, weekdays.isEmpty || weekdays.contains(day.weekday) ? [day] : [])
    case .weekly:
      let monday = start.adding(days: 1 - start.weekday.rawValue + 7 * distance)
      let chosen = weekdays.isEmpty ? [start.weekday] : Set(weekdays).sorted()
      // Past the calendar's end a day is cut to the last one, which has another name.
      let days = chosen.map { ($0, monday.adding(days: $0.rawValue - 1)) }
      return (monday, days.filter { $0 == $1.weekday }.map(\.1))
    case .monthly:
      return month(distance, from: start)
    }
  }

  private func month(_ distance: Int, from start: Day) -> (start: Day, days: [Day])? {
    let (year, month, day) = start.civil
    let months = year * 12 + month - 1 + distance
    guard let first = Day(year: months / 12, month: months % 12 + 1, day: 1) else { return nil }
    if weekdays.isEmpty {
      return (first, Day(year: months / 12, month: months % 12 + 1, day: day).map { [$0] } ?? [])
    }
    let week = (day - 1) / 7
    let days = Set(weekdays).map { weekday in
      first.adding(days: Day.modulo(weekday.rawValue - first.weekday.rawValue, 7) + 7 * week)
    }
    return (first, days.filter { $0.month == first.month }.sorted())
  }
}
