import Domain
import Testing

/// What people type and other systems write, as it is kept.
@Suite struct CleanedTests {
  @Test(arguments: [
    ("  two  mats ", "two  mats"), ("line\nline", "line line"), ("a\u{1B}[31mb", "a [31mb"),
    ("gate \u{202E}4711\u{202C} open", "gate 4711 open"), ("\u{2067}x\u{2069}", "x"),
    ("\u{202A}\u{202B}\u{202D}\u{2066}\u{2068}", ""), ("שלום\u{200F} a", "שלום\u{200F} a"),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"),
  ])
  func aNoteIsOneLineInItsOwnOrder(_ typed: String, _ kept: String) {
    #expect(Cleaned.note(typed) == kept)
    #expect(Cleaned.name(typed) == kept)
  }

  @Test func countsAreSaidAsPeopleDo() {
    #expect([0, 1, 2].map { $0.counted("row") } == ["0 rows", "1 row", "2 rows"])
    #expect([1, 7].map { $0.counted("person", "people") } == ["1 person", "7 people"])
  }
}
