/// Gives somebody who waits a place by hand, past the offers.
package struct Promote: TakesPlaces {
  package static let kind = OperationKind.promote
  package var booking: ID<Booking>
  package var unpaid = false
  package var override: String?
  package var overrides: [RefusalCode]?
  package var draw: Draw?

  package init(booking: ID<Booking>) { self.booking = booking }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let row = facts[booking] else { return [.booking(booking)] }
    return Book.reads(row.session, row.member, facts) + Situation.askedReads(row)
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var booking = try at.require(self.booking)
    let session = try at.require(booking.session)
    let service = try at.require(session.service)
    try at.unlessConceded { () throws(Refusal) in try at.demandBooking(in: session, service) }
    guard booking.state == .waitlisted || booking.state == .offered else {
      throw booking.state.isLive
        ? Refusal(.alreadyBooked, ["state": .word(booking.state.rawValue)])
        : Refusal(.bookingCancelled)
    }
    let member = try at.require(booking.member)
    var gate = gate
    try at.unlessConceded { () throws(Refusal) in
      try at.checkBookingWindow(session, walkIn: true, &gate)
    }
    try at.unlessConceded { () throws(Refusal) in
      try at.checkMember(member, for: session, service, &gate)
    }
    try at.checkClashes(booking.member, session, besides: booking.id, &gate)
    if booking.state == .waitlisted {
      booking.overSpots = try at.takePlaces(booking.spots, in: session, &gate)
    }
    at.note(gate, on: &booking)
    booking.state = .confirmed
    booking.expiresAt = nil
    booking.queue = nil
    try at.pay(for: &booking, session, service, unpaid: unpaid)
    at.put(booking)
    at.answerByHand(booking)
    at.subject = booking.id.raw
  }
}
