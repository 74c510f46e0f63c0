import Domain
import Sync

/// A month as weeks: how many classes each of its days has, and how full they are.
enum MonthGrid {
  /// Whole weeks that cover the month of a day.
  static func days(of day: Day, firstWeekday: Weekday) -> [Day] {
    let first = day.adding(days: 1 - day.day)
    let start = first.adding(
      days: -((first.weekday.rawValue - firstWeekday.rawValue + 7) % 7))
    let last = first.adding(days: Day.length(ofMonth: day.month, year: day.year) - 1)
    let weeks = (last.days(since: start) + 7) / 7
    return (0..<weeks * 7).map { start.adding(days: $0) }
  }

  static func draw(_ screen: ScheduleScreen, into canvas: inout Canvas, _ station: Station) {
    let days = days(of: screen.day, firstWeekday: station.options.firstWeekday)
    var counts: [Day: (count: Int, taken: Int, capacity: Int)] = [:]
    for view in screen.sessions where view.session.status == .scheduled {
      let day = view.zone.day(of: view.session.start)
      let old = counts[day] ?? (0, 0, 0)
      counts[day] = (
        old.count + 1, old.taken + view.taken, old.capacity + view.session.capacity
      )
    }
    let width = max(3, canvas.width / 7)
    for (place, day) in days.prefix(7).enumerated() {
      canvas.put(
        place * width, 0, columns: width - 1, Wording.weekday(day.weekday), .heading,
        align: .right)
    }
    let weeks = days.count / 7
    let height = min(4, max(1, (canvas.height - 1) / weeks))
    for (place, day) in days.enumerated() {
      let cell = Rect(place % 7 * width, 1 + place / 7 * height, width - 1, height)
      canvas.inside(cell) { canvas in
        draw(day, counts[day], screen.day, into: &canvas, station)
        if !screen.holds(day) {
          let style: Style = day == screen.day ? .selected : .dim
          if canvas.height == 1 || canvas.width < 7 {
            canvas.put(0, 0, columns: canvas.width - 3, "?", style)
          } else {
            canvas.put(0, 1, columns: canvas.width, "no copy", style, align: .right)
          }
        }
      }
    }
  }

  private static func draw(
    _ day: Day, _ count: (count: Int, taken: Int, capacity: Int)?, _ selected: Day,
    into canvas: inout Canvas, _ station: Station
  ) {
    let style: Style =
      day == selected
      ? .selected : day.month != selected.month ? .dim : day == station.today ? .accent : .text
    if day == selected { canvas.fill(canvas.bounds, .selected) }
    let today = day == station.today ? "▸" : ""
    canvas.put(0, 0, columns: canvas.width, "\(today)\(day.day)", style.bold, align: .right)
    guard let count else { return }
    if canvas.height == 1 {
      canvas.put(0, 0, columns: canvas.width - 3, "\(count.count)", style)
      return
    }
    let word = canvas.width >= 10 ? (count.count == 1 ? " class" : " classes") : ""
    canvas.put(0, 1, columns: canvas.width, "\(count.count)\(word)", style, align: .right)
    guard canvas.height > 2, count.capacity > 0 else { return }
    let full = count.taken * 100 / count.capacity
    canvas.put(
      0, 2, columns: canvas.width, canvas.width >= 9 ? "\(full)% full" : "\(full)%",
      day == selected ? style : .dim, align: .right)
  }
}
