import DeskUI
import Support
import Testing

@Suite struct PainterTests {
  /// Paints runs onto what a terminal shows, as ncurses would.
  private func apply(_ runs: [Painter.Run], of wanted: Grid, to shown: Grid) -> [Cell] {
    var cells = shown.cells
    for run in runs {
      let row = run.y * wanted.width
      #expect(!wanted[run.columns.lowerBound, run.y].isRightHalf)
      #expect(!wanted[run.columns.upperBound, run.y].isRightHalf)
      for x in run.columns {
        #expect(wanted[x, run.y].style == run.style)
        cells[row + x] = wanted.cells[row + x]
      }
    }
    return cells
  }

  private func randomGrid(_ random: inout SeededGenerator, _ width: Int, _ height: Int) -> Grid {
    var canvas = Canvas(width: width, height: height)
    let texts = ["abc", "王小明", "e\u{301}x", " ", "🙂"]
    let styles: [Style] = [.text, .good, .selected.bold]
    for _ in 0..<12 {
      canvas.put(
        Int.random(in: -2..<width + 1, using: &random),
        Int.random(in: 0...height, using: &random), texts.randomElement(using: &random) ?? "",
        styles.randomElement(using: &random) ?? .text)
    }
    return canvas.grid
  }

  @Test func theDifferencePaintedIsTheGridWanted() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<400 {
      let width = Int.random(in: 0...17, using: &random)
      let height = Int.random(in: 0...4, using: &random)
      let shown = randomGrid(&random, width, height)
      let wanted = randomGrid(&random, width, height)
      #expect(apply(Painter.runs(from: shown, to: wanted), of: wanted, to: shown) == wanted.cells)
      let blank = Grid(width: width, height: height)
      #expect(apply(Painter.runs(from: nil, to: wanted), of: wanted, to: blank) == wanted.cells)
      #expect(Painter.runs(from: wanted, to: wanted).isEmpty)
    }
  }

  @Test func onlyWhatChangedIsPainted() {
    var canvas = Canvas(width: 20, height: 3)
    canvas.put(0, 1, "Naledi  booked")
    let shown = canvas.grid
    canvas.put(8, 1, "in    ", .good)
    let runs = Painter.runs(from: shown, to: canvas.grid)
    #expect(runs.map(\.columns) == [8..<14] && runs.map(\.y) == [1])
  }

  @Test func anotherSizeIsPaintedWhole() {
    let runs = Painter.runs(from: Grid(width: 9, height: 2), to: Grid(width: 3, height: 1))
    #expect(runs.map(\.columns) == [0..<3])
  }
}
