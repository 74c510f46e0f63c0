// The standard library keeps its normaliser behind this door; the only other one would be all of Foundation.
@_spi(_Unicode) import Swift

/// Brings spellings of one name together: what is stored and what is typed go through the same fold.
package enum Folding {
  /// Lower case without diacritics and apostrophes, blanks for hyphens and other punctuation.
  ///
  /// Latin letters end as ASCII, the click letters as `!`, `|`, `||` and `=`; other scripts stay, decomposed.
  package static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 128 }) { return foldedASCII(text) }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var isBlank = true
    for scalar in text._nfd {
      switch kind(of: scalar) {
      case .dropped: break
      case .blank:
        if !isBlank { result.append(" ") }
        isBlank = true
      case .kept(let folded):
        result.append(folded)
        isBlank = false
      case .lower:
        result.append(lower(scalar))
        isBlank = false
      }
    }
    if result.last == " " { result.removeLast() }
    return result
  }

  /// The folded words in the order of the text.
  package static func words(of text: String) -> [String] {
    folded(text).utf8.split(separator: 0x20).map { String(Substring($0)) }
  }

  /// Most names have nothing else, and are folded ten times as fast so.
  private static func foldedASCII(_ text: String) -> String {
    String(unsafeUninitializedCapacity: text.utf8.count) { folded in
      var count = 0
      for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x61...0x7A, 0x21, 0x7C, 0x3D:
          folded[count] = byte
          count += 1
        case 0x41...0x5A:
          folded[count] = byte | 0x20
          count += 1
        case 0x27, 0x60: break
        default:
          guard count > 0, folded[count - 1] != 0x20 else { break }
          folded[count] = 0x20
          count += 1
        }
      }
      return count > 0 && folded[count - 1] == 0x20 ? count - 1 : count
    }
  }

  private enum Kind {
    case dropped, blank, lower
    case kept(String)
  }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: return .kept(String(scalar))
    case 0x41...0x5A: return .lower
    case 0x21, 0x7C, 0x3D: return .kept(String(scalar))
    // Apostrophes, primes and the letters that look like them.
    case 0x27, 0x60, 0xB4, 0x2B9...0x2BF, 0x2C8, 0x2CA, 0x2CB, 0x2EE, 0x2018...0x201B,
      0x2032...0x2037,
      0xA78B, 0xA78C, 0xFF07:
      return .dropped
    // Diacritics of Latin, Greek and Cyrillic; vowel signs of other scripts are letters to their readers.
    case 0x300...0x36F, 0x483...0x487, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF,
      0xFE00...0xFE0F, 0xFE20...0xFE2F:
      return .dropped
    // Full-width forms of ASCII, as East Asian keyboards give them.
    case 0xFF01...0xFF5E:
      return Unicode.Scalar(scalar.value - 0xFEE0).map(kind(of:)).map { narrow in
        if case .lower = narrow {
          return .kept(String(UnicodeScalar(UInt8(scalar.value - 0xFEC0))))
        }
        return narrow
      } ?? .blank
    default: break
    }
    if let letters = special[scalar] { return .kept(letters) }
    switch scalar.properties.generalCategory {
    case .format: return .dropped
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator, .connectorPunctuation,
      .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .surrogate:
      return .blank
    // ASCII symbols such as + and $ stand for no sound; an emoji may be all the name there is.
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      return scalar.isASCII ? .blank : .kept(String(scalar))
    default: return .lower
    }
  }

  private static func lower(_ scalar: Unicode.Scalar) -> String {
    scalar.isASCII
      ? String(UnicodeScalar(UInt8(scalar.value) | 0x20)) : scalar.properties.lowercaseMapping
  }

  /// Letters that Unicode does not decompose, in the spelling that people fall back to.
  private static let special: [Unicode.Scalar: String] = [
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ł": "l", "Ł": "l",
    "ħ": "h", "Ħ": "h", "ŧ": "t", "Ŧ": "t", "ŋ": "n", "Ŋ": "n", "ı": "i", "ſ": "s", "ĸ": "k",
    "ɓ": "b", "Ɓ": "b", "ɗ": "d", "Ɗ": "d", "ƙ": "k", "Ƙ": "k", "ƴ": "y", "Ƴ": "y",
    "ɛ": "e", "Ɛ": "e", "ɔ": "o", "Ɔ": "o", "ə": "e", "Ə": "e", "ɣ": "g", "Ɣ": "g",
    "ɖ": "d", "Ɖ": "d", "ƒ": "f", "Ƒ": "f", "ʋ": "v", "Ʋ": "v", "ŉ": "n", "ς": "σ",
    "ǃ": "!", "ǀ": "|", "ǁ": "||", "ǂ": "=", "‖": "||", "∥": "||", "‡": "=",
  ]
}
