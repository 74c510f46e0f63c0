import DeskUI
import Testing

@Suite struct ConsoleGlyphTests {
  /// Of code page 437, what its fonts draw besides ASCII.
  private static let page = Set(
    "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■"
      .unicodeScalars)

  @Test func theConsoleDrawsOnlyWhatItsFontsHave() {
    for glyphs in [Glyphs.console] {
      for (label, value) in Mirror(reflecting: glyphs).children {
        let signs = (value as? [Unicode.Scalar]) ?? (value as? Unicode.Scalar).map { [$0] } ?? []
        for sign in signs {
          #expect(sign.isASCII || Self.page.contains(sign), "\(label ?? ""): \(sign)")
          #expect(Width.columns(String(sign)) == 1)
        }
      }
    }
    #expect(!Glyphs.console.isASCII)
  }
}
