import Domain

/// A row of the table as the palette offers it.
struct PaletteChoice: Sendable {
  let command: Command
  let label: String
  let help: String
  let keys: String
  /// Why it cannot be done now.
  let obstacle: String?
  /// The screen to go to first, and the command that opens it.
  let screen: (context: Context, opener: Command)?

  /// What nobody looks for by name.
  static let moving: Set<Command> = [
    .up, .down, .left, .right, .pageUp, .pageDown, .first, .last, .palette,
  ]

  init(
    _ row: Keymap.Row, as label: String? = nil, obstacle: String?,
    screen: (Context, Command)? = nil
  ) {
    command = row.action
    self.label = label ?? row.label
    help = row.help
    keys = row.keyText
    self.obstacle = obstacle
    self.screen = screen
  }

  /// How well it answers to what was typed, the smaller the better; nil if not at all.
  func rank(_ query: String) -> Int? {
    if query.isEmpty { return 0 }
    if let place = Self.fuzzy(query, in: label.lowercased()) { return place }
    return Self.fuzzy(query, in: help.lowercased()).map { $0 + 100 }
  }

  /// All letters in order; early and close together counts for more.
  private static func fuzzy(_ query: String, in text: String) -> Int? {
    var rank = 0
    var wanted = query[...]
    for (place, character) in text.enumerated() where character == wanted.first {
      rank += place
      wanted = wanted.dropFirst()
      if wanted.isEmpty { return rank }
    }
    return nil
  }
}

/// Every command of every screen, found by any letters of its name.
struct PalettePanel: Screen {
  let context = Context.palette
  let title = "Commands"
  let isPanel = true
  let isTyping = true
  private let choices: [PaletteChoice]
  private var field = Field("")
  private var selected = 0

  init(choices: [PaletteChoice]) { self.choices = choices }

  private var found: [PaletteChoice] {
    let query = field.text.lowercased().filter { $0 != " " }
    return choices.enumerated()
      .compactMap { place, choice in choice.rank(query).map { ($0, place, choice) } }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    if case .command(let command) = event, let place = command.row(from: selected, of: found.count)
    {
      selected = place
      return []
    }
    switch event {
    case .command(.choose): return choose()
    case .command: break
    default:
      field.take(event)
      selected = 0
    }
    return []
  }

  private func choose() -> [Effect] {
    guard found.indices.contains(selected) else { return [] }
    let choice = found[selected]
    if let obstacle = choice.obstacle {
      return [.say(Toast("\(choice.label): \(obstacle).", .warn))]
    }
    return [.close] + (choice.screen.map { [.perform($0.opener)] } ?? []) + [
      .perform(choice.command)
    ]
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let found = found
    canvas.panel(
      "Commands: type a few letters of one", width: min(canvas.width, 74), height: canvas.height
    ) { canvas in
      field.draw(on: &canvas, 0, 0, columns: canvas.width, focused: true)
      // What the list cuts is told in full of the one selected.
      let whole = found.indices.contains(selected) ? Self.told(found[selected]) : ""
      let foot = canvas.height > 8 ? 2 : 0
      if foot > 0 {
        canvas.put(0, canvas.height - 1, columns: canvas.width, whole, .dim)
      }
      let rows = max(0, canvas.height - 2 - foot)
      let top = max(0, selected - rows + 1)
      for (y, choice) in found.dropFirst(top).prefix(rows).enumerated() {
        row(choice, y + 2, top + y == selected, &canvas)
      }
      if found.isEmpty { canvas.put(0, 2, "Nothing of this name.", .dim) }
    }
  }

  private static func told(_ choice: PaletteChoice) -> String {
    choice.obstacle.map { "cannot: \($0)" } ?? choice.help
  }

  private func row(_ choice: PaletteChoice, _ y: Int, _ marked: Bool, _ canvas: inout Canvas) {
    func style(_ style: Style) -> Style { marked ? .selected : style }
    if marked { canvas.fill(Rect(0, y, canvas.width, 1), .selected) }
    let name = choices.reduce(16) { max($0, Width.columns($1.label) + 1) }
    canvas.put(
      0, y, columns: name - 1, choice.label, style(choice.obstacle == nil ? .heading : .dim))
    let keys = min(16, canvas.width / 4)
    let room = canvas.width - name - keys - 1
    let text = Self.told(choice)
    canvas.put(name, y, columns: room, text, style(choice.obstacle == nil ? .text : .dim))
    let screen = choice.screen.map { "\($0.context.word) " } ?? ""
    canvas.put(
      canvas.width - keys, y, columns: keys, screen + choice.keys, style(.keyHint), align: .right)
  }
}
