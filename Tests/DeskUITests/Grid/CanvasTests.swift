import DeskUI
import Testing

@Suite struct CanvasTests {
  private func drawn(
    _ width: Int, _ height: Int = 1, _ draw: (inout Canvas) -> Void
  ) -> [String] {
    var canvas = Canvas(width: width, height: height)
    draw(&canvas)
    for line in canvas.grid.lines { #expect(Width.columns(line) == width) }
    return canvas.grid.lines
  }

  @Test func clipsAtBothEdges() {
    #expect(drawn(4) { $0.put(-2, 0, "abcdefgh") } == ["cdef"])
    #expect(drawn(4) { $0.put(0, 5, "abc") } == ["    "])
    #expect(drawn(4) { $0.put(.max, .max, "abc") } == ["    "])
    #expect(drawn(4) { $0.put(.min, 0, "abc") } == ["    "])
    #expect(drawn(0, 0) { $0.put(0, 0, "abc") } == [])
  }

  @Test func wideCharactersStayWholeOrBecomeBlanks() {
    #expect(drawn(3) { $0.put(0, 0, "王王") } == ["王 "])
    #expect(drawn(3) { $0.put(-1, 0, "王王") } == [" 王"])
    #expect(
      drawn(4) {
        $0.put(0, 0, "王王")
        $0.put(1, 0, "x")
      } == [" x王"])
    #expect(
      drawn(4) {
        $0.put(0, 0, "王王")
        $0.put(0, 0, "x")
      } == ["x 王"])
    #expect(
      drawn(4) {
        $0.put(0, 0, "王王")
        $0.put(1, 0, "明")
      } == [" 明 "])
    #expect(drawn(1) { $0.put(0, 0, "王") } == [" "])
    #expect(drawn(4) { $0.put(0, 0, "王王", limit: 3) } == ["王  "])
  }

  @Test func aNeighbourIsHealedEvenOutsideTheArea() {
    let lines = drawn(4) { canvas in
      canvas.put(0, 0, "王王")
      canvas.inside(Rect(1, 0, 2, 1)) { $0.put(0, 0, "ab") }
    }
    #expect(lines == [" ab "])
  }

  @Test func areasTranslateAndClip() {
    let lines = drawn(6, 3) { canvas in
      canvas.inside(Rect(2, 1, 3, 9)) { canvas in
        #expect(canvas.width == 3 && canvas.height == 9)
        canvas.put(-1, 0, "abcdef")
        canvas.inside(Rect(1, 1, 9, 9)) { $0.put(0, 0, "xyz") }
      }
      canvas.put(0, 0, "end")
    }
    #expect(lines == ["end   ", "  bcd ", "   xy "])
  }

  @Test func fitsAndAligns() {
    #expect(drawn(6) { $0.put(0, 0, columns: 6, "abc", align: .right) } == ["   abc"])
    #expect(drawn(6) { $0.put(0, 0, columns: 5, "abc", align: .centre) } == [" abc  "])
    #expect(drawn(6) { $0.put(0, 0, columns: 4, "abcdef") } == ["abc…  "])
    #expect(drawn(6) { $0.put(0, 0, columns: 4, "王王王") } == ["王…   "])
    #expect(drawn(6) { $0.put(0, 0, columns: 0, "abc") } == ["      "])
  }

  @Test func boxHasItsTitleInTheLine() {
    #expect(
      drawn(10, 3) { $0.box(Rect(0, 0, 10, 3), title: "Hi") }
        == ["┌─ Hi ───┐", "│        │", "└────────┘"])
    #expect(drawn(1, 1) { $0.box(Rect(0, 0, 1, 1), title: "Hi") } == [" "])
  }

  @Test func cursorStaysInside() {
    var canvas = Canvas(width: 4, height: 2)
    canvas.placeCursor(9, 9)
    #expect(canvas.grid.cursor == nil)
    canvas.inside(Rect(1, 1, 2, 1)) { $0.placeCursor(1, 0) }
    #expect(canvas.grid.cursor == Point(2, 1))
  }

  @Test func stylesAreLetters() {
    var canvas = Canvas(width: 4, height: 1)
    canvas.put(0, 0, "a", .good)
    canvas.put(1, 0, "王", .bad.bold)
    canvas.restyle(Rect(3, 0, 9, 9)) { Style(.selected, $0.attributes) }
    #expect(canvas.grid.styleLines == ["gbbs"])
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
  }

  @Test func wrapsAtBlanks() {
    #expect(TextFit.wrap("one two three", columns: 7) == ["one two", "three"])
    #expect(TextFit.wrap("abcdefgh ij", columns: 3) == ["abc", "def", "gh", "ij"])
    #expect(TextFit.wrap("a\n\nb", columns: 3) == ["a", "", "b"])
    #expect(TextFit.wrap("王王王", columns: 5) == ["王王", "王"])
    #expect(TextFit.wrap("王", columns: 1) == ["王"])
    #expect(TextFit.wrap("x", columns: 0) == [])
    #expect(TextFit.fit("abcdef", columns: 4) == "abc…")
    #expect(TextFit.fit("王王", columns: 3) == "王…")
    #expect(TextFit.fit("ab", columns: 4) == "ab  ")
  }

  @Test(arguments: Theme.allCases) func everyRoleHasALook(theme: Theme) {
    for role in Role.allCases {
      for depth in ColourDepth.allCases {
        let look = theme.look(role, depth: depth)
        let number = look.foreground.number(at: depth)
        #expect(number < [.none: 0, .eight: 8, .sixteen: 16, .rich: 256][depth] ?? 0)
      }
      let none = theme.look(role, depth: .none)
      #expect(none.foreground == .standard && none.background == .standard)
    }
    let paper = theme.look(.qrLight, depth: .rich)
    #expect(paper.foreground.number(at: .rich) == 16 && paper.background.number(at: .rich) == 231)
  }
}
