/// The offsets of one place from UTC over the years, handed in: the rulebook knows no database.
package struct Zone: Hashable, Sendable {
  /// IANA name, such as `Africa/Johannesburg`.
  package let name: String
  /// Seconds since 1970, rising; `offsets[i + 1]` holds from `starts[i]` on.
  private let starts: [Int64]
  private let offsets: [Int]

  package static let utc = Zone(name: "UTC", offset: 0)

  /// Offsets are seconds east of UTC; the transitions may come in any order.
  package init(
    name: String, offset: Int, transitions: [(at: Instant, offset: Int)] = []
  ) {
    let sorted = transitions.sorted { $0.at < $1.at }
    self.name = name
    starts = sorted.map(\.at.seconds)
    offsets = ([offset] + sorted.map(\.offset)).map { min(max($0, -Zone.limit), Zone.limit) }
  }

  /// Larger offsets are cut (RFC 9636 knows none above 25:59:59); `first(notBefore:)` rests on it.
  private static let limit = 93_599

  // MARK: From a moment to local time

  package func offset(at instant: Instant) -> Int {
    offsets[span(at: instant.seconds)]
  }

  package func local(_ instant: Instant) -> LocalTime {
    let offset = offset(at: instant)
    let local = Int((instant + offset).seconds)
    return LocalTime(
      day: Day(sinceEpoch: Day.floor(local, by: 86_400)),
      secondOfDay: Day.modulo(local, 86_400), offset: offset)
  }

  package func day(of instant: Instant) -> Day {
    local(instant).day
  }

  package func timeOfDay(of instant: Instant) -> TimeOfDay {
    local(instant).timeOfDay
  }

  // MARK: From local time to a moment

  /// A missing local hour moves forward by the gap's length, a double one is the first.
  package func instant(_ day: Day, _ time: TimeOfDay) -> Instant {
    instant(day, secondOfDay: time.minutes * 60)
  }

  /// The same to the second; seconds below 0 or above 86400 run into the neighbouring days.
  package func instant(_ day: Day, secondOfDay: Int) -> Instant {
    let local = (Instant(Int64(day.number) * 86_400) + secondOfDay).seconds
    let found = first(notBefore: local)
    return found.missing ? Instant(local) - offsets[found.span - 1] : found.instant
  }

  /// The first moment of the local day; where midnight is missing, the moment of the change.
  package func start(of day: Day) -> Instant {
    first(notBefore: Int64(day.number) * 86_400).instant
  }

  /// Seconds of one local day: 86400 but for the two of the year when clocks change.
  package func length(of day: Day) -> Int {
    start(of: day.adding(days: 1)) - start(of: day)
  }

  // MARK: Search

  /// The first moment whose local clock shows `local` or, when that is missing, comes after the gap.
  private func first(notBefore local: Int64) -> (instant: Instant, span: Int, missing: Bool) {
    // No zone is farther from UTC than the limit, so that this span starts before the answer.
    var span = span(at: (Instant(local) - (Zone.limit + 1)).seconds)
    var instant = Instant(local) - offsets[span]
    while span < starts.count, instant.seconds >= starts[span] {
      let start = Instant(starts[span])
      span += 1
      instant = Instant(local) - offsets[span]
      if instant < start { return (start, span, true) }
    }
    return (instant, span, false)
  }

  /// How many transitions lie at or before this moment.
  private func span(at seconds: Int64) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
