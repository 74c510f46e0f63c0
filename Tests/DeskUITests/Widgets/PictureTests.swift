import DeskUI
import Testing

@Suite struct PictureTests {
  /// Modules of a drawn code as a camera sees them, quiet zone included.
  private func seen(_ grid: Grid, _ glyphs: Glyphs) -> [[Bool]] {
    guard !glyphs.isASCII else {
      return (0..<grid.height).map { y in
        stride(from: 0, to: grid.width, by: 2).map { grid[$0, y].style == .qrDark }
      }
    }
    return (0..<2 * grid.height).map { row in
      (0..<grid.width).map { x in
        #expect(grid[x, row / 2].style == .qrLight)
        let sign = grid[x, row / 2].base
        return sign == "█" || sign == (row % 2 == 0 ? "▀" : "▄")
      }
    }
  }

  @Test(arguments: [true, false]) func qrShowsEveryModuleInQuiet(ascii: Bool) {
    let glyphs: Glyphs = ascii ? .ascii : .unicode
    let dark = { (x: Int, y: Int) in (x * 7 + y * 3 + x * y) % 5 < 2 }
    let picture = QRPicture(size: 21, dark: dark)
    let (columns, rows) = picture.extent(glyphs)
    #expect((columns, rows) == (ascii ? (58, 29) : (29, 15)))
    var canvas = Canvas(width: columns, height: rows, glyphs: glyphs)
    let fits = picture.draw(on: &canvas, in: canvas.bounds)
    #expect(fits)
    for (y, line) in seen(canvas.grid, glyphs).enumerated() {
      for (x, module) in line.enumerated() {
        let inside = 4..<25 ~= x && 4..<25 ~= y
        #expect(module == (inside && dark(x - 4, y - 4)))
      }
    }
    var small = Canvas(width: columns - 1, height: rows, glyphs: glyphs)
    let tooNarrow = picture.draw(on: &small, in: Rect(0, 0, 500, 500))
    #expect(!tooNarrow)
    #expect(small.grid == Grid(width: columns - 1, height: rows))
  }

  @Test func qrIsTheSameAsText() {
    let picture = QRPicture(size: 21) { x, y in (x + y) % 3 == 0 }
    let (columns, rows) = picture.extent(.unicode)
    var canvas = Canvas(width: columns, height: rows)
    _ = picture.draw(on: &canvas, in: canvas.bounds)
    let wide = { (line: String) in line + String(repeating: " ", count: columns - line.count) }
    #expect(picture.lines(.unicode) == canvas.grid.lines.map(wide))
    let paper = picture.lines(.ascii)
    #expect(
      paper.count == 29 && paper.allSatisfy { $0.count == 58 && $0.utf8.allSatisfy { $0 < 128 } })
    #expect(paper[4].dropFirst(8).hasPrefix("##    ##    ##"))
  }

  @Test func aPassFitsTheScreen() {
    #expect(QRPicture(size: 37) { _, _ in true }.extent(.unicode) == (45, 23))
  }

  @Test func bigTextFoldsAndFits() {
    var canvas = Canvas(width: 17, height: 5)
    let shown = BigText.draw(on: &canvas, in: canvas.bounds, "Yës", .good)
    #expect(shown)
    #expect(
      canvas.grid.lines == [
        "█   █ █████  ████", " █ █  █     █    ", "  █   ████   ███ ", "  █   █         █",
        "  █   █████ ████ ",
      ])
    var ascii = Canvas(width: 6, height: 5, glyphs: .ascii)
    let shownPlain = BigText.draw(on: &ascii, in: ascii.bounds, "1", .good)
    #expect(shownPlain)
    #expect(ascii.grid.lines == ["  ##  ", "####  ", "  ##  ", "  ##  ", "######"])
    let tooLong = BigText.draw(on: &canvas, in: canvas.bounds, "YESS", .good)
    #expect(!tooLong)
    let tooLow = BigText.draw(on: &canvas, in: Rect(0, 0, 99, 4), "Y", .good)
    #expect(!tooLow)
    #expect(BigText.columns("王") == nil && BigText.columns("") == nil)
    #expect(BigText.columns("YES, NALEDI! 18:00 (K7QF-2M9X) + 1/2 & 50% = 'ǃXóõ'?") != nil)
  }

  @Test func everyBigLetterIsARectangle() {
    for scalar in (0x20..<0x7F).compactMap(Unicode.Scalar.init) {
      guard let columns = BigText.columns(String(scalar)) else { continue }
      var canvas = Canvas(width: columns, height: 5)
      let drawn = BigText.draw(on: &canvas, in: canvas.bounds, String(scalar), .text)
      #expect(drawn)
      let inked = (0..<columns).filter { x in (0..<5).contains { canvas.grid[x, $0].base != " " } }
      #expect(scalar == " " || inked.last == columns - 1, "\(scalar) wastes a column")
    }
  }
}
