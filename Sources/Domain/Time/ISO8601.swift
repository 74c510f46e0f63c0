/// ISO 8601 as OpenActive, the API and `--json` write it: to the second, with the offset of the place.
extension Instant {
  /// `2026-11-21T17:42:00+02:00`; offsets of old local mean times carry their seconds.
  package func iso8601(in zone: Zone) -> String {
    let local = zone.local(self)
    let distance = abs(local.offset)
    let sign = local.offset < 0 ? "-" : "+"
    let seconds = distance % 60 == 0 ? "" : ":\(padded(distance % 60, 2))"
    return local.iso8601
      + "\(sign)\(padded(distance / 3600, 2)):\(padded(distance / 60 % 60, 2))\(seconds)"
  }

  /// `2026-11-21T15:42:00Z`.
  package var iso8601: String {
    Zone.utc.local(self).iso8601 + "Z"
  }

  /// Reads a date with or without time, with `Z`, an offset or none: then it is local time of the zone.
  ///
  /// A date alone is the start of that day. Fractions of a second are dropped. Nil for anything else.
  package init?(iso8601 text: String, in zone: Zone) {
    var reader = TextReader(text)
    guard let day = reader.day() else { return nil }
    if reader.isAtEnd {
      self = zone.start(of: day)
      return
    }
    guard reader.take("T", "t", " "), let second = reader.secondOfDay() else { return nil }
    if reader.isAtEnd {
      self = zone.instant(day, secondOfDay: second)
      return
    }
    guard let offset = reader.offset(), reader.isAtEnd else { return nil }
    self = Zone.utc.instant(day, secondOfDay: second) - offset
  }
}

extension LocalTime {
  /// `2026-11-21T17:42:00`, without the offset.
  fileprivate var iso8601: String {
    "\(day.text)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
  }
}

extension TextReader {
  /// `17:42`, `17:42:05` or `17:42:05.250`; `24:00` is the end of the day.
  fileprivate mutating func secondOfDay() -> Int? {
    guard let hour = number(digits: 2...2), take(":"), let minute = number(digits: 2...2),
      hour <= 24, minute <= 59
    else { return nil }
    var second = 0
    if take(":") {
      guard let read = number(digits: 2...2), read <= 59 else { return nil }
      second = read
      if take(".", ","), number(digits: 1...9) == nil { return nil }
    }
    let sum = hour * 3600 + minute * 60 + second
    return sum <= 86_400 ? sum : nil
  }

  /// `Z`, `+02:00`, `+0200`, `+02` or `+01:52:16`, in seconds east of UTC.
  fileprivate mutating func offset() -> Int? {
    if take("Z", "z") { return 0 }
    guard let sign = next(of: ["+", "-"]), let hour = number(digits: 2...2), hour <= 25 else {
      return nil
    }
    var sum = hour * 3600
    let colon = take(":")
    if colon || !isAtEnd {
      guard let minute = number(digits: 2...2), minute <= 59 else { return nil }
      sum += minute * 60
      if take(":") {
        guard colon, let second = number(digits: 2...2), second <= 59 else { return nil }
        sum += second
      }
    }
    return sign == "-" ? -sum : sum
  }
}
