package import Domain

/// What a row hangs on, and so to whom it travels; a row that hangs on nothing goes to all.
package struct Hanging: Equatable, Sendable {
  /// It comes and goes with this session.
  package var session: ID<Session>?
  /// The only device, or the only location, that it is for.
  package var audience: Bits128?

  package init(session: ID<Session>? = nil, audience: Bits128? = nil) {
    (self.session, self.audience) = (session, audience)
  }

  /// `session` tells where a booking is that is not among the changes.
  package init(_ row: any Record, session: (ID<Booking>) throws -> ID<Session>?) rethrows {
    switch row {
    case let row as Session: self.session = row.id
    case let row as Booking: self.session = row.session
    case let row as Note: self.session = row.session
    case let row as Act: self.session = row.session
    case let row as LedgerEntry: self.session = try row.booking.flatMap(session)
    case let row as Incident:
      self.session = row.session
      if row.session == nil { audience = row.location.raw }
    case let row as Conflict: audience = row.location.raw
    case let row as NumberBlock: audience = row.device.raw
    case let row as RefusedEntry: audience = row.device.raw
    default: break
    }
  }
}

extension Table {
  /// True where its rows may hang on a session or an audience.
  package var hangs: Bool {
    switch self {
    case .session, .booking, .note, .act, .ledger, .incident, .numberBlock, .refusedEntry,
      .decision:
      true
    default: false
    }
  }
}
