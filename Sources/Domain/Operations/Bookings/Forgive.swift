/// Takes a no-show back, with its credits, or lets off what is owed.
package struct Forgive: Intent {
  package static let kind = OperationKind.forgive
  package var booking: ID<Booking>
  package var reason: String

  package init(booking: ID<Booking>, reason: String) {
    self.booking = booking
    self.reason = reason
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let row = facts[booking] else { return [.booking(booking)] }
    return [.session(row.session), .roster(row.session), .lots(row.member)]
      + Situation.habitReads(row.member, at: at)
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var booking = try at.require(self.booking)
    let session = try at.require(booking.session)
    try at.demand(.judge, with: session)
    let why = Cleaned.note(reason)
    guard !why.isEmpty else { throw Refusal(.malformed, ["what": .word("reason")]) }
    at.subject = booking.id.raw
    if booking.state == .noShow {
      at.returned = at.release(&booking, to: .cancelled, percent: 100, reason: why)
      at.reviewHabit(of: booking.member)
      at.remember(kind: Self.kind)
    } else {
      guard booking.amountDue > 0 || booking.unpaid else {
        throw Refusal(.notFound, ["what": .word("due")])
      }
      booking.amountDue = 0
      booking.unpaid = false
      booking.lastAct = nil
      at.put(booking)
    }
    at.results.append(RowResult(.kept, key: booking.id.raw))
  }
}
