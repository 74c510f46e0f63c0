import Domain
import Sync

/// What stands around every screen: status line, toast, key line.
extension Application {
  package func render(into canvas: inout Canvas) {
    guard canvas.width >= Frame.leastWidth, canvas.height >= Frame.leastHeight else {
      Lines.tooSmall(on: &canvas, need: Frame.leastWidth, Frame.leastHeight)
      return
    }
    let base = stack.lastIndex { !$0.isPanel } ?? 0
    guard stack.indices.contains(base) else { return }
    let alone = stack[base].context == .kiosk
    let tight = stack[base].wantsAllRows && base == stack.count - 1
    let (top, below) = canvas.bounds.split(top: alone ? 0 : 1)
    let lines = toast.map { Frame.lines($0.shown, canvas.width) } ?? []
    let (body, bottom) = below.split(bottom: alone || tight ? 0 : max(1, lines.count))
    canvas.inside(body) { canvas in stack[base].render(into: &canvas, station) }
    canvas.inside(top) { canvas in statusLine(&canvas) }
    canvas.inside(bottom) { canvas in keyLine(&canvas) }
    canvas.inside(body) { canvas in
      for panel in stack[(base + 1)...] { panel.render(into: &canvas, station) }
    }
    if alone && station.studio.organization.training {
      canvas.put(0, 0, columns: canvas.width, "TRAINING", .bannerWarn, align: .right)
    }
    guard let toast, !lines.isEmpty else { return }
    let (_, place) = canvas.bounds.split(bottom: max(bottom.height, lines.count))
    canvas.inside(place) { canvas in draw(toast.shown, lines, into: &canvas) }
  }

  private func statusLine(_ canvas: inout Canvas) {
    canvas.fill(canvas.bounds, .statusBar)
    let now = station.zone.local(station.now)
    let place = " \(station.location.name) \(canvas.glyphs.middleDot) "
    let time = Wording.time(now.timeOfDay, station)
    // Where room is short the day gives way first: who reads it knows what day it is.
    let full = place + Wording.day(now.day, today: station.today) + " " + time
    let training = station.studio.organization.training ? " TRAINING " : ""
    let power = PowerWords.least(station, canvas.glyphs)
    let marks = Width.columns(training) + (power == 0 ? 0 : power + 1)
    let names = names
    // That the line is down and what is queued is said before the name of whoever reads it.
    let least = min(
      LineWords.least(station, canvas.glyphs), canvas.width - marks - Width.columns(place + time))
    let (state, style) = LineWords.status(
      station, canvas.glyphs, columns: max(canvas.width / 2 - marks, least))
    var right = canvas.width - Width.columns(state)
    canvas.put(right, 0, state, style)
    if !training.isEmpty {
      right -= Width.columns(training) + 1
      canvas.put(right, 0, training, .bannerWarn)
    }
    let person = Width.columns(names.count > 1 ? names[1] : names[0]) + 3
    let free = right - Width.columns(full) - person
    if let (text, style) = PowerWords.status(station, canvas.glyphs, columns: max(free - 2, power))
    {
      right = max(0, right - Width.columns(text) - 1)
      canvas.put(right, 0, text, style)
      right -= 1
    }
    let room = max(right - 1, 0)
    let left = Width.columns(full) + person <= right ? full : place + time
    let used = min(Width.columns(left), room)
    let rest = room - used - 2
    canvas.put(0, 0, columns: used, left, .statusBar.bold)
    let name = names.first { Width.columns($0) <= rest } ?? (station.staff == nil ? names[0] : "")
    canvas.put(
      used + 2, 0, columns: rest, name, station.staff == nil ? .statusWarn : .statusBar,
      align: .right)
  }

  /// The person, the longest way first; never a name cut in two.
  private var names: [String] {
    guard let staff = station.staff else { return ["nobody signed in"] }
    let role = " (\(Wording.role(staff, at: station.location.id)))"
    let first = staff.name.split(separator: " ").first.map(String.init) ?? staff.name
    let short = Wording.short(staff.name)
    let initial = short == staff.name ? short : short + "."
    return [staff.name + role, initial + role, first + role, initial, first]
  }

  private var hints: [KeyHint] { stack.last?.hints(station) ?? [] }

  /// Help has the rest, and whoever slips looks for undo: both keep their place at the end.
  private func kept(_ width: Int) -> [KeyHint] {
    let kept: [Command] = width < 72 ? [.help] : [.undo, .help]
    let hints = hints
    return kept.compactMap { command in hints.first { $0.command == command } }
  }

  private func columns(_ hints: [KeyHint]) -> Int {
    hints.reduce(0) { $0 + Width.columns($1.key) + 1 + Width.columns($1.label) + 2 }
  }

  /// As many keys as fit, the screen's own first; help, at the end, has the rest.
  private func keyLine(_ canvas: inout Canvas) {
    guard let top = stack.last else { return }
    let last = kept(canvas.width)
    let end = canvas.width - 1 - columns(last)
    var x = 1
    for hint in hints where !Frame.silent.contains(hint.command) {
      guard !last.contains(where: { $0.command == hint.command }) else { continue }
      guard hint.command != .back || stack.count > 1 else { continue }
      // A screen dims what the next row may allow; a panel, or a screen without rows, leaves it out.
      guard top.context.isScreen && !top.isEmpty || obstacle(to: hint.command) == nil else {
        continue
      }
      guard x + columns([hint]) - 2 <= end else { break }
      x = put(hint, at: x, &canvas) + 2
    }
    x = end + 2
    for hint in last { x = put(hint, at: x, &canvas) + 2 }
  }

  /// In the place of the key line; undo and help stay beside it where both have room.
  private func draw(_ toast: Toast, _ lines: [String], into canvas: inout Canvas) {
    let kept = canvas.height == 1 ? columns(self.kept(canvas.width)) : 0
    let least = Width.columns(lines.first ?? "") + 2
    let width = least + kept <= canvas.width ? canvas.width - kept : canvas.width
    let style: Style =
      switch toast.tone {
      case .plain: .statusBar
      case .good: .bannerGood
      case .warn: .bannerWarn
      case .bad: .bannerBad
      }
    canvas.fill(Rect(0, 0, width, canvas.height), style)
    for (y, line) in lines.enumerated() { canvas.put(1, y, columns: width - 2, line, style) }
  }

  private func put(_ hint: KeyHint, at x: Int, _ canvas: inout Canvas) -> Int {
    let idle = obstacle(to: hint.command) != nil
    let x = x + canvas.put(x, 0, hint.key, idle ? .dim : .keyHint) + 1
    return x + canvas.put(x, 0, hint.label, idle ? .dim : .keyLabel)
  }
}

enum Frame {
  static let leastWidth = 20
  static let leastHeight = 5

  /// Keys that everybody guesses or that help tells.
  static let silent: Set<Command> = [
    .up, .down, .left, .right, .pageUp, .pageDown, .first, .last, .redraw, .suspend, .lock,
    .schedule, .members, .decisions, .outbox, .quit, .roster, .checkIn, .tryLine, .makeReady,
    .toStick,
    .fromStick,
  ]

  /// A toast in its one line, or in two where it is longer.
  static func lines(_ toast: Toast, _ width: Int) -> [String] {
    let lines = TextFit.wrap(toast.text, columns: width - 2)
    return lines.count > 2 ? [lines[0], lines[1...].joined(separator: " ")] : lines
  }
}
