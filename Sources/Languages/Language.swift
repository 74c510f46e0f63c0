/// What members are spoken to in; the raw value is BCP 47, as a member's record has it.
package enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case afrikaans = "af"
  case isiZulu = "zu"
  case isiXhosa = "xh"
  case french = "fr"
  case portuguese = "pt"

  /// Reads "zu" and "pt-MZ"; nil for a language that nobody here speaks.
  package init?(tag: String) {
    let primary = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
    self.init(rawValue: String(primary))
  }

  /// As its speakers call it.
  package var name: String {
    switch self {
    case .english: "English"
    case .afrikaans: "Afrikaans"
    case .isiZulu: "isiZulu"
    case .isiXhosa: "isiXhosa"
    case .french: "Français"
    case .portuguese: "Português"
    }
  }

  /// The translation of an English text, which is its own message id; the id where there is none.
  package func text(_ id: String) -> String {
    self == .english || id.isEmpty ? id : Translations.text(id, in: domain)
  }

  var domain: String { "desk-\(rawValue)" }
}
