/// Reads dates and times byte by byte; every step answers nil instead of trapping at the end.
struct TextReader {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = text[...].utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// ASCII digits; the range says how many at least, and how many are taken at most (at most 9).
  mutating func number(digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while count < digits.upperBound, let byte = rest.first, (48...57).contains(byte) {
      value = value * 10 + Int(byte - 48)
      count += 1
      rest.removeFirst()
    }
    return count >= digits.lowerBound ? value : nil
  }

  /// Takes the next byte if it is one of these; it stays otherwise.
  mutating func take(_ allowed: Unicode.Scalar...) -> Bool {
    next(of: allowed) != nil
  }

  mutating func next(of allowed: [Unicode.Scalar]) -> Unicode.Scalar? {
    guard let byte = rest.first,
      let scalar = allowed.first(where: { $0.value == UInt32(byte) })
    else { return nil }
    rest.removeFirst()
    return scalar
  }

  /// `2026-11-21`.
  mutating func day() -> Day? {
    guard let year = number(digits: 4...4), take("-"),
      let month = number(digits: 2...2), take("-"),
      let day = number(digits: 2...2)
    else { return nil }
    return Day(year: year, month: month, day: day)
  }
}

/// Decimal digits with zeros in front, without a formatter.
func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
