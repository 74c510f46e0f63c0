import Domain
import Sync

/// What a result asks, and what is typed about it: text and Enter, since every member's number
/// begins with a digit that could as well be an answer.
extension ScanReport {
  /// True until somebody answers how many, or which.
  var asks: Bool { most != nil }

  /// The highest number that answers; nil where nothing is asked.
  private var most: Int? {
    switch verdict {
    case .howMany(let missing): missing
    case .choose(let bookings): min(bookings.count, 9)
    case .offer(let places, _, _): min(places.count, 9)
    case .welcome, .refused, .failed: nil
    }
  }

  /// True for what is too short to be the next code.
  func takes(_ text: String) -> Bool { most.map { text.count <= String($0).count } ?? false }

  /// How to answer, in a few words.
  var howToAnswer: String {
    let highest = most ?? 1
    if case .choose = verdict { return "1-\(highest) and Enter, or 0 and Enter for all" }
    return "\(highest == 1 ? "1" : "1-\(highest)") and Enter"
  }

  /// What a text and Enter mean, nothing being all of a group; nil where it is no answer.
  func answer(_ text: String) -> Presentation? {
    var again = presentation
    if case .howMany(let missing) = verdict {
      again.counted += [booking?.booking.id].compactMap(\.self)
      if text.isEmpty {
        again.count = missing
        return again
      }
    }
    guard let most, let number = Int(text) else { return nil }
    if case .choose(let bookings) = verdict { return pick(number, of: bookings) }
    guard 1...most ~= number else { return nil }
    switch verdict {
    case .howMany: again.count = number
    case .offer(let places, let member, _):
      again.walkIn = (session: places[number - 1].session.session.id, member: member)
    case .choose, .welcome, .refused, .failed: return nil
    }
    return again
  }

  /// The one of that number, or with 0 all of them.
  func pick(_ number: Int, of asked: [BookingView]) -> Presentation? {
    guard 0...min(asked.count, 9) ~= number, let first = asked.first else { return nil }
    var again = presentation
    again.count = nil
    again.family = (family.isEmpty ? asked : family).map(\.booking.id)
    again.booking = (number == 0 ? first : asked[number - 1]).booking.id
    again.takesAll = number == 0
    return again
  }

  /// Who was asked about and not let in, now that another result takes the place of this one; nil
  /// where that one is its answer.
  func leftBehind(for next: ScanReport) -> Member? {
    let asked: [BookingView] =
      switch verdict {
      case .howMany: booking.map { [$0] } ?? []
      case .choose(let bookings): bookings
      case .offer, .welcome, .refused, .failed: []
      }
    let answered = next.presentation.booking ?? next.booking?.booking.id
    guard !asked.contains(where: { $0.booking.id == answered }) else { return nil }
    return booking?.member ?? member ?? asked.first?.member
  }
}
