/// Credits in hundredths, so that half a credit exists and sums are exact.
package struct Credits: Hashable, Comparable, Sendable, Codable, FieldValue {
  package var hundredths: Int

  package init(hundredths: Int) { self.hundredths = hundredths }
  package init(_ whole: Int) { hundredths = whole * 100 }
  package init(from decoder: any Decoder) throws { hundredths = try Int(from: decoder) }
  package func encode(to encoder: any Encoder) throws { try hundredths.encode(to: encoder) }

  package static let zero = Credits(hundredths: 0)
  package static var storage: Storage { .int }
  package var value: Value { .int(Int64(hundredths)) }
  package init?(value: Value) {
    guard case .int(let n) = value else { return nil }
    hundredths = Int(n)
  }

  package static func < (a: Self, b: Self) -> Bool { a.hundredths < b.hundredths }
  package static func + (a: Self, b: Self) -> Self { Self(hundredths: a.hundredths + b.hundredths) }
  package static func - (a: Self, b: Self) -> Self { Self(hundredths: a.hundredths - b.hundredths) }
  package static func * (a: Self, n: Int) -> Self { Self(hundredths: a.hundredths * n) }
  package static prefix func - (a: Self) -> Self { Self(hundredths: -a.hundredths) }
  package static func += (a: inout Self, b: Self) { a = a + b }
  package static func -= (a: inout Self, b: Self) { a = a - b }

  /// A share of it in percent, rounded to the nearest hundredth, halves up: kinder to the member.
  package func share(percent: Int) -> Credits {
    Credits(hundredths: (hundredths * percent + 50) / 100)
  }

  /// "12", "0.5", "-1.25": no trailing zeros.
  package var text: String {
    let whole = abs(hundredths) / 100
    let rest = abs(hundredths) % 100
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    let decimals = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(whole).\(decimals)"
  }

  /// Reads "12", "0.5", "1,25"; nil for more than two decimals or anything else.
  package init?(text: String) {
    var digits = 0
    var decimals = -1
    var negative = false
    var seen = false
    for (place, character) in text.enumerated() {
      if let digit = character.wholeNumberValue, character.isASCII {
        guard digits <= 1_000_000_000, decimals < 2 else { return nil }
        digits = digits * 10 + digit
        if decimals >= 0 { decimals += 1 }
        seen = true
      } else if character == "." || character == ",", decimals < 0 {
        decimals = 0
      } else if character == "-", place == 0 {
        negative = true
      } else {
        return nil
      }
    }
    guard seen, decimals != 0 else { return nil }
    for _ in max(decimals, 0)..<2 { digits *= 10 }
    hundredths = negative ? -digits : digits
  }
}

/// Money in minor units of one currency.
package struct Money: Hashable, Sendable, Codable {
  package var minor: Int
  package var currency: String

  package init(minor: Int, currency: String) {
    self.minor = minor
    self.currency = currency
  }

  /// "R125.00", or "CAD 12.50" where the currency has no short sign of its own here.
  package var text: String {
    let amount = abs(minor)
    let cents = amount % 100
    let number = "\(minor < 0 ? "-" : "")\(amount / 100).\(cents < 10 ? "0" : "")\(cents)"
    return currency == "ZAR" ? "R\(number)" : "\(currency) \(number)"
  }
}
