import DeskUI
import Domain
import Languages
import Support
import Testing

/// Whatever a member reads is in all languages, whole, and fits the smallest kiosk.
@Suite struct TranslationTests {
  private static let others = Language.allCases.filter { $0 != .english }

  /// Of the refusals, what members read.
  private static let sentences: [String] = RefusalCode.allCases.flatMap { code in
    (code.toldSentences + [code.plainSentence]).map { $0.template(for: .member) }
  }

  private static let days = DayWords.weekdays + DayWords.months + [DayWords.moment]

  private static let ids = Set(sentences + days + KioskText.allCases.map(\.rawValue))

  @Test(arguments: others) func nothingIsUntranslated(_ language: Language) throws {
    #expect(Translated.isMade)
    let catalogue = try Translated.catalogue(language.rawValue)
    let missing = Self.ids.filter { catalogue[$0]?.isEmpty ?? true }
    #expect(missing.isEmpty, "\(language): \(missing.sorted())")
    let idle = Set(catalogue.keys).subtracting(Self.ids)
    #expect(idle.isEmpty, "\(language): nobody says \(idle.sorted())")
    for (id, text) in catalogue {
      #expect(language.text(id) == text, "\(language): compiled otherwise")
    }
  }

  /// As with catalogues that are older than the program.
  @Test(arguments: others) func whatNobodyTranslatedIsSaidInEnglish(_ language: Language) {
    #expect(Translated.isMade)
    for count in 1...200 {
      let text = "nobody translated this " + String(repeating: "é", count: count)
      #expect(language.text(text) == text)
    }
  }

  @Test(arguments: others) func placeholdersAreThoseOfTheEnglish(_ language: Language) throws {
    for (id, text) in try Translated.catalogue(language.rawValue) {
      let (known, used) = (placeholders(id), placeholders(text))
      #expect(used == known, "\(language): \(text)")
      #expect(
        text.last == id.last || "!?.".contains(text.last ?? " ") || !".".contains(id.last ?? " "))
    }
  }

  private func placeholders(_ text: String) -> Set<String> {
    Set(text.matches(of: /\{(\w+)\}/).map { String($0.output.1) })
  }

  /// At 40x12 the head and the large word leave six rows, two of which are the session's.
  @Test(arguments: Language.allCases) func sentencesFitTheSmallestKiosk(_ language: Language) {
    #expect(Translated.isMade)
    for template in Self.sentences {
      let said = filled(language.text(template), language)
      #expect(TextFit.wrap(said, columns: 38).count <= 4, "\(language): \(said)")
    }
    for text in KioskText.allCases {
      let said = text.text(in: language, Self.values)
      #expect(TextFit.wrap(said, columns: 38).count <= 3, "\(language): \(said)")
    }
  }

  @Test(arguments: Language.allCases) func largeWordsFitAndCanBeDrawn(_ language: Language) {
    let shapes: [(KioskText, BigShape?)] = [
      (.welcome, nil), (.moment, .hourglass), (.which, .question), (.join, .question),
      (.howMany, .question), (.yes, .tick), (.isIn, .tick), (.no, .cross), (.wait, .hourglass),
      (.desk, .hand), (.outOfOrder, .stop),
    ]
    for (text, shape) in shapes {
      let word = text.text(in: language)
      let columns = BigText.columns(word, after: shape)
      #expect(columns.map { $0 <= 78 } ?? false, "\(language): \(word)")
    }
  }

  @Test func languagesAreFoundByTheirTags() {
    for (tag, language) in [
      ("zu", Language.isiZulu), ("pt-MZ", .portuguese), ("FR_cd", .french), ("en", .english),
    ] {
      #expect(Language(tag: tag) == language)
    }
    for tag in ["", "st", "portuguese", "-"] { #expect(Language(tag: tag) == nil) }
  }

  // MARK: Filling

  private static let values = [
    "name": "Bartholomeus-Johannes", "present": "12", "spots": "12", "credits": "125.25",
    "receipt": "R-7KQM2X", "most": "12",
  ]

  private func filled(_ template: String, _ language: Language) -> String {
    let zone = "Africa/Johannesburg"
    let now = Instant(1_795_276_800)
    let moment = Refusal.Argument.time(now + 12 * 3_600, zone: zone)
    var arguments: [String: Refusal.Argument] = [
      "needed": .credits(Credits(hundredths: 1_250)), "available": .credits(Credits(2)),
      "price": .money(Money(minor: 12_500, currency: "ZAR")), "seconds": .seconds(60),
    ]
    for name in ["opens", "closed", "start", "end", "before", "after", "ended", "at"] {
      arguments[name] = moment
    }
    for name in ["free", "limit", "from", "to", "most"] { arguments[name] = .count(12) }
    let text = Refusal(.internal, arguments).filled(
      template, now: now, zones: [zone: Zone(name: zone, offset: 7_200)],
      translated: language.text)
    #expect(!text.contains("{"), "\(language): \(text)")
    return text
  }
}
