/// Marks many people of one session at once: one operation, a result for each; unmarked stay.
package struct MarkAttendance: Finding {
  package static let kind = OperationKind.markAttendance
  package var session: ID<Session>
  package var present: [ID<Booking>]
  package var absent: [ID<Booking>]
  /// Everybody still missing is present, but those marked absent.
  package var allPresent = false
  /// The check-ins that the batch had before its eyes: only those can its absences clear.
  package var seen: [ID<Booking>]
  package var confirm = false
  /// Needed after the judgement.
  package var reason: String?
  /// Who "everybody" was on the device; nil before it has been decided there.
  package var everybody: [ID<Booking>]?
  /// Those marked whom the device refused; nil where there was none.
  package var refused: [ID<Booking>]?

  package init(
    session: ID<Session>, present: [ID<Booking>], absent: [ID<Booking>], seen: [ID<Booking>]
  ) {
    self.session = session
    self.present = present
    self.absent = absent
    self.seen = seen
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    var reads: [Read] = [.session(session), .roster(session)]
    let judged = facts[session]?.judgedAt != nil
    for booking in facts.all(Booking.self)
    where booking.session == session
      && (booking.state == .noShow || judged && booking.state == .checkedIn)
    {
      reads += Situation.habitReads(booking.member, at: at)
    }
    return reads
  }

  package mutating func keep(found decision: Decision, keyed: Facts.Keyed) {
    let marked = Set(present + absent)
    func keys(_ kinds: Set<RowResult.Kind>) -> [ID<Booking>] {
      decision.results.filter { kinds.contains($0.kind) }.compactMap(\.key).map { ID($0) }
    }
    if allPresent {
      everybody = keys([.kept, .merged, .unchanged]).filter { !marked.contains($0) }
    }
    let no = keys([.refused])
    if !no.isEmpty { refused = no }
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    let session = try at.require(self.session)
    try at.demand(.checkIn, with: session)
    guard at.isStaff else { throw at.denied(.checkIn) }
    guard Set(present + absent).count == present.count + absent.count else {
      throw Refusal(.malformed, ["what": .word("marks")])
    }
    guard session.status == .scheduled else { throw Refusal(.sessionCancelled) }
    let window = CheckInWindow(session, at.policy(for: session))
    if at.at < window.opens, !at.clockUncertain {
      throw Refusal(.checkInTooEarly, ["opens": at.time(window.opens, at: session.location)])
    }
    try at.checkJudged(session, reason: reason)
    let marked = Set(present + absent)
    var here = present
    if allPresent {
      here +=
        everybody
        ?? at.facts.roster(session.id)
        .filter { !marked.contains($0.id) && ($0.state == .confirmed || $0.isPartlyIn) }
        .map(\.id)
    }
    for id in here { mark(id, absent: false, session, &at) }
    for id in absent { mark(id, absent: true, session, &at) }
    at.subject = session.id.raw
    if at.results.contains(where: { $0.kind == .kept }) { at.remember(kind: Self.kind) }
  }

  private func mark(
    _ id: ID<Booking>, absent: Bool, _ session: Session, _ at: inout Situation
  ) {
    func refuse(_ code: RefusalCode) {
      at.results.append(RowResult(.refused, key: id.raw, refusal: code))
    }
    guard var booking = at.facts[id], booking.session == session.id else {
      return refuse(.notFound)
    }
    // What the device refused was never said of them; who is in and was seen to be is still asked about.
    if at.merging, refused?.contains(id) ?? false {
      let isAsked = absent && !confirm && booking.state == .checkedIn && seen.contains(id)
      return refuse(isAsked ? .needsConfirmation : .stale)
    }
    // Booked twice in the dark: the booking that stands is meant.
    if at.merging, !booking.state.isLive, let standing = at.twin(of: booking) { booking = standing }
    switch (booking.state, absent) {
    case (.cancelled, _), (.expired, _): return refuse(.bookingCancelled)
    case (.waitlisted, _), (.offered, _), (.held, _): return refuse(.notFound)
    case (.checkedIn, false) where booking.present >= booking.spots:
      at.results.append(RowResult(.unchanged, key: id.raw, refusal: .alreadyCheckedIn))
      return
    case (.checkedIn, true):
      guard seen.contains(booking.id) else {
        at.adjusted = .alreadyCheckedIn
        at.results.append(RowResult(.unchanged, key: id.raw, refusal: .alreadyCheckedIn))
        return
      }
      guard confirm else { return refuse(.needsConfirmation) }
      // What is judged stays judged: who was not there did not show.
      booking.state = session.judgedAt == nil ? .confirmed : .noShow
      booking.present = 0
      booking.checkedInAt = nil
      booking.checkedInOn = nil
      booking.method = nil
      booking.late = false
      booking.absent = true
      booking.lastAct = ID(at.id.raw)
      at.put(booking)
      if booking.state == .noShow { at.reviewHabit(of: booking.member) }
    case (.noShow, true):
      at.results.append(RowResult(.unchanged, key: id.raw))
      return
    case (_, true):
      booking.absent = true
      booking.lastAct = ID(at.id.raw)
      at.put(booking)
    case (_, false):
      at.arrive(
        &booking, count: booking.spots - booking.present, session, by: .batch,
        overridden: at.isJudged(session), reason: reason)
    }
    at.results.append(RowResult(.kept, key: id.raw))
  }
}

extension Booking {
  /// Some of its spots have arrived, some not yet.
  package var isPartlyIn: Bool { state == .checkedIn && present < spots }
}
