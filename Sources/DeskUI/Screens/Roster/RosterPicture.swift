import Domain
import Sync

/// How a roster looks: two head lines, the people, the newest notes.
extension RosterScreen {
  package func render(into canvas: inout Canvas, _ station: Station) {
    guard let roster else { return }
    let (head, rest) = canvas.bounds.split(top: canvas.height > 8 ? 2 : 1)
    canvas.inside(head) { canvas in heads(roster.session, &canvas, station) }
    let notes = roster.notes.prefix(rest.height / 6)
    let (people, foot) = rest.split(bottom: notes.count)
    if rows.isEmpty {
      canvas.put(
        0, rest.y + rest.height / 3, columns: canvas.width, "Nobody is booked yet.", .dim,
        align: .centre)
    }
    let glyphs = canvas.glyphs
    let isWide = canvas.width >= 100
    let namesakes = Namesakes(rows.map(\.member))
    table(isWide, station.options.clock24 ? 10 : 12).draw(
      on: &canvas, in: people, count: rows.count,
      scroll: Scroll(around: selectedIndex, height: people.height)
    ) { row(rows[$0], $0, namesakes, station, glyphs, isWide) }
    for (line, note) in notes.enumerated() {
      let time = Wording.time(note.at, in: roster.session.zone, station)
      canvas.put(
        1, foot.y + line, columns: canvas.width - 2, "Note \(time): \(note.text)", .warn)
    }
  }

  private func heads(_ view: SessionView, _ canvas: inout Canvas, _ station: Station) {
    let day = view.zone.day(of: view.session.start)
    let when = day == station.today ? "" : "\(Wording.day(day, today: station.today)) "
    let time = when + Wording.span(view, station)
    let taken = "\(view.taken) of \(view.session.capacity)"
    let counts = [
      view.present > 0 ? "\(view.present) in, \(taken)" : taken,
      view.over > 0 ? "\(view.over) over capacity" : nil,
      view.waitlisted > 0 ? "\(view.waitlisted) waiting" : nil, view.heldWords,
    ].compactMap { $0 }
    let (state, style) = state(view, station)
    // What leaves the first line no room for the class and its time stands in the second.
    let free = canvas.width - 5 - min(Width.columns(view.service), 12) - 3 - Width.columns(time)
    let first = counts.indices.last { Width.columns(line(counts[...$0])) <= free } ?? 0
    let beside = line(counts[...first])
    let below = line(counts[(first + 1)...])
    let right = Width.columns(beside)
    let room = canvas.width - right - 4
    canvas.put(1, 0, columns: room, Self.title(of: view, time, columns: room), .title)
    canvas.put(canvas.width - right - 1, 0, beside, view.fillStyle)
    let end = below.isEmpty ? 0 : Width.columns(below) + 3
    canvas.put(1, 1, columns: canvas.width - 2 - end, state, style)
    if !below.isEmpty { canvas.put(canvas.width - end + 2, 1, below, view.fillStyle) }
  }

  private func line(_ words: ArraySlice<String>) -> String { words.joined(separator: " · ") }

  /// When it is stays; before that the leader's surname goes, then the leader, then the room.
  private static func title(of view: SessionView, _ time: String, columns: Int) -> String {
    let ways = [
      [view.service, view.leader, view.room, time],
      [view.service, view.leader.map(Wording.short), view.room, time],
      [view.service, view.room, time], [view.service, time],
    ].map { $0.compactMap { $0 }.joined(separator: " · ") }
    if let fitting = ways.first(where: { Width.columns($0) <= columns }) { return fitting }
    let rest = columns - Width.columns(time) - 3
    return rest < 4 ? time : "\(TextFit.fit(view.service, columns: rest)) · \(time)"
  }

  private func state(_ view: SessionView, _ station: Station) -> (String, Style) {
    if !marks.isEmpty {
      let here = marks.values.count { $0 == .here }
      let absent = marks.count - here
      let words = [(here, "here"), (absent, "absent")].filter { $0.0 > 0 }
        .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
      return ("\(words): not stored until Enter", .warn)
    }
    if view.isOff { return ("This session is cancelled.", .bad) }
    if let opens = station.opening(of: view) { return ("check-in opens at \(opens)", .dim) }
    let window = station.window(of: view)
    if view.session.judgedAt != nil { return ("over and judged", .dim) }
    if station.now > window.end { return over(view, station) }
    if station.now > window.closes { return ("check-in closed for members, open for staff", .warn) }
    return ("check-in open since \(Wording.time(window.opens, in: view.zone, station))", .good)
  }

  /// Who is not marked yet, and when that is judged, or what keeps it from being judged.
  private func over(_ view: SessionView, _ station: Station) -> (String, Style) {
    let waits = rows.contains { $0.booking.state == .confirmed }
    guard waits, let roster else { return ("over; everybody is marked", .dim) }
    let left = view.unmarked
    // Whom it waits for must fit even in a narrow window.
    let over = roster.blockers(at: station.now).isEmpty ? "over: " : ""
    let who = left == 0 ? "over" : "\(over)\(left) not marked"
    return ("\(who) · \(whenJudged(roster, station))", left == 0 ? .dim : .warn)
  }

  private func whenJudged(_ roster: RosterView, _ station: Station) -> String {
    let blockers = roster.blockers(at: station.now)
    if !blockers.isEmpty {
      return "not judged yet: \(Wording.awaited(blockers, in: roster.session.zone, station))"
    }
    let time = Wording.time(roster.judgeable, in: roster.session.zone, station)
    if station.now < roster.judgeable { return "judged at \(time)" }
    if case .offline = station.line.connection { return "not judged yet: this desk is offline" }
    return "judged soon"
  }

  // MARK: Rows

  /// Where room is short the marks have most of it.
  private func table(_ isWide: Bool, _ state: Int) -> Table {
    Table(
      [
        Table.Column("", .fixed(3), align: .right),
        Table.Column("State", .fixed(state)),
        Table.Column("Name", .flexible(least: 17)),
      ] + (isWide ? [Table.Column("Code", .fixed(9))] : []) + [
        Table.Column("", .flexible(least: 8, weight: isWide ? 4 : 10), rank: 1)
      ], header: false)
  }

  /// That the authority has a row need not be said: the exception stands behind the marks.
  private func row(
    _ view: BookingView, _ index: Int, _ namesakes: Namesakes, _ station: Station,
    _ glyphs: Glyphs, _ isWide: Bool
  ) -> [Table.Item] {
    let booking = view.booking
    let (state, style) = state(view, station, glyphs)
    let spots =
      booking.spots == 1
      ? "" : booking.present > 0 ? " \(booking.present)/\(booking.spots)" : " ×\(booking.spots)"
    let code = (try? BookingCode(text: booking.code))?.text ?? booking.code
    let marks = Wording.marks(of: view, isShort: !isWide)
    let provisional = view.provisional ? (marks.isEmpty ? "" : " · ") + "provisional" : ""
    let grave = view.flags.contains(where: Wording.isGrave)
    return [
      Table.Item("\(index + 1)", .dim),
      Table.Item(state, style),
      Table.Item(
        view.member.name, booking.state == .checkedIn ? .good : .text,
        tail: namesakes.number(of: view.member) + spots),
    ] + (isWide ? [Table.Item(code, .dim)] : []) + [
      Table.Item(
        marks.joined(separator: " · "), grave ? .warn : .dim, tail: provisional, .provisional)
    ]
  }

  private func state(
    _ view: BookingView, _ station: Station, _ glyphs: Glyphs
  ) -> (String, Style) {
    let booking = view.booking
    if saving.contains(booking.id) { return ("saving", .dim) }
    switch marks[booking.id] {
    case .here: return ("\(glyphs.filledDot) here?", .warn)
    case .absent: return ("\(glyphs.emptyDot) absent?", .warn)
    case nil: break
    }
    switch booking.state {
    case .checkedIn:
      let time = booking.checkedInAt.map { Wording.time($0, in: station.zone, station) } ?? ""
      return ("\(glyphs.check) in \(time)", .good)
    case .noShow: return ("\(glyphs.cross) no-show", .bad)
    case .waitlisted: return ("wait \(view.waitlistPosition ?? 0)", .dim)
    case .offered: return ("offered", .warn)
    case .held: return ("held", .dim)
    default: return booking.absent ? ("\(glyphs.cross) absent", .bad) : ("  booked", .text)
    }
  }
}
