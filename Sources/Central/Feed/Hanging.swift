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
    // One cast, of the kind that the row is: this is asked of every row that changes.
    switch type(of: row).table {
    case .session: self.session = ID(row.key)
    case .booking: self.session = (row as? Booking)?.session
    case .allotment: self.session = (row as? Allotment)?.session
    case .note: self.session = (row as? Note)?.session
    case .act: self.session = (row as? Act)?.session
    case .ledger: self.session = try (row as? LedgerEntry)?.booking.flatMap(session)
    case .incident:
      guard let row = row as? Incident else { return }
      self.session = row.session
      if row.session == nil { audience = row.location.raw }
    case .decision: audience = (row as? Conflict)?.location.raw
    case .numberBlock: audience = (row as? NumberBlock)?.device.raw
    case .refusedEntry: audience = (row as? RefusedEntry)?.device.raw
    default: break
    }
  }
}

extension Table {
  /// True where its rows may hang on a session or an audience.
  package var hangs: Bool {
    switch self {
    case .session, .booking, .note, .act, .ledger, .incident, .numberBlock, .refusedEntry,
      .decision, .allotment:
      true
    default: false
    }
  }
}
