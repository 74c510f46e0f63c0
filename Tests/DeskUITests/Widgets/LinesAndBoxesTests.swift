import DeskUI
import Support
import Testing

@Suite struct LinesAndBoxesTests {
  private func line(_ width: Int, ascii: Bool = false, _ draw: (inout Canvas) -> Void) -> String {
    var canvas = Canvas(width: width, height: 1, glyphs: ascii ? .ascii : .unicode)
    draw(&canvas)
    return canvas.grid.line(0)
  }

  @Test func gaugesAreClamped() {
    for (fraction, picture) in [
      (0.0, "░░░░"), (0.5, "██░░"), (1, "████"), (7, "████"), (-3, "░░░░"), (.nan, "░░░░"),
      (.infinity, "████"), (0.28, "█▏░░"),
    ] {
      #expect(line(4) { Bars.gauge(on: &$0, 0, 0, columns: 4, fraction: fraction) } == picture)
    }
    #expect(
      line(9) { Bars.gauge(on: &$0, 0, 0, columns: 9, fraction: 0.9, label: "18/20") }
        == "██18/20█▏")
  }

  @Test func dotsAndSparks() {
    func dots(_ taken: Int, _ places: Int) -> String {
      line(5) { Bars.dots(on: &$0, 0, 0, columns: 5, taken: taken, of: places) }
    }
    #expect(dots(3, 4) == "●●●○ ")
    #expect(dots(99, 100) == "●●●●○")
    #expect(dots(1, 100) == "●○○○○")
    #expect(dots(120, 100) == "●●●●●")
    #expect(dots(0, 0) == "     ")
    let values = [9.0, 0, 1, 4, 8, -2, .nan]
    #expect(
      line(6) { Bars.sparkline(on: &$0, 0, 0, columns: 6, values: values) } == " ▁▄█  ")
    #expect(line(2) { Bars.sparkline(on: &$0, 0, 0, columns: 2, values: []) } == "  ")
  }

  @Test func keysFitWholeAndHelpStays() {
    let keys = [("Enter", "roster"), ("b", "book"), ("w", "week")]
    func drawn(_ width: Int) -> String {
      line(width) { Lines.keys(on: &$0, 0, keys, last: ("?", "help")) }
    }
    #expect(drawn(44) == " Enter roster   b book   w week   ? help    ")
    #expect(drawn(30) == " Enter roster   ? help        ")
    #expect(drawn(9) == " ? help  ")
    #expect(
      line(20) { Lines.toast(on: &$0, 0, word: "Refused", "full today", .bad) }
        == " Refused: full tod… ")
    #expect(
      line(30) { Lines.tooSmall(on: &$0, need: 40, 12) }.hasPrefix("too small (have 30x1, need"))
  }

  @Test func dialogAnswersSafely() {
    var dialog = Dialog(title: "Cancel?", text: "One credit returns.", choices: ["No", "Yes"])
    let keys: [Key] = [.char("y"), .enter, .right, .enter, .tab, .enter, .esc]
    let answers = keys.compactMap { dialog.handle($0) }
    #expect(answers == [.chosen(0), .chosen(1), .chosen(0), .dismissed])
    var canvas = Canvas(width: 30, height: 6)
    dialog.draw(on: &canvas)
    #expect(
      canvas.grid.lines == [
        "  ┌─ Cancel? ─────────────┐   ", "  │ One credit returns.   │   ",
        "  │                       │   ", "  │    [ No ]  [ Yes ]    │   ",
        "  └───────────────────────┘   ", "                              ",
      ])
    #expect(canvas.grid.cursor == Point(9, 3))
  }

  @Test func everythingDrawsAtEverySize() {
    let texts = ["", "Naledi", "王小明 🙂 e\u{301}", String(repeating: "long 名 ", count: 40)]
    let dialogs = texts.map { Dialog(title: $0, text: $0, choices: [$0, "No"]) }
    for width in 0...30 {
      for height in 0...8 {
        for glyphs in [Glyphs.unicode, .ascii] {
          for (text, dialog) in zip(texts, dialogs) {
            var canvas = Canvas(width: width, height: height, glyphs: glyphs)
            Lines.toast(on: &canvas, 0, word: text, text, .warn)
            Lines.keys(on: &canvas, 1, [(text, text)], last: ("?", text))
            Lines.tooSmall(on: &canvas, need: 40, 12)
            Bars.gauge(on: &canvas, 1, 2, columns: width, fraction: 0.3, label: text)
            _ = BigText.draw(on: &canvas, in: canvas.bounds, "A1", .good)
            _ = QRPicture(size: 3) { _, _ in true }.draw(on: &canvas, in: canvas.bounds)
            Field(text).draw(on: &canvas, -1, 3, columns: width, focused: true)
            dialog.draw(on: &canvas)
            for line in canvas.grid.lines { #expect(Width.columns(line) == width) }
          }
        }
      }
    }
  }
}
