/// One column of one row. The base U+0000 is the right half of a wide character on its left.
package struct Cell: Hashable, Sendable {
  package var base: Unicode.Scalar
  package var mark1: UInt16 = 0
  package var mark2: UInt16 = 0
  package var style: Style

  package init(_ base: Unicode.Scalar = " ", _ style: Style = .text) {
    self.base = base
    self.style = style
  }

  package var isRightHalf: Bool { base.value == 0 }
}

/// A screen as a value: what is compared in tests, painted by difference, printed by `render`.
package struct Grid: Hashable, Sendable {
  package let width: Int
  package let height: Int
  package var cells: [Cell]
  /// Where the hardware cursor rests: screen readers follow it. None hides it.
  package var cursor: Point?

  package init(width: Int, height: Int) {
    self.width = max(width, 0)
    self.height = max(height, 0)
    cells = Array(repeating: Cell(), count: self.width * self.height)
  }

  /// A blank for every place outside.
  package subscript(x: Int, y: Int) -> Cell {
    get { contains(x, y) ? cells[y * width + x] : Cell() }
    set { if contains(x, y) { cells[y * width + x] = newValue } }
  }

  package func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && x < width && y >= 0 && y < height }

  /// One row as text: its columns add up to exactly `width`.
  package func line(_ y: Int) -> String {
    var line = String.UnicodeScalarView()
    guard y >= 0 && y < height else { return "" }
    for cell in cells[y * width..<(y + 1) * width] where !cell.isRightHalf {
      line.append(cell.base)
      for mark in [cell.mark1, cell.mark2] where mark != 0 {
        if let mark = Unicode.Scalar(mark) { line.append(mark) }
      }
    }
    return String(line)
  }

  package var lines: [String] { (0..<height).map(line) }

  /// Rows without the blanks at their ends: what a snapshot or a pipe gets.
  package var text: String {
    lines.map { line in
      var line = line[...]
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// One letter a cell for its role, `width` of them a row.
  package var styleLines: [String] {
    (0..<height).map { y in
      var line = String.UnicodeScalarView()
      for cell in cells[y * width..<(y + 1) * width] { line.append(cell.style.role.letter) }
      return String(line)
    }
  }
}
