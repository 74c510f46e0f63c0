package import Domain
package import SQLite

/// Answers what an operation's rules ask, from the rows of one studio.
package struct FactLoader {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  package func facts(for operation: Operation, on studio: Facts) throws -> Facts {
    var facts = studio
    try operation.load(into: &facts) { (reads, facts) throws in
      try answer(reads, into: &facts)
    }
    return facts
  }

  package func answer(_ reads: [Read], into facts: inout Facts) throws {
    for read in reads { try answer(read, &facts) }
  }

  private func answer(_ read: Read, _ facts: inout Facts) throws {
    switch read {
    case .session(let id): try putSession(id, &facts)
    case .roster(let id):
      facts.add(try connection.records(Booking.self, "WHERE session = ?", id))
      facts.add(try connection.records(Allotment.self, "WHERE session = ?", id))
    case .service(let id): try put(id, &facts)
    case .services: facts.add(try connection.records(Service.self, ""))
    case .booking(let id): try putBookings("WHERE id = ?", id, &facts)
    case .code(let code): try putBookings("WHERE code = ?", facts.keyed(code), &facts)
    case .reference(let text):
      facts.add(try connection.records(Booking.self, "WHERE reference = ?", text))
    case .member(let id): try putMember(id, &facts)
    case .memberNumber(let number):
      try putPeople("WHERE number = ?", facts.keyed(number), &facts)
    case .barcode(let text):
      try putPeople("WHERE barcode <> '' AND barcode = ?", facts.keyed(text), &facts)
    case .email(let text):
      facts.add(
        try connection.records(Member.self, "WHERE email <> '' AND lower(email) = lower(?)", text))
    case .lots(let member):
      facts.add(try connection.records(CreditLot.self, "WHERE member = ?", member))
    case .lot(let id): try put(id, &facts)
    case .ledger(let booking):
      facts.add(try connection.records(LedgerEntry.self, "WHERE booking = ?", booking))
    case .places(let member, let session):
      facts.add(
        try connection.records(Booking.self, "WHERE member = ? AND session = ?", member, session))
    case .agenda(let member, let from, let to): try putAgenda(member, from, to, &facts)
    case .booked(let member, let since):
      facts.add(
        try connection.records(Booking.self, "WHERE member = ? AND bookedAt >= ?", member, since))
    case .absences(let member, let since): try putAbsences(member, since, &facts)
    case .leaderSessions(let leader, let from, let to):
      let sessions = try connection.records(
        Session.self, "WHERE leader = ? AND start < ? AND \"end\" > ?", leader, to, from)
      for session in sessions { try putWithService(session, &facts) }
    case .act(let id): try putAct(id, &facts)
    case .note(let id): try put(id, &facts)
    case .numbers(let device, let kind):
      facts.add(try connection.unusedBlocks(kind, of: device))
    case .allNumbers(let kind):
      // The last one tells where the next begins.
      facts.add(
        try connection.records(
          NumberBlock.self, "WHERE kind = ? ORDER BY \"end\" DESC LIMIT 1", kind.rawValue))
    case .born(let day):
      facts.add(
        try connection.records(
          Member.self, "WHERE birthDate IS NOT NULL AND birthDate = ?", day))
    case .account(let member): try putAccount(member, &facts)
    // No row: where operations are kept they are added by whoever keeps them.
    case .operation: break
    case .conflict(let id): try put(id, &facts)
    case .conflicts(let booking):
      facts.add(
        try connection.records(
          Conflict.self, "WHERE booking = ? AND \(RowSchema.open)", booking))
    case .lettingIn(let code):
      facts.add(
        try connection.records(
          Conflict.self, "WHERE presented <> '' AND presented = ? AND \(RowSchema.open)", code))
    case .outside(let table, let source, let text):
      try putOutside(OutsideID.id(table, source: source, text: text), &facts)
    }
  }

  // MARK: Rows and what belongs to them

  private func put<R: Record>(_ id: ID<R>, _ facts: inout Facts) throws {
    if facts[id] == nil, let row = try connection.record(id) { facts.put(row) }
  }

  private func putSession(_ id: ID<Session>, _ facts: inout Facts) throws {
    if let session = facts[id] {
      try put(session.service, &facts)
    } else if let session = try connection.record(id) {
      try putWithService(session, &facts)
    }
  }

  private func putWithService(_ session: Session, _ facts: inout Facts) throws {
    facts.put(session)
    try put(session.service, &facts)
  }

  private func putMember(_ id: ID<Member>, _ facts: inout Facts) throws {
    try put(id, &facts)
    // Whose alias it is; an alias of an alias leads on.
    var seen: Set<ID<Member>> = [id]
    var last = id
    while let next = facts[last]?.mergedInto, seen.insert(next).inserted {
      try put(next, &facts)
      last = next
    }
  }

  private func putAccount(_ id: ID<Member>, _ facts: inout Facts) throws {
    try putBookings("WHERE member = ?", id, &facts)
    facts.add(try connection.records(CreditLot.self, "WHERE member = ?", id))
    facts.add(try connection.records(LedgerEntry.self, "WHERE member = ?", id))
    facts.add(try connection.records(Note.self, "WHERE member IS NOT NULL AND member = ?", id))
  }

  private func putBookings(
    _ clause: String, _ value: some Bindable, _ facts: inout Facts
  ) throws {
    for booking in try connection.records(Booking.self, clause, value) {
      facts.put(booking)
      try putSession(booking.session, &facts)
    }
  }

  private func putPeople(_ clause: String, _ value: String, _ facts: inout Facts) throws {
    for found in try connection.records(Member.self, clause, value) {
      facts.put(found)
      try putMember(found.id, &facts)
      if let family = facts[facts.standing(found.id)]?.family {
        facts.add(
          try connection.records(Member.self, "WHERE family IS NOT NULL AND family = ?", family))
      }
    }
  }

  private func putAgenda(
    _ member: ID<Member>, _ from: Instant, _ to: Instant, _ facts: inout Facts
  ) throws {
    // The member's bookings lead: a person has few, a studio has thousands of sessions.
    let rows = try connection.all(
      """
      SELECT \(RowSQL[.booking].columns(of: "b")) FROM booking b
      CROSS JOIN session s ON s.id = b.session
      WHERE b.member = ? AND s.start < ? AND s."end" > ?
      """, member, to, from
    ) { try $0.record(Booking.self) }
    for booking in rows {
      facts.put(booking)
      try putSession(booking.session, &facts)
    }
  }

  private func putAbsences(
    _ member: ID<Member>, _ since: Instant, _ facts: inout Facts
  ) throws {
    let rows = try connection.records(
      Booking.self, "WHERE member = ? AND state = 'noShow'", member)
    for booking in rows {
      guard let session = try facts[booking.session] ?? connection.record(booking.session),
        session.start >= since
      else { continue }
      facts.put(booking)
      try putWithService(session, &facts)
    }
  }

  private func putOutside(_ id: ID<OutsideID>, _ facts: inout Facts) throws {
    guard let row = try connection.record(id) else { return }
    facts.put(row)
    if let key = Bits128(bytes: row.target.bytes), facts.row(row.kind, key) == nil,
      let target = try connection.record(row.kind, key)
    {
      facts.put(target)
      if row.kind == .member { try putMember(ID(key), &facts) }
    }
  }

  private func putAct(_ id: ID<Act>, _ facts: inout Facts) throws {
    guard let act = try connection.record(id) else { return }
    facts.put(act)
    if let note = act.note { try put(note, &facts) }
    for booking in act.bookings { try putBookings("WHERE id = ?", booking, &facts) }
  }
}

extension Facts {
  fileprivate mutating func add(_ rows: [some Record]) {
    for row in rows { put(row) }
  }
}

extension Connection {
  /// The device's blocks that have numbers left.
  package func unusedBlocks(_ kind: NumberKind, of device: ID<Device>) throws -> [NumberBlock] {
    try records(
      NumberBlock.self, "WHERE kind = ? AND device = ? AND \(RowSchema.unused)",
      kind.rawValue, device)
  }
}
