/// Takes bookings and past visits from another system; they cost nothing here, since they were
/// paid there.
package struct ImportBookings: Numbered {
  package static let kind = OperationKind.importBookings
  /// The systems whose ids may name members and sessions; the first is the file's own.
  package var sources: [String]
  package var rows: [ImportedBooking]
  package var numbers: [Int] = []

  package init(sources: [String], rows: [ImportedBooking]) {
    self.sources = sources
    self.rows = rows
  }

  private var source: String { sources.first ?? "" }
  package var numbersNeeded: (kind: NumberKind, count: Int) { (.reference, rows.count) }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    var reads: [Read] = []
    for row in rows {
      reads += row.member.reads(sources)
      reads.append(.outside(.booking, source: source, text: row.outside.text))
      reads += row.session.map { [.session($0)] } ?? []
      reads +=
        row.sessionID.map { id in
          sources.map { .outside(.session, source: $0, text: id) }
        } ?? []
      if let session = session(of: row, facts) {
        reads += [.session(session.id), .roster(session.id)]
      }
      // A cancellation gives back to the lots that paid.
      let known = facts.outside(Booking.self, [source], row.outside.text)?.row
      reads += known?.spends.map { .lot($0.lot) } ?? []
    }
    return reads
  }

  private func session(of row: ImportedBooking, _ facts: Facts) -> Session? {
    row.session.flatMap { facts[$0] }
      ?? row.sessionID.flatMap { facts.outside(Session.self, sources, $0)?.row }
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demand(.importExport, at: at.location)
    let people = People(at.facts)
    var unused = numbers[...]
    at.takeEach(rows) { row, at throws(Refusal) in try take(row, people, &unused, &at) }
    at.numbersLeft = unused.count
  }

  private func take(
    _ row: ImportedBooking, _ people: People, _ unused: inout ArraySlice<Int>,
    _ at: inout Situation
  ) throws(Refusal) -> RowResult {
    let known = at.facts.outside(Booking.self, [source], row.outside.text)
    if let known, known.entry.remembers(row.outside.print) {
      return RowResult(.unchanged, key: known.row.key)
    }
    guard let member = row.member.find(at.facts, people, sources) else {
      return at.refused(
        Refusal(.notFound, ["what": .word(Table.member.rawValue)]),
        "no member here is surely meant; import the members first")
    }
    guard let session = session(of: row, at.facts) else {
      return at.refused(
        Refusal(.notFound, ["what": .word(Table.session.rawValue)]),
        "no such session here; import the timetable first")
    }
    try at.demand(.manageSchedule, at: session.location)
    let state = state(of: row, in: session, at)
    if let booking = known?.row ?? standing(member, session, state, at) {
      try move(booking, to: state, row, session, &at)
      at.remember(row.outside, from: source, as: booking)
      return told(.merged, at.facts[booking.id] ?? booking, before: booking.overSpots)
    }
    var booking = Booking()
    booking.id = at.mint()
    // The id's own random bits make the code, so that the file need not carry one for each row.
    booking.code = BookingCode(random: booking.id.raw.lo).compact
    booking.reference = at.reference(number: unused.popFirst() ?? 0, at: session.location)
    booking.member = member.id
    booking.session = session.id
    booking.bookedAt = min(at.at, session.start)
    booking.channel = at.channel
    seat(&booking, state, session, at)
    if row.state == .lateCancelled { booking.cancelledAt = session.start }
    at.put(booking)
    at.remember(row.outside, from: source, as: booking)
    return told(.kept, booking)
  }

  /// Whom the file puts above the capacity is told.
  private func told(_ kind: RowResult.Kind, _ booking: Booking, before: Int = 0) -> RowResult {
    guard booking.overSpots > before else { return RowResult(kind, key: booking.key) }
    return RowResult(
      kind, key: booking.key, refusal: .classFull,
      message: "the class was full: it stands above its capacity")
  }

  /// What the word of the file is in a session of this age: nobody waits for a class that began,
  /// and whoever is still only booked in a judged one did not come.
  private func state(
    of row: ImportedBooking, in session: Session, _ at: Situation
  ) -> BookingState {
    switch row.state {
    case .booked: session.judgedAt == nil ? .confirmed : .noShow
    case .waitlisted: at.at < session.start ? .waitlisted : .expired
    case .attended: .checkedIn
    case .noShow: .noShow
    case .lateCancelled, .cancelled: .cancelled
    }
  }

  /// The member's one live booking of the session; a row of a cancelled one is history beside it.
  private func standing(
    _ member: Member, _ session: Session, _ state: BookingState, _ at: Situation
  ) -> Booking? {
    guard state.isLive else { return nil }
    return at.facts.roster(session.id).first { $0.member == member.id && $0.state.isLive }
  }

  /// A later export knows more of the same booking; only edges of the state machine are walked.
  private func move(
    _ booking: Booking, to state: BookingState, _ row: ImportedBooking, _ session: Session,
    _ at: inout Situation
  ) throws(Refusal) {
    guard booking.state != state else { return }
    guard booking.state.may(become: state) else {
      throw booking.state.isLive
        ? Refusal(.alreadyBooked, ["state": .word(booking.state.rawValue)])
        : Refusal(.bookingCancelled)
    }
    var moved = booking
    if state.isLive {
      seat(&moved, state, session, at)
      at.put(moved)
    } else {
      let percent = row.state == .lateCancelled ? 0 : 100
      _ = at.release(&moved, to: state, percent: percent, reason: "import")
    }
  }

  /// Nobody's place is lost for want of room: what was promised elsewhere stands above the capacity,
  /// on the word of whoever imports.
  private func seat(
    _ booking: inout Booking, _ state: BookingState, _ session: Session, _ at: Situation
  ) {
    let seated = at.facts[booking.id]?.state.takesPlace ?? false
    let over = booking.spots - at.capacity(of: session).free
    if state.takesPlace, !seated, over > 0 {
      booking.overSpots = over
      booking.overrideBy = at.actor.staffID
      booking.overrideReason = "import"
    }
    booking.state = state
    booking.queue = state == .waitlisted ? at.nextInQueue(session) : nil
    if state == .checkedIn {
      booking.present = booking.spots
      booking.checkedInAt = session.start
    }
  }
}

/// One booking of a file.
package struct ImportedBooking: Codable, Hashable, Sendable {
  package var outside: Outside
  package var member: MemberReference
  /// The session where it was found by its time and name; else the other system's id tells.
  package var session: ID<Session>?
  package var sessionID: String?
  package var state: State

  package enum State: String, Codable, Sendable {
    case booked, waitlisted, attended, noShow, lateCancelled, cancelled
  }

  private enum CodingKeys: String, CodingKey {
    case outside = "o"
    case member = "m"
    case session = "s"
    case sessionID = "i"
    case state = "a"
  }

  package init(_ outside: Outside, _ member: MemberReference, state: State) {
    self.outside = outside
    self.member = member
    self.state = state
  }
}
