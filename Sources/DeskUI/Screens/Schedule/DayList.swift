import Domain
import Sync

/// A day by time, one line a session: what holds sixty of them and fourteen locations.
enum DayList {
  static func draw(_ screen: ScheduleScreen, into canvas: inout Canvas, _ station: Station) {
    let many = Set(screen.sessions.map(\.session.location)).count > 1
    let short = canvas.width < 50
    let narrow = canvas.width < 120
    let clock = station.options.clock24 ? 5 : 7
    // What no session has takes no room.
    func column(
      _ title: String, _ least: Int, rank: Int, if used: Bool
    ) -> Table.Column {
      used
        ? Table.Column(title, .flexible(least: least, weight: 2), rank: rank)
        : Table.Column("", .fixed(0))
    }
    let sessions = screen.sessions
    let table = Table([
      Table.Column("Time", .fixed(short ? clock : 2 * clock + 1)),
      Table.Column("Session", .flexible(least: 12, weight: 3)),
      column("Leader", 10, rank: 2, if: sessions.contains { $0.leader != nil }),
      column("Room", 9, rank: 3, if: sessions.contains { $0.room != nil }),
      column("Location", 12, rank: 1, if: many),
      Table.Column("Places", .fixed(7), align: .right),
      Table.Column("", .flexible(least: 9, weight: 2), rank: 1),
    ])
    let selected = screen.selectedIndex ?? 0
    let scroll = Scroll(around: selected, height: canvas.height)
    table.draw(on: &canvas, in: canvas.bounds, count: screen.sessions.count, scroll: scroll) {
      row(screen.sessions[$0], short, narrow, screen.day, station)
    }
  }

  private static func row(
    _ view: SessionView, _ short: Bool, _ narrow: Bool, _ day: Day, _ station: Station
  ) -> [Table.Item] {
    let start = Wording.time(view.session.start, in: view.zone, station)
    let time = short ? start : Wording.span(view, station)
    let since = view.zone.day(of: view.session.start) < day ? "‹" : ""
    return [
      Table.Item(since + time, view.state == .inProgress ? .good : .text),
      Table.Item(view.service, view.style),
      Table.Item(view.leader.map(narrow ? Wording.short : { $0 }) ?? "", .dim),
      Table.Item(view.room ?? "", .dim),
      Table.Item(view.location, .dim),
      Table.Item(view.isOff ? "off" : view.fill, view.fillStyle),
      Table.Item(
        view.remarks.joined(separator: " · "), view.waitlisted > 0 ? .warn : view.style),
    ]
  }
}
