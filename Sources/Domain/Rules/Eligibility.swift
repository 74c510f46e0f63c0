/// Whether this person may be in this session: standing, age, terms, overlapping bookings.
extension Situation {
  func checkMember(
    _ member: Member, for session: Session, _ service: Service, _ gate: inout Gate
  ) throws(Refusal) {
    let place = session.location
    try gate.refuse(.memberBanned, if: member.status == .banned, self, at: place)
    try gate.refuse(.memberInactive, if: member.status == .inactive, self, at: place)
    if isStaff {
      try gate.refuse(.memberRestricted, if: member.permission == .restricted, self, at: place)
    } else {
      guard member.permission != .restricted else { throw Refusal(.notSelfBookable) }
      let closed = service.bookingMode == .instructorLed || service.bookingMode == .staffOnly
      guard !closed else { throw Refusal(.notSelfBookable) }
    }
    try checkAge(member.birthDate, for: session, service, &gate)
    try gate.refuse(
      .termsRequired, if: service.terms && member.termsOn == nil, self, at: place)
  }

  /// The age on the session's day; nobody without a birth date is refused.
  func checkAge(
    _ birthDate: Day?, for session: Session, _ service: Service, _ gate: inout Gate
  ) throws(Refusal) {
    let place = session.location
    let day = zone(of: place).day(of: session.start)
    let from = session.ageFrom ?? service.ageFrom
    let to = session.ageTo ?? service.ageTo
    guard let age = birthDate?.age(on: day) else { return }
    if let from, age < from {
      try gate.refuse(
        .ageNotMet, ["limit": .word("under"), "from": .count(from)], if: true, self, at: place)
    }
    if let to, age > to {
      try gate.refuse(
        .ageNotMet, ["limit": .word("above"), "to": .count(to)], if: true, self, at: place)
    }
  }

  /// One live booking a person and session; none that overlaps another, unless overridden.
  func checkClashes(
    _ member: ID<Member>, _ session: Session, besides own: ID<Booking>? = nil,
    _ gate: inout Gate
  ) throws(Refusal) {
    let others = facts.all(Booking.self).filter {
      $0.member == member && $0.state.isLive && $0.id != own
    }
    if let same = others.first(where: { $0.session == session.id }) {
      throw Refusal(.alreadyBooked, ["state": .word(same.state.rawValue)])
    }
    let clash = others.lazy.filter { $0.state.takesPlace }.compactMap { facts[$0.session] }
      .first {
        $0.status == .scheduled && $0.start < session.end && session.start < $0.end
      }
    try gate.refuse(
      .timeConflict,
      clash.map {
        ["start": time($0.start, at: $0.location), "end": time($0.end, at: $0.location)]
      } ?? [:],
      if: clash != nil, self, at: session.location)
  }
}
