/// A line that is typed into. It keeps what a burst of keys did, so that a scan that went into it
/// can be taken back whole.
package struct Field: Hashable, Sendable {
  private struct State: Hashable, Sendable {
    var text = ""
    var cursor = 0
  }

  /// Longer than the longest code a scanner may type.
  private static let remembered = 512

  private var state = State()
  private var before: [State] = []
  /// In characters.
  package let limit: Int
  /// Shown as dots: for PINs.
  package let masked: Bool

  package init(_ text: String = "", limit: Int = 200, masked: Bool = false) {
    self.limit = limit
    self.masked = masked
    set(text)
  }

  package var text: String { state.text }
  /// In characters, from the beginning.
  package var cursor: Int { state.cursor }
  package var isEmpty: Bool { state.text.isEmpty }

  /// Puts another text in, the cursor behind it; nothing of the old one is kept.
  package mutating func set(_ text: String) {
    let clean = String(Field.clean(text).prefix(limit))
    state = State(text: clean, cursor: clean.count)
    before = []
  }

  package mutating func clear() { set("") }

  /// Answers the keys that edit, pastes and taken back scans; false if it is none of them.
  package mutating func handle(_ event: Event) -> Bool {
    switch event {
    case .key(.char(let character)):
      before.append(state)
      if before.count > 2 * Field.remembered { before.removeFirst(Field.remembered) }
      insert(String(character))
      return true
    case .takeBack(let count):
      takeBack(count)
      return true
    case .paste(let text):
      before = []
      insert(text)
      return true
    case .key(let key): return edit(key)
    default: return false
    }
  }

  private mutating func edit(_ key: Key) -> Bool {
    let length = state.text.count
    switch key {
    case .left: state.cursor = max(state.cursor - 1, 0)
    case .right: state.cursor = min(state.cursor + 1, length)
    case .home, .ctrl("a"): state.cursor = 0
    case .end, .ctrl("e"): state.cursor = length
    case .backspace: remove(from: max(state.cursor - 1, 0), to: state.cursor)
    case .delete: remove(from: state.cursor, to: min(state.cursor + 1, length))
    case .ctrl("u"): remove(from: 0, to: state.cursor)
    case .ctrl("k"): remove(from: state.cursor, to: length)
    case .ctrl("w"): remove(from: wordStart(), to: state.cursor)
    default: return false
    }
    before = []
    return true
  }

  private mutating func insert(_ text: String) {
    let room = limit - state.text.count
    // A combining mark joins the character before it and takes no room of its own.
    let head = String(state.text.prefix(state.cursor))
    let added = head + Field.clean(text)
    let whole = String(added.prefix(max(head.count + room, 0)))
    let tail = state.text.dropFirst(state.cursor)
    state = State(text: whole + tail, cursor: whole.count)
  }

  private mutating func takeBack(_ count: Int) {
    guard count > 0, let earliest = before.first else { return }
    state = count <= before.count ? before[before.count - count] : earliest
    before.removeLast(min(count, before.count))
  }

  private mutating func remove(from start: Int, to end: Int) {
    let text = state.text
    state = State(text: text.prefix(start) + String(text.dropFirst(end)), cursor: start)
  }

  private func wordStart() -> Int {
    let head = Array(state.text.prefix(state.cursor))
    var place = head.count
    while place > 0 && head[place - 1] == " " { place -= 1 }
    while place > 0 && head[place - 1] != " " { place -= 1 }
    return place
  }

  /// Names keep what scripts need, joiners among it; controls and bidi overrides go.
  private static func clean(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 9, 10, 13: kept.append(" ")
      case 0..<32, 127..<160, 0x2028...0x202E, 0x2066...0x2069: continue
      default: kept.append(scalar)
      }
    }
    return String(kept)
  }
}

extension Field {
  /// Draws the field in one row, scrolled so that the cursor is seen.
  package func draw(
    on canvas: inout Canvas, _ x: Int, _ y: Int, columns: Int, focused: Bool,
    placeholder: String = "", align: Alignment = .left
  ) {
    let style: Style = focused ? .focus : .field
    canvas.inside(Rect(x, y, columns, 1)) { canvas in
      canvas.fill(canvas.bounds, style)
      if isEmpty && !focused {
        canvas.put(0, 0, columns: columns, placeholder, .placeholder, align: align)
        return
      }
      let dot = String(canvas.glyphs.bullet)
      let shown = masked ? String(repeating: dot, count: text.count) : text
      let place = Width.columns(String(shown.prefix(cursor)))
      // The cursor has a cell of its own behind the text.
      let indent = align.indent(max(columns - 1 - Width.columns(shown), 0))
      let start = indent - (focused ? max(place - columns + 1, 0) : 0)
      canvas.put(start, 0, shown, style)
      if focused { canvas.placeCursor(start + place, 0) }
    }
  }
}
