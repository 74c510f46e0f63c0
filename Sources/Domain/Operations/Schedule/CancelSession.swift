/// Cancels a session: every booking that is not checked in ends, and everything goes back.
package struct CancelSession: Intent {
  package static let kind = OperationKind.cancelSession
  package var session: ID<Session>
  package var reason = ""

  package init(session: ID<Session>) { self.session = session }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    [.session(session), .roster(session)]
      + facts.all(Booking.self).filter(\.state.isLive).map { .lots($0.member) }
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var session = try at.require(self.session)
    try at.demand(.manageSchedule, with: session)
    guard session.status != .cancelled else { throw Refusal(.sessionCancelled) }
    session.status = .cancelled
    at.put(session)
    var returned = Credits.zero
    for var booking in at.facts.roster(session.id)
    where booking.state.isLive && booking.state != .checkedIn {
      booking.returnCap = 100
      returned += at.release(
        &booking, to: .cancelled, percent: 100, reason: Cleaned.note(reason))
      at.results.append(RowResult(.kept, key: booking.id.raw))
    }
    at.freed = []
    at.returned = returned
    at.subject = session.id.raw
  }
}
