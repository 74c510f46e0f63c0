import Domain
import Sync

/// The panel with the code field: type, scan or pick; then the result in large letters.
package struct CheckInScreen: Screen {
  package let context = Context.checkIn
  package let title = "Check-in"
  package let isTyping = true
  package let showsScans = true
  private var field = Field("")
  private var report: ScanReport?
  private var reason: Field?

  package init() {}

  package func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .override:
      if case .refused(let refusal)? = report?.verdict {
        station.mayOverride(refusal) ? nil : "not against this rule, or not in your role"
      } else {
        "nobody was refused"
      }
    case .open: report?.booking?.session == nil ? "no session" : station.obstacle(to: .seeAll)
    case .pass: report?.booking == nil ? "no booking" : nil
    case .complete: station.obstacle(to: .seeAll)
    default: nil
    }
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.submit): return submit()
    case .command(.override): reason = Field("")
    case .command(.complete):
      let text = sought
      field = Field("")
      return [.open(MemberPicker(.checkIn, "Check in by name", text: text))]
    case .command(.open):
      return report?.booking?.session.map { [.open(RosterScreen($0.session.id))] } ?? []
    case .command(.pass): return report?.booking.map { [.open(PassPanel($0))] } ?? []
    case .scanned(let report):
      self.report = report
      reason = nil
      // A digit now answers; else what is being typed is the next code.
      if report.asks { field.clear() }
    case .answered(.member(topic: .checkIn, let hit)):
      return [.present(Presentation(person: hit.id))]
    case .key(let key):
      if field.text.isEmpty, reason == nil, let again = report?.answer(to: key) {
        return [.present(again)]
      }
      edit(event)
    case .paste, .takeBack: edit(event)
    default: break
    }
    return []
  }

  /// A name that was typed where a code belongs: finding by name starts from it.
  private var sought: String {
    if !field.text.trimmed.isEmpty { return field.text.trimmed }
    guard case .refused(let refusal)? = report?.verdict,
      [.mistypedCode, .unknownCode, .malformed].contains(refusal.code)
    else { return "" }
    return report?.presentation.text ?? ""
  }

  private mutating func edit(_ event: ScreenEvent) {
    if reason != nil { reason?.take(event) } else { field.take(event) }
  }

  private mutating func submit() -> [Effect] {
    if let why = reason?.text.trimmed, var again = report?.presentation {
      guard !why.isEmpty else { return [] }
      again.override = why
      return [.present(again)]
    }
    let text = field.text.trimmed
    if text.isEmpty { return report?.answer(to: .enter).map { [.present($0)] } ?? [] }
    field.clear()
    return [.present(Presentation(text))]
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    let top = canvas.height > 18 ? 1 : 0
    let label = reason == nil ? "Code, number or pass" : "Reason to let in"
    let width = min(canvas.width - 4, 64)
    let x = max(1, (canvas.width - width) / 2)
    let beside = Width.columns(label) + 2
    canvas.put(x, top, label, .heading)
    (reason ?? field).draw(on: &canvas, x + beside, top, columns: width - beside, focused: true)
    let (_, rest) = canvas.bounds.split(top: top + 2)
    canvas.inside(Rect(x, rest.y, width, rest.height)) { canvas in
      if let report {
        var words = ResultWords(report, station)
        if field.text.isEmpty, !sought.isEmpty {
          let key = station.keys.key(of: .complete)
          words.lines.append(("\(key) finds “\(sought)” by name.", .text))
        }
        words.draw(into: &canvas)
      } else {
        canvas.put(0, 1, columns: canvas.width, "Scan, or type a code and press Enter.", .dim)
        canvas.put(
          0, 2, columns: canvas.width,
          "\(station.keys.key(of: .complete)) finds somebody by name.", .dim)
      }
    }
  }
}
