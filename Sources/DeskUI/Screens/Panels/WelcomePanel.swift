/// A few lines on how to begin; the first key goes on with the work.
struct WelcomePanel: Screen {
  let context = Context.help
  let title = "Welcome"
  let isPanel = true
  private let lines: [String]

  init(_ lines: [String]) { self.lines = lines }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .key(let key): [.close, .press(key)]
    case .command: [.close]
    default: []
    }
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let width = min(canvas.width, 72)
    let rows = lines.flatMap { TextFit.wrap($0, columns: width - 4) }
    canvas.panel("Welcome", width: width, height: rows.count + 2) { canvas in
      for (y, line) in rows.enumerated() { canvas.put(0, y, line) }
    }
  }
}
