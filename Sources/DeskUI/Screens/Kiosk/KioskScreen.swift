import Domain
package import Sync

/// A door that opens by code: it welcomes, checks in, says no well, and forgets by itself.
package struct KioskScreen: Screen {
  package let context = Context.kiosk
  package let title = "Kiosk"
  package let isTyping = true
  package let showsScans = true
  private var field = Field("", limit: 120)
  private var report: ScanReport?
  private var sessions: [SessionView] = []
  private var loaded: Day?
  /// Since the last key or scan; four are a second.
  private var ticks = 0

  package init() {}

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    loaded = station.today
    sessions = try store.schedule(from: station.today, days: 1, at: station.location.id)
  }

  // MARK: Events

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .tick: return wait(station)
    case .scanned(let report):
      forget()
      self.report = report
    case .key(.esc): forget()
    case .key(let key):
      ticks = 0
      if key == .enter { return enter() }
      field.take(event)
      // What is too long to answer is the next one's code.
      if report?.takes(field.text) != true { report = nil }
    case .paste, .takeBack:
      ticks = 0
      field.take(event)
    default: break
    }
    return []
  }

  private mutating func enter() -> [Effect] {
    let text = field.text.trimmed
    if let report, report.takes(text) {
      field.clear()
      return report.answer(text).map { [.present($0)] } ?? []
    }
    forget()
    return text.isEmpty ? [] : [.present(Presentation(text))]
  }

  private mutating func forget() {
    field.clear()
    report = nil
    ticks = 0
  }

  /// A question gets twice the time of an answer.
  private mutating func wait(_ station: Station) -> [Effect] {
    ticks += 1
    let patience = 4 * station.options.kioskReset * (report?.asks ?? true ? 2 : 1)
    let isOld = ticks > patience && (report != nil || !field.isEmpty)
    if isOld { forget() }
    return isOld || loaded != station.today ? [.reload] : []
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    let (head, body) = canvas.bounds.split(top: canvas.height > 10 ? 2 : 1)
    canvas.inside(head) { canvas in place(&canvas, station) }
    canvas.inside(body) { canvas in
      if let report {
        let (words, bottom) = canvas.bounds.split(bottom: report.asks ? 1 : 0)
        canvas.inside(words) { canvas in KioskWords(report, station).draw(into: &canvas) }
        let x = max(0, (canvas.width - 6) / 2)
        if report.asks { field.draw(on: &canvas, x, bottom.y, columns: 6, focused: true) }
      } else {
        welcome(&canvas, station)
      }
    }
  }

  /// Ends before the frame's mark of a training studio.
  private func place(_ canvas: inout Canvas, _ station: Station) {
    let time = Wording.time(station.now, in: station.zone, station)
    canvas.fill(Rect(0, 0, canvas.width, 1), .statusBar)
    canvas.put(
      1, 0, columns: canvas.width - 11,
      "\(time)  \(station.studio.organization.name) · \(station.location.name)", .statusBar.bold)
  }

  private func welcome(_ canvas: inout Canvas, _ station: Station) {
    let coming = coming(station)
    let listed = canvas.height > 16 ? min(coming.count, canvas.height - 16, 5) : 0
    let middle = max(0, (canvas.height - 11 - listed) / 2)
    let text = field.isEmpty ? "WELCOME" : field.text
    let area = Rect(1, middle, canvas.width - 2, BigText.rows)
    if !BigText.draw(on: &canvas, in: area, text, field.isEmpty ? .accent : .text) {
      canvas.put(1, area.y + 2, columns: area.width, text, .title, align: .centre)
    }
    var y = canvas.height > 8 ? middle + 7 : min(canvas.height - 2, 2)
    canvas.put(
      1, y, columns: canvas.width - 2, "Scan your pass or card, or type your code and Enter.",
      .heading, align: .centre)
    y += 2
    let width = min(canvas.width - 2, 40)
    let typed = canvas.height > 8 ? y : canvas.height - 1
    let lines = coming.prefix(listed).map { view in
      [Wording.span(view, station), view.service, view.room].compactMap { $0 }
        .joined(separator: "  ")
    }
    let x = max(1, (canvas.width - (lines.map(Width.columns).max() ?? 0)) / 2)
    for (place, line) in lines.enumerated() {
      canvas.put(x, y + 2 + place, columns: canvas.width - x - 1, line, .dim)
    }
    field.draw(on: &canvas, (canvas.width - width) / 2, typed, columns: width, focused: true)
  }

  /// What somebody who comes in now may have come for.
  private func coming(_ station: Station) -> [SessionView] {
    sessions.filter { view in
      !view.isOff && view.state != .draft && view.session.end > station.now
    }
  }
}
