/// A box over the screen that says something and waits for an answer: a message with one choice,
/// a confirmation with several. The first choice is the safe one and has the focus.
package struct Dialog: Hashable, Sendable {
  package enum Answer: Hashable, Sendable {
    case chosen(Int)
    case dismissed
  }

  package let title: String
  package let text: String
  package let choices: [String]
  package private(set) var selected = 0

  package init(title: String, text: String, choices: [String]) {
    self.title = title
    self.text = text
    self.choices = choices
  }

  /// Moves between the choices; an answer once there is one.
  package mutating func handle(_ key: Key) -> Answer? {
    let count = max(choices.count, 1)
    switch key {
    case .left, .up, .backtab: selected = (selected + count - 1) % count
    case .right, .down, .tab: selected = (selected + 1) % count
    case .enter: return .chosen(selected)
    case .esc: return .dismissed
    default: break
    }
    return nil
  }

  /// Draws in the middle of the canvas and rests the cursor on the choice.
  package func draw(on canvas: inout Canvas, style: Style = .border) {
    let labels = choices.map { "[ \($0) ]" }
    let inner = max(min(canvas.width - 4, 56), 0)
    let lines = TextFit.wrap(text, columns: inner)
    let side = labels.reduce(-2) { $0 + Width.columns($1) + 2 }
    let stacked = side > inner
    let footer = labels.isEmpty ? 0 : 1 + (stacked ? labels.count : 1)
    let widest = ([title, ""] + lines).map(Width.columns).max() ?? 0
    let wide = max(widest + 2, stacked ? 0 : side)
    let area = canvas.bounds.centred(min(wide, inner) + 4, lines.count + footer + 2)
    canvas.fill(area, .text)
    canvas.box(area, title: title, style: style)
    canvas.inside(area.inset(2, 1)) { canvas in
      let room = max(canvas.height - footer, 0)
      for (y, line) in lines.prefix(room).enumerated() {
        let cut = y == room - 1 && lines.count > room
        canvas.put(0, y, columns: canvas.width, cut ? line + "…" : line)
      }
      var x = max((canvas.width - side) / 2, 0)
      for (index, label) in labels.enumerated() {
        let y = stacked ? canvas.height - labels.count + index : canvas.height - 1
        let left = stacked ? 0 : x
        canvas.put(left, y, label, index == selected ? .selected : .text)
        if index == selected { canvas.placeCursor(left + 2, y) }
        x += Width.columns(label) + 2
      }
    }
  }
}
