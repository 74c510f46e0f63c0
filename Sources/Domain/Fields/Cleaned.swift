/// Text from people and other systems, made fit to keep: no controls, no separators of ours, and
/// nothing that turns the order of what stands beside it.
package enum Cleaned {
  /// A name: one line, at most 120 characters, blanks trimmed.
  package static func name(_ text: String) -> String { line(text, limit: 120) }

  /// A note: one line of at most 2,000 characters; line breaks become blanks.
  package static func note(_ text: String) -> String { line(text, limit: 2_000) }

  package static func line(_ text: String, limit: Int) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if turnsOrder(scalar) { continue }
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: kept.append(" ")
      default: kept.append(scalar)
      }
    }
    let trimmed = Substring(String(kept)).drop { $0 == " " }
    let cut = trimmed.prefix(limit)
    return String(cut.reversed().drop { $0 == " " }.reversed())
  }

  /// Bidi embeddings, overrides and isolates; the marks that right-to-left names need are none.
  private static func turnsOrder(_ scalar: Unicode.Scalar) -> Bool {
    0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value
  }
}
