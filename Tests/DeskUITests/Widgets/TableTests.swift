import DeskUI
import Testing

@Suite struct TableTests {
  private let table = Table([
    .init("No", .fixed(3), align: .right),
    .init("Name", .flexible(least: 6)),
    .init("Code", .fixed(4), rank: 1),
    .init("State", .flexible(least: 5), rank: 2),
  ])

  private func drawn(
    _ width: Int, _ height: Int, count: Int = 3, scroll: Scroll = Scroll(),
    names: [String] = ["Naledi", "王小明", "Zoë"]
  ) -> Grid {
    var canvas = Canvas(width: width, height: height)
    table.draw(on: &canvas, in: canvas.bounds, count: count, scroll: scroll) { index in
      [
        .init("\(index + 1)"), .init(names[index % names.count]), .init("K7QF"),
        .init("booked", .good),
      ]
    }
    return canvas.grid
  }

  @Test func columnsGoByRankWhenItGetsNarrow() {
    #expect(
      drawn(34, 4).lines == [
        "   No Name        Code State      ", "▸   1 Naledi      K7QF booked     ",
        "    2 王小明      K7QF booked     ", "    3 Zoë         K7QF booked     ",
      ])
    #expect(
      drawn(20, 3).lines == [
        "   No Name     Code ", "▸   1 Naledi   K7QF ", "    2 王小明   K7QF↓",
      ])
    #expect(drawn(13, 2).lines == ["   No Name   ", "▸   1 Naledi↓"])
  }

  /// The text gives way to what stands behind it.
  @Test(arguments: [
    (24, "Naledi Mokoena · 10023"), (16, "Naledi … · 10023"), (9, " · 10023"),
  ])
  func aTailIsNotCut(_ width: Int, _ shown: String) {
    var canvas = Canvas(width: width + 3, height: 1)
    Table([.init("Name", .flexible(least: 4))], header: false)
      .draw(on: &canvas, in: canvas.bounds, count: 1, scroll: Scroll()) { _ in
        [.init("Naledi Mokoena", .good, tail: " · 10023", .dim)]
      }
    #expect(canvas.grid.lines[0].contains(shown), "\(canvas.grid.lines[0])")
  }

  @Test func selectionIsASignAStyleAndTheCursor() {
    let grid = drawn(20, 3, scroll: Scroll(selected: 2))
    #expect(grid.lines[1].hasPrefix("    2") && grid.lines[2].hasPrefix("▸   3"))
    #expect(grid.styleLines[2].dropLast() == "sssssssssssssssssss"[...])
    #expect(grid.cursor == Point(0, 2))
    #expect(grid.lines[1].hasSuffix("↑"))
  }

  @Test func onlyRowsInViewAreAskedFor() {
    var asked: [Int] = []
    var canvas = Canvas(width: 40, height: 5)
    table.draw(
      on: &canvas, in: canvas.bounds, count: 1_000_000, scroll: Scroll(selected: 500_000)
    ) { index in
      asked.append(index)
      return []
    }
    #expect(asked == [499_997, 499_998, 499_999, 500_000])
  }

  @Test func drawsAtEverySize() {
    for width in 0...40 {
      for height in 0...5 {
        for count in [0, 1, 9] {
          let grid = drawn(width, height, count: count, scroll: Scroll(selected: 4, top: 8))
          for line in grid.lines { #expect(Width.columns(line) == width) }
        }
      }
    }
  }
}
