import Domain
import Sync

/// One day with time running down and rooms or leaders across.
struct DayGrid {
  let screen: ScheduleScreen
  let plan: SchedulePlan
  let station: Station

  func draw(into canvas: inout Canvas) {
    let shown = min(plan.perPage, plan.columns.count)
    let selected = screen.selectedIndex.flatMap { plan.place(of: $0)?.column } ?? 0
    let first = min(selected / shown * shown, max(0, plan.columns.count - shown))
    let width = (canvas.width - SchedulePlan.axis) / shown
    let (head, body) = canvas.bounds.split(top: 1)
    canvas.inside(head) { canvas in
      for place in 0..<shown {
        let name = plan.heads[first + place]
        let text = name.isEmpty ? (screen.byLeader ? "no leader" : "no room") : name
        canvas.put(
          SchedulePlan.axis + place * width, 0, columns: width - 1, text, .heading)
      }
      if first > 0 { canvas.put(SchedulePlan.axis - 2, 0, "‹", .keyHint) }
      if first + shown < plan.columns.count { canvas.put(canvas.width - 1, 0, "›", .keyHint) }
    }
    canvas.inside(body) { canvas in
      let top = scroll(canvas.height)
      axis(&canvas, top)
      for block in plan.blocks where first..<first + shown ~= block.column {
        let lane = (width - 1) / block.lanes
        let x = SchedulePlan.axis + (block.column - first) * width + block.lane * lane
        let area = Rect(
          x, block.rows.lowerBound - top, block.lanes == 1 ? width - 1 : lane - 1,
          block.rows.count)
        canvas.inside(area) { canvas in draw(screen.sessions[block.index], into: &canvas) }
      }
    }
  }

  /// Keeps the selected session in view, and above it as much as fits.
  private func scroll(_ height: Int) -> Int {
    guard plan.rowCount > height else { return 0 }
    let block = plan.blocks.first { $0.index == screen.selectedIndex }
    let wanted = (block?.rows.lowerBound ?? 0) - height / 3
    return min(max(wanted, 0), plan.rowCount - height)
  }

  private func axis(_ canvas: inout Canvas, _ top: Int) {
    let now = (station.now - station.zone.start(of: screen.day)) / 60
    let nowRow = now < plan.edges[0] ? -1 : plan.row(of: now)
    for y in 0..<min(canvas.height, max(plan.rowCount - top, 0)) {
      let minutes = plan.edges[y + top]
      let time = station.zone.timeOfDay(of: station.zone.start(of: screen.day) + minutes * 60)
      let isNow = screen.day == station.today && y + top == nowRow
      if isNow {
        canvas.put(0, y, "▸", .accent.bold)
        canvas.put(1, y, Wording.time(station.now, in: station.zone, station), .accent.bold)
      } else if minutes % 30 == 0 {
        canvas.put(0, y, Wording.time(time, station), .dim)
      }
    }
  }

  private func draw(_ view: SessionView, into canvas: inout Canvas) {
    let isSelected = view.session.id == screen.selectedID
    let style: Style = isSelected ? .selected : view.style
    let quiet: Style = isSelected ? .selected : .dim
    if isSelected { canvas.fill(canvas.bounds, .selected) }
    edge(view, &canvas, isSelected ? .selected : view.fillStyle)
    let room = canvas.width - 2
    let time = offset(view)
    if canvas.height == 1 {
      let fill = view.isOff ? "off" : view.fill
      let head = room - fill.count - 1
      let name = time + view.service
      canvas.put(2, 0, columns: head, name, style)
      let x = 2 + Width.columns(name) + 2
      let left = head + 2 - x - 1
      let who = who(view, left)
      if Width.columns(who) <= left { canvas.put(x, 0, who, quiet) }
      canvas.put(2 + head + 1, 0, fill, isSelected ? .selected : view.fillStyle)
      return
    }
    let name = time + view.service
    let used = min(Width.columns(name), room)
    let who = who(view, room - used - 2)
    canvas.put(2, 0, columns: used, name, style.bold)
    let inline = room - used - 2 >= 6
    if inline { canvas.put(2 + used + 2, 0, columns: room - used - 2, who, quiet) }
    places(view, &canvas, isSelected)
    if canvas.height > 2 && !inline { canvas.put(2, 2, columns: room, who, quiet) }
  }

  /// The room, or the leader, by the whole name where it fits.
  private func who(_ view: SessionView, _ columns: Int) -> String {
    guard !screen.byLeader else { return view.room ?? "" }
    let name = view.leader ?? ""
    return Width.columns(name) <= columns ? name : Wording.short(name)
  }

  private func places(_ view: SessionView, _ canvas: inout Canvas, _ isSelected: Bool) {
    let style: Style = isSelected ? .selected : view.fillStyle
    let room = canvas.width - 2
    if view.isOff {
      canvas.put(2, 1, columns: room, "cancelled", isSelected ? .selected : .bad)
      return
    }
    let remarks = view.remarks.joined(separator: " · ")
    var x = 2 + canvas.put(2, 1, view.fill, style, limit: room)
    let left = room - (x - 2) - (remarks.isEmpty ? 0 : Width.columns(remarks) + 1)
    let dots = left >= 11 ? 10 : left >= 6 ? 5 : 0
    if dots > 0 { x += 1 + canvas.put(x + 1, 1, view.dots(dots, canvas.glyphs), style) }
    canvas.put(
      x + 1, 1, columns: canvas.width - x - 1, remarks,
      isSelected ? .selected : view.waitlisted > 0 ? .warn : view.style)
  }

  /// A bracket over the length of the session: blocks need no frames to be told apart.
  private func edge(_ view: SessionView, _ canvas: inout Canvas, _ style: Style) {
    let glyphs = canvas.glyphs
    let last = canvas.height - 1
    for y in 0..<canvas.height {
      canvas.put(
        0, y,
        last == 0
          ? glyphs.bullet
          : y == 0 ? glyphs.topLeft : y == last ? glyphs.bottomLeft : glyphs.vertical,
        style)
    }
  }

  /// The start, where it is not that of the row or not of this day.
  private func offset(_ view: SessionView) -> String {
    let minutes = SchedulePlan.minutes(view, screen.day)
    let start = Wording.time(view.session.start, in: view.zone, station)
    if view.zone.day(of: view.session.start) < screen.day { return "since \(start) " }
    return plan.edges.contains(minutes.lowerBound) ? "" : "\(start) "
  }
}
