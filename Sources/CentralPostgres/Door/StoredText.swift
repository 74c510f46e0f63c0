/// Texts as PostgreSQL can keep them: it has every character but U+0000.
///
/// No rule lets one in, but a device of another program may send one, and it must not stop the
/// operations that travel beside it. So it stands as a pair that begins with the last code point,
/// which no text uses, and comes back as it was.
enum StoredText {
  private static let mark: Unicode.Scalar = "\u{10FFFF}"

  /// The text itself, for all that people ever write.
  static func kept(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0 || $0 == 0xF4 }) else { return text }
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\0": kept.append(contentsOf: [mark, "0"])
      case mark: kept.append(contentsOf: [mark, mark])
      default: kept.append(scalar)
      }
    }
    return String(kept)
  }

  static func read(_ kept: String) -> String {
    guard kept.utf8.contains(0xF4) else { return kept }
    var text = String.UnicodeScalarView()
    var marked = false
    for scalar in kept.unicodeScalars {
      if marked {
        text.append(scalar == "0" ? "\0" : scalar)
        marked = false
      } else if scalar == mark {
        marked = true
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
