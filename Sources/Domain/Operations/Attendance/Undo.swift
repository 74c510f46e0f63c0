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
    for booking in row.befores.compactMap({ facts[$0.booking] }) {
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
    at.subject = act.befores.first?.booking.raw ?? act.note?.raw ?? act.id.raw
  }

  /// On the same device within the policy's time; manager and owner later and anywhere.
  private func permit(_ act: Act, _ at: Situation) throws(Refusal) {
    let place =
      act.befores.first.flatMap { at.facts[$0.booking] }.flatMap { at.facts[$0.session] }?
      .location ?? at.location
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
    for before in act.befores {
      guard var booking = at.facts[before.booking], booking.lastAct == act.id,
        let session = at.facts[booking.session]
      else { continue }
      try at.demand(.checkIn, with: session)
      let was = booking.state
      var state = before.state ?? .confirmed
      // Whoever was let in before or after the judgement is a no-show by it.
      if was == .checkedIn, state == .confirmed, session.judgedAt != nil { state = .noShow }
      if was != state {
        let back = state == .checkedIn && (was == .confirmed || was == .noShow)
        guard was == .checkedIn || back else { continue }
        booking.state = state
      }
      booking.present = before.present
      booking.absent = before.absent
      if state != .checkedIn {
        booking.checkedInAt = nil
        booking.checkedInOn = nil
        booking.method = nil
        booking.late = false
      } else if booking.checkedInAt == nil {
        booking.checkedInAt = act.at
        booking.checkedInOn = act.device
        booking.method = .batch
      }
      booking.lastAct = nil
      at.put(booking)
      if (was == .noShow) != (state == .noShow) { at.reviewHabit(of: booking.member) }
      undone += 1
      at.results.append(RowResult(.kept, key: booking.id.raw))
    }
    guard undone > 0 else { throw Refusal(.stale) }
  }

  private func undoBooking(_ act: Act, _ at: inout Situation) throws(Refusal) {
    guard let id = act.befores.first?.booking, var booking = at.facts[id] else {
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
    guard let before = act.befores.first, var booking = at.facts[before.booking] else {
      throw Refusal(.notFound, ["what": .word("booking")])
    }
    let session = try at.require(booking.session)
    let service = try at.require(session.service)
    try at.demand(.cancelAny, with: session)
    guard booking.state == .cancelled, before.state != .held, before.state != .noShow else {
      throw Refusal(.stale)
    }
    try at.checkStanding(session)
    var gate = Gate(reason: nil)
    try at.checkClashes(booking.member, session, besides: booking.id, &gate)
    booking.cancelledAt = nil
    booking.absent = before.absent
    if before.state == .waitlisted || before.state == .offered {
      booking.state = .waitlisted
      booking.queue = at.nextInQueue(session)
    } else {
      _ = try at.takePlaces(booking.spots, in: session, &gate)
      booking.state = .confirmed
      if before.unpaid {
        booking.unpaid = true
        booking.amountDue =
          at.price(of: service, at: session.location, spots: booking.spots) ?? 0
      }
      try at.reverseRefunds(of: &booking, by: act)
    }
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
  mutating func reverseRefunds(of booking: inout Booking, by act: Act) throws(Refusal) {
    let entries = facts.all(LedgerEntry.self).filter { $0.booking == booking.id }
    var paid: [ID<CreditLot>: Credits] = [:]
    // An unlimited plan paid nothing, so nothing went back: its spend alone tells of it.
    for entry in entries where entry.type == .spend && entry.amount == .zero {
      paid[entry.lot] = .zero
    }
    for entry in entries where entry.operation.raw == act.id.raw {
      guard var lot = facts[entry.lot] else { continue }
      guard lot.left >= entry.amount else {
        throw Refusal(
          .insufficientCredits,
          ["needed": .credits(entry.amount), "available": .credits(lot.left)])
      }
      lot.left -= entry.amount
      put(lot)
      enter(
        .adjust, -entry.amount, lot, booking.member, "undo", booking: booking.id,
        corrects: entry.id)
      paid[entry.lot, default: .zero] += entry.amount + entry.withheld
    }
    booking.spends = paid.sorted { $0.key < $1.key }.map { LotSpend(lot: $0.key, amount: $0.value) }
  }
}
