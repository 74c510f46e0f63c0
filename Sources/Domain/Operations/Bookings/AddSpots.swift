/// Adds places to a booking that stands, by the rules of a new one; giving back is `Cancel.spots`.
package struct AddSpots: TakesPlaces {
  package static let kind = OperationKind.addSpots
  package var booking: ID<Booking>
  /// How many more.
  package var spots = 1
  /// Let in without credits; the amount due of the new places stays on the booking.
  package var unpaid = false
  package var override: String?
  package var overrides: [RefusalCode]?
  package var draw: Draw?

  package init(booking: ID<Booking>) { self.booking = booking }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let row = facts[booking] else { return [.booking(booking)] }
    return [.session(row.session), .roster(row.session), .lots(row.member), .member(row.member)]
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var booking = try at.require(self.booking)
    let session = try at.require(booking.session)
    let service = try at.require(session.service)
    let member = try at.require(booking.member)
    if at.actor != .member(booking.member) {
      try at.unlessConceded { () throws(Refusal) in try at.demandBooking(in: session, service) }
    }
    guard booking.state == .confirmed || booking.state == .checkedIn else {
      throw booking.state.isLive
        ? Refusal(.alreadyBooked, ["state": .word(booking.state.rawValue)])
        : Refusal(.bookingCancelled)
    }
    try at.unlessConceded { () throws(Refusal) in
      try at.checkGroup(spots, joining: booking.spots, session)
    }
    var gate = gate
    // Who is in already takes friends along until check-in closes, as a walk-in would come.
    try at.unlessConceded { () throws(Refusal) in
      try at.checkBookingWindow(session, walkIn: booking.state == .checkedIn, &gate)
    }
    try at.unlessConceded { () throws(Refusal) in
      try at.checkMember(member, for: session, service, &gate)
    }
    booking.overSpots += try at.takePlaces(spots, in: session, &gate)
    booking.spots += spots
    at.note(gate, on: &booking)
    try at.pay(for: &booking, adding: spots, session, service, unpaid: unpaid)
    at.put(booking)
    at.subject = booking.id.raw
  }
}
