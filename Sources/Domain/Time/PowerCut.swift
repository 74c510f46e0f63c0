/// One stretch without power that was announced; `until` lies behind `from`.
package struct PowerCut: Hashable, Sendable {
  package let from: Instant
  package let until: Instant

  /// The longest that is believed: what lasts longer is a mistake in a file.
  package static let longest = 7 * 86_400

  /// Nil where the end is not behind the beginning, or more than a week behind it.
  package init?(from: Instant, until: Instant) {
    guard from < until, until - from <= PowerCut.longest else { return nil }
    self.init(unchecked: from, until)
  }

  private init(unchecked from: Instant, _ until: Instant) {
    self.from = from
    self.until = until
  }

  package func isOn(at now: Instant) -> Bool { from <= now && now < until }

  /// In their order, those that overlap or touch as one: between two of them the power does come back.
  package static func joined(_ cuts: [PowerCut]) -> [PowerCut] {
    var joined: [PowerCut] = []
    for cut in cuts.sorted(by: { ($0.from, $0.until) < ($1.from, $1.until) }) {
      guard let last = joined.last, cut.from <= last.until else {
        joined.append(cut)
        continue
      }
      joined[joined.count - 1] = PowerCut(unchecked: last.from, max(last.until, cut.until))
    }
    return joined
  }
}
