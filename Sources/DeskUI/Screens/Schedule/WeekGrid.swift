import Domain
import Sync

/// Seven days across, each with its sessions in the order of time.
enum WeekGrid {
  static func draw(
    _ screen: ScheduleScreen, _ plan: SchedulePlan, into canvas: inout Canvas, _ station: Station
  ) {
    let first = screen.firstOfWeek(screen.day, station)
    let selected = screen.selectedIndex.flatMap { plan.place(of: $0) }
    let column = selected?.column ?? screen.day.days(since: first)
    let shown = plan.perPage
    let page = min(column / shown * shown, 7 - shown)
    let width = canvas.width / shown
    let (head, body) = canvas.bounds.split(top: 1)
    let most = plan.columns.map(\.count).max() ?? 0
    let lines = lines(of: most, width, body.height)
    canvas.inside(head) { canvas in
      for place in 0..<shown {
        let day = first.adding(days: page + place)
        let style: Style = day == station.today ? .accent.bold : .heading
        let mark = day == station.today ? "▸" : ""
        canvas.put(
          place * width, 0, columns: width - 1,
          "\(mark)\(Wording.weekday(day.weekday)) \(day.day)", style)
      }
    }
    canvas.inside(body) { canvas in
      let fits = max(1, canvas.height / lines)
      // The last place may be taken by the count of what does not fit.
      let row = selected?.row ?? 0
      let top = max(0, min(row, row - fits + 2))
      let topTime = selected.map { time(plan.columns[$0.column][top], screen) } ?? 0
      for place in 0..<shown {
        let rows = plan.columns[page + place]
        let top = page + place == column ? top : start(of: rows, at: topTime, fits, screen)
        let area = Rect(place * width, 0, width - 1, canvas.height)
        canvas.inside(area) { canvas in
          if !screen.holds(first.adding(days: page + place)) {
            canvas.put(0, 0, columns: canvas.width, "not in this copy", .dim)
          }
          for (y, index) in rows.dropFirst(top).prefix(fits).enumerated() {
            let view = screen.sessions[index]
            // A blank row tells sessions apart where there is one.
            let cell = Rect(0, y * lines, canvas.width, min(lines, allLines(width)))
            let marked = view.session.id == screen.selectedID
            canvas.inside(cell) { canvas in draw(view, marked, into: &canvas, station) }
          }
          let more = rows.count - top - fits
          guard more > 0, fits > 1 else { return }
          let last = Rect(0, (fits - 1) * lines, canvas.width, lines)
          canvas.fill(last, .text)
          canvas.put(0, last.y, columns: canvas.width, "+\(more + 1) more", .dim)
        }
      }
    }
  }

  /// Rows for each session: as many as the fullest day leaves, up to a blank one after all that is
  /// told of a session.
  private static func lines(of most: Int, _ width: Int, _ height: Int) -> Int {
    let least = width < narrow ? 2 : 1
    return min(max(height / max(most, 1), least), allLines(width) + 1)
  }

  /// In a narrow column each thing has a row of its own.
  private static func allLines(_ width: Int) -> Int { width < narrow ? 5 : 3 }

  private static let narrow = 20

  /// All days scroll to the same time of day.
  private static func start(
    of rows: [Int], at time: Int, _ fits: Int, _ screen: ScheduleScreen
  ) -> Int {
    let place = rows.firstIndex { self.time($0, screen) >= time } ?? rows.count
    return min(place, max(0, rows.count - fits))
  }

  private static func time(_ index: Int, _ screen: ScheduleScreen) -> Int {
    let view = screen.sessions[index]
    return view.zone.timeOfDay(of: view.session.start).minutes
  }

  /// Columns of this width have no room for "14/20" beside a time: free places are told instead.
  static func tellsFree(_ columns: Int, _ station: Station) -> Bool {
    columns < (station.options.clock24 ? 11 : 13)
  }

  private static func fill(_ view: SessionView, _ columns: Int, _ station: Station) -> String {
    if view.isOff { return "off" }
    guard tellsFree(columns, station) else { return view.fill }
    return view.free == 0 ? "full" : "+\(view.free)"
  }

  private static func draw(
    _ view: SessionView, _ selected: Bool, into canvas: inout Canvas, _ station: Station
  ) {
    if selected { canvas.fill(canvas.bounds, .selected) }
    let style: Style = selected ? .selected : view.style
    let time = Wording.time(view.session.start, in: view.zone, station)
    let fill = fill(view, canvas.width, station)
    let x = canvas.put(0, 0, time, selected ? .selected : .dim) + 1
    let leader = view.leader.map(Wording.short) ?? ""
    let room = view.room ?? ""
    let remarks = (view.remarks.joined(separator: " · "), view.waitlisted > 0 ? .warn : view.style)
    var below: [(text: String, style: Style)]
    var indent = 0
    if canvas.height > 1 && canvas.width < narrow - 1 {
      canvas.put(
        x, 0, columns: canvas.width - x, fill, selected ? .selected : view.fillStyle, align: .right)
      below = [(view.service, style), (leader, .dim), remarks, (room, .dim)]
    } else {
      let columns = canvas.width - x - fill.count - 1
      canvas.put(x, 0, columns: columns, view.service, style)
      canvas.put(x + columns + 1, 0, fill, selected ? .selected : view.fillStyle)
      let who = [leader, room].filter { !$0.isEmpty }.joined(separator: " · ")
      below = [(who, .dim), remarks]
      indent = x
    }
    below.removeAll { $0.text.isEmpty }
    for (y, line) in below.enumerated() {
      canvas.put(
        indent, y + 1, columns: canvas.width - indent, line.text, selected ? .selected : line.style)
    }
  }
}
