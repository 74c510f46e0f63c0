/// Credits as files write them, counted in hundredths so that half a credit exists.
package enum Credits: Hashable, Sendable {
  case hundredths(Int)
  case unlimited

  /// Nil for anything but a plain number of at most two decimals or a word for "without limit".
  init?(_ text: String) {
    if ["unlimited", "∞"].contains(text.lowercased()) {
      self = .unlimited
      return
    }
    guard let count = Self.hundredths(text) else { return nil }
    self = .hundredths(count)
  }

  /// `0.5` and `0,5` are both fifty; further decimals are accepted as zeros only.
  static func hundredths(_ text: String) -> Int? {
    var scanner = TextScanner(text)
    guard let whole = scanner.number(), whole.value <= 10_000_000 else { return nil }
    var fraction = 0
    if scanner.take(".") || scanner.take(",") {
      guard var decimals = scanner.number() else { return nil }
      while decimals.digits > 2 {
        guard decimals.value.isMultiple(of: 10) else { return nil }
        decimals = (decimals.value / 10, decimals.digits - 1)
      }
      fraction = decimals.digits == 1 ? decimals.value * 10 : decimals.value
    }
    return scanner.isAtEnd ? whole.value * 100 + fraction : nil
  }
}
