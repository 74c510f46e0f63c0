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
    top = max(
      0, min(top, lines(station, columns: inner(station.width)).count - (station.height - 5)))
    return []
  }

  private static let widest = 76

  /// Columns inside the box.
  private func inner(_ width: Int) -> Int { min(width, Self.widest) - 4 }

  private func keys(_ columns: Int) -> Int { min(18, columns / 3) }

  /// Keys stand beside the first line of what they do.
  private func lines(_ station: Station, columns: Int) -> [(keys: String, text: String)] {
    let room = columns - keys(columns)
    let rows = rows(station).flatMap { row in
      TextFit.wrap(row.help, columns: room).enumerated().map { place, line in
        (keys: place == 0 ? keyText(row) : "", text: line)
      }
    }
    return rows + [("", "")]
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let width = min(canvas.width, Self.widest)
    let lines = lines(station, columns: inner(canvas.width))
    canvas.panel("\(name): keys", width: width, height: min(canvas.height, lines.count + 3)) {
      canvas in
      let keys = keys(canvas.width)
      for (y, line) in lines.dropFirst(top).prefix(canvas.height).enumerated() {
        canvas.put(0, y, columns: keys - 1, line.keys, .keyHint)
        canvas.put(keys, y, columns: canvas.width - keys, line.text)
      }
      let y = lines.count - top - 1
      if y < canvas.height {
        canvas.put(
          0, y, columns: canvas.width, "A scanned code is understood on every screen.", .dim)
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
