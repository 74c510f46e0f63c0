/// Places given by a merge: to whoever is there already, or before all who only asked to wait.
extension Situation {
  /// Puts whoever is there on a place, over the capacity where none is left.
  ///
  /// What it costs is taken by `collect`.
  mutating func seat(_ booking: inout Booking, in session: Session) {
    if !booking.state.takesPlace {
      booking.overSpots = max(0, booking.spots - capacity(of: session).free)
    }
    if booking.overSpots > 0 {
      booking.overrideBy = actor.staffID
      booking.overrideReason = Self.mergeReason
    }
    booking.state = .confirmed
    booking.expiresAt = nil
    booking.queue = nil
    booking.cancelledAt = nil
    put(booking)
  }

  /// Puts a booking whose place is gone before all who only asked to wait, and behind those who lost
  /// theirs before it: the order of arrival, which decided who got the place, holds for them too.
  mutating func queueFirst(_ booking: inout Booking) {
    booking.state = .waitlisted
    booking.expiresAt = nil
    if !booking.lostPlace {
      let lost = facts.roster(booking.session).filter(\.lostPlace).compactMap(\.queue)
      booking.queue = lost.max().map { $0 + 1 } ?? Booking.firstRank
    }
    put(booking)
  }

  /// Leaves the decision that somebody who was promised a place waits; `unpaid` where it was to be
  /// paid later.
  mutating func leaveLastPlace(
    _ booking: Booking, _ session: Session, _ code: RefusalCode, unpaid: Bool
  ) {
    let last = facts.roster(session.id)
      .filter { $0.state.takesPlace && $0.id != booking.id }
      .max { ($0.bookedAt, $0.id) < ($1.bookedAt, $1.id) }
    let service = facts[session.service]
    let cost = service.map { credits(for: session, $0, spots: booking.spots) } ?? .zero
    let due = service.flatMap { price(of: $0, at: session.location, spots: booking.spots) } ?? 0
    let mayReturn = capacity(of: session).granted > 0
    leave(.lastPlace, code, about: booking) { row in
      row.otherBooking = last?.id
      row.otherAt = last?.bookedAt
      if unpaid { row.fields = [Conflict.unpaid] }
      if mayReturn { row.fields.append(Conflict.returning) }
      // A service without a price is worth its credits all the same.
      if unpaid, due > 0 {
        row.money = due
      } else {
        row.credits = cost
      }
    }
  }

  /// The person was given so many places for sure, and has another booking already: that one has them.
  mutating func honour(
    _ spots: Int, unpaid: Bool, by standing: inout Booking, _ session: Session
  ) {
    switch standing.state {
    case .waitlisted, .offered, .held:
      if standing.state == .waitlisted {
        standing.spots = max(spots, min(standing.spots, capacity(of: session).free))
      }
      seat(&standing, in: session)
      collect(for: &standing, session)
    default: break
    }
    let more = spots - standing.spots
    if more > 0, standing.state == .confirmed || standing.state == .checkedIn,
      let service = facts[session.service]
    {
      standing.overSpots += max(0, more - capacity(of: session).free)
      standing.spots += more
      if standing.unpaid || unpaid {
        owe(for: &standing, adding: more, session, service)
      } else {
        collect(more, for: &standing, session, service)
      }
    }
    put(standing)
  }

  /// The member's other booking of the same session that stands.
  func twin(of booking: Booking) -> Booking? {
    facts.all(Booking.self).first {
      $0.member == booking.member && $0.session == booking.session && $0.state.isLive
        && $0.id != booking.id
    }
  }

  /// People were there: a cancelled session was held after all. Those who were not keep what went
  /// back to them, and have to be called.
  mutating func hold(_ session: Session) {
    var held = session
    held.status = .scheduled
    put(held)
    leave(.sessionHeld, .sessionCancelled) { $0.session = session.id }
  }
}
