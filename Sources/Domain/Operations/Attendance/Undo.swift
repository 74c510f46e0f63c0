/// Takes an act back: names the operation it undoes; what came later survives.
package struct Undo: Intent {
  package static let kind = OperationKind.undo
  package var act: ID<Act>
  package var reason = ""

  package init(act: ID<Act>) { self.act = act }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let row = facts[act] else { return [.act(act)] }
    var reads: [Read] = []
    if let note = row.note.flatMap({ facts[$0] }) {
      reads +=
        (note.member.map { [.member($0)] } ?? []) + (note.session.map { [.session($0)] } ?? [])
    }
    for booking in row.bookings.compactMap({ facts[$0] }) {
      reads += [
        .session(booking.session), .roster(booking.session), .lots(booking.member),
        .ledger(booking.id),
      ]
      if let session = facts[booking.session] {
        reads.append(.agenda(booking.member, from: session.start, to: session.end))
      }
      reads += Situation.habitReads(booking.member, at: at)
    }
    return reads
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var act = try at.require(self.act)
    guard !act.undone else { throw Refusal(.stale) }
    try permit(act, at)
    let kind = OperationKind(rawValue: act.kind)
    switch kind {
    case .checkIn, .markAttendance: try undoAttendance(act, &at)
    case .book, .hold: try undoBooking(act, &at)
    case .cancel: try undoCancel(act, &at)
    case .addNote: try undoNote(act, &at)
    default: throw Refusal(.notFound, ["what": .word("act")])
    }
    act.undone = true
    act.undoReason = Cleaned.note(reason)
    at.put(act)
    at.subject = act.bookings.first?.raw ?? act.note?.raw ?? act.id.raw
  }

  /// On the same device within the policy's time; manager and owner later and anywhere.
  private func permit(_ act: Act, _ at: Situation) throws(Refusal) {
    let place =
      act.bookings.first.flatMap { at.facts[$0] }.flatMap { at.facts[$0.session] }?.location
      ?? at.location
    if at.isManager(at: place) { return }
    guard at.isStaff else {
      throw Refusal(.notPermitted, ["action": .word("undo")])
    }
    guard act.device == at.device, at.at <= act.at + at.policy(at: place)[.undoWithin] else {
      throw Refusal(.undoTooLate, ["minutes": .count(at.policy(at: place)[.undoWithin] / 60)])
    }
  }

  private func undoAttendance(_ act: Act, _ at: inout Situation) throws(Refusal) {
    var undone = 0
    for id in act.bookings {
      guard var booking = at.facts[id], booking.lastAct == act.id,
        let session = at.facts[booking.session]
      else { continue }
      try at.demand(.checkIn, with: session)
      let was = booking.state
      act.restore(&booking)
      // By the judgement that came since, whoever was not there is a no-show.
      if was == .checkedIn, booking.state == .confirmed,
        session.judgedAt.map({ $0 > act.at }) ?? false
      {
        booking.state = .noShow
      }
      at.put(booking)
      if (was == .noShow) != (booking.state == .noShow) { at.reviewHabit(of: booking.member) }
      undone += 1
      at.results.append(RowResult(.kept, key: booking.id.raw))
    }
    guard undone > 0 else { throw Refusal(.stale) }
    at.remember(kind: Self.kind)
  }

  private func undoBooking(_ act: Act, _ at: inout Situation) throws(Refusal) {
    guard let id = act.bookings.first, var booking = at.facts[id] else {
      throw Refusal(.notFound, ["what": .word("booking")])
    }
    try at.demand(.bookForMember, with: try at.require(booking.session))
    guard booking.state.isLive, booking.state != .checkedIn, booking.state != .noShow else {
      throw Refusal(.stale)
    }
    at.returned = at.release(&booking, to: .cancelled, percent: 100, reason: "undo")
  }

  /// Only while the place is still free; the credits are taken again.
  ///
  /// A hold is made anew instead, and what was offered waits again: an offer is never made twice.
  private func undoCancel(_ act: Act, _ at: inout Situation) throws(Refusal) {
    guard let id = act.bookings.first, var booking = at.facts[id] else {
      throw Refusal(.notFound, ["what": .word("booking")])
    }
    let session = try at.require(booking.session)
    try at.demand(.cancelAny, with: session)
    guard booking.state == .cancelled, booking.lastAct == act.id else { throw Refusal(.stale) }
    act.restore(&booking)
    guard booking.state != .held, booking.state != .noShow else { throw Refusal(.stale) }
    try at.checkStanding(session)
    // What it was let in against stays gone over.
    var gate = Gate(reason: booking.overrideReason)
    try at.checkClashes(booking.member, session, besides: booking.id, &gate)
    if booking.state == .offered {
      booking.state = .waitlisted
      booking.expiresAt = nil
    }
    if booking.state.takesPlace { try at.checkPlaces(of: booking, in: session) }
    try at.reverseRefunds(of: booking, by: act)
    at.put(booking)
    at.settle(session.id)
  }

  private func undoNote(_ act: Act, _ at: inout Situation) throws(Refusal) {
    guard let id = act.note, var note = at.facts[id], !note.removed else { throw Refusal(.stale) }
    try at.demandNote(on: note.session, note.member)
    note.removed = true
    at.put(note)
  }
}

extension Situation {
  /// Takes an act's refunds and forfeits back by entries that name the ones they correct; throws
  /// INSUFFICIENT_CREDITS where what went back has been spent since.
  mutating func reverseRefunds(of booking: Booking, by act: Act) throws(Refusal) {
    for entry in facts.all(LedgerEntry.self)
    where entry.booking == booking.id && entry.operation.raw == act.id.raw {
      guard var lot = facts[entry.lot] else { continue }
      let missing = entry.amount - max(.zero, lot.left)
      guard missing <= .zero || mayLend(missing, of: booking) else {
        throw Refusal(
          .insufficientCredits,
          ["needed": .credits(entry.amount), "available": .credits(lot.left)])
      }
      lot.left -= entry.amount
      if missing > .zero { leaveOverdrawn(booking, missing) }
      // Days of grace end with the refund, unless something else has come into the lot.
      var before = lot
      act.restore(&before)
      if lot.left == before.left { lot = before }
      put(lot)
      enter(
        .adjust, -entry.amount, lot, booking.member, "undo", booking: booking.id,
        corrects: entry.id)
    }
  }
}
