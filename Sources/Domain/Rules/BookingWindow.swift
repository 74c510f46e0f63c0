/// When a session may be booked; both limits belong to the member.
extension Situation {
  /// Refuses what is not scheduled, over, not yet open or closed.
  func checkBookingWindow(
    _ session: Session, walkIn: Bool, _ gate: inout Gate
  ) throws(Refusal) {
    try checkStanding(session)
    if clockUncertain { return }
    let policy = policy(for: session)
    let opens =
      session.start
      - (isStaff ? policy[.bookingOpensStaff] : policy[.bookingOpensMember])
    let place = session.location
    try gate.refuse(
      .bookingNotOpen, ["opens": time(opens, at: place)], if: at < opens, self, at: place)
    let closes = walkIn ? session.start + policy[.checkInCloses] : session.start
    try gate.refuse(
      .bookingClosed, ["closed": time(closes, at: place)], if: at > closes, self, at: place)
  }

  /// A session that is cancelled, a draft or over takes no bookings from anybody.
  func checkStanding(_ session: Session) throws(Refusal) {
    switch session.status {
    case .cancelled: throw Refusal(.sessionCancelled)
    case .draft: throw Refusal(.notFound, ["what": .word("session")])
    case .scheduled: break
    }
    if !clockUncertain, at > session.end {
      throw Refusal(.sessionOver, ["ended": time(session.end, at: session.location)])
    }
  }
}
