extension QRPass {
  /// What the authority signs for a booking; nil where there is no pass to give: nobody is expected,
  /// the pass was revoked, the session is over or cancelled.
  ///
  /// The same bytes whenever it is asked for, as long as the rows are the same: a name is locked under
  /// the signature that will be shown (`DoorBox`).
  package init?(
    of booking: Booking, in session: Session, memberNumber: String, key: Int, at now: Instant
  ) {
    guard booking.session == session.id, Self.isGiven(of: booking, in: session, at: now) else {
      return nil
    }
    self.init(
      key: UInt16(clamping: key), booking: booking.id.raw,
      member: (try? MemberNumber(text: memberNumber).sequence) ?? 0,
      session: UInt32(truncatingIfNeeded: session.id.raw.lo),
      validFrom: booking.bookedAt, validTo: session.end)
  }

  package static func isGiven(of booking: Booking, in session: Session, at now: Instant) -> Bool {
    !booking.passRevoked && (booking.state == .confirmed || booking.state == .checkedIn)
      && session.status == .scheduled && session.end > now
  }
}
