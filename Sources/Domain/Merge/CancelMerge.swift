/// A cancellation that met another end, or an arrival: what happened first stays, and is told.
extension Cancel: Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] {
    guard let refusal, let row = facts[booking] else { return [] }
    switch refusal.code {
    case .bookingCancelled:
      return [.places(row.member, row.session)] + (row.lastAct.map { [.act($0)] } ?? [])
    case .alreadyCheckedIn: return row.lastAct.map { [.act($0)] } ?? []
    case .alreadyJudged: return Situation.habitReads(row.member, at: at)
    default: return []
    }
  }

  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    var booking = try at.require(self.booking)
    switch refusal.code {
    case .bookingCancelled:
      let before = at.lastAct(of: booking)
      at.adjust(.bookingCancelled, about: booking)
      if let standing = at.twin(of: booking) {
        at.leave(.otherStands, .bookingCancelled, rank: .low, about: standing) {
          $0.otherBooking = booking.id
          $0.met(before)
        }
      } else {
        at.leave(.doneTwice, .bookingCancelled, rank: .low, told: true, about: booking) {
          $0.met(before)
        }
      }
    case .alreadyCheckedIn:
      let session = try at.require(booking.session)
      let promised = booking.creditsUsed.share(
        percent: at.returnShare(booking, session, waive: waive))
      at.adjust(.alreadyCheckedIn, about: booking)
      at.leave(.checkInAfterCancel, .alreadyCheckedIn, rank: .low, told: true, about: booking) {
        $0.credits = promised
        $0.otherDevice = booking.checkedInOn
        $0.otherAt = booking.checkedInAt
      }
    case .alreadyJudged:
      // Cancelled in time and judged since: the no-show goes back with it.
      guard at.facts[booking.session]?.judgedAt.map({ at.at <= $0 }) ?? false else {
        throw refusal
      }
      try at.reconcile(self, refusal) { refusal, at throws(Refusal) in
        guard refusal.code == .alreadyJudged else { throw refusal }
        booking.state = .confirmed
        at.put(booking)
        return .again
      }
      at.reviewHabit(of: booking.member)
      at.leave(.noShowReversed, .alreadyJudged, rank: .low, told: true, about: booking)
    default: throw refusal
    }
  }
}
