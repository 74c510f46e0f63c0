import Domain
import Sync

/// The day of whoever leads: each class with what is left to mark in it, and below them what is over
/// and not marked.
enum OwnClasses {
  static func draw(_ screen: ScheduleScreen, into canvas: inout Canvas, _ station: Station) {
    let late = screen.sessions.last { $0.isLeftUnmarked(at: station.now) }
    let words = late.map { reminder(of: $0, station) }
    let lines = TextFit.wrap(words ?? "", columns: canvas.width - 2).prefix(2)
    let room = words != nil && canvas.height > screen.sessions.count + lines.count + 1
    let (list, foot) = canvas.bounds.split(bottom: room ? lines.count : 0)
    let short = canvas.width < 50
    let clock = station.options.clock24 ? 5 : 7
    let selected = screen.selectedIndex ?? 0
    Table([
      Table.Column("Time", .fixed(short ? clock : 2 * clock + 1)),
      Table.Column("Class", .flexible(least: 10, weight: 2)),
      Table.Column("Room", .flexible(least: 9, weight: 1), rank: 2),
      Table.Column("Booked", .fixed(10), rank: 1),
      Table.Column("Attendance", .flexible(least: 20, weight: 2)),
    ]).draw(
      on: &canvas, in: list, count: screen.sessions.count,
      scroll: Scroll(around: selected, height: list.height)
    ) { place in
      let view = screen.sessions[place]
      let (words, style) = attendance(view, station)
      return [
        Table.Item(
          short
            ? Wording.time(view.session.start, in: view.zone, station)
            : Wording.span(view, station), view.state == .inProgress ? .good : .text),
        Table.Item(view.service, view.style), Table.Item(view.room ?? "", .dim),
        Table.Item(
          view.isOff ? "off" : "\(view.taken) of \(view.session.capacity)", view.fillStyle),
        Table.Item(words, style),
      ]
    }
    for (y, line) in lines.enumerated() where foot.height > y {
      canvas.put(1, foot.y + y, columns: canvas.width - 2, line, .warn)
    }
  }

  /// "Pilates 18:00 is over: 4 not marked. Unmarked is not absent: they are judged at 21:00."
  static func reminder(of view: SessionView, _ station: Station) -> String {
    let judged = station.judgeable(view)
    let when = Wording.time(judged, in: view.zone, station)
    let how = station.now < judged ? "no-shows are judged at \(when)" : "no-shows are judged soon"
    return
      "\(Wording.session(view, station)) is over: \(view.unmarked) not marked. Unmarked is not absent; "
      + "\(how)."
  }

  /// "13 in, 10 to mark".
  private static func attendance(
    _ view: SessionView, _ station: Station
  ) -> (String, Style) {
    if view.isOff { return ("cancelled", .bad) }
    let present = view.present > 0 ? "\(view.present) in" : nil
    func told(_ state: String) -> String { state + (present.map { ": \($0)" } ?? "") }
    if view.session.judgedAt != nil { return (told("judged"), .dim) }
    if let opens = station.opening(of: view) { return ("check-in opens \(opens)", .dim) }
    guard view.unmarked > 0 else {
      return (view.taken == 0 ? "nobody booked" : told("all marked"), .good)
    }
    func listed(_ rest: String) -> String {
      [present, "\(view.unmarked) \(rest)"].compactMap(\.self).joined(separator: ", ")
    }
    return view.state == .completed
      ? ("over: \(listed("not marked"))", .warn) : (listed("to mark"), .text)
  }
}

extension SessionView {
  /// Over, not judged, and nobody has said of some whether they came.
  func isLeftUnmarked(at now: Instant) -> Bool {
    session.status == .scheduled && session.end <= now && session.judgedAt == nil && unmarked > 0
  }
}
