/// Makes a hold or an offer a booking: the places were kept, now the credits are taken.
package struct Confirm: Intent {
  package static let kind = OperationKind.confirm
  package var booking: ID<Booking>
  package var unpaid = false

  package init(booking: ID<Booking>) { self.booking = booking }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let row = facts[booking] else { return [.booking(booking)] }
    return [.session(row.session), .roster(row.session), .lots(row.member), .member(row.member)]
      + Situation.askedReads(row)
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var booking = try at.require(self.booking)
    let session = try at.require(booking.session)
    let service = try at.require(session.service)
    let held = booking.state == .held
    if at.actor != .member(booking.member) { try at.demandBooking(in: session, service) }
    if booking.state == .expired {
      throw Refusal(booking.held ? .holdExpired : .offerExpired)
    }
    guard held || booking.state == .offered else {
      throw Refusal(.alreadyBooked, ["state": .word(booking.state.rawValue)])
    }
    guard at.facts[booking.member]?.status != .banned else { throw Refusal(.memberBanned) }
    try at.checkStanding(session)
    if let end = booking.expiresAt, at.at > end, !at.clockUncertain {
      throw Refusal(held ? .holdExpired : .offerExpired)
    }
    booking.state = .confirmed
    booking.expiresAt = nil
    booking.queue = nil
    try at.pay(for: &booking, session, service, unpaid: unpaid)
    at.put(booking)
    at.answerByHand(booking)
    at.subject = booking.id.raw
  }
}

extension Situation {
  /// The member whose booking it is may act for themselves; others need the right.
  func demandOwn(_ booking: Booking, _ session: Session, _ action: Action) throws(Refusal) {
    if case .member(let own) = actor, own == booking.member { return }
    try demand(action, with: session)
  }
}
