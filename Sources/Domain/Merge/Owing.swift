/// What was promised in the dark and cannot be paid: both stand, a little below zero or unpaid.
extension Situation {
  /// What the member's lots are below zero altogether.
  private func debt(of member: ID<Member>) -> Credits {
    facts.lots(of: member).reduce(.zero) { $0 + max(.zero, -$1.left) }
  }

  /// True where the member may be so much more below zero (policy `creditDebt`).
  private func mayOwe(_ missing: Credits, _ member: ID<Member>, _ session: Session) -> Bool {
    debt(of: member) + missing
      <= Credits(hundredths: policy(for: session)[.creditDebt])
  }

  /// True where the merge goes over what is missing.
  func mayLend(_ missing: Credits, of booking: Booking) -> Bool {
    guard conceded.contains(.insufficientCredits), let session = facts[booking.session] else {
      return false
    }
    return mayOwe(missing, booking.member, session)
  }

  /// Takes what spots cost although the credits do not suffice; leaves a decision.
  mutating func lend(
    on spots: Int, of booking: inout Booking, _ session: Session, _ service: Service
  ) {
    let cost = credits(for: session, service, spots: spots)
    let day = today(at: session.location)
    let lots = validLots(booking.member, at: session.location, on: day)
      .filter { !$0.unlimited }
    let available = lots.reduce(Credits.zero) { $0 + max(.zero, $1.left) }
    let missing = cost - available
    if let last = lots.last(where: { $0.left > .zero }) ?? lots.first,
      mayOwe(missing, booking.member, session)
    {
      for lot in lots where lot.left > .zero && lot.id != last.id {
        take(lot.left, from: lot, for: &booking)
      }
      take(max(.zero, last.left) + missing, from: last, for: &booking)
    } else {
      owe(for: &booking, adding: spots, session, service)
    }
    leaveOverdrawn(booking, missing)
  }

  /// Takes a refund back from the lots into which it went, and makes the booking paid again as it was
  /// before the operation that gave it back; what cannot be taken back becomes owed.
  ///
  /// Returns what was taken back.
  mutating func takeBackRefund(of booking: inout Booking) -> Credits {
    guard let session = facts[booking.session], let service = facts[session.service] else {
      return .zero
    }
    if let act = lastAct(of: booking) {
      var before = booking
      act.restore(&before)
      booking.amountDue = before.amountDue
      booking.unpaid = before.unpaid
      booking.participants = before.participants
    }
    let ledger = facts.all(LedgerEntry.self)
    let corrected = Set(ledger.compactMap(\.corrects))
    let returns = ledger.filter { entry in
      entry.booking == booking.id && entry.operation.raw == booking.lastAct?.raw
        && (entry.type == .refund || entry.type == .forfeit) && !corrected.contains(entry.id)
    }
    let back = returns.reduce(Credits.zero) { $0 + $1.amount }
    let gone = Dictionary(grouping: returns, by: \.lot).reduce(Credits.zero) { gone, lot in
      let left = max(.zero, facts[lot.key]?.left ?? .zero)
      return gone + max(.zero, lot.value.reduce(.zero) { $0 + $1.amount } - left)
    }
    guard gone == .zero || mayOwe(gone, booking.member, session) else {
      owe(for: &booking, adding: booking.spots, session, service)
      leaveOverdrawn(booking, gone)
      return .zero
    }
    for entry in returns {
      guard var lot = facts[entry.lot] else { continue }
      lot.left -= entry.amount
      put(lot)
      enter(
        .adjust, -entry.amount, lot, booking.member, Self.mergeReason, booking: booking.id,
        corrects: entry.id)
      let paid = entry.amount + entry.withheld
      if let place = booking.spends.firstIndex(where: { $0.lot == lot.id }) {
        booking.spends[place].amount += paid
      } else {
        booking.spends.append(LotSpend(lot: lot.id, amount: paid))
      }
    }
    if gone > .zero { leaveOverdrawn(booking, gone) }
    return back
  }

  mutating func leaveOverdrawn(_ booking: Booking, _ missing: Credits) {
    leave(.overdrawn, .insufficientCredits, about: booking) {
      $0.credits = missing
      $0.money = booking.amountDue
    }
  }

  /// Takes the price of a booking that got its place by a merge and has neither paid nor owes.
  mutating func collect(for booking: inout Booking, _ session: Session) {
    guard booking.spends.isEmpty, !booking.unpaid, let service = facts[session.service] else {
      return
    }
    collect(booking.spots, for: &booking, session, service)
  }

  /// Takes what some of its spots cost, also where the credits do not suffice.
  mutating func collect(
    _ spots: Int, for booking: inout Booking, _ session: Session, _ service: Service
  ) {
    do throws(Refusal) {
      try spend(on: spots, of: &booking, session, service)
    } catch {
      lend(on: spots, of: &booking, session, service)
    }
  }
}
