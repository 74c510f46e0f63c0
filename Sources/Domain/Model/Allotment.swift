/// Places of a session that one device may give out without asking, also in the dark.
///
/// One holder, one life of its file: what another life spent is not known to it. It never ends by a
/// clock; what was drawn from it and what stood unused can be read from it afterwards.
package struct Allotment: Record {
  package var id = ID<Allotment>.none
  package var session = ID<Session>.none
  package var device = ID<Device>.none
  /// The life of the device's file to which they were granted; `lost` once another has begun.
  package var life = 0
  /// Granted and unused: nobody else may give these out.
  package var places = 0
  /// All that were ever granted.
  package var granted = 0
  /// Those of them that became bookings.
  package var used = 0
  /// Asked back: the holder returns what is unused when it hears of it.
  package var recalled = false
  /// When places were last granted.
  package var at = Instant(0)

  package static let table = Table.allotment
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("session", \.session), Field("device", \.device),
    Field("life", \.life), Field("places", \.places), Field("granted", \.granted),
    Field("used", \.used), Field("recalled", \.recalled), Field("at", \.at),
  ]
  package init() {}

  /// Stands for every life that is over: what it has not used nobody gives back before the session's
  /// end. No life has this number.
  package static let lost = 0

  package var isLost: Bool { life == Self.lost }
}

/// Places that a booking took from an allotment: the device did not have to ask for them.
package struct Draw: Hashable, Sendable, Codable {
  package var allotment: ID<Allotment>
  package var places: Int
  /// Of which they are: the booking may be in another when its operation arrives.
  package var session: ID<Session>?

  package init(_ places: Int, from row: Allotment) {
    allotment = row.id
    session = row.session
    self.places = places
  }
}

/// How a device draws when it decides an operation for the first time.
package enum Drawing: Sendable {
  /// All that makes the answer sure.
  case freely
  /// The line is up: places that are nobody's go first, the own are for the dark.
  case sparingly
}

extension Facts {
  /// The allotments of a session whose roster was read.
  package func allotments(of session: ID<Session>) -> [Allotment] {
    all(Allotment.self).filter { $0.session == session }
  }
}
