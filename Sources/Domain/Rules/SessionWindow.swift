/// The sessions that a device holds: those that start from a moment on and before another.
package struct SessionWindow: Equatable, Sendable {
  package var from: Instant
  package var until: Instant

  package init(from: Instant, until: Instant) {
    self.from = from
    self.until = until
  }

  package func holds(_ session: Session) -> Bool { from <= session.start && session.start < until }

  /// What a device of a role holds on a local day: a desk 14 days back and 30 ahead, a kiosk what
  /// may still run from the evening before and, until the next night's move, 48 hours ahead.
  package static func days(_ role: DeviceRole, on day: Day) -> ClosedRange<Day> {
    let (back, ahead) = role == .desk ? (14, 30) : (1, 2)
    return day.adding(days: -back)...day.adding(days: ahead)
  }

  package init(_ role: DeviceRole, on day: Day, in zone: Zone) {
    let days = Self.days(role, on: day)
    from = zone.instant(days.lowerBound, secondOfDay: 0)
    until = zone.instant(days.upperBound.adding(days: 1), secondOfDay: 0)
  }
}
