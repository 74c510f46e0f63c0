/// A place in a session, past or future, that somebody brings along.
package struct BookingRow: Hashable, Sendable {
  /// The file's id of the visit, empty where it has none.
  package var externalId = ""
  package var member: MemberKey
  package var session: SessionKey
  package var state: State
  package var extra: [ExtraCell] = []

  package enum State: String, Sendable, CaseIterable {
    case booked, waitlisted, attended, noShow, lateCancelled, cancelled
  }
}

/// Which session a booking means: by the outside id, or by its start and what it is called.
package struct SessionKey: Hashable, Sendable {
  package var externalId = ""
  package var service = ""
  package var location = ""
  package var start: Moment?
  package var end: Moment?

  package init() {}
}
