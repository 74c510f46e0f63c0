import Domain
import Sync

extension Array where Element: Record {
  /// The row with this id or, folded, this unique name; throws NOT_FOUND or `UsageError`.
  func named(_ text: String, _ what: String, _ name: KeyPath<Element, String>) throws -> Element {
    if let id = ID<Element>(text: text), let row = first(where: { $0.id == id }) { return row }
    if let row = first(where: { $0[keyPath: name] == text }) { return row }
    let folded = Folding.folded(text)
    let found = filter { Folding.folded($0[keyPath: name]) == folded }
    guard found.count < 2 else {
      throw UsageError("\(found.count) have the name \(quoted(text)); give the id (\(what))")
    }
    guard let row = found.first else { throw Refusal(.notFound, ["what": .word(what)]) }
    return row
  }
}

/// The things that words of a command name; each throws NOT_FOUND for what is not there.
extension Desk {
  func member(_ text: String) throws -> Member {
    guard let member = try store.member(named: text) else { throw missing("memberWord") }
    return member
  }

  func booking(_ text: String) throws -> BookingView {
    guard let booking = try store.booking(named: text) else { throw missing("booking") }
    return booking
  }

  func session(_ text: String) throws -> SessionView {
    guard let id = ID<Session>(text: text), let session = try store.session(id) else {
      throw missing("sessionWord")
    }
    return session
  }

  func session(_ id: ID<Session>) throws -> SessionView {
    guard let session = try store.session(id) else { throw missing("session") }
    return session
  }

  func service(_ text: String) throws -> Service {
    try store.studio.services.named(text, "service", \.name)
  }

  func person(_ text: String) throws -> Staff {
    try store.studio.staff.filter(\.active).named(text, "staff", \.name)
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
