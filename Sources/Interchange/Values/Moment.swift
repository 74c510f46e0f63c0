package import Domain

/// A point in time as a file gives it: local to the session's location, or fixed by an offset.
package struct Moment: Hashable, Sendable {
  package let day: Day
  package let secondOfDay: Int
  /// Seconds east of UTC, nil where the location's zone decides.
  package let offset: Int?

  /// Seconds beyond the day's end carry into the next day.
  package init(day: Day, second: Int, offset: Int? = nil) {
    let days = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
    self.day = day.adding(days: days)
    secondOfDay = second - days * 86_400
    self.offset = offset
  }

  package func instant(in zone: Zone) -> Instant {
    guard let offset else { return zone.instant(day, secondOfDay: secondOfDay) }
    return Instant(count - Int64(offset))
  }

  /// `2025-12-06T14:45:00`, with the offset where there is one.
  package var text: String {
    let clock = ClockText.text(secondOfDay)
    guard let offset else { return "\(day.text)T\(clock)" }
    let minutes = abs(offset) / 60
    let sign = offset < 0 ? "-" : "+"
    return "\(day.text)T\(clock)\(sign)\(ClockText.padded(minutes / 60)):"
      + ClockText.padded(minutes % 60)
  }

  func adding(seconds: Int) -> Moment {
    Moment(day: day, second: secondOfDay + seconds, offset: offset)
  }

  /// Negative where `self` is earlier; a local and a fixed moment compare as if both were local.
  func seconds(since other: Moment) -> Int64 {
    count - other.count + Int64((other.offset ?? offset ?? 0) - (offset ?? other.offset ?? 0))
  }

  /// Seconds since 1970 on the local clock.
  private var count: Int64 { Int64(day.number) * 86_400 + Int64(secondOfDay) }
}

/// Times of day in files: `14:45`, `14:45:30`, `2:45 PM`, `14h45`, and 24:00 as an end.
enum ClockText {
  /// Seconds since local midnight and the rest behind them, which may be an offset.
  static func split(_ text: some StringProtocol) -> (second: Int, rest: Substring)? {
    var scanner = TextScanner(text)
    scanner.skipBlanks()
    guard let hour = scanner.number(), hour.digits <= 2 else { return nil }
    var minute = 0
    var second = 0
    var isBareHour = true
    if scanner.take(":") || scanner.take(".") || scanner.take("h") {
      guard let minutes = scanner.number(), minutes.digits == 2 else { return nil }
      minute = minutes.value
      isBareHour = false
      if scanner.take(":") {
        guard let seconds = scanner.number(), seconds.digits == 2 else { return nil }
        second = seconds.value
        if scanner.take("."), scanner.number() == nil { return nil }
      }
    }
    var hours = hour.value
    let beforeMark = scanner
    scanner.skipBlanks()
    switch scanner.word() {
    case "am", "a":
      guard (1...12).contains(hours) else { return nil }
      hours %= 12
    case "pm", "p":
      guard (1...12).contains(hours) else { return nil }
      hours = hours % 12 + 12
    default:
      scanner = beforeMark
      if isBareHour { return nil }
    }
    guard let count = seconds(hour: hours, minute: minute, second: second) else { return nil }
    return (count, scanner.rest)
  }

  static func second(_ text: some StringProtocol) -> Int? {
    guard let (second, rest) = split(text), rest.isEmpty else { return nil }
    return second
  }

  static func seconds(hour: Int, minute: Int, second: Int = 0) -> Int? {
    guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
      return nil
    }
    let count = hour * 3_600 + minute * 60 + second
    return count <= 86_400 ? count : nil
  }

  /// Seconds east of UTC from `Z`, `+02:00`, `-0500` or `+2`.
  static func offset(_ text: some StringProtocol) -> Int? {
    var scanner = TextScanner(text)
    scanner.skipBlanks()
    if scanner.take("Z") || scanner.take("z") { return scanner.isAtEnd ? 0 : nil }
    let west = scanner.take("-")
    guard west || scanner.take("+"), let first = scanner.number() else { return nil }
    var (hours, minutes) = (first.value, 0)
    if first.digits == 4 { (hours, minutes) = (first.value / 100, first.value % 100) }
    if scanner.take(":") { minutes = scanner.number()?.value ?? 60 }
    guard scanner.isAtEnd, hours <= 15, minutes < 60 else { return nil }
    return (hours * 3_600 + minutes * 60) * (west ? -1 : 1)
  }

  /// `14:45:00`.
  static func text(_ second: Int) -> String {
    "\(padded(second / 3_600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
  }

  static func padded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
