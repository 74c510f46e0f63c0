import Domain
import Sync

/// How the schedule looks: one head line, then the grid, the list, the week or the month.
extension ScheduleScreen {
  package func render(into canvas: inout Canvas, _ station: Station) {
    let (head, rest) = canvas.bounds.split(top: 1)
    canvas.inside(head) { canvas in headLine(&canvas, station) }
    canvas.inside(rest) { canvas in
      let plan = plan(station, width: canvas.width, height: canvas.height - 1)
      if view == .month {
        MonthGrid.draw(self, into: &canvas, station)
      } else if view == .week, !sessions.isEmpty {
        WeekGrid.draw(self, plan, into: &canvas, station)
      } else if sessions.isEmpty {
        nothing(&canvas, station)
      } else if plan.form == .grid {
        DayGrid(screen: self, plan: plan, station: station).draw(into: &canvas)
      } else if own {
        OwnClasses.draw(self, into: &canvas, station)
      } else {
        DayList.draw(self, into: &canvas, station)
      }
    }
  }

  private func headLine(_ canvas: inout Canvas, _ station: Station) {
    let when =
      switch view {
      case .day: Wording.day(day, today: station.today)
      case .week: "Week of " + Wording.day(firstOfWeek(day, station), today: station.today)
      case .month: Wording.month(day)
      }
    var x = 1 + canvas.put(1, 0, when, .title)
    if view == .day {
      let days = day.days(since: station.today)
      let word: String =
        switch days {
        case 0: "today"
        case 1: "tomorrow"
        case -1: "yesterday"
        default: days > 0 ? "in \(days) days" : "\(-days) days ago"
        }
      x += 1 + canvas.put(x + 1, 0, "‹ \(word) ›", days == 0 ? .accent : .dim)
    }
    if own { x += 2 + canvas.put(x + 2, 0, "own classes", .accent) }
    if !filter.isEmpty { x += 2 + canvas.put(x + 2, 0, "only \(filter.summary)", .warn) }
    let count = sessions.count
    let all = unfiltered.count(where: { $0.session.status != .draft })
    let noun = (filter.isEmpty ? count : all) == 1 ? "session" : "sessions"
    let words =
      lacksAll(station)
      ? "not in this copy" : filter.isEmpty ? "\(count) \(noun)" : "\(count) of \(all) \(noun)"
    var place = everywhere ? "all locations · " : ""
    if view == .week, count > 0,
      WeekGrid.tellsFree(canvas.width / SchedulePlan.daysPerPage(canvas.width) - 1, station)
    {
      place = "+ free places · " + place
    }
    canvas.put(x + 2, 0, columns: canvas.width - x - 3, place + words, .dim, align: .right)
  }

  /// Nothing of what is shown travels to this device: the days may be full of sessions.
  private func lacksAll(_ station: Station) -> Bool {
    held.map { !$0.overlaps(span(station)) } ?? false
  }

  private func notHeld(_ station: Station) -> String {
    let days = held.map { [$0.lowerBound, $0.upperBound] } ?? []
    let words = days.map { Wording.day($0, today: station.today) }.joined(separator: " to ")
    return "Not in this copy, which holds \(words)."
  }

  private func nothing(_ canvas: inout Canvas, _ station: Station) {
    let middle = canvas.height / 2
    let span = view == .week ? "in this week" : "on this day"
    let what = own ? "No class of yours" : "No session"
    let why =
      lacksAll(station)
      ? notHeld(station) : filter.isEmpty ? "\(what) \(span)." : "No session passes the filter."
    canvas.put(0, middle - 1, columns: canvas.width, why, .dim, align: .centre)
    let elsewhere = !everywhere && station.studio.locations.count > 1
    if filter.isEmpty && elsewhere {
      let key = station.keys.key(of: .allLocations)
      canvas.put(
        0, middle + 1, columns: canvas.width, "\(key) all locations", .dim, align: .centre)
    }
    let how =
      filter.isEmpty
      ? "\(station.keys.key(of: .nextDay)) the next \(view.rawValue)   \(station.keys.key(of: .goToDate)) a date"
      : "\(station.keys.key(of: .filter)) changes the filter"
    canvas.put(0, middle, columns: canvas.width, how, .dim, align: .centre)
  }
}

extension SessionView {
  /// "18/20", "12/12 full".
  var fill: String { "\(taken)/\(session.capacity)" }

  var isOff: Bool { session.status == .cancelled }

  /// What is unusual about it, the most important word first.
  var remarks: [String] {
    var words: [String] = []
    if !Wording.state(state).isEmpty { words.append(Wording.state(state)) }
    if provisional { words.append("provisional") }
    if waitlisted > 0 { words.append("\(waitlisted) wait") }
    if !isOff && state != .completed && free == 0 {
      words.append("full")
      if let heldWords { words.append(heldWords) }
    }
    if session.changed && !isOff { words.append("changed") }
    return words
  }

  var style: Style {
    switch state {
    case .cancelled: .bad
    case .completed: .dim
    case .inProgress: .good
    case .draft: .dim
    case .scheduled: provisional ? .provisional : .text
    }
  }

  var fillStyle: Style { isOff || state == .completed ? .dim : free == 0 ? .warn : .good }

  /// Ten or fewer dots, as many of them filled as places are taken.
  func dots(_ count: Int, _ glyphs: Glyphs) -> String {
    guard session.capacity > 0, count > 0 else { return "" }
    let some = taken > 0 ? max(1, taken * count / session.capacity) : 0
    let filled = min(count, taken >= session.capacity ? count : min(some, count - 1))
    return String(repeating: String(Character(glyphs.filledDot)), count: filled)
      + String(repeating: String(Character(glyphs.emptyDot)), count: count - filled)
  }
}
