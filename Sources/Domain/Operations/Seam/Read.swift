/// The rows that a rule may ask for; a store answers all reads of one step in one trip.
///
/// The studio's own few rows (organization, locations, rooms, devices, staff, pass keys) are in
/// every `Facts` without being asked for.
package enum Read: Hashable, Sendable {
  /// The session and its service.
  case session(ID<Session>)
  /// All bookings of the session, in any state, and the places granted to devices.
  case roster(ID<Session>)
  case service(ID<Service>)
  case services
  /// The booking, with its session and service.
  case booking(ID<Booking>)
  /// Bookings with this code (compact), of any member, each with its session and service.
  case code(String)
  /// Bookings with this reference, whatever became of them.
  case reference(String)
  /// The member, and whose alias it is.
  case member(ID<Member>)
  /// The member with this number, and the family.
  case memberNumber(String)
  /// The members with this barcode from another system, and their families.
  case barcode(String)
  case lots(ID<Member>)
  case lot(ID<CreditLot>)
  /// Ledger entries that name the booking.
  case ledger(ID<Booking>)
  /// The member's bookings in one session, in any state.
  case places(ID<Member>, ID<Session>)
  /// The member's bookings of sessions that overlap the time, with sessions and services.
  case agenda(ID<Member>, from: Instant, to: Instant)
  /// The member's bookings made since then, holds included.
  case booked(ID<Member>, since: Instant)
  /// The member's no-shows of sessions that started since then, with the sessions.
  case absences(ID<Member>, since: Instant)
  /// Sessions of one leader that overlap the time, at any location, with their services.
  case leaderSessions(ID<Staff>, from: Instant, to: Instant)
  /// The act, its note and the bookings that it changed, with their sessions.
  case act(ID<Act>)
  case note(ID<Note>)
  case numbers(ID<Device>, NumberKind)
  /// Every block of that kind: the authority grants past the last.
  case allNumbers(NumberKind)
  /// What another system's id means here, and the row it means.
  case outside(Table, source: String, text: String)
  /// Members with this folded e-mail.
  case email(String)
  /// Members with this birth date.
  case born(Day)
  /// All that stands under a member's name: bookings with their sessions, lots, ledger, notes.
  case account(ID<Member>)
  /// An operation that came before, refused or not: only the authority knows those of all devices.
  case operation(ID<Operation>)
  case conflict(ID<Conflict>)
  /// Open decisions about the booking.
  case conflicts(ID<Booking>)
  /// Open decisions about somebody let in by this code.
  case lettingIn(String)
}
