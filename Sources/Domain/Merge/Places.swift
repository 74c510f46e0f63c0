/// Places given by a merge: to whoever is there already, or first in line.
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

  /// Puts a booking before everybody who waits; those move on by one.
  mutating func queueFirst(_ booking: inout Booking) {
    let first = facts.roster(booking.session).compactMap(\.queue).min() ?? 2
    booking.state = .waitlisted
    booking.expiresAt = nil
    booking.queue = max(1, first - 1)
    if first <= 1 {
      for var other in facts.roster(booking.session) where other.id != booking.id {
        guard let place = other.queue else { continue }
        other.queue = place + 1
        put(other)
      }
    }
    put(booking)
  }

  /// Leaves the decision that somebody who was promised a place waits first in line.
  mutating func leaveLastPlace(_ booking: Booking, _ session: Session, _ code: RefusalCode) {
    let last = facts.roster(session.id)
      .filter { $0.state.takesPlace && $0.id != booking.id }
      .max { ($0.bookedAt, $0.id) < ($1.bookedAt, $1.id) }
    let cost = facts[session.service].map { credits(for: session, $0, spots: booking.spots) }
    leave(.lastPlace, code, about: booking) { row in
      row.otherBooking = last?.id
      row.otherAt = last?.bookedAt
      row.credits = cost ?? .zero
    }
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
