import Domain
import Sync

extension Array where Element: Record {
  /// The row with this id or, folded, this unique name; throws NOT_FOUND or `UsageError`.
  func named(_ text: String, _ what: String, _ name: KeyPath<Element, String>) throws -> Element {
    if let id = ID<Element>(text: text), let row = first(where: { $0.id == id }) { return row }
    let exact = filter { $0[keyPath: name] == text }
    let folded = Folding.folded(text)
    let found = exact.isEmpty ? filter { Folding.folded($0[keyPath: name]) == folded } : exact
    guard found.count < 2 else {
      throw UsageError(
        "\(found.count) have the name \(quoted(text)); give the id (\(what)): "
          + found.map(\.id.text).joined(separator: ", "))
    }
    guard let row = found.first else { throw Refusal(.notFound, ["what": .word(what)]) }
    return row
  }
}

/// The things that words of a command name; each throws NOT_FOUND for what is not there.
extension Desk {
  /// By number, barcode or id, or by a whole name that nobody else has.
  func member(_ text: String) throws -> Member {
    if let member = try store.member(named: text) { return member }
    guard let member = try namesake(text) else { throw missing("memberWord") }
    return member
  }

  /// Throws `UsageError` with the numbers where several have the name; who may see no names finds
  /// nobody by one.
  private func namesake(_ text: String) throws -> Member? {
    let name = Folding.folded(text)
    guard !name.isEmpty, ![.no, .limited].contains(right(to: .seeAll)) else { return nil }
    let found = try store.lookup(text, limit: 50, seeing: .nameAndNumber)
      .filter { Folding.folded($0.name) == name }
    guard found.count < 2 else {
      throw UsageError(
        "\(found.count) have the name \(quoted(text)); give a number: "
          + found.map(\.number).joined(separator: ", "))
    }
    return try found.first.flatMap { try store.member(named: $0.id.text) }
  }

  func booking(_ text: String) throws -> BookingView {
    guard let booking = try store.booking(named: text) else { throw missing("booking") }
    return booking
  }

  func session(_ text: String) throws -> SessionView {
    guard let session = try anySession(text) else { throw missing("sessionWord") }
    return session
  }

  /// By id, or by words that fit no other session of the day; throws `UsageError` where several fit.
  func anySession(_ text: String) throws -> SessionView? {
    if let id = ID<Session>(text: text) { return try store.session(id) }
    let found = try SessionWords(text, self).sessions(self)
    guard found.count < 2 else {
      throw UsageError(
        "\(found.count) sessions fit \(quoted(text)); say more, or give the id: "
          + found.map(\.candidate).joined(separator: "; "))
    }
    return found.first
  }

  func session(_ id: ID<Session>) throws -> SessionView {
    guard let session = try store.session(id) else { throw missing("session") }
    return session
  }

  func service(_ text: String) throws -> Service {
    try store.studio.services.named(text, "service", \.name)
  }

  func leader(_ text: String) throws -> Staff {
    try store.studio.staff.filter(\.active).named(text, "leader", \.name)
  }

  /// What an operation was about, as it stands now.
  func booking(of receipt: Receipt) throws -> BookingView {
    guard let key = receipt.subject, let booking = try store.booking(ID(key)) else {
      throw missing("booking")
    }
    return booking
  }

  func session(of booking: BookingView) throws -> SessionView {
    try booking.session ?? session(booking.booking.session)
  }

  func missing(_ what: String) -> Refusal { Refusal(.notFound, ["what": .word(what)]) }

  // MARK: Values

  /// A date of the place; also `today`, `tomorrow`, `yesterday`.
  func day(_ text: String) throws -> Day {
    switch text {
    case "today": return today
    case "tomorrow": return today.adding(days: 1)
    case "yesterday": return today.adding(days: -1)
    default:
      guard let day = Day(text: text) else {
        throw UsageError("\(quoted(text)) is no date; use 2026-11-21, today or tomorrow")
      }
      return day
    }
  }

  func day(option name: String) throws -> Day? { try arguments[name].map { try day($0) } }

  /// A moment: with its offset, or local time of the place.
  func instant(_ text: String) throws -> Instant {
    guard text.count > 10, let instant = Instant(iso8601: text, in: zone) else {
      throw UsageError("\(quoted(text)) is no time; use \(Call.timeWords)")
    }
    return instant
  }

  func credits(_ text: String) throws -> Credits {
    guard let credits = Credits(text: text) else {
      throw UsageError("\(quoted(text)) is no number of credits; use 10 or 0.5")
    }
    return credits
  }
}
