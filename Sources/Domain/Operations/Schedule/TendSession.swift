/// The authority's work on one session: holds and offers end, places are offered, the waiting close.
package struct TendSession: Intent {
  package static let kind = OperationKind.tendSession
  package var session: ID<Session>

  package init(session: ID<Session>) { self.session = session }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    var reads: [Read] = [.session(session), .roster(session)]
    for booking in facts.all(Booking.self) where booking.state == .waitlisted {
      reads.append(.member(booking.member))
      if booking.lostPlace { reads += [.lots(booking.member), .conflicts(booking.id)] }
    }
    return reads
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.actor == .system else { throw at.denied(.manageSchedule) }
    let session = try at.require(self.session)
    for booking in at.facts.roster(session.id) where booking.isDue(at: at.at, session) {
      var ended = booking
      ended.state = .expired
      ended.expiresAt = nil
      ended.queue = nil
      at.put(ended)
      at.results.append(RowResult(.kept, key: ended.id.raw))
    }
    at.settle(session.id)
    if let session = at.facts[session.id] {
      at.seatReturned(session)
      at.offerFreePlaces(session)
    }
    at.callBack()
    at.freed = []
    at.subject = session.id.raw
  }
}

extension Booking {
  /// True for a hold or offer past its time, and for whoever still waits when it starts.
  package func isDue(at now: Instant, _ session: Session) -> Bool {
    switch state {
    case .held: expiresAt.map { now > $0 } ?? false
    case .offered: (expiresAt.map { now > $0 } ?? false) || now >= session.start
    case .waitlisted: now >= session.start || session.status == .cancelled
    default: false
    }
  }
}
