/// What has to be painted so that a terminal that shows one grid shows another.
package enum Painter {
  /// Cells of one row and one style; a wide character is never cut.
  package struct Run: Hashable, Sendable {
    package let y: Int
    package let columns: Range<Int>
    package let style: Style
  }

  /// Everything, if nothing is known of what is shown or if it has another size.
  package static func runs(from shown: Grid?, to wanted: Grid) -> [Run] {
    let (width, height) = (wanted.width, wanted.height)
    let known = shown?.width == width && shown?.height == height ? shown?.cells : nil
    var runs: [Run] = []
    for y in 0..<height {
      let row = y * width
      if let known, known[row..<row + width] == wanted.cells[row..<row + width] { continue }
      var x = 0
      while x < width {
        guard known == nil || known?[row + x] != wanted.cells[row + x] else {
          x += 1
          continue
        }
        let start = x > 0 && wanted.cells[row + x].isRightHalf ? x - 1 : x
        let style = wanted.cells[row + start].style
        x += 1
        while x < width {
          let cell = wanted.cells[row + x]
          let goesOn = cell.style == style && known?[row + x] != cell
          guard cell.isRightHalf || goesOn else { break }
          x += 1
        }
        runs.append(Run(y: y, columns: start..<x, style: style))
      }
    }
    return runs
  }
}
