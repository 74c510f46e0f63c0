/// Who stood there is in: a merge never refuses that, it mends what stands against it.
extension CheckIn: Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] {
    guard refusal != nil else {
      return (found?.booking ?? booking).map { Situation.answeredReads(by: $0, facts) } ?? []
    }
    return facts.all(Booking.self).flatMap { Situation.arrivalReads($0) }
  }

  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    var intent = self
    var refusal = refusal
    if refusal.code == .malformed, let most = refusal.arguments["most"], most != .count(0) {
      // More were counted in elsewhere meanwhile: all who are still missing are here.
      intent.count = nil
      at.leaveTwiceIn(target(at), told: true)
      at.adjusted = .alreadyCheckedIn
      refusal = Refusal(.alreadyCheckedIn)
      var attempt = at
      do throws(Refusal) {
        try intent.decide(&attempt)
        at = attempt
        return
      } catch {
        refusal = error
      }
    }
    try at.reconcile(intent, refusal) { refusal, at throws(Refusal) in
      try intent.remedy(refusal, &at)
    }
  }

  /// The booking that is meant, the standing one where the presented one has ended.
  private func target(_ at: Situation) -> Booking? {
    guard let found = try? find(at), let booking = at.facts[found.booking] else { return nil }
    return booking.state.isLive ? booking : liveTwin(of: booking, at) ?? booking
  }

  /// The text by which whoever was let in is found again.
  private func matched(_ booking: Booking?) -> String {
    if let pass { return pass.matched }
    let known = booking?.code ?? (self.booking ?? found?.booking)?.text ?? ""
    return Presented.matched(found == nil ? presented ?? known : known)
  }

  private func remedy(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) -> Remedy {
    let booking = target(at)
    switch refusal.code {
    case .alreadyCheckedIn:
      guard let booking, let found = try? find(at) else { throw refusal }
      at.joinCheckIn(booking, by: found.method)
      return .done
    case .bookingCancelled:
      guard let booking else { throw refusal }
      at.revive(booking)
    case .notFound where booking != nil && booking?.state != .confirmed,
      .sessionCancelled where booking != nil:
      guard let booking, let session = at.facts[booking.session] else { throw refusal }
      if refusal.code == .sessionCancelled {
        at.hold(session)
      } else {
        at.takeIn(booking, session)
      }
    case .unknownCode, .notFound, .needsConfirmation, .passRevoked, .passExpired:
      // They were let in, so the question is only who that was.
      at.leaveStranger(
        refusal.code, matched(booking), count: count ?? 1, session, about: booking, member)
      at.adjust(refusal.code, about: booking)
      return .done
    case .sessionOver, .alreadyJudged:
      at.concede(refusal.code)
      at.leave(
        refusal.code == .alreadyJudged ? .noShowReversed : .walkIn, refusal.code, about: booking)
    case let code where code.isOverridable:
      at.concede(code)
      let grave = code == .memberBanned || code == .memberInactive
      at.leave(.walkIn, code, rank: grave ? .normal : .low, told: !grave, about: booking)
    default: throw refusal
    }
    return .again
  }
}

extension CheckIn {
  /// A no-show was written before this older check-in arrived: with it the flag is taken back, the
  /// spend stays, since the class was attended.
  func accepted(_ at: inout Situation) {
    guard let booking = at.subject.flatMap({ at.facts[ID<Booking>($0)] }),
      at.facts[booking.session]?.judgedAt.map({ at.at <= $0 }) ?? false,
      at.facts[ID<Act>(at.id.raw)]?.was(booking).state == .noShow
    else { return }
    at.leave(.noShowReversed, rank: .low, told: true, about: booking)
  }
}

extension LetIn: Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] {
    checkIn.mergeReads(refusal, facts, at: at)
  }

  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    guard refusal.code == .alreadyCheckedIn,
      let before = at.facts.strangers(by: matched).first
    else { return try checkIn.merge(refusal, &at) }
    at.adjust(.alreadyCheckedIn, about: nil)
    guard before.device != at.device else { return }
    at.leave(.twiceIn, .alreadyCheckedIn, rank: .low) {
      $0.session = before.session
      $0.otherDevice = before.device
      $0.otherAt = before.at
      $0.otherBy = before.by
    }
  }
}

extension Situation {
  /// What mending one booking for an arrival asks.
  static func arrivalReads(_ booking: Booking) -> [Read] {
    [
      .session(booking.session), .roster(booking.session), .lots(booking.member),
      .ledger(booking.id), .member(booking.member), .conflicts(booking.id),
    ] + (booking.lastAct.map { [.act($0)] } ?? [])
  }

  /// Two check-ins of one booking are one, at the earlier of both times.
  mutating func joinCheckIn(_ booking: Booking, by method: CheckInMethod) {
    var booking = booking
    let (first, firstOn) = (booking.checkedInAt, booking.checkedInOn)
    let shown = [booking.method, method].compactMap(\.self)
    leaveTwiceIn(
      booking, told: !shown.contains(where: \.isShareable), byPass: shown.contains(.pass))
    adjust(.alreadyCheckedIn, about: booking)
    guard let first, at < first, !clockUncertain, let session = facts[booking.session] else {
      return
    }
    booking.checkedInAt = at
    if firstOn != device {
      booking.checkedInOn = device
      booking.method = method
    }
    booking.late = at > CheckInWindow(session, policy(for: session)).lateAfter
    put(booking)
  }

  /// From another device it may be a pass or a code that two people share.
  fileprivate mutating func leaveTwiceIn(_ booking: Booking?, told: Bool, byPass: Bool = true) {
    guard let booking, booking.checkedInOn != device else { return }
    leave(.twiceIn, .alreadyCheckedIn, rank: .low, told: told, about: booking) {
      $0.otherDevice = booking.checkedInOn
      $0.otherAt = booking.checkedInAt
      if !byPass { $0.fields = [Conflict.withoutPass] }
    }
  }

  /// Brings back a booking that ended elsewhere while the person was let in here: what went back to
  /// them is taken again, and where their place is somebody else's by now they stand above the
  /// capacity.
  mutating func revive(_ booking: Booking) {
    guard let session = facts[booking.session] else { return }
    var booking = booking
    let ended = booking
    let act = lastAct(of: ended)
    let waived =
      ended.state == .cancelled && act == nil && policy(for: session).isOn(.heldRefundStays)
    seat(&booking, in: session)
    let back = ended.state == .cancelled && !waived ? takeBackRefund(of: &booking) : .zero
    if !waived { collect(for: &booking, session) }
    put(booking)
    let resold = booking.overSpots > 0
    leave(
      .checkInAfterCancel, .bookingCancelled, rank: resold ? .normal : .low, told: !resold,
      about: booking
    ) {
      $0.credits = back
      $0.otherAt = ended.cancelledAt
      $0.met(act)
    }
  }

  /// Whoever waits, was offered or held a place, and is there, has one.
  mutating func takeIn(_ booking: Booking, _ session: Session) {
    var booking = booking
    let was = booking.state
    seat(&booking, in: session)
    collect(for: &booking, session)
    put(booking)
    let resold = booking.overSpots > 0
    leave(
      .seated, .notFound, rank: resold ? .normal : .low, told: !resold, about: booking
    ) {
      $0.fields = [was.rawValue]
    }
  }
}
