import Domain
import Interchange
import Sync

/// Bookings and visits of a file as payload rows, with the sessions here that they mean.
struct BroughtBookings {
  private let store: DeskStore
  /// The schedule of each day that the file names, asked once.
  private var days: [Day: [SessionView]] = [:]

  init(_ store: DeskStore) { self.store = store }

  mutating func payload(
    _ booking: BookingRow, row: Int
  ) throws -> (row: ImportedBooking, remarks: [RowReason]) {
    let member = MemberReference(booking.member)
    let key = booking.session
    let named = [key.externalId, key.start?.text ?? "", key.service, key.location]
    let text = booking.externalId.orNil?.asOutsideID ?? digest(member.parts + named)
    var payload = ImportedBooking(
      Outside(text: text), member, state: Self.state(booking.state))
    payload.session = try session(key, row: row)?.session.id
    payload.sessionID = key.externalId.orNil?.asOutsideID
    return (payload, [])
  }

  private static func state(_ state: BookingRow.State) -> ImportedBooking.State {
    switch state {
    case .booked: .booked
    case .waitlisted: .waitlisted
    case .attended: .attended
    case .noShow: .noShow
    case .lateCancelled: .lateCancelled
    case .cancelled: .cancelled
    }
  }

  /// The session that starts then, of that name and at that place as far as the file says.
  private mutating func session(_ key: SessionKey, row: Int) throws -> SessionView? {
    guard let start = key.start else { return nil }
    // With an offset of its own the moment may lie on a neighbouring day of the location.
    let around = start.offset == nil ? [0] : [-1, 0, 1]
    var found: [SessionView] = []
    for day in around {
      found += try schedule(start.day.adding(days: day)).filter { session in
        session.session.start == start.instant(in: session.zone)
          && Self.same(key.service, session.service) && Self.same(key.location, session.location)
      }
    }
    guard found.count < 2 else {
      throw RowReason(
        row: row, code: .missingSession, "several sessions start then: name the class and place")
    }
    return found.first
  }

  /// What the file leaves open fits everything.
  private static func same(_ given: String, _ here: String) -> Bool {
    given.isEmpty || Folding.folded(given) == Folding.folded(here)
  }

  private mutating func schedule(_ day: Day) throws -> [SessionView] {
    if let known = days[day] { return known }
    let sessions = try store.schedule(from: day, days: 1, at: nil)
    days[day] = sessions
    return sessions
  }
}
