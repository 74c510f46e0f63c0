/// One session of a file, in the words of the file: places and people by name.
package struct ImportedSession: Codable, Hashable, Sendable {
  package var outside: Outside
  package var service: String
  package var type: String?
  /// Empty for the location of whoever imports.
  package var location: String?
  /// The other system's id of the location, under which it is found after it was renamed here.
  package var locationID: String?
  package var room: String?
  package var leader: String?
  package var day: Day
  /// Seconds since midnight on the wall clock.
  package var start: Int
  /// Seconds since the same midnight, beyond 86400 where it passes the next; nil takes the
  /// service's length.
  package var end: Int?
  /// Seconds east of UTC; nil where the location's zone decides.
  package var offset: Int?
  package var capacity: Int
  package var credits: Credits
  package var ageFrom: Int?
  package var ageTo: Int?
  package var notes: String?

  private enum CodingKeys: String, CodingKey {
    case outside = "o"
    case service = "v"
    case type = "t"
    case location = "l"
    case locationID = "i"
    case room = "r"
    case leader = "b"
    case day = "d"
    case start = "s"
    case end = "e"
    case offset = "z"
    case capacity = "c"
    case credits = "p"
    case ageFrom = "f"
    case ageTo = "g"
    case notes = "n"
  }

  package init(
    _ outside: Outside, service: String, day: Day, start: Int, capacity: Int, credits: Credits
  ) {
    self.outside = outside
    self.service = service
    self.day = day
    self.start = start
    self.capacity = capacity
    self.credits = credits
  }

  /// Throws MALFORMED where no session can be so long.
  func span(in zone: Zone, _ service: Service) throws(Refusal) -> (start: Instant, end: Instant) {
    let lasts = end.map { $0 - start } ?? service.minutes * 60
    guard (1...172_800).contains(lasts), (0...86_400).contains(start) else {
      throw Refusal(.malformed, ["what": .word("session")])
    }
    let from = moment(start, zone)
    let to = moment(start + lasts, zone)
    // Where the clock jumps inside the session, the length on the wall may be gone.
    let end = to > from ? to : from + lasts
    try ScheduleSession.checkCalendar(from, end)
    return (from, end)
  }

  private func moment(_ second: Int, _ zone: Zone) -> Instant {
    guard let offset else { return zone.instant(day, secondOfDay: second) }
    return Instant(Int64(day.number) * 86_400) + (second - offset)
  }
}
