import Domain
import Rows

/// What each read of the rulebook needs and brings; `FactLoader` says the same of SQLite.
extension RowMemory {
  /// What must be looked up before a read can be answered, as far as the known rows tell; nothing
  /// where all is here.
  func missing(for read: Read) -> [Lookup] {
    switch read {
    case .service, .services: []
    case .session(let id): lacking(.row(.session, id.raw))
    case .roster(let id): lacking(.group(.roster(id))) + lacking(.group(.allotments(id)))
    case .booking(let id): lacking(.row(.booking, id.raw)) + sessions(of: self[id].map { [$0] })
    case .code(let code): lacking(.group(.code(code))) + sessions(of: rows(.code(code)))
    case .reference(let text): lacking(.group(.reference(text)))
    case .member(let id): aliases(of: id)
    case .memberNumber(let number): people(.number(number))
    case .barcode(let barcode): barcode.isEmpty ? [] : people(.barcode(barcode))
    case .email(let email): email.isEmpty ? [] : lacking(.group(.email(email.lowercased())))
    case .lots(let member): lacking(.group(.lots(member)))
    case .lot(let id): lacking(.row(.lot, id.raw))
    case .ledger(let booking): lacking(.group(.ledger(booking)))
    case .places(let member, let session): lacking(.places(member, session))
    case .agenda(let member, let from, let to):
      lacking(.agenda(member, from: from, to: to)) + sessions(of: rows(.bookings(member)))
    case .booked(let member, let since): lacking(.booked(member, since: since))
    case .absences(let member, let since):
      lacking(.absences(member, since: since))
        + sessions(of: rows(.bookings(member), Booking.self).filter { $0.state == .noShow })
    case .leaderSessions(let leader, let from, let to):
      lacking(.led(leader, from: from, to: to))
    case .act(let id): missing(forAct: id)
    case .note(let id): lacking(.row(.note, id.raw))
    case .born(let day): lacking(.group(.born(day)))
    case .account(let member):
      [.bookings(member), .lots(member), .account(member), .notes(member)]
        .flatMap { lacking(.group($0)) } + sessions(of: rows(.bookings(member)))
    case .operation(let id): lacking(.operation(id))
    case .conflict(let id): lacking(.row(.decision, id.raw))
    case .conflicts(let booking): lacking(.group(.conflicts(booking)))
    case .lettingIn(let code): code.isEmpty ? [] : lacking(.group(.lettingIn(code)))
    case .numbers(let device, let kind): lacking(.group(.numbers(device, kind)))
    case .allNumbers(let kind): lacking(.group(.allNumbers(kind)))
    case .outside(let table, let source, let text):
      missing(forOutside: OutsideID.id(table, source: source, text: text))
    }
  }

  private func lacking(_ lookup: Lookup) -> [Lookup] { has(lookup) ? [] : [lookup] }

  private func sessions(of bookings: [any Record]?) -> [Lookup] {
    guard let bookings else { return [] }
    return bookings.flatMap { row in
      (row as? Booking).map { lacking(.row(.session, $0.session.raw)) } ?? []
    }
  }

  private func missing(forAct id: ID<Act>) -> [Lookup] {
    guard let act = self[id] else { return lacking(.row(.act, id.raw)) }
    return (act.note.map { lacking(.row(.note, $0.raw)) } ?? [])
      + act.bookings.flatMap { missing(for: .booking($0)) }
  }

  private func missing(forOutside id: ID<OutsideID>) -> [Lookup] {
    guard let row = self[id] else { return lacking(.row(.outsideID, id.raw)) }
    guard let key = Bits128(bytes: row.target.bytes), !row.kind.isStudio else { return [] }
    return row.kind == .member ? aliases(of: ID(key)) : lacking(.row(row.kind, key))
  }

  private func people(_ group: RowGroup) -> [Lookup] {
    lacking(.group(group))
      + rows(group, Member.self).flatMap { found in
        aliases(of: found.id) + (family(of: found.id).map { lacking(.group(.family($0))) } ?? [])
      }
  }

  /// The member, whose alias it is, and so on as far as is known.
  private func aliases(of id: ID<Member>) -> [Lookup] {
    chain(from: id).flatMap { lacking(.row(.member, $0.raw)) }
  }

  private func chain(from id: ID<Member>) -> [ID<Member>] {
    var chain = [id]
    while let next = chain.last.flatMap({ self[$0]?.mergedInto }), !chain.contains(next) {
      chain.append(next)
    }
    return chain
  }

  private func family(of id: ID<Member>) -> ID<Family>? {
    chain(from: id).last.flatMap { self[$0]?.family }
  }

  // MARK: Answering

  /// Puts the rows of a read for which nothing is missing.
  func answer(_ read: Read, from studio: Studio, into facts: inout Facts) {
    switch read {
    case .service(let id): put(studio.services[id], &facts)
    case .services: for service in studio.services.values { facts.put(service) }
    case .session(let id): putSession(id, studio, &facts)
    case .roster(let id):
      put(rows(.roster(id)), &facts)
      put(rows(.allotments(id)), &facts)
    case .booking(let id): put(self[id], studio, &facts)
    case .code(let code): for row in rows(.code(code), Booking.self) { put(row, studio, &facts) }
    case .reference(let text): put(rows(.reference(text)), &facts)
    case .member(let id): putMember(id, &facts)
    case .memberNumber(let number): putPeople(.number(number), &facts)
    case .barcode(let barcode): putPeople(.barcode(barcode), &facts)
    case .email(let email): put(rows(.email(email.lowercased())), &facts)
    case .lots(let member): put(rows(.lots(member)), &facts)
    case .lot(let id): put(self[id], &facts)
    case .ledger(let booking): put(rows(.ledger(booking)), &facts)
    case .places(let member, let session): putPlaces(member, session, &facts)
    case .agenda(let member, let from, let to):
      putBookings(of: member, studio, &facts) { $1.start < to && from < $1.end }
    case .booked(let member, let since):
      put(rows(.bookings(member), Booking.self).filter { $0.bookedAt >= since }, &facts)
    case .absences(let member, let since):
      putBookings(of: member, studio, &facts) { $0.state == .noShow && $1.start >= since }
    case .leaderSessions(let leader, let from, let to):
      for session in rows(.led(leader), Session.self) where session.start < to && from < session.end
      {
        facts.put(session)
        put(studio.services[session.service], &facts)
      }
    case .act(let id):
      guard let act = self[id] else { return }
      facts.put(act)
      put(act.note.flatMap { self[$0] }, &facts)
      for id in act.bookings { put(self[id], studio, &facts) }
    case .note(let id): put(self[id], &facts)
    case .conflict(let id): put(self[id], &facts)
    case .conflicts(let booking): put(rows(.conflicts(booking)), &facts)
    case .lettingIn(let code): put(rows(.lettingIn(code)), &facts)
    case .born(let day): put(rows(.born(day)), &facts)
    case .account(let member):
      for row in rows(.bookings(member), Booking.self) { put(row, studio, &facts) }
      put(rows(.lots(member)), &facts)
      put(rows(.account(member)), &facts)
      put(rows(.notes(member)), &facts)
    case .operation(let id): if let found = operation(id) { facts.put(found) }
    case .numbers(let device, let kind):
      put(rows(.numbers(device, kind), NumberBlock.self).filter { $0.next < $0.end }, &facts)
    case .allNumbers(let kind):
      let last = rows(.allNumbers(kind), NumberBlock.self).max { ($0.end, $0.id) < ($1.end, $1.id) }
      put(last, &facts)
    case .outside(let table, let source, let text):
      putOutside(OutsideID.id(table, source: source, text: text), studio, &facts)
    }
  }

  private func put(_ row: (some Record)?, _ facts: inout Facts) {
    if let row { facts.put(row) }
  }

  private func put(_ rows: [any Record], _ facts: inout Facts) {
    for row in rows { facts.put(row) }
  }

  private func putSession(_ id: ID<Session>, _ studio: Studio, _ facts: inout Facts) {
    guard let session = self[id] else { return }
    facts.put(session)
    put(studio.services[session.service], &facts)
  }

  private func put(_ booking: Booking?, _ studio: Studio, _ facts: inout Facts) {
    guard let booking else { return }
    facts.put(booking)
    putSession(booking.session, studio, &facts)
  }

  private func putPeople(_ group: RowGroup, _ facts: inout Facts) {
    for member in rows(group, Member.self) {
      putMember(member.id, &facts)
      if let family = family(of: member.id) { put(rows(.family(family)), &facts) }
    }
  }

  private func putMember(_ id: ID<Member>, _ facts: inout Facts) {
    for id in chain(from: id) { put(self[id], &facts) }
  }

  /// Whichever lookup brought them, they are among the member's known bookings.
  private func putPlaces(_ member: ID<Member>, _ session: ID<Session>, _ facts: inout Facts) {
    put(rows(.bookings(member), Booking.self).filter { $0.session == session }, &facts)
  }

  private func putBookings(
    of member: ID<Member>, _ studio: Studio, _ facts: inout Facts,
    where matches: (Booking, Session) -> Bool
  ) {
    for booking in rows(.bookings(member), Booking.self) {
      guard let session = self[booking.session], matches(booking, session) else { continue }
      put(booking, studio, &facts)
    }
  }

  private func putOutside(_ id: ID<OutsideID>, _ studio: Studio, _ facts: inout Facts) {
    guard let row = self[id] else { return }
    facts.put(row)
    guard let key = Bits128(bytes: row.target.bytes) else { return }
    if row.kind == .service { return put(studio.services[ID(key)], &facts) }
    if row.kind == .member { return putMember(ID(key), &facts) }
    // The studio's other rows are in the facts already.
    if let target = self.row(row.kind, key) { facts.put(target) }
  }
}
