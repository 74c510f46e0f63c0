/// Checks people in by whatever they present, or by a booking that staff picked.
package struct CheckIn: Finding {
  package static let kind = OperationKind.checkIn
  /// What was typed or scanned; nil where staff picked the booking or the person on a screen.
  package var presented: String?
  /// The person picked by name; the family's bookings are not meant.
  package var member: ID<Member>?
  /// The booking picked, or chosen among several.
  package var booking: ID<Booking>?
  /// Only this session counts, where a person has several.
  package var session: ID<Session>?
  /// How many of the spots are here; nil means all that are still missing.
  package var count: Int?
  package var method: CheckInMethod?
  package var override: String?
  /// What the device found for it; nil before it has been decided there.
  package var found: Found?
  /// What is left of a pass that let somebody in while its booking was unknown.
  var pass: QRPass.Claim?

  package init(presented: String) { self.presented = presented }
  package init(booking: ID<Booking>, by method: CheckInMethod = .roster) {
    self.booking = booking
    self.method = method
  }
  package init(member: ID<Member>) {
    self.member = member
    method = .name
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    var reads =
      (found?.booking ?? pass.map { ID($0.booking) }).map { [.booking($0)] }
      ?? booking.map { [.booking($0)] + Presented(text: presented ?? "").reads }
      ?? member.map {
        [.member($0), agenda(of: facts.standing($0), at)]
      }
      ?? foundReads(facts, at)
    for row in facts.all(Booking.self) {
      reads.append(.member(row.member))
      // Only what was cancelled is looked past, only a no-show's habit is reviewed.
      if !row.state.isLive { reads.append(.places(row.member, row.session)) }
      if row.state == .noShow { reads += Situation.habitReads(row.member, at: at) }
      // Whether anybody is left to judge is asked where the rest of a group comes after the end.
      if row.isPartlyIn, facts[row.session].map({ $0.end < at }) ?? false {
        reads.append(.roster(row.session))
      }
    }
    return reads
  }

  /// What was presented, with the days of all whom it may mean.
  private func foundReads(_ facts: Facts, _ at: Instant) -> [Read] {
    let presented = Presented(text: presented ?? "")
    guard case .candidates(let candidates, _) = presented else { return presented.reads }
    let people = candidates.flatMap { facts.household(of: $0) }
    return presented.reads + people.map { agenda(of: $0.id, at) }
  }

  /// More than the local day, wherever it begins.
  private func agenda(of member: ID<Member>, _ at: Instant) -> Read {
    let reach = 36 * 3_600
    return .agenda(member, from: at - reach, to: at + reach)
  }

  /// What was found needs no code any more, and a kiosk's disk is to hold none that opens anything.
  package mutating func keep(found decision: Decision, keyed: Facts.Keyed) {
    found = decision.found
    if found != nil { presented = presented.map(keyed) }
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    if let count, count < 1 { throw Refusal(.malformed, ["what": .word("count")]) }
    var gate = Gate(reason: override.map(Cleaned.note))
    let found = try find(at)
    guard var booking = at.facts[found.booking] else {
      throw Refusal(.notFound, ["what": .word("booking")])
    }
    let session = try at.require(booking.session)
    try permit(booking, session, at)
    if booking.state == .cancelled || booking.state == .expired,
      let live = liveTwin(of: booking, at)
    {
      booking = live
    }
    try at.checkIn(allow: booking, in: session, at.facts[booking.member], &gate)
    let missing = booking.spots - (booking.state == .checkedIn ? booking.present : 0)
    let count = self.count ?? missing
    guard count <= missing else {
      throw Refusal(.malformed, ["what": .word("count"), "most": .count(missing)])
    }
    at.arrive(
      &booking, count: count, session, by: found.method,
      overridden: !gate.overridden.isEmpty || at.isJudged(session), reason: gate.reason)
    at.subject = booking.id.raw
    at.remember(kind: Self.kind)
  }

  /// Judged where the person stands: a booking of elsewhere is a matter of WRONG_LOCATION.
  private func permit(
    _ booking: Booking, _ session: Session, _ at: Situation
  ) throws(Refusal) {
    let right = try at.demand(.checkIn, at: at.location)
    guard right != .own || at.leads(session) else { throw at.denied(.checkIn) }
    if case .member(let own) = at.actor, booking.member != own {
      guard let family = at.facts[own]?.family, at.facts[booking.member]?.family == family
      else { throw at.denied(.checkIn) }
    }
  }

  /// The member's other booking in the same session, where the presented one was cancelled.
  func liveTwin(of booking: Booking, _ at: Situation) -> Booking? {
    at.facts.all(Booking.self).first {
      $0.member == booking.member && $0.session == booking.session && $0.state.isLive
    }
  }
}

extension Presented {
  fileprivate var reads: [Read] {
    switch self {
    case .pass(let sealed): [.booking(ID(sealed.claim.booking))]
    case .candidates(let candidates, _): candidates.map(\.read)
    }
  }
}

extension Presented.Candidate {
  var read: Read {
    switch self {
    case .barcode(let text): .barcode(text)
    case .memberNumber(let number): .memberNumber(number.text)
    case .bookingCode(let code): .code(code.compact)
    }
  }
}
