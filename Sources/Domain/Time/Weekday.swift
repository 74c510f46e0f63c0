/// Days of the week by their ISO number: Monday is 1, Sunday is 7.
package enum Weekday: Int, CaseIterable, Comparable, Codable, Sendable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  package static func < (left: Weekday, right: Weekday) -> Bool {
    left.rawValue < right.rawValue
  }
}
