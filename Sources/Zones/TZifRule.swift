import Domain

/// The POSIX TZ string in a zone file's footer: `EST5EDT,M3.2.0,M11.1.0`, with the hours up to 167 of RFC 9636.
struct PosixRule {
  /// Seconds east of UTC; POSIX writes them west.
  let standard: Int
  private let summer: (offset: Int, starts: Change, ends: Change)?

  /// Nil for a text that is no such rule, or has summer time without its days.
  init?(_ text: Substring) {
    var reader = RuleReader(text)
    guard reader.name(), let west = reader.seconds(hours: 24) else { return nil }
    standard = -west
    if reader.isAtEnd {
      summer = nil
      return
    }
    guard reader.name() else { return nil }
    var offset = standard + 3600
    if !reader.isNext(",") {
      guard let west = reader.seconds(hours: 24) else { return nil }
      offset = -west
    }
    guard reader.take(","), let starts = Change(&reader), reader.take(","),
      let ends = Change(&reader), reader.isAtEnd
    else { return nil }
    summer = (offset, starts, ends)
  }

  /// Rising; each year's two changes as the wall clock before them gives the moment.
  func changes(in years: ClosedRange<Int>) -> [(at: Instant, offset: Int)] {
    guard let summer else { return [] }
    return years.flatMap { year in
      let pair = [
        (at: summer.starts.local(in: year) - standard, offset: summer.offset),
        (at: summer.ends.local(in: year) - summer.offset, offset: standard),
      ]
      return pair[0].at <= pair[1].at ? pair : pair.reversed()
    }
  }

  private struct Change {
    private enum Rule {
      /// 1 to 365; 29 February is never counted.
      case julian(Int)
      /// 0 to 365; 29 February is counted.
      case ordinal(Int)
      /// Week 5 is the last one; weekday 0 is Sunday.
      case weekday(month: Int, week: Int, weekday: Int)
    }

    private let rule: Rule
    /// Seconds from local midnight, may be negative or run over days.
    private let time: Int

    init?(_ reader: inout RuleReader) {
      if reader.take("M") {
        guard let month = reader.number(1...12), reader.take("."), let week = reader.number(1...5),
          reader.take("."), let weekday = reader.number(0...6)
        else { return nil }
        rule = .weekday(month: month, week: week, weekday: weekday)
      } else if reader.take("J") {
        guard let day = reader.number(1...365) else { return nil }
        rule = .julian(day)
      } else {
        guard let day = reader.number(0...365) else { return nil }
        rule = .ordinal(day)
      }
      guard reader.take("/") else {
        time = 7200
        return
      }
      guard let seconds = reader.seconds(hours: 167) else { return nil }
      time = seconds
    }

    /// Wall clock seconds, as if the place were on UTC.
    func local(in year: Int) -> Instant {
      Zone.utc.instant(day(in: year), secondOfDay: time)
    }

    private func day(in year: Int) -> Day {
      switch rule {
      case .ordinal(let day):
        return first(of: 1, year).adding(days: day)
      case .julian(let day):
        let leap = Day.length(ofMonth: 2, year: year) == 29
        return first(of: 1, year).adding(days: leap && day >= 60 ? day : day - 1)
      case .weekday(let month, let week, let weekday):
        let first = first(of: month, year)
        let wanted = weekday == 0 ? 7 : weekday
        let ahead = (wanted - first.weekday.rawValue + 7) % 7 + 7 * (week - 1)
        let length = Day.length(ofMonth: month, year: year)
        return first.adding(days: ahead < length ? ahead : ahead - 7)
      }
    }

    private func first(of month: Int, _ year: Int) -> Day {
      Day(year: year, month: month, day: 1) ?? .last
    }
  }
}

/// Reads the pieces of a POSIX TZ string.
private struct RuleReader {
  private var rest: Substring

  init(_ text: Substring) {
    rest = text
  }

  var isAtEnd: Bool { rest.isEmpty }

  func isNext(_ character: Character) -> Bool {
    rest.first == character
  }

  mutating func take(_ character: Character) -> Bool {
    guard isNext(character) else { return false }
    rest.removeFirst()
    return true
  }

  /// Steps over `EST` or `<+03>`; names are not shown anywhere.
  mutating func name() -> Bool {
    if take("<") {
      guard let end = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: end)...]
      return true
    }
    let end = rest.firstIndex { !($0.isASCII && $0.isLetter) } ?? rest.endIndex
    defer { rest = rest[end...] }
    return rest.distance(from: rest.startIndex, to: end) >= 3
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard digits.utf8.count <= 3, let value = Int(digits), range.contains(value) else { return nil }
    rest = rest[digits.endIndex...]
    return value
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func seconds(hours: Int) -> Int? {
    let negative = take("-")
    if !negative { _ = take("+") }
    guard let hour = number(0...hours) else { return nil }
    var sum = hour * 3600
    for unit in [60, 1] where take(":") {
      guard let part = number(0...59) else { return nil }
      sum += part * unit
    }
    return negative ? -sum : sum
  }
}
