/// Places that were kept or waited for, and promised in the dark.
extension Confirm: Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] {
    refusal == nil ? [] : Situation.promiseReads(facts[booking])
  }

  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    try at.reconcile(self, refusal) { refusal, at throws(Refusal) in
      var row = try at.require(booking)
      switch refusal.code {
      case .holdExpired, .offerExpired,
        .alreadyBooked where row.state == .waitlisted:
        if row.state == .held || row.state == .offered {
          // Past its time by the corrected clock, but nobody else has the place.
          row.expiresAt = nil
          at.put(row)
          return .again
        }
        return try at.keepPromise(row, as: row.held ? .held : .offered, refusal.code, unpaid)
      case .alreadyBooked where row.state == .confirmed || row.state == .checkedIn:
        return at.doneBefore(row, refusal.code)
      default: return try at.owes(refusal)
      }
    }
  }
}

extension Promote: Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] {
    refusal == nil ? [] : Situation.promiseReads(facts[booking])
  }

  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    try at.reconcile(self, refusal) { refusal, at throws(Refusal) in
      let row = try at.require(booking)
      switch refusal.code {
      case .alreadyBooked where row.state == .confirmed || row.state == .checkedIn:
        return at.doneBefore(row, refusal.code)
      case .bookingCancelled where row.state == .expired:
        return try at.keepPromise(row, as: .waitlisted, refusal.code, unpaid)
      case .classFull where !at.isDrawn(row.spots, in: row.session):
        return try at.keepPromise(row, as: .waitlisted, refusal.code, unpaid)
      case .timeConflict: return try at.overlaps(row, refusal)
      default: return try at.stands(row, row.spots, refusal)
      }
    }
  }
}

extension AddSpots: Mergeable {
  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    try at.reconcile(self, refusal) { refusal, at throws(Refusal) in
      let row = try at.require(booking)
      switch refusal.code {
      case .classFull where row.state == .checkedIn:
        // They came along, and are in.
        at.concede(.classFull)
        at.leave(.walkIn, .classFull, rank: .low, about: row)
        return .again
      default: return try at.stands(row, spots, refusal)
      }
    }
  }
}

extension Move: Mergeable {
  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    try at.reconcile(self, refusal) { refusal, at throws(Refusal) in
      let row = try at.require(booking)
      switch refusal.code {
      case .alreadyBooked where row.session == to: return at.doneBefore(row, refusal.code)
      case .alreadyBooked where row.state == .offered,
        .bookingCancelled where row.state == .expired:
        // It waited, and was offered a place meanwhile where it no longer wants one.
        guard at.isDrawn(row.spots, in: to) else { throw refusal }
        var waiting = row
        waiting.state = .waitlisted
        waiting.expiresAt = nil
        at.put(waiting)
        return .again
      case .alreadyBooked where at.isDrawn(row.spots, in: to):
        var moved = row
        moved.session = to
        guard let session = at.facts[to], let standing = at.twin(of: moved) else { throw refusal }
        return at.joins(standing, instead: row, session, unpaid ?? false)
      case .timeConflict:
        guard let session = at.facts[to] else { throw refusal }
        return try at.overlaps(row, refusal, in: session)
      default: return try at.stands(row, row.spots, refusal, in: to)
      }
    }
  }
}

extension Situation {
  fileprivate static func promiseReads(_ booking: Booking?) -> [Read] {
    booking.map {
      [.places($0.member, $0.session), .conflicts($0.id)] + ($0.lastAct.map { [.act($0)] } ?? [])
    } ?? []
  }

  /// Credits that were spent elsewhere meanwhile do not undo what was promised.
  fileprivate mutating func owes(_ refusal: Refusal) throws(Refusal) -> Remedy {
    guard refusal.code == .insufficientCredits || refusal.code == .creditsExpired else {
      throw refusal
    }
    concede(.insufficientCredits, .creditsExpired)
    return .again
  }

  /// What the device did not have to ask for stands, whatever else was found, as long as the booking
  /// does: what ended that was done by a person.
  fileprivate mutating func stands(
    _ booking: Booking, _ spots: Int, _ refusal: Refusal, in session: ID<Session>? = nil
  ) throws(Refusal) -> Remedy {
    switch refusal.code {
    case .notFound, .malformed, .sessionCancelled, .bookingCancelled, .alreadyBooked,
      .insufficientCredits, .creditsExpired:
      return try owes(refusal)
    default:
      guard isDrawn(spots, in: session ?? booking.session) else { throw refusal }
      concede(refusal.code)
      let isFull = refusal.code == .classFull
      leave(.walkIn, refusal.code, rank: isFull ? .low : .normal, about: booking)
      return .again
    }
  }

  /// The same was done elsewhere already: once is enough.
  fileprivate mutating func doneBefore(_ booking: Booking, _ code: RefusalCode) -> Remedy {
    let act = lastAct(of: booking)
    adjust(code, about: booking)
    leave(.doneTwice, code, rank: .low, told: true, about: booking) { $0.met(act) }
    return .done
  }

  fileprivate mutating func overlaps(
    _ booking: Booking, _ refusal: Refusal, in session: Session? = nil
  ) throws(Refusal) -> Remedy {
    guard let session = session ?? facts[booking.session] else { throw refusal }
    let clash = clash(of: booking.member, with: session)
    concede(.timeConflict)
    leave(.timeConflict, refusal.code, about: booking) {
      $0.otherBooking = clash?.id
      $0.otherAt = clash?.bookedAt
    }
    return .again
  }

  /// The person has another booking there, which stands for both.
  fileprivate mutating func joins(
    _ standing: Booking, instead booking: Booking, _ session: Session, _ unpaid: Bool
  ) -> Remedy {
    var standing = standing
    adjust(.alreadyBooked, about: standing)
    if isDrawn(booking.spots, in: session.id) {
      honour(booking.spots, unpaid: unpaid, by: &standing, session)
    }
    leave(.bookedTwice, .alreadyBooked, rank: .low, told: true, about: booking) {
      $0.otherBooking = standing.id
      $0.otherAt = standing.bookedAt
    }
    return .done
  }

  /// What ended meanwhile is as it was where its place is free; else it waits before all who
  /// only asked to.
  fileprivate mutating func keepPromise(
    _ booking: Booking, as state: BookingState, _ code: RefusalCode, _ unpaid: Bool
  ) throws(Refusal) -> Remedy {
    guard let session = facts[booking.session], session.status == .scheduled else {
      throw Refusal(.sessionCancelled)
    }
    if let standing = twin(of: booking) {
      return joins(standing, instead: booking, session, unpaid)
    }
    var booking = booking
    if isDrawn(booking.spots, in: session.id) || capacity(of: session).free >= booking.spots {
      booking.state = state
      booking.expiresAt = nil
      put(booking)
      return .again
    }
    queueFirst(&booking)
    adjust(code, about: booking)
    let asked = facts.all(Conflict.self).contains {
      $0.kind == .lastPlace && $0.booking == booking.id && $0.status == .open
    }
    if !asked { leaveLastPlace(booking, session, code, unpaid: unpaid) }
    return .done
  }
}
