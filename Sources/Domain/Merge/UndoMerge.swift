/// Taking back: it names what it takes back, so what came later survives.
extension Undo: Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] {
    guard refusal != nil, let act = facts[act] else { return [] }
    return act.bookings.compactMap { facts[$0] }.flatMap { booking -> [Read] in
      [.places(booking.member, booking.session)] + (booking.lastAct.map { [.act($0)] } ?? [])
    }
  }

  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    try at.reconcile(self, refusal) { refusal, at throws(Refusal) in
      let act = at.facts[act]
      let booking = act?.bookings.first.flatMap { at.facts[$0] }
      switch refusal.code {
      case .stale,
        .notFound where act == nil, .alreadyBooked:
        let later = booking.flatMap { at.lastAct(of: $0) }
        at.adjust(.stale, about: booking)
        at.leave(.undoMissed, refusal.code, rank: .low, told: true, about: booking) {
          $0.met(later)
        }
        return .done
      case .classFull:
        guard let act, let booking else { throw refusal }
        waitAgain(act, booking, &at)
        return .done
      case .timeConflict:
        at.concede(.timeConflict)
        at.leave(.timeConflict, refusal.code, about: booking)
      case .insufficientCredits:
        at.concede(.insufficientCredits)
      default: throw refusal
      }
      return .again
    }
  }

  /// The place of a cancellation taken back is somebody else's by now: it waits before all who
  /// only asked to, with everything that was paid.
  private func waitAgain(_ act: Act, _ cancelled: Booking, _ at: inout Situation) {
    var act = act
    var booking = act.was(cancelled)
    let unpaid = booking.unpaid
    let corrected = Set(at.facts.all(LedgerEntry.self).compactMap(\.corrects))
    for entry in at.facts.all(LedgerEntry.self)
    where entry.booking == booking.id && entry.operation.raw == act.id.raw
      && entry.type == .forfeit && !corrected.contains(entry.id)
    {
      guard var lot = at.facts[entry.lot] else { continue }
      lot.left += entry.withheld
      at.put(lot)
      at.enter(
        .adjust, entry.withheld, lot, booking.member, Situation.mergeReason,
        booking: booking.id, corrects: entry.id)
    }
    booking.spends = []
    booking.amountDue = 0
    booking.unpaid = false
    booking.overSpots = 0
    at.queueFirst(&booking)
    act.undone = true
    act.undoReason = Cleaned.note(reason)
    at.put(act)
    at.adjust(.classFull, about: booking)
    if let session = at.facts[booking.session] {
      at.leaveLastPlace(booking, session, .classFull, unpaid: unpaid)
    }
  }
}

/// What two people did at two places is done once.
extension CancelSession: Mergeable {
  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    guard refusal.code == .sessionCancelled else { throw refusal }
    at.doneTwice(refusal.code, session)
  }
}

extension JudgeSession: Mergeable {
  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    guard refusal.code == .alreadyJudged, at.actor != .system else { throw refusal }
    at.doneTwice(refusal.code, session)
  }
}

extension Forgive: Mergeable {
  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    guard refusal.code == .notFound, let booking = at.facts[booking] else { throw refusal }
    at.doneTwice(refusal.code, booking.session, booking)
  }
}

/// A session made smaller than what is booked keeps everybody, and says how many are too many.
extension ChangeSession: Mergeable {
  func accepted(_ at: inout Situation) {
    guard capacity != nil, let session = at.facts[session], let target = session.target else {
      return
    }
    let sum = at.capacity(of: session)
    at.leave(.sessionShrunk) {
      $0.session = session.id
      $0.count = sum.taken - sum.above - target
    }
  }
}

extension Situation {
  fileprivate mutating func doneTwice(
    _ code: RefusalCode, _ session: ID<Session>, _ booking: Booking? = nil
  ) {
    adjusted = code
    subject = booking?.id.raw ?? session.raw
    leave(.doneTwice, code, rank: .low, told: true, about: booking) { $0.session = session }
  }
}
