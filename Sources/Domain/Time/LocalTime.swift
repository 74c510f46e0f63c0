/// What a clock on the wall of a location shows at one moment, and how far it is from UTC.
package struct LocalTime: Hashable, Sendable {
  package let day: Day
  /// 0 to 86399.
  package let secondOfDay: Int
  /// Seconds east of UTC.
  package let offset: Int

  package var hour: Int { secondOfDay / 3600 }
  package var minute: Int { secondOfDay / 60 % 60 }
  package var second: Int { secondOfDay % 60 }
  package var timeOfDay: TimeOfDay { TimeOfDay(unchecked: secondOfDay / 60) }
}
