/// What stands for a scalar where only ASCII can be shown: one letter for one column, so that a
/// screen has the same columns with and without Unicode ("ß" is "s", "…" is "~").
package enum ASCIIText {
  package static func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x20..<0x7F: scalar
    case 0xC0..<0x250: pick(latin, scalar.value - 0xC0)
    case 0x1E00..<0x1F00: pick(latinAdditional, scalar.value - 0x1E00)
    case 0x2500...0x259F: box(scalar.value)
    default: sign(scalar)
    }
  }

  /// U+00C0 to U+024F: accents dropped, the click letters as people type them.
  private static let latin = Array(
    """
    AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuytyAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGg\
    GgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs\
    bB????O??DD???EEEFfG?hIIKkl?WNnOOo??Pp?????tTtTUu?VYyZzZ????????||=!DDdLLlNNnAaIiOoUuUuUuUuUueAa\
    Aa??GgGgKkOoOo??jDDdGg??NnAa????AaAaEeEeIiIiOoOoRrRrUuUuSsTt??HhNdOoZzAaEeOoOoOoOoYylntj??ACcLTs\
    z??BU?EeJj??RrYy
    """.unicodeScalars)

  /// U+1E00 to U+1EFF, Vietnamese among them.
  private static let latinAdditional = Array(
    """
    AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRr\
    SsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwyasssS?AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe\
    EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy??????
    """.unicodeScalars)

  private static func pick(_ letters: [Unicode.Scalar], _ place: UInt32) -> Unicode.Scalar {
    Int(place) < letters.count ? letters[Int(place)] : "?"
  }

  private static func box(_ value: UInt32) -> Unicode.Scalar {
    switch value {
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550: "-"
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551: "|"
    case 0x2591: "."
    case 0x2580...0x259F: "#"
    default: "+"
    }
  }

  private static func sign(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "‘", "’", "‚", "‛", "ʼ", "ʻ", "′", "´", "ʹ", "ˈ": "'"
    case "“", "”", "„", "‟", "″", "«", "»": "\""
    case "‐", "‑", "‒", "–", "—", "―", "−", "·", "⋅": "-"
    case "•", "●", "★", "✱", "⚫", "◆": "*"
    case "○", "◯", "◦", "⚪", "◇": "o"
    case "◐", "◑", "◒", "◓": "%"
    case "…": "~"
    case "✓", "✔", "☑", "➕": "+"
    case "✗", "✘", "✕", "✖", "☒", "×": "x"
    case "▸", "▶", "►", "›", "→", "⇒", "≥": ">"
    case "◂", "◀", "◄", "‹", "←", "⇐", "≤": "<"
    case "↑", "▲", "▴": "^"
    case "↓", "▼", "▾": "v"
    case "¦": "|"
    case "¡": "!"
    case "©": "c"
    case "®": "r"
    case "€": "E"
    case "£": "L"
    case "¥": "Y"
    case "¢": "c"
    case "°", "º": "o"
    case "ª": "a"
    default: "?"
    }
  }
}
