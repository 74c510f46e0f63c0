/// A booking made in the dark: whoever is there stays, and whoever was given a place that the device
/// had been granted; whoever was promised another waits before all who only asked to; and what cannot
/// be honoured leaves a cancelled booking, so that its code is known at the door.
extension Book: Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] {
    (code?.compact).map { [.lettingIn($0)] } ?? []
  }

  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    do throws(Refusal) {
      try at.reconcile(self, refusal, remedy: remedy)
    } catch {
      guard let booking = ended(as: .cancelled, at) else { throw error }
      at.put(booking)
      at.reject(self, error, about: booking)
    }
  }

  private func remedy(
    _ refusal: Refusal, _ at: inout Situation
  ) throws(Refusal) -> Remedy {
    let session = try at.require(self.session)
    let isFirm = at.isDrawn(spots, in: session.id)
    switch refusal.code {
    case .insufficientCredits, .creditsExpired:
      at.concede(.insufficientCredits, .creditsExpired)
    case .alreadyBooked:
      try joinStanding(&at)
      return .done
    case .timeConflict:
      let clash = at.clash(of: at.facts.standing(member), with: session)
      at.concede(.timeConflict)
      at.leave(.timeConflict, .timeConflict, about: newBooking(session, at)) {
        $0.otherBooking = clash?.id
        $0.otherAt = clash?.bookedAt
      }
    case .classFull:
      at.concede(.classFull)
      if walkIn || isFirm {
        at.leave(.walkIn, .classFull, rank: .low, about: newBooking(session, at))
      }
    case .sessionCancelled where walkIn:
      at.hold(session)
    case .notFound, .malformed, .sessionCancelled: throw refusal
    case let code where isFirm || walkIn && code.isOverridable:
      at.concede(code)
      at.leave(.walkIn, code, about: newBooking(session, at))
    default: throw refusal
    }
    return .again
  }

  /// One person has one booking a session: the one that came first stands for both.
  private func joinStanding(_ at: inout Situation) throws(Refusal) {
    guard let booking = ended(as: .cancelled, at), var standing = at.twin(of: booking),
      let session = at.facts[session]
    else { throw Refusal(.alreadyBooked) }
    at.put(booking)
    at.adjust(.alreadyBooked, about: standing)
    if at.isDrawn(spots, in: session.id) {
      at.honour(spots, unpaid: unpaid, by: &standing, session)
    } else if standing.state == .waitlisted, !waitlist || placed ?? false {
      // It waits where this one was told of a place: what was said to the person counts.
      if walkIn || at.capacity(of: session).free >= standing.spots {
        at.seat(&standing, in: session)
        at.collect(for: &standing, session)
        at.put(standing)
      } else {
        at.queueFirst(&standing)
        at.leaveLastPlace(standing, session, .classFull, unpaid: unpaid)
      }
    }
    at.leave(
      .bookedTwice, .alreadyBooked, rank: .low, told: spots <= standing.spots, about: booking
    ) {
      $0.otherBooking = standing.id
      $0.otherAt = standing.bookedAt
    }
  }

  /// The booking as it ends without ever having held a place; nil where its session or member is
  /// unknown here.
  func ended(as state: BookingState, _ at: Situation) -> Booking? {
    guard let session = at.facts[session], at.facts[member] != nil else { return nil }
    var booking = newBooking(session, at)
    booking.state = state
    booking.held = state == .expired
    booking.cancelledAt = state == .cancelled ? at.at : nil
    return booking
  }

  /// Somebody came with this code before the booking itself arrived: now they are known.
  func accepted(_ at: inout Situation) {
    guard var booking = at.facts[ID<Booking>(at.id.raw)], booking.state == .confirmed,
      let session = at.facts[session], !booking.code.isEmpty
    else { return }
    for var stranger in at.facts.all(Conflict.self)
    where stranger.kind == .letIn && stranger.status == .open
      && stranger.presented == booking.code && stranger.location == session.location
      && abs(session.start - stranger.at) <= 36 * 3_600
    {
      at.arrive(
        &booking, count: min(stranger.count, booking.spots - booking.present), session,
        by: .code, overridden: false, reason: nil)
      booking.checkedInAt = stranger.at
      booking.checkedInOn = stranger.device
      booking.late = stranger.at > CheckInWindow(session, at.policy(for: session)).lateAfter
      at.put(booking)
      stranger.status = .told
      stranger.booking = booking.id
      stranger.member = booking.member
      stranger.session = session.id
      stranger.presented = ""
      at.put(stranger)
    }
  }
}

/// A hold is a question, not a promise: one that was refused is expired, in case it was confirmed in
/// the dark.
extension Hold: Mergeable {
  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    var book = Book(session: session, member: member, code: code)
    book.spots = spots
    book.numbers = numbers
    guard refusal.code != .notPermitted, refusal.code != .malformed,
      let booking = book.ended(as: .expired, at)
    else { throw refusal }
    at.put(booking)
    at.adjust(refusal.code, about: booking)
  }
}

extension Situation {
  /// The booking of the same person at the same time.
  func clash(of member: ID<Member>, with session: Session) -> Booking? {
    facts.all(Booking.self).first { other in
      other.member == member && other.state.takesPlace && other.session != session.id
        && facts[other.session].map {
          $0.status == .scheduled && $0.start < session.end && session.start < $0.end
        } ?? false
    }
  }
}
