/// When a session takes check-ins: opens before the start, late after it, closes for members.
package struct CheckInWindow: Equatable, Sendable {
  package let opens: Instant
  package let lateAfter: Instant
  package let closes: Instant
  package let end: Instant

  package init(_ session: Session, _ policy: Policy) {
    opens = session.start - policy[.checkInOpens]
    lateAfter = session.start + policy[.lateAfter]
    closes = session.start + policy[.checkInCloses]
    end = session.end
  }

  package func isOpen(at: Instant) -> Bool { at >= opens && at <= closes }
}

extension Refusal {
  /// True of a check-in that found no booking in its window: free places are what else there is.
  package var findsNoneInWindow: Bool {
    switch code {
    case .notFound, .sessionCancelled, .bookingCancelled, .wrongDay, .checkInTooEarly,
      .sessionOver, .checkInClosed:
      true
    default: false
    }
  }
}

/// How far a kiosk whose clock is only guessed trusts its idea of now.
let uncertainKioskReach = 12 * 3_600

extension Situation {
  /// The refusals of RULES.md, "Check-in and attendance", from NOT_FOUND on, in their order.
  func checkIn(
    allow booking: Booking, in session: Session, _ member: Member?, _ gate: inout Gate
  ) throws(Refusal) {
    let place = session.location
    if booking.state == .waitlisted || booking.state == .offered || booking.state == .held {
      throw Refusal(.notFound, ["what": .word(booking.state.rawValue)])
    }
    try gate.refuse(
      .wrongLocation, ["location": .word(place.text)],
      if: place != location && facts[device]?.location != place, self, at: location)
    if session.status != .scheduled { throw Refusal(.sessionCancelled) }
    if booking.state == .cancelled { throw Refusal(.bookingCancelled) }
    if booking.state == .expired {
      // Before the start only what was offered ends: whoever waits still may be offered a place.
      let what = booking.held ? "holdEnded" : at < session.start ? "offerEnded" : "waitlistEnded"
      throw Refusal(.bookingCancelled, ["what": .word(what)])
    }
    if let member {
      try gate.refuse(.memberBanned, if: member.status == .banned, self, at: place)
      try gate.refuse(.memberInactive, if: member.status == .inactive, self, at: place)
      try checkHealthForm(of: member, for: session, &gate)
    }
    if booking.state == .checkedIn, booking.present >= booking.spots {
      throw Refusal(
        .alreadyCheckedIn,
        [
          "at": time(booking.checkedInAt ?? at, at: place),
          "device": .word(booking.checkedInOn.flatMap { facts[$0]?.name } ?? ""),
        ])
    }
    try checkInTime(booking, session, &gate)
  }

  /// A kiosk cannot ask anybody to fill it in.
  func checkHealthForm(
    of member: Member, for session: Session, _ gate: inout Gate
  ) throws(Refusal) {
    let kiosk = channel == .kiosk || facts[device]?.role == .kiosk
    let needed = kiosk && policy(for: session).isOn(.parqRequired)
    try gate.refuse(.parqRequired, if: needed && member.parqOn == nil, self, at: session.location)
  }

  private func checkInTime(
    _ booking: Booking, _ session: Session, _ gate: inout Gate
  ) throws(Refusal) {
    let place = session.location
    let window = CheckInWindow(session, policy(for: session))
    if clockUncertain, isStaff || abs(session.start - at) <= uncertainKioskReach {
      return try checkJudged(session, reason: gate.reason)
    }
    let zone = zone(of: place)
    let last = isStaff ? judgeable(session) : max(window.closes, window.end)
    let inside = at >= window.opens && at <= last
    try gate.refuse(
      .wrongDay, ["start": time(session.start, at: place)],
      if: zone.day(of: session.start) != zone.day(of: at) && !inside, self, at: place)
    try gate.refuse(
      .checkInTooEarly, ["opens": time(window.opens, at: place)], if: at < window.opens, self,
      at: place)
    if !isStaff {
      if at > window.end, !conceded.contains(.sessionOver) {
        throw Refusal(.sessionOver, ["ended": time(window.end, at: place)])
      }
      try gate.refuse(
        .checkInClosed, ["closed": time(window.closes, at: place)], if: at > window.closes, self,
        at: place)
    }
    try checkJudged(session, reason: gate.reason)
  }

  /// After the judgement only manager and owner change attendance, and say why; what was meant
  /// before it, and arrives later, reverses it by itself.
  func checkJudged(_ session: Session, reason: String?) throws(Refusal) {
    guard isJudged(session), !conceded.contains(.alreadyJudged) else { return }
    guard isManager(at: session.location), reason != nil else { throw Refusal(.alreadyJudged) }
  }

  /// Counts people of a booking in; the first to arrive sets the time, the method and late.
  ///
  /// Nobody arrives after the end: who is marked then was there, and nobody wrote down since when. They
  /// count from the start, as those do that another system brings along.
  mutating func arrive(
    _ booking: inout Booking, count: Int, _ session: Session, by method: CheckInMethod,
    overridden: Bool, reason: String?
  ) {
    let wasNoShow = booking.state == .noShow
    if booking.state != .checkedIn {
      booking.state = .checkedIn
      booking.present = 0
      let came = at > session.end && !clockUncertain ? session.start : at
      booking.checkedInAt = came
      booking.checkedInOn = device
      booking.method = method
      booking.late = came > CheckInWindow(session, policy(for: session)).lateAfter
    }
    booking.present = min(booking.spots, booking.present + count)
    booking.absent = false
    if overridden, let reason {
      booking.overrideBy = actor.staffID
      booking.overrideReason = reason
    }
    booking.lastAct = ID(id.raw)
    put(booking)
    tellAnswered(by: booking)
    if wasNoShow { reviewHabit(of: booking.member) }
  }
}
