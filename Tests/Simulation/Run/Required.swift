/// What must happen over the fixed seeds, or they prove too little. The list only grows.
package enum Required {
  /// With so many seeds, all of it.
  package static let seeds: UInt64 = 200

  /// Seeds that found something once.
  package static let kept: [UInt64] = [4, 13, 36, 40, 41, 42, 57, 67, 107, 163, 2_913]

  package static let words: [String] = happened.flatMap { kind, words in
    words.split(whereSeparator: \.isWhitespace).map { "\(kind) \($0)" }
  }

  /// True for a word of a list that it is missing from.
  package static func lacks(_ word: String) -> Bool {
    happened.contains { kind, _ in kind != "told" && word.hasPrefix(kind + " ") }
      && !words.contains(word)
  }

  private static let happened = [
    // What the authority said.
    (
      "outcome",
      """
      adjusted applied parked rejected
      """
    ),
    // Rows of the conflict table.
    (
      "decision",
      """
      absentButIn bookedTwice checkInAfterCancel doneTwice lastPlace letIn noShowReversed
      otherStands overdrawn profile refused renumbered rightLost sameMember seated sessionHeld
      sessionShrunk timeConflict twiceIn twoMachines undoMissed walkIn
      """
    ),
    // What people did about them.
    (
      "chosen",
      """
      accept cancelBooking discard keep keepOnWaitlist letIn mergeMembers moveToSession name
      revokePass takeNew tryAgain
      """
    ),
    // What the rules refused.
    (
      "desk",
      """
      AGE_NOT_MET ALREADY_BOOKED ALREADY_CHECKED_IN ALREADY_JUDGED BOOKING_CANCELLED
      BOOKING_CLOSED BOOKING_NOT_OPEN CANCEL_CLOSED CHECKIN_CLOSED CHECKIN_TOO_EARLY CLASS_FULL
      CREDITS_EXPIRED GROUP_TOO_LARGE HOLD_EXPIRED HOLD_RATE_LIMITED INSUFFICIENT_CREDITS
      LEADER_UNAVAILABLE LOCATION_DENIED MALFORMED MEMBER_BANNED MEMBER_INACTIVE
      MEMBER_RESTRICTED MISTYPED_CODE NEEDS_CONFIRMATION NOT_FOUND NOT_PERMITTED
      NOT_SELF_BOOKABLE NO_AVAILABILITY OFFER_EXPIRED PARQ_REQUIRED PASS_EXPIRED PASS_FORGED
      PASS_REVOKED SESSION_CANCELLED SESSION_OVER STALE TERMS_REQUIRED TIME_CONFLICT TOO_LARGE
      UNDO_TOO_LATE UNKNOWN_CODE WRONG_DAY WRONG_LOCATION
      """
    ),
    // What only the authority can refuse.
    (
      "told",
      """
      IDEMPOTENCY_MISMATCH
      """
    ),
    // Files that went by hand: to a desk, to the authority, with a changed byte, and locked ones.
    (
      "carried",
      """
      authority changed desk locked
      """
    ),
    // What was made sure of beforehand.
    (
      "drawn",
      """
      booking.add booking.book booking.move
      """
    ),
    // What became of machines.
    (
      "machine",
      """
      copied putBack shutOut
      """
    ),
    // What was done.
    (
      "kind",
      """
      act.undo booking.add booking.book booking.cancel booking.confirm booking.forgive
      booking.hold booking.move booking.promote checkin.batch checkin.in checkin.letin
      checkin.refused credits.expire credits.grant decision.resolve device.aside device.enrol
      device.life device.revoke import.bookings import.credits import.members import.sessions incident.report location.add
      member.edit member.merge member.register note.add numbers.grant outages.announce places.allot
      places.release places.return policy.set room.add
      sauna.heat service.define session.cancel session.change session.judge session.schedule
      session.tend staff.add studio.found window.move
      """
    ),
  ]
}
