import Domain

/// The keys of a screen, from the table that obeys them.
struct HelpPanel: Screen {
  let context = Context.help
  let title = "Help"
  let isPanel = true
  private let about: Context
  private let name: String
  private let typing: Bool
  private var top = 0

  init(_ screen: any Screen) {
    about = screen.context
    name = screen.title
    typing = screen.isTyping
  }

  private func rows(_ station: Station) -> [Keymap.Row] {
    station.keys.rows(in: about).filter { !$0.heard(typing: typing).isEmpty }
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.up): top -= 1
    case .command(.down): top += 1
    case .command(.pageUp): top -= 10
    case .command(.pageDown): top += 10
    case .command(.first): top = 0
    case .command(.last): top = .max / 2
    case .key: return [.close]
    default: break
    }
    let rows = rows(station).count
    top = max(0, min(top, rows + 1 - (station.height - 5)))
    return []
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let rows = rows(station)
    let width = min(canvas.width, 76)
    canvas.panel("\(name): keys", width: width, height: min(canvas.height, rows.count + 4)) {
      canvas in
      let keys = min(18, canvas.width / 3)
      for (y, row) in rows.dropFirst(top).prefix(canvas.height).enumerated() {
        canvas.put(0, y, columns: keys - 1, keyText(row), .keyHint)
        canvas.put(keys, y, columns: canvas.width - keys, row.help)
      }
      let y = rows.count - top
      if y < canvas.height - 1 {
        canvas.put(
          0, y + 1, columns: canvas.width,
          "A scanned code is understood on every screen.", .dim)
      } else {
        let more = " \(canvas.glyphs.down) PgDn "
        canvas.put(0, canvas.height - 1, columns: canvas.width, more, .keyHint, align: .right)
      }
    }
  }

  private func keyText(_ row: Keymap.Row) -> String {
    row.heard(typing: typing).map(\.name).joined(separator: " / ")
  }
}
