import Domain

extension World {
  /// Puts the rows of one read into the facts.
  func answer(_ read: Read, into facts: inout Facts) {
    switch read {
    case .session(let id): put(self[id], into: &facts)
    case .roster(let id):
      put(bookings.values.filter { $0.session == id }, into: &facts)
      put(all(Allotment.self).filter { $0.session == id }, into: &facts)
    case .service(let id): put(one(self[id]), into: &facts)
    case .services: put(all(Service.self), into: &facts)
    case .booking(let id): putWithSessions(one(bookings[id]), into: &facts)
    case .code(let code):
      putWithSessions(bookings.values.filter { $0.code == code }, into: &facts)
    case .reference(let text):
      put(bookings.values.filter { $0.reference == text }, into: &facts)
    case .member(let id): putWithAliases(id, into: &facts)
    case .memberNumber(let number): putFamilies(into: &facts) { $0.number == number }
    case .barcode(let barcode):
      putFamilies(into: &facts) { !barcode.isEmpty && $0.barcode == barcode }
    case .email(let email):
      put(all(Member.self).filter { $0.email.lowercased() == email.lowercased() }, into: &facts)
    case .lots(let id): put(lots.values.filter { $0.member == id }, into: &facts)
    case .lot(let id): put(one(lots[id]), into: &facts)
    case .ledger(let id): put(ledger.values.filter { $0.booking == id }, into: &facts)
    case .places(let member, let session):
      put(bookings.values.filter { $0.member == member && $0.session == session }, into: &facts)
    case .agenda(let member, let from, let to):
      putWithSessions(
        bookings.values.filter { booking in
          booking.member == member && overlaps(self[booking.session], from, to)
        }, into: &facts)
    case .booked(let member, let since):
      put(bookings.values.filter { $0.member == member && $0.bookedAt >= since }, into: &facts)
    case .absences(let member, let since):
      putWithSessions(
        bookings.values.filter { booking in
          booking.member == member && booking.state == .noShow
            && self[booking.session].map { $0.start >= since } ?? false
        }, into: &facts)
    case .leaderSessions(let leader, let from, let to):
      for session in all(Session.self)
      where session.leader == leader && overlaps(session, from, to) {
        put(session, into: &facts)
      }
    case .act(let id):
      guard let act = self[id] else { return }
      facts.put(act)
      put(one(act.note.flatMap { self[$0] }), into: &facts)
      putWithSessions(act.bookings.compactMap { bookings[$0] }, into: &facts)
    case .note(let id): put(one(self[id]), into: &facts)
    case .numbers(let device, let kind):
      put(
        all(NumberBlock.self).filter { $0.device == device && $0.kind == kind }, into: &facts)
    case .allNumbers(let kind):
      put(all(NumberBlock.self).filter { $0.kind == kind }, into: &facts)
    case .born(let day): put(all(Member.self).filter { $0.birthDate == day }, into: &facts)
    case .account(let id):
      putWithSessions(bookings.values.filter { $0.member == id }, into: &facts)
      put(lots.values.filter { $0.member == id }, into: &facts)
      put(ledger.values.filter { $0.member == id }, into: &facts)
      put(all(Note.self).filter { $0.member == id }, into: &facts)
    case .operation(let id): if let operation = operations[id] { facts.put(operation) }
    case .conflict(let id): put(one(self[id]), into: &facts)
    case .conflicts(let booking):
      put(
        all(Conflict.self).filter { $0.booking == booking && $0.status == .open }, into: &facts)
    case .lettingIn(let code):
      put(
        all(Conflict.self).filter {
          !code.isEmpty && $0.presented == code && $0.status == .open
        }, into: &facts)
    case .outside(let table, let source, let text):
      let rows = all(OutsideID.self).filter {
        $0.kind == table && $0.source == source && $0.text == text
      }
      put(rows, into: &facts)
      for row in rows {
        guard let key = Bits128(bytes: row.target.bytes), let target = self.row(table, key)
        else { continue }
        facts.put(target)
        if table == .member { putWithAliases(ID(key), into: &facts) }
      }
    }
  }

  /// The member, and whose alias it is.
  private func putWithAliases(_ id: ID<Member>, into facts: inout Facts) {
    var next: ID<Member>? = id
    while let id = next, let row = self[id] {
      facts.put(row)
      next = row.mergedInto
    }
  }

  private func overlaps(_ session: Session?, _ from: Instant, _ to: Instant) -> Bool {
    session.map { $0.start < to && from < $0.end } ?? false
  }

  private func one<R>(_ row: R?) -> [R] { row.map { [$0] } ?? [] }

  private func put(_ rows: some Sequence<some Record>, into facts: inout Facts) {
    for row in rows { facts.put(row) }
  }

  private func put(_ session: Session?, into facts: inout Facts) {
    guard let session else { return }
    facts.put(session)
    if let service = self[session.service] { facts.put(service) }
  }

  private func putWithSessions(_ rows: some Sequence<Booking>, into facts: inout Facts) {
    for row in rows {
      facts.put(row)
      put(self[row.session], into: &facts)
    }
  }

  private func putFamilies(into facts: inout Facts, _ matches: (Member) -> Bool) {
    let members = all(Member.self)
    let found = members.filter(matches)
    put(found, into: &facts)
    for member in found { putWithAliases(member.id, into: &facts) }
    let families = Set(found.compactMap { facts[facts.standing($0.id)]?.family })
    put(members.filter { $0.family.map(families.contains) ?? false }, into: &facts)
  }
}
