/// How much a cancellation returns, in percent of the credits paid, and until when it may be.
package enum CancellationTier: Equatable, Sendable {
  case full, part, none

  /// The tier at a moment; each limit belongs to the member.
  package init(start: Instant, at: Instant, _ policy: Policy) {
    if at <= start - policy[.cancelFull] {
      self = .full
    } else if at <= start - policy[.cancelHalf] {
      self = .part
    } else {
      self = .none
    }
  }

  package func percent(_ policy: Policy) -> Int {
    switch self {
    case .full: 100
    case .part: policy[.cancelHalfPercent]
    case .none: 0
    }
  }
}

extension Situation {
  /// Throws CANCEL_CLOSED after the start, but for manager and owner.
  func checkCancelOpen(_ booking: Booking, _ session: Session) throws(Refusal) {
    guard at > session.start, booking.state.takesPlace, !clockUncertain,
      !isManager(at: session.location)
    else { return }
    throw Refusal(.cancelClosed, ["start": time(session.start, at: session.location)])
  }

  /// The share that cancelling now returns; what was moved never returns more than when moved.
  package func returnShare(_ booking: Booking, _ session: Session, waive: Bool) -> Int {
    if waive || clockUncertain { return min(100, waive ? 100 : booking.returnCap) }
    let policy = policy(for: session)
    let tier = CancellationTier(start: session.start, at: at, policy)
    return min(tier.percent(policy), booking.returnCap)
  }

  /// Ends a booking's places and returns the share of what it cost; its override dies with it.
  mutating func release(
    _ booking: inout Booking, to state: BookingState, percent: Int, reason: String
  ) -> Credits {
    let back = giveBack(&booking, percent: percent, spots: booking.spots, reason: reason)
    booking.state = state
    booking.expiresAt = nil
    booking.queue = nil
    booking.overSpots = 0
    booking.present = 0
    booking.absent = false
    if state == .cancelled { booking.cancelledAt = at }
    booking.lastAct = ID(id.raw)
    put(booking)
    settle(booking.session)
    return back
  }
}
