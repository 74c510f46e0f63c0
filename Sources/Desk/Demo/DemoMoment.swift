import Domain

/// When the made-up studio is: Monday, 23 November 2026, 17:48, twelve minutes before two classes.
struct DemoMoment {
  let zone: Zone
  let now: Instant
  let today: Day

  static let zoneName = "Africa/Johannesburg"
  private static let date = "2026-11-23"
  /// How far the timetable reaches to both sides, in days.
  static let reach = 14
  /// How long ago it was founded, in days: before the first booking of the earliest session.
  static let age = 46

  init(zone: Zone) {
    self.zone = zone
    today = Day(text: Self.date) ?? .first
    now = zone.instant(today, secondOfDay: (17 * 60 + 48) * 60)
  }

  var first: Day { today.adding(days: -Self.reach) }
  var last: Day { today.adding(days: Self.reach) }
  var founded: Instant { zone.instant(today.adding(days: -Self.age), secondOfDay: 8 * 3_600) }
}
