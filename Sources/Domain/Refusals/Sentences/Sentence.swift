/// Who reads a sentence: staff at 100 characters at most, members at 80, as their screens have room.
package enum Audience: CaseIterable, Sendable {
  case staff, member
}

/// One template for each audience; the English text is the message id for translations.
package struct Sentence: Equatable, Sendable {
  /// The argument, or the word among the arguments, that this sentence is about; nil is any.
  package let when: String?
  package let staff: String
  package let member: String

  init(_ when: String? = nil, staff: String, member: String) {
    self.when = when
    self.staff = staff
    self.member = member
  }

  package func template(for audience: Audience) -> String {
    audience == .staff ? staff : member
  }
}

extension Refusal {
  /// What happened and what to do next; times as the location's clock shows them, with the day
  /// where it is not the local day of `now`.
  package func sentence(
    for audience: Audience, now: Instant, zones: [String: Zone],
    translated: (String) -> String = { $0 }
  ) -> String {
    filled(
      translated(template(for: audience)), now: now, zones: zones, translated: translated)
  }

  /// The nearest template whose every placeholder has an argument.
  package func template(for audience: Audience) -> String {
    let told = code.toldSentences.first { sentence in
      fits(sentence.when)
        && placeholders(sentence.template(for: audience)).allSatisfy { name in
          arguments[name].map { !$0.isBlank } ?? false
        }
    }
    return (told ?? code.plainSentence).template(for: audience)
  }

  private func fits(_ when: String?) -> Bool {
    guard let when else { return true }
    return arguments[when] != nil || arguments.values.contains(.word(when))
  }

  private func placeholders(_ template: String) -> [String] {
    template.split(separator: "{").dropFirst(template.hasPrefix("{") ? 0 : 1)
      .compactMap { part in part.firstIndex(of: "}").map { String(part[..<$0]) } }
  }

  /// The template with its placeholders replaced; one without an argument stays as it is.
  package func filled(
    _ template: String, now: Instant, zones: [String: Zone],
    translated: (String) -> String = { $0 }
  ) -> String {
    var filled = ""
    for (index, part) in template.split(separator: "{", omittingEmptySubsequences: false)
      .enumerated()
    {
      if let end = part.firstIndex(of: "}"),
        let word = arguments[String(part[..<end])]?.text(now: now, zones: zones, translated)
      {
        filled += word + part[part.index(after: end)...]
      } else {
        filled += (index > 0 ? "{" : "") + part
      }
    }
    return filled
  }
}

extension Refusal.Argument {
  fileprivate var isBlank: Bool { self == .word("") }

  /// Nil for what no sentence names: a list of bookings.
  fileprivate func text(
    now: Instant, zones: [String: Zone], _ translated: (String) -> String
  ) -> String? {
    switch self {
    case .time(let instant, let zone): (zones[zone] ?? .utc).clock(instant, seenAt: now, translated)
    case .credits(let credits): credits.text
    case .money(let money): money.text
    case .count(let count): String(count)
    case .seconds(let seconds): seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
    case .word(let word): word
    case .bookings: nil
    }
  }
}

/// Words for days in sentences; message ids too.
package enum DayWords {
  package static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  package static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  package static let moment = "{time} on {day}"

  /// "Mon 23 Nov", with the year where it is not that of `today`.
  package static func day(
    _ day: Day, today: Day, translated: (String) -> String = { $0 }
  ) -> String {
    let (year, month, date) = day.civil
    let words = [
      translated(weekdays[day.weekday.rawValue - 1]), "\(date)", translated(months[month - 1]),
    ]
    return (words + (year == today.year ? [] : ["\(year)"])).joined(separator: " ")
  }
}

extension Zone {
  /// `17:30`, `17:30 on Mon 23 Nov` on another day, and the year where it is another.
  fileprivate func clock(
    _ instant: Instant, seenAt now: Instant, _ translated: (String) -> String
  ) -> String {
    let time = timeOfDay(of: instant).text
    let (day, today) = (day(of: instant), day(of: now))
    guard day != today else { return time }
    return translated(DayWords.moment)
      .replacing("{time}", with: time)
      .replacing("{day}", with: DayWords.day(day, today: today, translated: translated))
  }
}
