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

  /// The same lines within so many columns: the widest cells go on below themselves.
  func text(within columns: Int) -> String {
    let all = [titles] + rows
    var widths = titles.indices.map { place in
      all.map { Width.columns($0[place]) }.max() ?? 0
    }
    let gaps = 2 * (titles.count - 1)
    while widths.reduce(gaps, +) > columns,
      let widest = widths.indices.max(by: {
        (widths[$0], $1) < (widths[$1], $0)
      }), widths[widest] > 1
    {
      widths[widest] -= 1
    }
    return all.flatMap { cells in
      let pieces = cells.indices.map { TextFit.wrap(cells[$0], columns: widths[$0]) }
      return (0..<(pieces.map(\.count).max() ?? 0)).map { y in
        line(pieces.map { $0.indices.contains(y) ? $0[y] : "" }, widths)
      }
    }.joined(separator: "\n")
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
