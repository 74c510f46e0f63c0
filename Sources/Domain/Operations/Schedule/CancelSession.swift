/// Cancels a session: every booking that is not checked in ends, and everything goes back.
package struct CancelSession: Intent {
  package static let kind = OperationKind.cancelSession
  package var session: ID<Session>
  package var reason = ""

  package init(session: ID<Session>) { self.session = session }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    var reads: [Read] = [.session(session), .roster(session)]
    for booking in facts.all(Booking.self)
    where booking.session == session && booking.state.isLive {
      reads.append(.lots(booking.member))
      if booking.state == .noShow { reads += Situation.habitReads(booking.member, at: at) }
    }
    return reads
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
      let missed = booking.state == .noShow
      returned += at.release(
        &booking, to: .cancelled, percent: 100, reason: Cleaned.note(reason))
      if missed { at.reviewHabit(of: booking.member) }
      at.results.append(RowResult(.kept, key: booking.id.raw))
    }
    at.freed = []
    at.returned = returned
    at.subject = session.id.raw
  }
}
