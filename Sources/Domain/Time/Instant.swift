/// Whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted; arithmetic stops at the ends.
package struct Instant: Hashable, Comparable, Sendable {
  package let seconds: Int64

  package init(_ seconds: Int64) {
    self.seconds = seconds
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.seconds < right.seconds
  }

  /// Saturates: a moment read from a damaged or hostile row must not trap the desk.
  package static func + (instant: Instant, seconds: Int) -> Instant {
    let (sum, overflow) = instant.seconds.addingReportingOverflow(Int64(seconds))
    return Instant(overflow ? (seconds > 0 ? .max : .min) : sum)
  }

  package static func - (instant: Instant, seconds: Int) -> Instant {
    let (difference, overflow) = instant.seconds.subtractingReportingOverflow(Int64(seconds))
    return Instant(overflow ? (seconds > 0 ? .min : .max) : difference)
  }

  /// Seconds from `right` to `left`, negative when `left` is earlier; saturates.
  package static func - (left: Instant, right: Instant) -> Int {
    let (difference, overflow) = left.seconds.subtractingReportingOverflow(right.seconds)
    return overflow ? (left.seconds > 0 ? .max : .min) : Int(difference)
  }
}

extension Instant: Codable {
  package init(from decoder: any Decoder) throws {
    seconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(seconds)
  }
}
