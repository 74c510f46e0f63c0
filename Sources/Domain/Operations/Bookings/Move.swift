/// Moves a booking to another session; it keeps what was paid and what it may return at most.
package struct Move: TakesPlaces {
  package static let kind = OperationKind.move
  package var booking: ID<Booking>
  package var to: ID<Session>
  /// True where somebody who waited gets a place without credits.
  package var unpaid: Bool?
  package var override: String?
  package var overrides: [RefusalCode]?
  package var draw: Draw?

  package init(booking: ID<Booking>, to: ID<Session>) {
    self.booking = booking
    self.to = to
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let row = facts[booking] else { return [.booking(booking), .session(to)] }
    return [.session(row.session), .roster(row.session)] + Book.reads(to, row.member, facts)
      + Situation.askedReads(row)
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var booking = try at.require(self.booking)
    let from = try at.require(booking.session)
    let to = try at.require(self.to)
    let service = try at.require(to.service)
    let member = try at.require(booking.member)
    let before = try at.require(from.service)
    try at.unlessConceded { () throws(Refusal) in
      try at.demandBooking(in: from, before)
      try at.demandBooking(in: to, service)
    }
    guard booking.state == .confirmed || booking.state == .waitlisted else {
      throw booking.state == .cancelled || booking.state == .expired
        ? Refusal(.bookingCancelled)
        : Refusal(.alreadyBooked, ["state": .word(booking.state.rawValue)])
    }
    guard from.id != to.id else {
      throw Refusal(.alreadyBooked, ["state": .word(booking.state.rawValue)])
    }
    // What no longer may be cancelled is not saved by moving it.
    try at.unlessConceded { () throws(Refusal) in try at.checkCancelOpen(booking, from) }
    var gate = gate
    try at.unlessConceded { () throws(Refusal) in
      try at.checkBookingWindow(to, walkIn: false, &gate)
    }
    try at.unlessConceded { () throws(Refusal) in
      try at.checkMember(member, for: to, service, &gate)
    }
    try at.checkClashes(booking.member, to, besides: booking.id, &gate)
    let over = try at.takePlaces(booking.spots, in: to, &gate)
    let waited = booking.state == .waitlisted
    if waited { at.answerByHand(booking) }
    booking.returnCap = at.returnShare(booking, from, waive: false)
    booking.session = to.id
    booking.state = .confirmed
    booking.overSpots = over
    booking.queue = nil
    booking.absent = false
    booking.lastAct = nil
    at.note(gate, on: &booking)
    if waited {
      booking.returnCap = 100
      try at.pay(for: &booking, to, service, unpaid: unpaid ?? false)
    }
    at.put(booking)
    at.settle(from.id)
    at.subject = booking.id.raw
  }
}
