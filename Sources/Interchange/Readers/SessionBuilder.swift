internal import Domain

/// The sessions of one timetable row: one, or one for each day of its range.
struct SessionBuilder {
  let row: TableRow<SessionField>

  /// Five years: longer ranges are slips, and would drown the calendar.
  private static let longestRange = 1_830

  func sessions() throws(RowReason) -> [SessionRow] {
    let common = try common()
    var rows: [SessionRow] = []
    for span in try spans() {
      var session = common
      session.start = span.start
      session.end = span.end
      rows.append(session)
    }
    // The days of a range share the row's own id: only together with the day it names one session.
    if rows.count > 1, !common.externalId.isEmpty {
      for index in rows.indices { rows[index].externalId += "|\(rows[index].start.day.text)" }
    }
    return rows
  }

  private func common() throws(RowReason) -> SessionRow {
    var session = SessionRow(start: Moment(day: .first, second: 0))
    session.externalId = row[.externalId]
    session.seriesId = row[.seriesId]
    session.service = row[.service]
    guard !session.service.isEmpty else { throw row.reason(.missingField, "no service") }
    session.type = row[.type]
    session.locationId = row[.locationId]
    session.location = row[.location]
    if session.location.isEmpty, !session.locationId.isEmpty {
      session.location = "Location \(session.locationId)"
    }
    session.room = row[.room]
    session.leader = row[.leader]
    session.capacity = try row.wholeNumber(.capacity)
    session.credits = try row.credits(.credits)
    session.ageFrom = try row.wholeNumber(.ageFrom)
    session.ageTo = try row.wholeNumber(.ageTo)
    session.notes = row[.notes]
    session.extra = row.extra
    return session
  }

  private typealias Span = (start: Moment, end: Moment?)

  private func spans() throws(RowReason) -> [Span] {
    guard !row[.date].isEmpty else { return [try datedSpan()] }
    guard let start = try clock(.start, .startHour, .startMinute) else {
      throw row.reason(.badTime, "no start")
    }
    let end = try clock(.end, .endHour, .endMinute)
    return try days().map { day throws(RowReason) in
      let start = Moment(day: day, second: start)
      return (start, try end.map { end throws(RowReason) in try self.end(end, after: start) })
    }
  }

  /// `start` with its date in the same cell; `end` with or without one.
  private func datedSpan() throws(RowReason) -> Span {
    guard let start = try moment(.start) else { throw row.reason(.missingField, "no start") }
    let text = row[.end]
    if text.isEmpty { return (start, nil) }
    if let second = ClockText.second(text) { return (start, try end(second, after: start)) }
    guard let end = try moment(.end), end.seconds(since: start) > 0 else {
      throw row.reason(.badTime, "it ends before it starts")
    }
    return (start, end)
  }

  private func moment(_ field: SessionField) throws(RowReason) -> Moment? {
    let text = row[field]
    if text.isEmpty { return nil }
    guard let moment = Moment(text: text, row.table.dateOrder) else {
      let date = DateText.split(text).date.day(row.table.dateOrder)
      let code: RowCode = date == nil ? .badDate : .badTime
      throw row.reason(code, "\(field.rawValue) is not a date with a time")
    }
    return moment
  }

  /// An end at or before the start's clock time is one of the next day.
  private func end(_ second: Int, after start: Moment) throws(RowReason) -> Moment {
    guard second != start.secondOfDay else {
      throw row.reason(.badTime, "it ends at the moment it starts")
    }
    let passes = second < start.secondOfDay
    return Moment(
      day: start.day, second: second + (passes ? 86_400 : 0), offset: start.offset)
  }

  /// Seconds since midnight out of one cell, or out of an hour and a minute.
  private func clock(
    _ whole: SessionField, _ hour: SessionField, _ minute: SessionField
  ) throws(RowReason) -> Int? {
    let text = row[whole]
    if text.isEmpty, row[hour].isEmpty { return nil }
    let second: Int? =
      if text.isEmpty, let hours = Int(row[hour]), let minutes = Int(row[minute]) {
        ClockText.seconds(hour: hours, minute: minutes)
      } else {
        ClockText.second(text)
      }
    guard let second else { throw row.reason(.badTime, "\(whole.rawValue) is not a time of day") }
    return second
  }

  private func days() throws(RowReason) -> [Day] {
    guard let first = try row.day(.date) else { throw row.reason(.badDate, "no date") }
    let last = try row.day(.lastDate) ?? first
    let length = last.days(since: first)
    guard length >= 0 else { throw row.reason(.badDate, "the last date is before the first") }
    guard length <= Self.longestRange else {
      throw row.reason(.rangeTooLong, "the dates span more than five years")
    }
    guard let weekdays = Weekday.list(row[.weekdays]) else {
      throw row.reason(.badWeekday, "a day of the week is not known")
    }
    if weekdays.isEmpty, length > 0 {
      throw row.reason(.badWeekday, "a range of dates without days of the week")
    }
    let days = (0...length).map { first.adding(days: $0) }
      .filter { weekdays.isEmpty || weekdays.contains($0.weekday) }
    guard !days.isEmpty else {
      throw row.reason(.badWeekday, "the day of the week does not occur between the dates")
    }
    return days
  }
}

extension Moment {
  /// A date and a time in one text, with or without an offset.
  init?(text: String, _ order: DateOrder?) {
    let (date, rest) = DateText.split(text)
    guard let day = date.day(order), let (second, zone) = ClockText.split(rest) else { return nil }
    if zone.isEmpty {
      self.init(day: day, second: second)
    } else if let offset = ClockText.offset(zone) {
      self.init(day: day, second: second, offset: offset)
    } else {
      return nil
    }
  }
}

extension Weekday {
  /// English days, whole or by two letters and more, in any number and order; nil for other words.
  static func list(_ text: String) -> Set<Weekday>? {
    let names = [
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    var days: Set<Weekday> = []
    for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) {
      guard word.count >= 2, let index = names.firstIndex(where: { $0.hasPrefix(word) }) else {
        return nil
      }
      days.insert(Weekday.allCases[index])
    }
    return days
  }
}
