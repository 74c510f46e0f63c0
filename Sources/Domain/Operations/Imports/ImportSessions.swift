/// Takes sessions from a timetable; the services, places and leaders it names are made with them.
package struct ImportSessions: Intent {
  package static let kind = OperationKind.importSessions
  /// The system or publisher whose ids these are.
  package var source: String
  package var rows: [ImportedSession]

  package init(source: String, rows: [ImportedSession]) {
    self.source = source
    self.rows = rows
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    var reads: [Read] = [.services]
    for row in rows {
      reads.append(.outside(.session, source: source, text: row.outside.text))
      if let id = row.locationID { reads.append(.outside(.location, source: source, text: id)) }
      let known = facts.outside(Session.self, [source], row.outside.text)
      // Who is in it decides how small it may become.
      if let known, !known.entry.remembers(row.outside.print) {
        reads.append(.roster(known.row.id))
      }
    }
    return reads
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demand(.importExport, at: at.location)
    var names = StudioNames(at.facts, source: source)
    at.takeEach(rows) { row, at throws(Refusal) in try take(row, &names, &at) }
  }

  private func take(
    _ row: ImportedSession, _ names: inout StudioNames, _ at: inout Situation
  ) throws(Refusal) -> RowResult {
    let known = at.facts.outside(Session.self, [source], row.outside.text)
    if let known, known.entry.remembers(row.outside.print) {
      return RowResult(.unchanged, key: known.row.key)
    }
    guard (0...100_000).contains(row.capacity), row.credits >= .zero else {
      throw Refusal(.malformed, ["what": .word("capacity")])
    }
    let place = try names.location(row, &at)
    try at.demand(.manageSchedule, at: place.id)
    let service = try names.service(row, &at)
    var session = known?.row ?? Session()
    let span = try row.span(in: at.zone(of: place.id), service)
    session.service = service.id
    session.location = place.id
    session.start = span.start
    session.end = span.end
    let room = try row.room.map { name throws(Refusal) in
      try names.room(name, in: place.id, &at)
    }
    let leader = try row.leader.map { name throws(Refusal) in
      try names.leader(name, at: place.id, &at)
    }
    session.room = room ?? session.room
    session.leader = leader ?? session.leader ?? service.leader
    session.credits = row.credits == service.credits ? nil : row.credits
    session.ageFrom = row.ageFrom
    session.ageTo = row.ageTo
    session.notes = row.notes.map(Cleaned.note) ?? session.notes
    if known == nil {
      session.id = at.mint()
      // Nobody was booked: there is nothing to judge, and no job need come by for each of them.
      if at.judgeable(session) <= at.at { session.judgedAt = at.at }
    }
    // A session made by this very operation has no bookings that could have been read.
    if at.facts.has(.roster(session.id)) {
      session.resize(to: row.capacity, given: at.capacity(of: session))
      at.put(session)
      at.settle(session.id)
    } else {
      session.capacity = row.capacity
      at.put(session)
    }
    at.remember(row.outside, from: source, as: session)
    return RowResult(known == nil ? .kept : .merged, key: session.key)
  }
}
