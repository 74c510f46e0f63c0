import CTerminal

/// The terminal could not be used; said before anything was painted.
package struct TerminalFailure: Error, CustomStringConvertible {
  package enum Code: Int32, Sendable {
    case notATerminal = 1
    case unknownTerminal
    case noCursorAddressing
    case noPipe
  }

  package let code: Code

  package var description: String {
    switch code {
    case .notATerminal: "Input and output have to be a terminal."
    case .unknownTerminal: "This kind of terminal is unknown; try TERM=xterm-256color."
    case .noCursorAddressing:
      "This kind of terminal cannot place its cursor; try TERM=xterm-256color."
    case .noPipe: "The system has no room for another pipe."
    }
  }
}

/// The one screen of the process, owned by the thread that opened it; going out of scope gives
/// the terminal back as it was.
package struct Terminal: ~Copyable {
  /// A key, or an end of a pasted text.
  enum Typed {
    case key(Key)
    case pasteBegin
    case pasteEnd
  }

  struct Ready: OptionSet {
    let rawValue: Int
    static let input = Ready(rawValue: Int(CT_INPUT))
    static let woken = Ready(rawValue: Int(CT_WOKEN))
    static let resized = Ready(rawValue: Int(CT_RESIZED))
    static let resumed = Ready(rawValue: Int(CT_RESUMED))
    static let stopAsked = Ready(rawValue: Int(CT_STOP_ASKED))
    static let endAsked = Ready(rawValue: Int(CT_END_ASKED))
    static let hungUp = Ready(rawValue: Int(CT_HUNG_UP))
  }

  private var shown: Grid?
  private var looks: [Look] = []
  private var buffer: [ct_cell] = []

  /// Throws before the screen is touched.
  init(escapeDelay: Int) throws(TerminalFailure) {
    let result = ct_open(Int32(escapeDelay))
    if result != 0 {
      throw TerminalFailure(code: TerminalFailure.Code(rawValue: result) ?? .unknownTerminal)
    }
  }

  deinit { ct_close() }

  /// Whether the locale can print more than ASCII.
  var printsUnicode: Bool { ct_utf8() }

  var size: (width: Int, height: Int) {
    var width: Int32 = 0
    var height: Int32 = 0
    ct_size(&width, &height)
    return (Int(width), Int(height))
  }

  /// Sets the colours of all roles; the next paint is a whole one.
  mutating func use(_ theme: Theme) {
    let depth = ColourDepth(colours: Int(ct_colours()))
    looks = Role.allCases.map { role in
      let look = theme.look(role, depth: depth)
      if depth != .none {
        ct_pair(
          Terminal.pair(role), Int32(look.foreground.number(at: depth)),
          Int32(look.background.number(at: depth)))
      }
      return look
    }
    shown = nil
  }

  /// Pair 0 cannot be changed.
  private static func pair(_ role: Role) -> Int32 { Int32(role.rawValue) + 1 }

  /// Forgets what is shown, after something else may have written to the terminal.
  mutating func repaintAll() { shown = nil }

  mutating func paint(_ grid: Grid) {
    for run in Painter.runs(from: shown, to: grid) {
      buffer.removeAll(keepingCapacity: true)
      let row = run.y * grid.width
      for cell in grid.cells[(row + run.columns.lowerBound)..<(row + run.columns.upperBound)] {
        buffer.append(ct_cell(base: cell.base.value, mark1: cell.mark1, mark2: cell.mark2))
      }
      let attributes = looks[Int(run.style.role.rawValue)].attributes(adding: run.style.attributes)
      ct_put(
        Int32(run.y), Int32(run.columns.lowerBound), buffer, Int32(buffer.count),
        Int32(attributes.rawValue), ct_colours() > 0 ? Terminal.pair(run.style.role) : 0)
    }
    if let cursor = grid.cursor {
      ct_show_cursor(Int32(cursor.y), Int32(cursor.x))
    } else {
      ct_hide_cursor()
    }
    ct_flush()
    shown = grid
  }

  func ring() { ct_ring() }

  /// True on the machine's own screen, whose fonts have few signs.
  var isConsole: Bool { ct_is_console() }

  /// Until this terminal is given back: signals other than the polite end are passed over, and a
  /// console shows no other one where this program has the right to say so.
  func lock() { ct_lock() }

  /// Waits at most so many milliseconds, for ever if none are given.
  func wait(_ milliseconds: Int?) -> Ready {
    let milliseconds = milliseconds.map { Int32(clamping: max($0, 0)) }
    return Ready(rawValue: Int(ct_wait(milliseconds ?? -1)))
  }

  /// Stops the process as Ctrl-Z would and comes back when it is continued.
  mutating func suspend() {
    ct_suspend()
    shown = nil
  }

  /// The next thing typed, if it has come.
  func typed() -> Typed? {
    var value: UInt32 = 0
    let kind = Int(ct_key(&value))
    switch kind {
    case Int(CT_KEY_NONE): return nil
    case Int(CT_KEY_PASTE_BEGIN): return .pasteBegin
    case Int(CT_KEY_PASTE_END): return .pasteEnd
    case Int(CT_KEY_FUNCTION): return .key(.f(Int(value)))
    case Int(CT_KEY_CHAR): return .key(.char(Terminal.character(value)))
    case Int(CT_KEY_ALT): return .key(.alt(Terminal.character(value)))
    case Int(CT_KEY_CTRL): return .key(.ctrl(Terminal.character(value)))
    default: return .key(Terminal.named(kind))
    }
  }

  private static func character(_ value: UInt32) -> Character {
    Character(Unicode.Scalar(value) ?? "\u{FFFD}")
  }

  private static func named(_ kind: Int) -> Key {
    switch kind {
    case Int(CT_KEY_ENTER): .enter
    case Int(CT_KEY_TAB): .tab
    case Int(CT_KEY_BACKTAB): .backtab
    case Int(CT_KEY_BACKSPACE): .backspace
    case Int(CT_KEY_INSERT): .insert
    case Int(CT_KEY_DELETE): .delete
    case Int(CT_KEY_UP): .up
    case Int(CT_KEY_DOWN): .down
    case Int(CT_KEY_LEFT): .left
    case Int(CT_KEY_RIGHT): .right
    case Int(CT_KEY_HOME): .home
    case Int(CT_KEY_END): .end
    case Int(CT_KEY_PAGE_UP): .pageUp
    case Int(CT_KEY_PAGE_DOWN): .pageDown
    default: .esc
    }
  }
}
