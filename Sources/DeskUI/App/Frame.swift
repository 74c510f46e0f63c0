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
    let (body, bottom) = below.split(bottom: alone || tight ? 0 : 1)
    canvas.inside(body) { canvas in stack[base].render(into: &canvas, station) }
    canvas.inside(top) { canvas in statusLine(&canvas) }
    if alone && station.studio.organization.training {
      canvas.put(0, 0, columns: canvas.width, "TRAINING", .bannerWarn, align: .right)
    }
    canvas.inside(bottom) { canvas in keyLine(&canvas) }
    canvas.inside(body) { canvas in
      for panel in stack[(base + 1)...] { panel.render(into: &canvas, station) }
      if let toast { Frame.draw(toast.shown, into: &canvas) }
    }
  }

  private func statusLine(_ canvas: inout Canvas) {
    canvas.fill(canvas.bounds, .statusBar)
    let now = station.zone.local(station.now)
    var left = " \(station.location.name) \(canvas.glyphs.middleDot) "
    left += Wording.day(now.day, today: station.today) + " "
    left += Wording.time(now.timeOfDay, station)
    let training = station.studio.organization.training ? " TRAINING " : ""
    let state =
      canvas.width >= 72 ? "\(canvas.glyphs.online) stand-alone " : "\(canvas.glyphs.online) "

    var right = canvas.width - Width.columns(state)
    canvas.put(right, 0, state, .statusGood)
    if !training.isEmpty {
      right -= Width.columns(training) + 1
      canvas.put(right, 0, training, .bannerWarn)
    }
    let room = max(right - 1, 0)
    let used = min(Width.columns(left), room)
    canvas.put(0, 0, columns: used, left, .statusBar.bold)
    canvas.put(
      used + 2, 0, columns: room - used - 2, who(room - used - 2),
      station.staff == nil ? .statusWarn : .statusBar, align: .right)
  }

  /// The longest way to name the person that fits.
  private func who(_ columns: Int) -> String {
    guard let staff = station.staff else { return "nobody signed in" }
    let role = Wording.role(staff, at: station.location.id)
    let short = Wording.short(staff.name)
    return ["\(staff.name) (\(role))", "\(short) (\(role))"].first { Width.columns($0) <= columns }
      ?? short
  }

  /// As many keys as fit, the screen's own first; help, at the end, has the rest.
  private func keyLine(_ canvas: inout Canvas) {
    guard let top = stack.last else { return }
    // Where letters are typed they command nothing.
    let rows = station.keys.rows(in: top.context).compactMap { row in
      row.heard(typing: top.isTyping).first.map { (row: row, key: $0.name) }
    }
    func columns(_ hint: (row: Keymap.Row, key: String)) -> Int {
      Width.columns(hint.key) + 1 + Width.columns(hint.row.label)
    }
    // Help has the rest, and whoever slips looks for undo: both keep their place.
    let kept: [Command] = canvas.width < 72 ? [.help] : [.undo, .help]
    let last = kept.compactMap { command in rows.first { $0.row.action == command } }
    let end = last.reduce(canvas.width - 1) { $0 - columns($1) - 2 }
    var x = 1
    for hint in rows where !Frame.silent.contains(hint.row.action) {
      let row = hint.row
      guard !kept.contains(row.action) else { continue }
      guard row.action != .back || stack.count > 1 else { continue }
      // A panel offers what can be done; a screen shows its other keys dimmed.
      guard top.context.isScreen || top.obstacle(to: row.action, station) == nil else { continue }
      guard x + columns(hint) <= end else { break }
      x = put(hint, at: x, &canvas) + 2
    }
    x = end + 2
    for hint in last { x = put(hint, at: x, &canvas) + 2 }
  }

  private func put(
    _ hint: (row: Keymap.Row, key: String), at x: Int, _ canvas: inout Canvas
  ) -> Int {
    let idle = stack.last?.obstacle(to: hint.row.action, station) != nil
    let x = x + canvas.put(x, 0, hint.key, .keyHint) + 1
    return x + canvas.put(x, 0, hint.row.label, idle ? .dim : .keyLabel)
  }
}

enum Frame {
  static let leastWidth = 20
  static let leastHeight = 5

  /// Keys that everybody guesses or that help tells.
  static let silent: Set<Command> = [
    .up, .down, .left, .right, .pageUp, .pageDown, .first, .last, .redraw, .suspend, .lock,
    .schedule, .members, .outbox, .quit, .roster, .checkIn,
  ]

  static func draw(_ toast: Toast, into canvas: inout Canvas) {
    let (style, word): (Style, String) =
      switch toast.tone {
      case .plain: (.statusBar, "")
      case .good: (.bannerGood, "")
      case .warn: (.bannerWarn, "")
      case .bad: (.bannerBad, "")
      }
    let row = Rect(0, canvas.height - 1, canvas.width, 1)
    canvas.fill(row, style)
    canvas.put(1, canvas.height - 1, columns: canvas.width - 2, word + toast.text, style)
  }
}
