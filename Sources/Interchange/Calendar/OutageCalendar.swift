package import Domain

/// What an iCalendar file (RFC 5545) of an area announces: each event is an outage. Summaries, alarms
/// and the file's own definitions of zones are not looked at.
package struct OutageCalendar: Hashable, Sendable {
  /// In the order of the file.
  package private(set) var cuts: [PowerCut] = []
  /// Events of which only the first time was taken: what repeats is not worked out.
  package private(set) var repeating = 0
  /// Events without a beginning and an end that can be read, or longer than a week.
  package private(set) var unread = 0

  private static let most = 5_000
  /// Calendar, event and alarm are three.
  private static let deepest = 16

  /// Times without a zone, or with one that nobody knows, are those of the place. Throws for what is no
  /// calendar; whatever stands in one never does.
  package init(
    _ bytes: [UInt8], in place: Zone, zones: (String) -> Zone?
  ) throws(FileProblem) {
    var parts: [String] = []
    var event = CalendarEvent()
    var isCalendar = false
    for line in CalendarLine.lines(DecodedText(bytes).bytes) {
      guard let line = CalendarLine(line) else { continue }
      let word = line.value.uppercased()
      switch line.name {
      case "BEGIN":
        isCalendar = isCalendar || word == "VCALENDAR"
        if parts.count < Self.deepest { parts.append(word) }
        if word == "VEVENT" { event = CalendarEvent() }
      case "END":
        guard let start = parts.lastIndex(of: word) else { continue }
        parts.removeSubrange(start...)
        if word == "VEVENT", cuts.count < Self.most { take(event) }
      default:
        // An alarm inside an event has a duration of its own.
        guard parts.last == "VEVENT" else { continue }
        event.take(line, place, zones)
      }
    }
    guard isCalendar else {
      throw FileProblem(
        .unknownFormat, "This is no iCalendar file: its first line would be BEGIN:VCALENDAR.")
    }
  }

  private mutating func take(_ event: CalendarEvent) {
    if event.isCancelled { return }
    guard let cut = event.cut else {
      unread += 1
      return
    }
    cuts.append(cut)
    if event.repeats { repeating += 1 }
  }
}

/// The times of one event.
private struct CalendarEvent {
  private var start: CalendarTime?
  private var end: CalendarTime?
  private var duration: Int?
  var isCancelled = false
  var repeats = false

  mutating func take(_ line: CalendarLine, _ place: Zone, _ zones: (String) -> Zone?) {
    switch line.name {
    case "DTSTART": start = CalendarTime(line, place, zones)
    case "DTEND": end = CalendarTime(line, place, zones)
    case "DURATION": duration = CalendarTime.duration(line.value)
    case "STATUS": isCancelled = line.value.uppercased() == "CANCELLED"
    case "RRULE", "RDATE": repeats = true
    default: break
    }
  }

  var cut: PowerCut? {
    guard let start else { return nil }
    if let end { return PowerCut(from: start.instant, until: end.instant) }
    if let duration { return PowerCut(from: start.instant, until: start.instant + duration) }
    return start.endOfDay.flatMap { PowerCut(from: start.instant, until: $0) }
  }
}

/// A moment of an event; of a date alone the first of that day.
private struct CalendarTime {
  let instant: Instant
  /// Where it was a date alone.
  private(set) var endOfDay: Instant?

  init?(_ line: CalendarLine, _ place: Zone, _ zones: (String) -> Zone?) {
    var scanner = TextScanner(line.value)
    guard let date = scanner.number(), date.digits == 8,
      let day = Day(
        year: date.value / 10_000, month: date.value / 100 % 100, day: date.value % 100)
    else { return nil }
    let zone = line.zone.flatMap { Self.zone($0, zones) } ?? place
    if scanner.isAtEnd {
      instant = zone.start(of: day)
      endOfDay = zone.start(of: day.adding(days: 1))
      return
    }
    guard scanner.take("T"), let time = scanner.number(), time.digits == 6,
      // A leap second is the second before it.
      let second = ClockText.seconds(
        hour: time.value / 10_000, minute: time.value / 100 % 100,
        second: min(time.value % 100, 59))
    else { return nil }
    let isUTC = scanner.take("Z")
    guard scanner.isAtEnd else { return nil }
    instant = (isUTC ? .utc : zone).instant(day, secondOfDay: second)
  }

  /// Some programs put their own name before that of the zone.
  private static func zone(_ name: String, _ zones: (String) -> Zone?) -> Zone? {
    zones(name)
      ?? zones(name.split(separator: "/").suffix(2).joined(separator: "/"))
  }

  /// Seconds of `PT2H30M`, `P1D` or `P1W`; nil for what is none, or negative.
  static func duration(_ text: String) -> Int? {
    var scanner = TextScanner(text)
    _ = scanner.take("+")
    guard scanner.take("P") else { return nil }
    var seconds = 0
    var isTime = false
    while !scanner.isAtEnd {
      if !isTime, scanner.take("T") { isTime = true }
      guard let count = scanner.number(), let unit = unit(&scanner, isTime) else { return nil }
      seconds += count.value * unit
      guard seconds <= PowerCut.longest else { return nil }
    }
    return seconds
  }

  private static func unit(_ scanner: inout TextScanner, _ isTime: Bool) -> Int? {
    let units: [(Unicode.Scalar, Int)] =
      isTime ? [("H", 3_600), ("M", 60), ("S", 1)] : [("W", 604_800), ("D", 86_400)]
    return units.first { scanner.take($0.0) }?.1
  }
}
