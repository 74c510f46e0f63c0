/// What a person is to know, or to choose: it stays as a row until somebody has seen to it.
extension Situation {
  /// Leaves a decision, about the one booking where there is one; the authority's own jobs leave none.
  @discardableResult
  mutating func leave(
    _ kind: ConflictKind, _ code: RefusalCode? = nil, rank: ConflictRank = .normal,
    told: Bool = false, about booking: Booking? = nil,
    _ fill: (inout Conflict) -> Void = { _ in }
  ) -> ID<Conflict>? {
    guard actor != .system else { return nil }
    var conflict = Conflict()
    conflict.id = mint()
    conflict.kind = kind
    conflict.rank = rank
    conflict.status = told ? .told : .open
    conflict.operation = id
    conflict.what = self.kind.rawValue
    conflict.code = code?.rawValue ?? ""
    conflict.device = device
    conflict.at = at
    conflict.uncertain = clockUncertain
    conflict.by = actor
    if let booking {
      conflict.booking = booking.id
      conflict.member = booking.member
      conflict.session = booking.session
    }
    fill(&conflict)
    // Judged where it happens: the roles of whoever resolves it must hold there.
    conflict.location = conflict.session.flatMap { facts[$0] }?.location ?? location
    put(conflict)
    return conflict.id
  }

  /// The operation is refused, and a person has to see to it.
  mutating func reject(
    _ intent: any Intent, _ refusal: Refusal, about booking: Booking? = nil
  ) {
    rejected = refusal.code
    let lost = refusal.code == .notPermitted || refusal.code == .locationDenied
    let about = Subject(intent, facts)
    subject = booking?.id.raw ?? about.booking?.raw
    leave(lost && staff != nil ? .rightLost : .refused, refusal.code, about: booking) { row in
      row.session = row.session ?? about.session
      row.booking = row.booking ?? about.booking
      row.member = row.member ?? about.member
    }
  }

  /// The act that last changed a booking, where it is known.
  func lastAct(of booking: Booking) -> Act? { booking.lastAct.flatMap { facts[$0] } }
}

extension Conflict {
  /// Names the other side by its act, as far as that is known.
  mutating func met(_ act: Act?) {
    guard let act else { return }
    otherDevice = act.device
    otherAt = act.at
    otherBy = act.actor.map { .staff($0) }
  }
}
