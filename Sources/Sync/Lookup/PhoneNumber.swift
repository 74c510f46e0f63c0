/// A phone number without the ways of writing it: `+27 82 123 4567`, `0027821234567` and `082 123 4567` are one.
package struct PhoneNumber: Hashable, Sendable {
  /// Digits without the country's own prefix and without a leading zero; foreign numbers keep their country.
  package let digits: String

  /// Numbers are compared by so many digits from the end: national parts of this length are rarely shared.
  private static let compared = 9

  /// Nil without a digit, and for text with letters; `country` is the location's calling code.
  package init?(_ text: String, country: String = "27") {
    var digits = ""
    var isForeign = false
    for scalar in text.unicodeScalars {
      if let digit = PhoneNumber.digit(scalar) {
        digits.unicodeScalars.append(digit)
      } else if scalar.properties.isAlphabetic {
        return nil
      } else if scalar == "+", digits.isEmpty {
        isForeign = true
      }
    }
    if !isForeign, digits.hasPrefix("00") {
      isForeign = true
      digits.removeFirst(2)
    }
    // People leave out the plus; a national number is never that long.
    if digits.hasPrefix(country), isForeign || digits.utf8.count == country.utf8.count + 9 {
      digits.removeFirst(country.utf8.count)
    }
    // +27 (0)82 is written too.
    if digits.hasPrefix("0") { digits.removeFirst() }
    guard !digits.isEmpty else { return nil }
    self.digits = digits
  }

  /// The ASCII digit for a decimal digit of any script.
  private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if scalar.isASCII { return ("0"..."9").contains(scalar) ? scalar : nil }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue
    else { return nil }
    return Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
  }

  /// What an index keeps: the last nine digits.
  package var key: String {
    String(digits.suffix(PhoneNumber.compared))
  }
}
