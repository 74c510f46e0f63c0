import Support
import Sync
import Testing

@Suite struct FoldingTests {
  @Test(arguments: [
    ("Zoë Bézard", "zoe bezard"), ("Zoe\u{308} Be\u{301}zard", "zoe bezard"),
    ("Thandiwe  Mokoena ", "thandiwe mokoena"), ("O’Brien", "obrien"), ("O'Brien", "obrien"),
    ("D`Angelo", "dangelo"), ("Nǃxau", "n!xau"), ("N!xau", "n!xau"), ("ǀXam", "|xam"),
    ("|Xam", "|xam"), ("ǁKaras", "||karas"), ("||Karas", "||karas"), ("ǂKhomani", "=khomani"),
    ("=Khomani", "=khomani"), ("≠Khomani", "=khomani"), ("Jean-Pierre", "jean pierre"),
    ("Jean–Pierre", "jean pierre"), ("Strauß", "strauss"), ("STRAUẞ", "strauss"),
    ("Søren Ærø", "soren aero"), ("Łukasz Đorđević", "lukasz dordevic"), ("İbrahim", "ibrahim"),
    ("Işık", "isik"), ("Nguyễn Thị", "nguyen thi"), ("J.P. van der Merwe", "j p van der merwe"),
    ("Ｓｅｔｈ", "seth"), ("ΟΔΥΣΣΕΥΣ Ὀδυσσεύς", "οδυσσευσ οδυσσευσ"), ("Юрий", "юрии"),
    ("Юрии\u{306}", "юрии"), ("ʻOkina", "okina"), ("a\u{200B}b\u{AD}c\u{202E}d", "abcd"),
    ("", ""), (" -–_. ", ""), ("🦊", "🦊"), ("Ŋaba", "naba"),
  ])
  func bringsSpellingsTogether(_ text: String, folded: String) {
    #expect(Folding.folded(text).unicodeScalars.elementsEqual(folded.unicodeScalars))
  }

  /// The same name typed on an old Mac (decomposed) and on a phone (composed).
  @Test(arguments: ["é", "각", "が", "й", "ệ", "ὧ", "ñ"])
  func takesBothNormalForms(_ composed: String) {
    let decomposed = String(String.UnicodeScalarView(composed.decomposedScalars))
    #expect(Folding.folded(composed) == Folding.folded(decomposed))
    #expect(!Folding.folded(composed).isEmpty)
  }

  @Test func keepsOtherScripts() {
    #expect(Folding.words(of: "हिन्दी नाम").count == 2)
    #expect(Folding.folded("हिन्दी") == "हिन्दी")
    #expect(Folding.folded("محمد") == "محمد")
    #expect(Folding.folded("王小明") == "王小明")
    #expect(Folding.folded("หญิง") == "หญิง")
  }

  @Test func foldsOnlyOnce() {
    var random = SeededGenerator(seed: 13)
    for _ in 0..<5_000 {
      let text = String(decoding: random.bytes(0...40), as: UTF8.self)
      let scalars = (0..<20).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x2FFFF, using: &random))
      }
      for text in [text, String(String.UnicodeScalarView(scalars))] {
        let folded = Folding.folded(text)
        #expect(Folding.folded(folded) == folded)
        #expect(Folding.words(of: text).allSatisfy { !$0.isEmpty && !$0.contains(" ") })
      }
    }
  }

  /// The short way for ASCII and the long way for the rest give the same.
  @Test func foldsASCIILikeAllElse() {
    var random = SeededGenerator(seed: 17)
    for _ in 0..<2_000 {
      let text = String(decoding: random.bytes(0...30).map { $0 & 127 }, as: UTF8.self)
      let folded = Folding.folded(text)
      #expect(Folding.folded(text + " é") == (folded.isEmpty ? "e" : folded + " e"))
    }
  }

  @Test(arguments: [
    ("+27 82 123 4567", "821234567"), ("0027821234567", "821234567"),
    ("082 123 4567", "821234567"), ("(082) 123-4567", "821234567"), ("27821234567", "821234567"),
    ("+27 (0)82 123 4567", "821234567"), ("821234567", "821234567"),
    ("٠٨٢١٢٣٤٥٦٧", "821234567"), ("+44 20 7946 0958", "442079460958"), ("082 12", "8212"),
    ("+27 82 12", "8212"), ("27", "27"),
  ])
  func readsPhones(_ text: String, digits: String) {
    #expect(PhoneNumber(text)?.digits == digits)
  }

  @Test func knowsOtherCountriesAndNoNumbers() {
    #expect(PhoneNumber("+1 416-555-1234", country: "1")?.key == "165551234")
    #expect(PhoneNumber("416.555.1234", country: "1")?.key == "165551234")
    for text in ["", "0", "+", "anna 082", "K7QF", "--"] { #expect(PhoneNumber(text) == nil) }
  }
}

extension String {
  fileprivate var decomposedScalars: [Unicode.Scalar] {
    let table: [String: String] = [
      "é": "e\u{301}", "각": "\u{1100}\u{1161}\u{11A8}", "が": "か\u{3099}", "й": "и\u{306}",
      "ệ": "e\u{323}\u{302}", "ὧ": "ω\u{314}\u{342}", "ñ": "n\u{303}",
    ]
    return Array((table[self] ?? self).unicodeScalars)
  }
}
