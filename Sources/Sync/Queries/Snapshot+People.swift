package import Domain
import Rows
import SQLite
package import Wire

extension Snapshot {
  package func roster(
    _ id: ID<Session>, awaiting: [AwaitedDevice] = []
  ) throws -> RosterView? {
    guard let session = try session(id) else { return nil }
    let positions = try waitlist(in: "?1", id)
    let bookings = try bookings(of: session.session)
    let ranked = try bookings.map { booking, person in
      (
        rank: rank(booking, positions),
        name: [person.member.lastName, person.member.firstName].map(Folding.folded),
        view: try view(booking, person, in: session, positions)
      )
    }
    let sorted = ranked.sorted { left, right in
      if left.rank != right.rank { return left.rank < right.rank }
      return left.name != right.name
        ? left.name.lexicographicallyPrecedes(right.name)
        : left.view.booking.id < right.view.booking.id
    }
    let judgeable = session.session.end + policy(for: session.session)[.judgeAfter]
    var roster = RosterView(
      session: session, bookings: sorted.map(\.view),
      notes: try connection.notes("session = ?", id), judgeable: judgeable, awaited: [])
    guard isToJudge(session.session) else { return roster }
    for awaited in awaiting where (awaited.watermark ?? Instant(0)) < judgeable {
      let device: Device? = try connection.record(awaited.device)
      roster.awaited.append(
        RosterView.Awaited(
          device: awaited.device, name: device?.name ?? "", lastSeen: awaited.lastContact))
    }
    return roster
  }

  /// Only of the device's own location does the authority tell whom it waits for.
  private func isToJudge(_ session: Session) -> Bool {
    session.status == .scheduled && session.judgedAt == nil && session.end <= now
      && session.location == studio.location.id
  }

  /// Who holds a place before the waiting, each of these by position, then those who left.
  private func rank(_ booking: Booking, _ positions: [ID<Booking>: Int]) -> Int {
    if booking.state.takesPlace { return 0 }
    return booking.state == .waitlisted ? positions[booking.id] ?? 1 : Int.max
  }

  package func booking(_ id: ID<Booking>) throws -> BookingView? {
    guard let row = try connection.record(id), let session = try session(row.session),
      let found = try bookings(of: session.session, only: id).first
    else { return nil }
    let waits = row.state == .waitlisted
    let positions = waits ? try waitlist(in: "?1", row.session) : [:]
    var view = try view(found.0, found.1, in: session, positions)
    view.session = session
    return view
  }

  package func profile(_ id: ID<Member>) throws -> MemberProfile? {
    guard let person = try people("WHERE m.id = ?4", id).first else { return nil }
    let today = studio.zone.day(of: now)
    let bookings = try bookings(of: person)
    let over = bookings.filter { $0.session.map { $0.session.end <= now } ?? false }
    let lots = try connection.records(CreditLot.self, "WHERE member = ?", id)
    let family = try person.member.family.map {
      try people("WHERE m.family = ?4 ORDER BY m.id", $0).filter { $0.member.id != id }
    }
    return MemberProfile(
      member: person.member, flags: person.flags(today: today), credits: person.credits,
      lots: lots.sorted { order($0, today) < order($1, today) },
      ledger: try connection.records(
        LedgerEntry.self, "WHERE member = ? ORDER BY at DESC, id DESC", id),
      bookings: bookings, notes: try connection.notes("member = ?", id),
      family: family?.map { $0.hit(today: today, score: 1) } ?? [],
      attended: over.count { $0.booking.state == .checkedIn },
      noShows: over.count { $0.booking.state == .noShow })
  }

  /// The earliest-expiring first; those that pay no more come last.
  private func order(_ lot: CreditLot, _ today: Day) -> (Int, Int32, Day, ID<CreditLot>) {
    let end = lot.validTo?.number ?? .max
    let pays = (lot.unlimited || lot.left > .zero) && end >= today.number
    return (pays ? 0 : 1, end, lot.validFrom, lot.id)
  }

  /// Members by a condition on `m`, whose own parameter is ?4; credits are those usable here today.
  func people<each V: Bindable>(
    _ clause: String, _ values: repeat each V
  ) throws -> [Person] {
    let warned = warned
    return try connection.all(
      "SELECT \(Person.columns) FROM member m \(clause)", studio.zone.day(of: now),
      studio.location.id.text, now, repeat each values
    ) { try Person($0, warned: warned) }
  }

  /// The bookings of a session with their people, in no order.
  private func bookings(
    of session: Session, only booking: ID<Booking>? = nil
  ) throws -> [(Booking, Person)] {
    let clause = booking == nil ? "b.session = ?4" : "b.id = ?4"
    let today = zone(of: session.location).day(of: now)
    let warned = today.adding(days: policy(for: session)[.expiryWarning])
    return try connection.all(
      """
      SELECT \(Person.columns), \(RowSQL[.booking].columns(of: "b"))
      FROM booking b CROSS JOIN member m ON m.id = b.member WHERE \(clause)
      """, today, session.location.text, session.start,
      booking?.raw.bytes ?? session.id.raw.bytes
    ) { (try $0.record(Booking.self, at: Person.width), try Person($0, warned: warned)) }
  }

  /// A member's bookings, the newest session first, each with its session.
  private func bookings(of person: Person) throws -> [BookingView] {
    let id = person.member.id
    let mine = "SELECT session FROM booking WHERE member = ?1"
    let counts = try counts(in: mine, id)
    let positions = try waitlist(in: "\(mine) AND state = 'waitlisted'", id)
    let rows = try connection.all(
      """
      SELECT \(RowSQL[.booking].columns(of: "b")), \(RowSQL[.session].columns(of: "s"))
      FROM booking b CROSS JOIN session s ON s.id = b.session WHERE b.member = ?1
      ORDER BY s.start DESC, b.bookedAt DESC, b.id DESC
      """, id
    ) {
      (
        try $0.record(Booking.self),
        try $0.record(Session.self, at: Booking.fields.count)
      )
    }
    let firstVisit = rows.last { $0.0.state == .checkedIn }?.1.start
    return try rows.map { booking, session in
      var then = person
      then.hasVisited = firstVisit.map { $0 < session.start } ?? false
      let session = try self.view(session, counts[session.id])
      var view = try view(booking, then, in: session, positions)
      view.session = session
      return view
    }
  }

  private func view(
    _ booking: Booking, _ person: Person, in view: SessionView, _ positions: [ID<Booking>: Int]
  ) throws -> BookingView {
    let session = view.session
    let day = zone(of: session.location).day(of: session.start)
    let over = booking.state.takesPlace ? min(booking.overSpots, view.over) : 0
    return try BookingView(
      booking: booking, over: over, member: person.member,
      flags: person.flags(of: booking, over: over, on: day, cost: cost(of: session)),
      waitlistPosition: positions[booking.id], provisional: isProvisional(booking.id),
      session: nil)
  }

  package func undoable(limit: Int) throws -> [Act] {
    return try connection.records(
      Act.self,
      """
      WHERE device = ? AND at >= ? AND NOT undone AND kind IN (\(Self.undoableKinds))
      ORDER BY at DESC, id DESC LIMIT ?
      """, studio.device.id, now - policyHere[.undoWithin], limit)
  }

  private static let undoableKinds =
    [OperationKind.checkIn, .markAttendance, .book, .cancel, .addNote]
    .map { "'\($0.rawValue)'" }.joined(separator: ", ")
}

extension Connection {
  /// The newest first, without those taken back.
  fileprivate func notes<V: Bindable>(_ condition: String, _ value: V) throws -> [Note] {
    try records(Note.self, "WHERE \(condition) AND NOT removed ORDER BY at DESC, id DESC", value)
  }

  /// Of several bookings under one name the newest; `keyed` is what these rows have of a code.
  func booking(named text: String, keyed: Facts.Keyed) throws -> ID<Booking>? {
    let text = text.trimmed
    if let id = ID<Booking>(text: text) { return id }
    let newest = "ORDER BY bookedAt DESC, id DESC LIMIT 1"
    if let code = try? BookingCode(text: text),
      let found = try first(
        "SELECT id FROM booking WHERE code = ? \(newest)", keyed(code.compact),
        map: { $0.id(0, Booking.self) })
    {
      return found
    }
    return try first(
      "SELECT id FROM booking WHERE reference = ? \(newest)", text.uppercased()
    ) { $0.id(0) }
  }

  func member(named text: String, keyed: Facts.Keyed) throws -> Member? {
    let text = text.trimmed
    if let id = ID<Member>(text: text) { return try record(id) }
    guard !text.isEmpty else { return nil }
    let barcode = "WHERE barcode = ? AND barcode <> '' ORDER BY id LIMIT 1"
    if let member = try records(Member.self, barcode, keyed(text)).first { return member }
    guard let number = try? MemberNumber(text: text) else { return nil }
    return try records(
      Member.self, "WHERE number = ? ORDER BY id LIMIT 1", keyed(number.text)
    ).first
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
