package import Domain

/// When a desk makes itself ready for an announced outage, and when its battery calls for that.
///
/// A value: what is known goes in, what to do comes out.
package struct PowerPlan: Sendable {
  private var prepared: (from: Instant, at: Instant, ready: Bool)?
  private var isSecured = false

  /// Seconds before an outage: the first time, and once more for what was done since.
  package static let early = 10 * 60
  package static let late = 2 * 60
  /// Until what was not ready is tried again.
  private static let again = 60
  /// So far a battery has to come back before its next end counts.
  private static let recovered = 15

  package init() {}

  /// Ten minutes before and two minutes before; what is announced later than that, or for a moment that
  /// has begun, at once; what did not succeed again after a minute.
  package func isDue(_ cut: PowerCut?, at now: Instant) -> Bool {
    guard let cut, cut.until > now, cut.from - now <= Self.early else { return false }
    guard let prepared, prepared.from == cut.from else { return true }
    let last = cut.from - Self.late
    if now >= last, prepared.at < last { return true }
    return !prepared.ready && cut.from > now && now - prepared.at >= Self.again
  }

  package mutating func prepared(for cut: PowerCut, at now: Instant, ready: Bool) {
    prepared = (cut.from, now, ready)
  }

  /// True once when a battery that is being emptied comes to its last tenth.
  package mutating func isLow(_ battery: Battery?) -> Bool {
    guard let battery, battery.isDischarging, battery.percent < Self.recovered else {
      isSecured = false
      return false
    }
    guard battery.percent < Battery.low, !isSecured else { return false }
    isSecured = true
    return true
  }
}
