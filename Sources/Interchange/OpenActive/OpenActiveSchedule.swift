internal import Domain

/// The sessions of a series that lists none but gives a rule: `Schedule`, daily or weekly, with an
/// end. A `PartialSchedule` is for reading only and must not be turned into sessions (OpenActive
/// Modelling Specification).
struct OpenActiveSchedule {
  let series: JSONValue
  let row: Int

  func sessions() throws(RowReason) -> [SessionRow] {
    let schedules = (series["eventSchedule"]?.elements ?? []).filter { $0.isType("Schedule") }
    guard !schedules.isEmpty else {
      throw RowReason(
        row: row, code: .notASession, "a series without sessions: add the feed of its sessions")
    }
    var rows: [SessionRow] = []
    for schedule in schedules {
      for var session in try occurrences(of: schedule) {
        try OpenActiveSession(series, of: series).describe(&session, row)
        session.externalId = "\(session.seriesId)|\(session.start.text)"
        rows.append(session)
      }
    }
    return rows
  }

  private func occurrences(of schedule: JSONValue) throws(RowReason) -> [SessionRow] {
    guard let first = day(schedule["startDate"]), let last = day(schedule["endDate"]),
      (0...1_830).contains(last.days(since: first))
    else {
      throw RowReason(row: row, code: .badDate, "its schedule needs dates at most five years apart")
    }
    guard let start = schedule["startTime"]?.text.flatMap({ ClockText.second($0) }) else {
      throw RowReason(row: row, code: .badTime, "its schedule has no startTime")
    }
    let length = length(schedule, from: start)
    let excepted = Set((schedule["exceptDate"]?.elements ?? []).compactMap { day($0) })
    let weekdays = try weekdays(schedule, from: first)
    return (0...last.days(since: first)).map { first.adding(days: $0) }
      .filter { weekdays.contains($0.weekday) && !excepted.contains($0) }
      .map { day in
        let start = Moment(day: day, second: start)
        return SessionRow(start: start, end: length.map(start.adding))
      }
  }

  private func weekdays(_ schedule: JSONValue, from first: Day) throws(RowReason) -> Set<Weekday> {
    let words = (schedule["byDay"]?.elements ?? []).compactMap(\.text?.lastPart)
    let listed = Weekday.list(words.joined(separator: " "))
    switch (schedule["repeatFrequency"]?.text, listed) {
    case ("P1D", let days?): return days.isEmpty ? Set(Weekday.allCases) : days
    case ("P1W", let days?): return days.isEmpty ? [first.weekday] : days
    default:
      throw RowReason(row: row, code: .badWeekday, "its schedule is neither daily nor weekly")
    }
  }

  private func length(_ schedule: JSONValue, from start: Int) -> Int? {
    if let end = schedule["endTime"]?.text.flatMap({ ClockText.second($0) }), end != start {
      return end > start ? end - start : end + 86_400 - start
    }
    return (schedule["duration"] ?? series["duration"])?.text.flatMap(OpenActiveSession.seconds)
  }

  private func day(_ value: JSONValue?) -> Day? {
    value?.text.flatMap { DateText.split($0).date.day(nil) }
  }
}
