import Sync

/// Labelled lines to fill in, one of them in focus; a line with choices is turned, not typed.
struct Form<Name: Hashable & Sendable>: Sendable {
  struct Line: Sendable {
    let name: Name
    let label: String
    let hint: String
    let choices: [String]
    fileprivate var field: Field
    fileprivate let initial: String

    init(_ name: Name, _ label: String, _ text: String = "", hint: String = "") {
      (self.name, self.label, self.hint, choices) = (name, label, hint, [])
      field = Field(text, limit: 1_000)
      initial = field.text
    }

    init(_ name: Name, _ label: String, _ choice: String, of choices: [String]) {
      (self.name, self.label, self.choices) = (name, label, choices)
      hint = "Space or the arrows change it."
      field = Field(choice)
      initial = field.text
    }
  }

  private(set) var lines: [Line]
  private var focus = 0

  init(_ lines: [Line]) { self.lines = lines }

  var focused: Line? { lines.indices.contains(focus) ? lines[focus] : nil }

  /// What stands there now, without blanks at its ends.
  subscript(name: Name) -> String { line(name)?.field.text.trimmed ?? "" }

  /// The same, and nil where it is what it was in the beginning.
  func changed(_ name: Name) -> String? {
    line(name).flatMap { $0.field.text.trimmed == $0.initial.trimmed ? nil : $0.field.text.trimmed }
  }

  private func line(_ name: Name) -> Line? { lines.first { $0.name == name } }

  mutating func focus(on name: Name) {
    focus = lines.firstIndex { $0.name == name } ?? focus
  }

  // MARK: Events

  mutating func take(_ event: ScreenEvent) {
    switch event {
    case .command(.next), .key(.down): move(1)
    case .command(.previous), .key(.up): move(-1)
    case .key(let key) where focused?.choices.isEmpty == false: turn(key)
    default:
      if focused?.choices.isEmpty == true { lines[focus].field.take(event) }
    }
  }

  private mutating func move(_ step: Int) {
    guard !lines.isEmpty else { return }
    focus = (focus + step + lines.count) % lines.count
  }

  private mutating func turn(_ key: Key) {
    let choices = lines[focus].choices
    let place = choices.firstIndex(of: lines[focus].field.text) ?? 0
    switch key {
    case .left: lines[focus].field.set(choices[(place + choices.count - 1) % choices.count])
    case .right, .char(" "): lines[focus].field.set(choices[(place + 1) % choices.count])
    default: break
    }
  }

  // MARK: Picture

  /// Draws the lines that fit, with the one in focus among them, and its hint at the end.
  func draw(into canvas: inout Canvas) {
    let label = min(lines.map { Width.columns($0.label) }.max() ?? 0, canvas.width / 2) + 2
    let (area, foot) = canvas.bounds.split(bottom: canvas.height > 4 ? 1 : 0)
    let top = max(0, min(focus - area.height / 2, lines.count - area.height))
    for (y, index) in (top..<min(top + area.height, lines.count)).enumerated() {
      let line = lines[index]
      let width = canvas.width - label
      canvas.put(0, y, columns: label - 1, line.label, index == focus ? .title : .heading)
      if line.choices.isEmpty {
        line.field.draw(on: &canvas, label, y, columns: width, focused: index == focus)
      } else {
        let (before, after) = (canvas.glyphs.previous, canvas.glyphs.next)
        let text = index == focus ? "\(before) \(line.field.text) \(after)" : line.field.text
        canvas.put(label, y, columns: width, text, index == focus ? .selected : .text)
        if index == focus { canvas.placeCursor(label, y) }
      }
    }
    if let hint = focused?.hint { canvas.put(0, foot.y, columns: canvas.width, hint, .dim) }
  }
}
