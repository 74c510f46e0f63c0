/// Books places for a member, in advance or as a walk-in, or joins the waitlist.
package struct Book: Numbered, Coded, TakesPlaces {
  package static let kind = OperationKind.book
  package var session: ID<Session>
  package var member: ID<Member>
  package var spots = 1
  package var participants: [Participant] = []
  package var code: BookingCode?
  package var numbers: [Int] = []
  /// Join the waitlist where the session is full.
  package var waitlist = false
  package var walkIn = false
  /// Let in without credits; the amount due stays on the booking.
  package var unpaid = false
  package var override: String?
  package var overrides: [RefusalCode]?
  /// True where the device gave a place; nil before it has decided.
  package var placed: Bool?
  package var draw: Draw?

  package init(session: ID<Session>, member: ID<Member>, code: BookingCode?) {
    self.session = session
    self.member = member
    self.code = code
  }

  package var numbersNeeded: (kind: NumberKind, count: Int) { (.reference, 1) }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    Self.reads(session, member, facts)
  }

  /// What every operation reads that puts a member into a session.
  static func reads(_ session: ID<Session>, _ named: ID<Member>, _ facts: Facts) -> [Read] {
    let member = facts.standing(named)
    var reads: [Read] = [
      .session(session), .roster(session), .member(named), .lots(member),
      .places(member, session),
    ]
    if let row = facts[session] {
      reads.append(.agenda(member, from: row.start, to: row.end))
    }
    return reads
  }

  package mutating func keep(found decision: Decision, keyed: Facts.Keyed) {
    if waitlist { placed = decision.booking?.state == .confirmed }
    take(decision)
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try place(as: .confirmed, &at)
  }

  /// Makes the booking in its first state; a hold takes places but no credits.
  func place(as state: BookingState, _ at: inout Situation) throws(Refusal) {
    let session = try at.require(self.session)
    let service = try at.require(session.service)
    let member = try at.require(at.facts.standing(self.member))
    try at.unlessConceded { () throws(Refusal) in try permit(session, service, at) }
    guard participants.count <= spots else { throw Refusal(.malformed, ["what": .word("spots")]) }
    try at.unlessConceded { () throws(Refusal) in try at.checkGroup(spots, session) }
    var gate = gate
    try at.unlessConceded { () throws(Refusal) in
      try at.checkBookingWindow(session, walkIn: walkIn, &gate)
    }
    try at.unlessConceded { () throws(Refusal) in
      try at.checkMember(member, for: session, service, &gate)
    }
    // Who walks in there is in at once, and is sold nothing that they could not use.
    if walkIn { try at.checkHealthForm(of: member, for: session, &gate) }
    for person in participants {
      try at.checkAge(person.birthDate, for: session, service, &gate)
    }
    try gate.refuse(
      .termsRequired, if: service.terms && participants.contains { !$0.terms }, at,
      at: session.location)
    try at.checkClashes(member.id, session, &gate)
    at.overridden = gate.overridden

    var booking = newBooking(session, at)
    at.subject = booking.id.raw
    at.draw(spots, in: session)
    let isFirm = at.isDrawn(spots, in: session.id)
    let isFull = at.isFull(session, for: spots)
    // Who was told that there is a place waits before all who only asked to.
    let told = isFirm || at.merging && placed ?? false
    if waitlist, !told, isFull {
      booking.state = .waitlisted
      booking.queue = at.nextInQueue(session)
      at.put(booking)
    } else if at.conceded.contains(.classFull), !walkIn, !isFirm, isFull {
      at.queueFirst(&booking)
      at.leaveLastPlace(booking, session, .classFull, unpaid: unpaid)
    } else {
      booking.state = state
      booking.overSpots = try at.takePlaces(spots, in: session, &gate)
      at.note(gate, on: &booking)
      if state == .held {
        booking.held = true
        booking.expiresAt = at.at + at.policy(for: session)[.holdLasts]
      } else {
        try at.pay(for: &booking, session, service, unpaid: unpaid)
      }
      at.put(booking)
    }
    at.remember(kind: Self.kind)
  }

  private func permit(
    _ session: Session, _ service: Service, _ at: Situation
  ) throws(Refusal) {
    if case .member(let own) = at.actor, own == member {
      if walkIn, !at.policy(for: session).isOn(.kioskWalkIn) { throw Refusal(.notSelfBookable) }
      return
    }
    try at.demandBooking(in: session, service)
  }

  func newBooking(_ session: Session, _ at: Situation) -> Booking {
    var booking = Booking()
    booking.id = ID(at.id.raw)
    booking.code = code?.compact ?? ""
    booking.reference = at.reference(number: numbers.first ?? 0, at: session.location)
    booking.member = at.facts.standing(member)
    booking.session = session.id
    booking.spots = spots
    booking.participants = participants.map(\.cleaned)
    booking.bookedAt = at.at
    booking.channel = at.channel
    booking.walkIn = walkIn
    return booking
  }
}

extension Participant {
  var cleaned: Participant {
    Participant(
      name: Cleaned.name(name), birthDate: birthDate, needs: Cleaned.note(needs), terms: terms)
  }
}

extension Situation {
  /// SLD-2026-000123: year of the local day, number of the block.
  func reference(number: Int, at place: ID<Location>) -> String {
    Self.reference(number, in: today(at: place).year)
  }

  static func reference(_ number: Int, in year: Int) -> String {
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
    return "SLD-\(year)-\(zeros)\(digits)"
  }

  /// Throws unless so many spots, with those that the group has, are within its limit.
  func checkGroup(_ spots: Int, joining had: Int = 0, _ session: Session) throws(Refusal) {
    guard spots >= 1 else { throw Refusal(.malformed, ["what": .word("spots")]) }
    let limit = policy(for: session)[.groupLimit]
    guard spots <= limit - had else { throw Refusal(.groupTooLarge, ["limit": .count(limit)]) }
  }

  /// Takes the credits of spots that are being confirmed, or notes what is owed; `added` of the
  /// booking's spots are new, nil means all.
  mutating func pay(
    for booking: inout Booking, adding added: Int? = nil, _ session: Session, _ service: Service,
    unpaid: Bool
  ) throws(Refusal) {
    let spots = added ?? booking.spots
    guard unpaid else {
      do throws(Refusal) {
        return try spend(on: spots, of: &booking, session, service)
      } catch {
        guard conceded.contains(error.code) else { throw error }
        return lend(on: spots, of: &booking, session, service)
      }
    }
    guard
      right(to: .takePayment, at: session.location) == .yes || conceded.contains(.notPermitted)
    else {
      throw denied(.takePayment)
    }
    owe(for: &booking, adding: spots, session, service)
  }

  /// Notes on the booking what so many of its spots cost in money.
  mutating func owe(
    for booking: inout Booking, adding spots: Int, _ session: Session, _ service: Service
  ) {
    // A discount that the group reaches counts for all of its places that are owed.
    let had = booking.spots - spots
    let all = price(of: service, at: session.location, spots: booking.spots) ?? 0
    let before =
      booking.unpaid
      ? price(of: service, at: session.location, spots: had) ?? 0 : all * had / booking.spots
    booking.amountDue = max(0, booking.amountDue + all - before)
    booking.unpaid = true
  }

  /// Keeps what was changed, so that the act can be undone; to be called at the end.
  mutating func remember(kind: OperationKind, note: ID<Note>? = nil) {
    var act = Act()
    act.id = ID(id.raw)
    act.kind = kind.rawValue
    act.device = device
    act.actor = actor.staffID
    act.at = at
    act.changed = changes(of: Booking.self) + changes(of: CreditLot.self)
    act.note = note
    act.session =
      act.bookings.first.flatMap { facts[$0]?.session } ?? note.flatMap { facts[$0]?.session }
    put(act)
  }
}
