/// One line of a timetable of announced outages: two moments, or the same hours of the local clock on
/// some days of each week.
package enum OutageWindow: Hashable, Sendable {
  case once(PowerCut)
  /// The days in their order; hours that end at or before their start end on the next day.
  case weekly([Weekday], from: TimeOfDay, until: TimeOfDay)

  /// The stretches that reach into the time between two moments. The hours of a week are those of the
  /// place's own clock, whatever is changed about it in between.
  package func cuts(between start: Instant, and end: Instant, in zone: Zone) -> [PowerCut] {
    let found: [PowerCut]
    switch self {
    case .once(let cut): found = [cut]
    case .weekly(let days, let from, let until):
      // What began on the day before may still be on.
      let first = zone.day(of: start).adding(days: -1)
      let count = zone.day(of: end).days(since: first)
      found = (0...max(0, count)).map { first.adding(days: $0) }
        .filter { days.contains($0.weekday) }
        .compactMap { day in
          PowerCut(
            from: zone.instant(day, from),
            until: zone.instant(from < until ? day : day.adding(days: 1), until))
        }
    }
    return found.filter { $0.from < end && $0.until > start }
  }

  /// False for what is over and does not come again.
  package func isAhead(of moment: Instant) -> Bool {
    if case .once(let cut) = self { cut.until > moment } else { true }
  }
}

extension Sequence<OutageWindow> {
  /// What is on at a moment, or comes next within five weeks.
  package func next(at now: Instant, in zone: Zone) -> PowerCut? {
    let (start, end) = (now - PowerCut.longest, now + 35 * 86_400)
    let cuts = flatMap { $0.cuts(between: start, and: end, in: zone) }
    return PowerCut.joined(cuts).first { $0.until > now }
  }
}

// MARK: - As people write it

extension OutageWindow {
  /// What `init(typed:in:)` reads, for whoever wrote something else.
  package static let shape =
    "2026-11-24 18:00-20:30, or each week as in tue,thu 18:00-20:30 or daily 02:00-04:30"

  /// Reads `2026-11-24 18:00-20:30`, `tue,thu 18:00-20:30`, `daily 02:00-04:30` in the clock of the
  /// place, or two moments in ISO 8601 parted by `/`. Nil for anything else.
  package init?(typed text: String, in zone: Zone) {
    let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if ends.count == 2 {
      guard let from = Instant(iso8601: ends[0], in: zone),
        let until = Instant(iso8601: ends[1], in: zone),
        let cut = PowerCut(from: from, until: until)
      else { return nil }
      self = .once(cut)
      return
    }
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 2, let (from, until) = Self.hours(words[1]) else { return nil }
    guard let day = Day(text: words[0]) else {
      guard let days = Self.weekdays(words[0]) else { return nil }
      self = .weekly(days, from: from, until: until)
      return
    }
    let last = from < until ? day : day.adding(days: 1)
    guard
      let cut = PowerCut(from: zone.instant(day, from), until: zone.instant(last, until))
    else { return nil }
    self = .once(cut)
  }

  /// As it is typed, in the clock of the place.
  package func typed(in zone: Zone) -> String {
    switch self {
    case .weekly(let days, let from, let until):
      let all = days.count == Weekday.allCases.count
      return (all ? "daily" : days.map { String($0.name.prefix(3)) }.joined(separator: ","))
        + " \(from.text)-\(until.text)"
    case .once(let cut):
      let (from, until) = (zone.local(cut.from), zone.local(cut.until))
      let short = "\(from.day.text) \(from.timeOfDay.text)-\(until.timeOfDay.text)"
      // Seconds, more than a day, or an hour that the clock shows twice take the long way.
      return OutageWindow(typed: short, in: zone) == self
        ? short : "\(cut.from.iso8601(in: zone))/\(cut.until.iso8601(in: zone))"
    }
  }

  private static func hours(_ text: String) -> (TimeOfDay, TimeOfDay)? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard ends.count == 2, let from = TimeOfDay(text: ends[0]),
      let until = TimeOfDay(text: ends[1]),
      from != until, from.minutes < 1_440
    else { return nil }
    return (from, until)
  }

  /// Names of days in English, cut short to two letters at least; `daily` for all.
  private static func weekdays(_ text: String) -> [Weekday]? {
    let words = text.lowercased().split(separator: ",", omittingEmptySubsequences: false)
    if words == ["daily"] { return Weekday.allCases }
    let found = words.map { word in
      word.utf8.count < 2 ? nil : Weekday.allCases.first { $0.name.hasPrefix(word) }
    }
    guard !found.contains(nil) else { return nil }
    return Weekday.allCases.filter { found.contains($0) }
  }
}

// MARK: - As it is kept

/// Moments in UTC, days by their two letters: `2026-11-24T16:00:00Z/2026-11-24T18:30:00Z` and
/// `tu,th 18:00-20:30`.
extension OutageWindow: TextCodable, Packable {
  package static func read(_ text: String) -> Self? { Self(typed: text, in: .utc) }

  package var written: String {
    switch self {
    case .once(let cut): "\(cut.from.iso8601)/\(cut.until.iso8601)"
    case .weekly(let days, let from, let until):
      "\(days.map(\.word).joined(separator: ",")) \(from.text)-\(until.text)"
    }
  }

  package var packed: String { written }
  package init?(packed: String) {
    guard let read = Self.read(packed) else { return nil }
    self = read
  }
}
