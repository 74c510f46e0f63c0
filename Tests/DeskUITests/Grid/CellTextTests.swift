import DeskUI
import Support
import Testing

@Suite struct CellTextTests {
  /// What the text looks like once it is in cells.
  private func shown(_ text: String, ascii: Bool = false) -> String {
    var canvas = Canvas(width: Width.columns(text), height: 1, glyphs: ascii ? .ascii : .unicode)
    canvas.put(0, 0, text)
    return canvas.grid.line(0)
  }

  @Test(arguments: [
    ("Naledi", "Naledi"), ("\u{1B}[31mred\u{7}", "[31mred"), ("a\u{202E}b\u{2069}c", "abc"),
    ("two\nlines\tor\r\nthree", "two lines or  three"),
    ("\u{301}e\u{301}\u{302}\u{303}", "e\u{301}\u{302}"),
    ("🇿🇦", "ZA"), ("👨\u{200D}👩", "👨👩"), ("❤\u{FE0F}", "❤"), ("\u{E000}\u{378}", "\u{FFFD}\u{FFFD}"),
    ("a\u{A0}\u{2003}b", "a  b"), ("\u{9B}31m", "31m"),
  ])
  func sanitised(text: String, expected: String) { #expect(shown(text) == expected) }

  @Test(arguments: [
    ("Zoë Müller-Łukasz", "Zoe Muller-Lukasz"), ("ǃXóõ ǀ ǁ ǂ", "!Xoo | | ="), ("e\u{301}", "e"),
    ("Nguyễn", "Nguyen"), ("Pilates · 18:00 …", "Pilates - 18:00 ~"),
    ("✓ ✗ ● ○ ◐ ▸", "+ x * o % >"),
    ("┌─┐│└", "+-+|+"), ("“O’Neil”", "\"O'Neil\""), ("王", "??"), ("Ж", "?"), ("ß", "s"),
  ])
  func transliterated(text: String, expected: String) {
    #expect(shown(text, ascii: true) == expected)
  }

  @Test(.enabled(if: SharedData.has("names/blns.txt"), "shared data is not here"))
  func naughtyStringsKeepTheirColumns() throws {
    let strings = try SharedData.text("names/blns.txt").split(separator: "\n").map(String.init)
    #expect(strings.count > 400)
    for text in strings {
      for glyphs in [Glyphs.unicode, .ascii] {
        for (width, height) in [(0, 0), (1, 1), (2, 1), (3, 2), (7, 1), (20, 2)] {
          var canvas = Canvas(width: width, height: height, glyphs: glyphs)
          canvas.put(-1, 0, text)
          canvas.put(0, 1, columns: width, text, align: .right)
          canvas.put(1, 0, "x")
          for line in canvas.grid.lines { #expect(Width.columns(line) == width) }
          for cell in canvas.grid.cells {
            let value = cell.base.value
            #expect(value == 0 || value >= 0x20 && value != 0x7F && !(0x80..<0xA0 ~= value))
            #expect(!glyphs.isASCII || value < 0x7F)
          }
        }
      }
    }
  }
}
