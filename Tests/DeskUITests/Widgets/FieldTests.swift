import DeskUI
import Support
import Testing

@Suite struct FieldTests {
  private func typed(_ events: [Event], into field: Field = Field()) -> Field {
    var field = field
    let refused = events.filter { !field.handle($0) }
    #expect(refused.isEmpty)
    return field
  }

  private func keys(_ text: String) -> [Event] { text.map { .key(.char($0)) } }

  private func shown(
    _ field: Field, _ columns: Int, focused: Bool = true, align: Alignment = .left
  ) -> (String, Int?) {
    var canvas = Canvas(width: columns, height: 1)
    field.draw(
      on: &canvas, 0, 0, columns: columns, focused: focused, placeholder: "name", align: align)
    return (canvas.grid.line(0), canvas.grid.cursor?.x)
  }

  @Test func edits() {
    #expect(typed(keys("abc")).text == "abc")
    #expect(typed(keys("abc") + [.key(.left), .key(.char("X"))]).text == "abXc")
    #expect(typed(keys("abc") + [.key(.home), .key(.delete)]).text == "bc")
    #expect(typed(keys("abc") + [.key(.backspace), .key(.end), .key(.backspace)]).text == "a")
    #expect(typed([.key(.backspace), .key(.delete), .key(.left), .key(.right)]).text == "")
    #expect(typed(keys("one two ") + [.key(.ctrl("w"))]).text == "one ")
    #expect(typed(keys("one two") + [.key(.left), .key(.ctrl("u"))]).text == "o")
    #expect(typed(keys("one two") + [.key(.home), .key(.right), .key(.ctrl("k"))]).text == "o")
    var field = Field("x")
    let taken = [Key.enter, .esc, .tab, .up, .f(2), .alt("3")].filter { field.handle(.key($0)) }
    #expect(taken.isEmpty)
  }

  @Test func marksJoinAndControlsGo() {
    let field = typed(keys("e") + [.key(.char("\u{301}"))])
    #expect(field.text == "e\u{301}" && field.cursor == 1)
    #expect(typed([.paste("a\u{1B}[31mb\nc\u{202E}d")]).text == "a[31mb cd")
    #expect(typed(keys("王") + [.key(.backspace)]).isEmpty)
  }

  @Test func limitHolds() {
    #expect(typed(keys("abcdef"), into: Field(limit: 4)).text == "abcd")
    #expect(typed([.paste("abcdef")], into: Field("xy", limit: 4)).text == "xyab")
    #expect(Field("abcdef", limit: 4).text == "abcd")
  }

  @Test func aScanIsTakenBackWhole() {
    let field = typed(keys("Nal") + [.key(.left)] + keys("K7QF2M") + [.takeBack(6)])
    #expect(field.text == "Nal" && field.cursor == 2)
    // What did not fit any more was never there to be taken.
    #expect(
      typed(keys("abc") + keys("K7QF2M") + [.takeBack(6)], into: Field(limit: 5)).text == "abc")
    #expect(typed([.takeBack(9)], into: Field("abc")).text == "abc")
    let long = String(repeating: "7", count: 400)
    #expect(typed(keys("ab") + keys(long) + [.takeBack(400)]).text == "ab")
  }

  @Test func theCursorStaysInView() {
    #expect(shown(typed(keys("abc")), 6) == ("abc   ", 3))
    #expect(shown(typed(keys("abcdefgh")), 4) == ("fgh ", 3))
    #expect(shown(typed(keys("abcdefgh") + [.key(.home)]), 4) == ("abcd", 0))
    #expect(shown(typed(keys("王小明")), 4) == (" 明 ", 3))
    #expect(shown(Field("1234", masked: true), 6) == ("••••  ", 4))
    #expect(shown(Field(), 6, focused: false) == ("name  ", nil))
    #expect(shown(Field("abc"), 0).0 == "")
  }

  @Test func standsInTheMiddleWithItsCursor() {
    #expect(shown(Field(""), 7, align: .centre) == ("       ", 3))
    #expect(shown(Field("abc"), 8, align: .centre) == ("  abc   ", 5))
    #expect(shown(Field("abc"), 8, align: .right) == ("    abc ", 7))
    let wide = shown(Field("abcdefgh"), 4, align: .centre)
    #expect(wide == shown(Field("abcdefgh"), 4), "what is longer is scrolled")
  }

  @Test func randomEditingAgreesWithAnArray() {
    var random = SeededGenerator(seed: 11)
    var field = Field(limit: 12)
    var model: [Character] = []
    var place = 0
    for _ in 0..<5000 {
      switch Int.random(in: 0..<7, using: &random) {
      case 0, 1:
        let letter = "abé王".randomElement(using: &random) ?? "a"
        _ = field.handle(.key(.char(letter)))
        if model.count < 12 {
          model.insert(letter, at: place)
          place += 1
        }
      case 2:
        _ = field.handle(.key(.backspace))
        if place > 0 {
          place -= 1
          model.remove(at: place)
        }
      case 3:
        _ = field.handle(.key(.delete))
        if place < model.count { model.remove(at: place) }
      case 4:
        _ = field.handle(.key(.left))
        place = max(place - 1, 0)
      case 5:
        _ = field.handle(.key(.right))
        place = min(place + 1, model.count)
      default:
        _ = field.handle(.key(.home))
        place = 0
      }
      #expect(field.text == String(model) && field.cursor == place)
    }
  }
}
