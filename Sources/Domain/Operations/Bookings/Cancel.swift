/// Cancels a booking, or gives some of its spots back, at the tier of the moment.
package struct Cancel: Intent {
  package static let kind = OperationKind.cancel
  package var booking: ID<Booking>
  package var reason = ""
  /// Only so many spots; nil means all.
  package var spots: Int?
  /// Everything back whatever the tier says: a right of manager and owner, recorded.
  package var waive = false

  package init(booking: ID<Booking>) { self.booking = booking }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let row = facts[booking] else { return [.booking(booking)] }
    return [.session(row.session), .roster(row.session), .lots(row.member)]
      + Situation.askedReads(row)
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var booking = try at.require(self.booking)
    let session = try at.require(booking.session)
    try permit(booking, session, at)
    guard booking.state.isLive else { throw Refusal(.bookingCancelled) }
    // Of those who are in nobody can be cancelled: the check-in has to be undone first.
    if booking.state == .checkedIn, spots ?? booking.spots > booking.spots - booking.present {
      throw checkedIn(booking, session, at)
    }
    guard booking.state != .noShow || at.isManager(at: session.location) else {
      throw Refusal(.alreadyJudged)
    }
    if let spots, spots < 1 || spots > booking.spots {
      throw Refusal(.malformed, ["what": .word("spots"), "most": .count(booking.spots)])
    }
    try at.checkCancelOpen(booking, session)
    at.subject = booking.id.raw
    let percent = at.returnShare(booking, session, waive: waive)
    let why = Cleaned.note(reason)
    if let spots, spots < booking.spots {
      at.returned = at.giveBack(&booking, percent: percent, spots: spots, reason: why)
      booking.spots -= spots
      booking.overSpots = max(0, booking.overSpots - spots)
      booking.participants = Array(booking.participants.prefix(booking.spots))
      at.put(booking)
      at.settle(session.id)
      return
    }
    at.answerByHand(booking)
    at.returned = at.release(&booking, to: .cancelled, percent: percent, reason: why)
    at.remember(kind: Self.kind)
  }

  private func permit(
    _ booking: Booking, _ session: Session, _ at: Situation
  ) throws(Refusal) {
    if waive { try at.demandManager(.judge, at: session.location) }
    try at.demandOwn(booking, session, .cancelAny)
  }

  private func checkedIn(_ booking: Booking, _ session: Session, _ at: Situation) -> Refusal {
    Refusal(
      .alreadyCheckedIn,
      [
        "at": at.time(booking.checkedInAt ?? at.at, at: session.location),
        "device": .word(booking.checkedInOn.flatMap { at.facts[$0]?.name } ?? ""),
      ])
  }
}
