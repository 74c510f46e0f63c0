import DeskUI

/// Text for a terminal or a pipe: a name from an import must not drive the terminal here either.
func plainText(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  for cluster in CellText(text) {
    scalars.append(cluster.base)
    for mark in [cluster.mark1, cluster.mark2] where mark != 0 {
      if let scalar = Unicode.Scalar(mark) { scalars.append(scalar) }
    }
  }
  return String(scalars)
}

/// Rows in aligned columns, the last one as long as it likes.
struct Columns {
  enum Side { case left, right }

  let titles: [String]
  let sides: [Side]
  private(set) var rows: [[String]] = []

  /// A title that begins with `>` stands, like its column, to the right; empty ones have no line.
  init(_ titles: String...) {
    sides = titles.map { $0.hasPrefix(">") ? .right : .left }
    self.titles = titles.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }
  }

  mutating func add(_ cells: String...) { rows.append(cells.map(plainText)) }

  /// The lines, or one sentence where there are no rows.
  func text(empty: String) -> String {
    guard !rows.isEmpty else { return empty }
    let all = titles.allSatisfy(\.isEmpty) ? rows : [titles] + rows
    let widths = titles.indices.map { place in
      all.map { Width.columns($0[place]) }.max() ?? 0
    }
    return all.map { line($0, widths) }.joined(separator: "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (place, cell) in cells.enumerated() {
      let gap = String(repeating: " ", count: widths[place] - Width.columns(cell))
      if place > 0 { line += "  " }
      line += sides[place] == .right ? gap + cell : cell + gap
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
