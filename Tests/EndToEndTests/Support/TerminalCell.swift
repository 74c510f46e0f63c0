/// One cell as the terminal shows it: its character, and how bright ink and paper are.
struct TerminalCell {
  var character: Character
  /// 0 black … 255 white.
  var ink: UInt8
  var paper: UInt8

  /// Reads lines of `capture-pane -e`; colours hold from line to line until they are changed.
  static func lines(of captured: String) -> [[TerminalCell]] {
    var pen = Pen()
    return captured.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var cells: [TerminalCell] = []
      var rest = line[...]
      while let character = rest.first {
        rest = rest.dropFirst()
        guard character == "\u{1B}" else {
          cells.append(pen.cell(character))
          if isWide(character) { cells.append(pen.cell(" ")) }
          continue
        }
        guard rest.first == "[", let end = rest.firstIndex(where: \.isLetter) else { continue }
        if rest[end] == "m" { pen.change(rest[rest.index(after: rest.startIndex)..<end]) }
        rest = rest[rest.index(after: end)...]
      }
      return cells
    }
  }

  private static func isWide(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    return (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
      || (0xAC00...0xD7A3).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
  }

  /// What the escape sequences have said so far.
  private struct Pen {
    var ink: UInt8 = 200
    var paper: UInt8 = 0
    var reversed = false

    func cell(_ character: Character) -> TerminalCell {
      TerminalCell(
        character: character, ink: reversed ? paper : ink, paper: reversed ? ink : paper)
    }

    mutating func change(_ parameters: Substring) {
      var numbers = parameters.split(omittingEmptySubsequences: false) { $0 == ";" || $0 == ":" }
        .map { Int($0) ?? 0 }[...]
      while let number = numbers.popFirst() {
        switch number {
        case 0: self = Pen()
        case 7: reversed = true
        case 27: reversed = false
        case 30...37: ink = Self.basic(number - 30)
        case 90...97: ink = Self.basic(number - 82)
        case 40...47: paper = Self.basic(number - 40)
        case 100...107: paper = Self.basic(number - 92)
        case 39: ink = Pen().ink
        case 49: paper = Pen().paper
        case 38: ink = Self.extended(&numbers) ?? ink
        case 48: paper = Self.extended(&numbers) ?? paper
        default: break
        }
      }
    }

    private static func extended(_ numbers: inout ArraySlice<Int>) -> UInt8? {
      switch numbers.popFirst() {
      case 5: return numbers.popFirst().map(indexed)
      case 2:
        let parts = numbers.prefix(3)
        numbers = numbers.dropFirst(3)
        return parts.count == 3
          ? bright(
            parts[parts.startIndex], parts[parts.startIndex + 1], parts[parts.startIndex + 2]) : nil
      default: return nil
      }
    }

    private static func indexed(_ index: Int) -> UInt8 {
      if index < 16 { return basic(index) }
      if index >= 232 { return UInt8(clamping: 8 + 10 * (index - 232)) }
      let steps = [0, 95, 135, 175, 215, 255]
      let cube = max(0, index - 16)
      return bright(steps[cube / 36 % 6], steps[cube / 6 % 6], steps[cube % 6])
    }

    private static func basic(_ index: Int) -> UInt8 {
      let level = index < 8 ? 190 : 255
      if index == 8 { return 110 }
      return bright(
        index & 1 != 0 ? level : 0, index & 2 != 0 ? level : 0, index & 4 != 0 ? level : 0)
    }

    private static func bright(_ red: Int, _ green: Int, _ blue: Int) -> UInt8 {
      UInt8(clamping: (red * 299 + green * 587 + blue * 114) / 1_000)
    }
  }
}
