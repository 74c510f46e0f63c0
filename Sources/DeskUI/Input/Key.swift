/// A key as the terminal tells it: what was meant, not which bytes came.
package enum Key: Hashable, Sendable {
  case char(Character)
  case enter, esc, tab, backtab, backspace, insert, delete
  case up, down, left, right, home, end, pageUp, pageDown
  /// 1 to 12.
  case f(Int)
  /// With a lower-case letter.
  case ctrl(Character)
  case alt(Character)

  /// Printable keys edit while a field has the focus; a burst of them may be a scanner.
  package var printable: Character? {
    if case .char(let character) = self { character } else { nil }
  }

  private static let named: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Esc", .esc), ("Tab", .tab), ("Shift+Tab", .backtab),
    ("Backspace", .backspace), ("Ins", .insert), ("Del", .delete), ("Up", .up), ("Down", .down),
    ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end), ("PgUp", .pageUp),
    ("PgDn", .pageDown), ("Space", .char(" ")),
  ]

  /// What stands on the key line and in the configuration: "Space", "F2", "Alt+3", "Ctrl+R", "w".
  package var name: String {
    if let known = Key.named.first(where: { $0.key == self }) { return known.name }
    return switch self {
    case .char(let character): String(character)
    case .f(let number): "F\(number)"
    case .ctrl(let character): "Ctrl+\(character.uppercased())"
    case .alt(let character): "Alt+\(character == " " ? "Space" : String(character))"
    default: ""
    }
  }

  /// The key of such a name; names of more than one character are read in any case.
  package init?(name: String) {
    let lower = name.lowercased()
    if let known = Key.named.first(where: { $0.name.lowercased() == lower }) {
      self = known.key
    } else if name.count == 1, let character = name.first, !character.isWhitespace {
      self = .char(character)
    } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), 1...12 ~= number {
      self = .f(number)
    } else if lower.hasPrefix("ctrl+"), lower.count == 6, let letter = lower.last, letter.isLetter {
      self = .ctrl(letter)
    } else if lower.hasPrefix("alt+"), let key = Key(name: String(name.dropFirst(4))),
      let character = key.printable
    {
      self = .alt(character)
    } else {
      return nil
    }
  }
}
