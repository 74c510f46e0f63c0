package import Domain

/// A word as it is compared: folded, and as numbers.
package struct LookupWord: Hashable, Sendable {
  package let text: String
  let letters: [UInt32]

  init(_ text: String) {
    self.text = text
    letters = text.unicodeScalars.map(\.value)
  }

  /// The words of a text that `Folding` has been over.
  static func all(inFolded text: String) -> [LookupWord] {
    text.utf8.split(separator: UInt8(ascii: " ")).map { LookupWord(String(Substring($0))) }
  }
}

/// One member as the index found it, folded once for all the comparisons of `LookupScore`.
package struct LookupCandidate: Sendable {
  package let id: Bits128
  let first: [LookupWord]
  let last: [LookupWord]
  /// First and last names without blanks, in both orders: "van der Merwe" is typed as one word, too.
  let joined: [LookupWord]
  let email: String
  let phone: String
  /// Without zeros in front.
  let number: String

  /// From what an index has stored: folded names, `PhoneNumber.digits`, the rest as it is.
  package init(
    id: Bits128, foldedFirst: String, foldedLast: String, email: String = "",
    phoneDigits: String = "", number: String = ""
  ) {
    self.id = id
    first = LookupWord.all(inFolded: foldedFirst)
    last = LookupWord.all(inFolded: foldedLast)
    let names = [first, last].map { $0.map(\.text).joined() }
    joined = [names[0] + names[1], names[1] + names[0], names[1]].map(LookupWord.init)
    self.email = email.lowercased()
    phone = phoneDigits
    self.number = String(number.drop { $0 == "0" })
  }

  /// From a member as people wrote it; `country` is the location's calling code.
  package init(
    id: Bits128, first: String, last: String, email: String = "", phone: String = "",
    number: String = "", country: String = "27"
  ) {
    self.init(
      id: id, foldedFirst: Folding.folded(first), foldedLast: Folding.folded(last), email: email,
      phoneDigits: PhoneNumber(phone, country: country)?.digits ?? "", number: number)
  }
}

/// What was typed into the search, prepared once for all candidates.
package struct LookupQuery: Sendable {
  /// The folded words; the index is asked for both, then for either, in any order.
  package let words: [LookupWord]
  /// Set when the text can be a phone number or a member's number: no letters, at least three digits.
  package let phone: PhoneNumber?
  /// Digits without zeros in front, with the check digit.
  let number: String
  /// Lower case, set when the text has no blank inside.
  let email: String
  let joined: LookupWord

  package init(_ text: String, country: String = "27") {
    words = LookupWord.all(inFolded: Folding.folded(text))
    joined = LookupWord(words.map(\.text).joined())
    let phone = PhoneNumber(text, country: country)
    self.phone = phone.flatMap { $0.digits.utf8.count >= 3 ? $0 : nil }
    number =
      phone == nil ? "" : String(text.filter { $0.isASCII && $0.isNumber }.drop { $0 == "0" })
    let trimmed = text.split { $0.isWhitespace }
    email = trimmed.count == 1 ? trimmed[0].lowercased() : ""
  }
}
