/// Puts a session on the schedule, or one for each day of a recurrence.
package struct ScheduleSession: Intent {
  package static let kind = OperationKind.scheduleSession
  package var service: ID<Service>
  package var location: ID<Location>
  package var room: ID<Room>?
  package var leader: ID<Staff>?
  package var start: Instant
  /// Seconds from start to end; nil takes the service's minutes.
  package var lasts: Int?
  package var capacity: Int?
  package var recurrence: Recurrence?
  package var draft = false
  package var notes = ""

  /// The most sessions that one operation makes: two years of a weekday class.
  package static let most = 120

  package init(service: ID<Service>, location: ID<Location>, start: Instant) {
    self.service = service
    self.location = location
    self.start = start
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let service = facts[service] else { return [.service(self.service)] }
    guard let leader = leader ?? service.leader else { return [] }
    let days = recurrence.map {
      $0.days(from: facts.zone(of: location).day(of: start), limit: Self.most)
    }
    let span = days?.last.flatMap { last in days?.first.map { last.days(since: $0) } } ?? 0
    let reach = 3 * 86_400
    return [.leaderSessions(leader, from: start - reach, to: start + (span * 86_400 + reach))]
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    let service = try at.require(self.service)
    let place = try at.require(location)
    try at.demand(.manageSchedule, at: place.id)
    let lasts = self.lasts ?? service.minutes * 60
    guard (1...86_400 * 2).contains(lasts), (0...100_000).contains(capacity ?? service.capacity)
    else { throw Refusal(.malformed, ["what": .word("session")]) }
    if let room, at.facts[room]?.location != place.id {
      throw Refusal(.notFound, ["what": .word("room")])
    }
    var session = Session()
    session.service = service.id
    session.location = place.id
    session.room = room
    session.leader = leader ?? service.leader
    session.capacity = capacity ?? service.capacity
    session.status = draft ? .draft : .scheduled
    session.notes = Cleaned.note(notes)
    guard let recurrence else {
      try Self.checkCalendar(start, start + lasts)
      try at.checkLeader(session.leader, service, start, start + lasts, at: place.id)
      try at.checkSlot(start, service, at: place.id)
      session.id = ID(at.id.raw)
      session.start = start
      session.end = start + lasts
      at.put(session)
      at.subject = session.id.raw
      return
    }
    try at.checkSlot(start, service, at: place.id)
    try repeatSession(session, service, recurrence, lasts, &at)
  }

  /// The local hour holds across clock changes: each day asks the zone anew.
  private func repeatSession(
    _ model: Session, _ service: Service, _ recurrence: Recurrence, _ lasts: Int,
    _ at: inout Situation
  ) throws(Refusal) {
    let zone = at.zone(of: location)
    let first = zone.day(of: start)
    let found = recurrence.days(from: first, limit: Self.most + 1)
    let days = found.prefix(Self.most)
    guard let last = days.last else {
      throw Refusal(.malformed, ["what": .word("recurrence")])
    }
    // Cut short, the series would end before the day that was said.
    guard recurrence.until == nil || days.count == found.count else {
      throw Refusal(.malformed, ["what": .word("until"), "most": .count(Self.most)])
    }
    var series = Series()
    series.id = ID(at.id.raw)
    series.service = service.id
    series.location = location
    series.firstDay = first
    series.lastDay = last
    series.rule = recurrence.rule
    at.put(series)
    let time = zone.timeOfDay(of: start)
    for day in days {
      var session = model
      session.id = at.mint()
      session.series = series.id
      session.start = zone.instant(day, time)
      session.end = session.start + lasts
      try Self.checkCalendar(session.start, session.end)
      try at.checkLeader(session.leader, service, session.start, session.end, at: location)
      at.put(session)
      if at.subject == nil { at.subject = session.id.raw }
      at.results.append(RowResult(.kept, key: session.id.raw))
    }
  }
}

extension ScheduleSession {
  /// Throws MALFORMED where a session reaches beyond the days that every zone's calendar has.
  static func checkCalendar(_ start: Instant, _ end: Instant) throws(Refusal) {
    let first = Zone.utc.start(of: Day.first.adding(days: 2))
    let last = Zone.utc.start(of: Day.last.adding(days: -1))
    guard first <= start, end <= last else {
      throw Refusal(.malformed, ["what": .word("time")])
    }
  }
}

extension Recurrence {
  /// The rule in words of RFC 5545.
  var rule: String {
    var parts = ["FREQ=\(frequency.rawValue.uppercased())"]
    if interval != 1 { parts.append("INTERVAL=\(interval)") }
    if !weekdays.isEmpty {
      parts.append("BYDAY=" + weekdays.map { $0.word.uppercased() }.joined(separator: ","))
    }
    if let until {
      parts.append("UNTIL=" + until.text.filter { $0 != "-" })
    }
    return parts.joined(separator: ";")
  }
}

extension Situation {
  /// A 1:1 stands alone among its leader's sessions, whichever of two it is, with the way from
  /// another location.
  func checkLeader(
    _ leader: ID<Staff>?, _ service: Service, _ start: Instant, _ end: Instant,
    at place: ID<Location>, besides own: ID<Session>? = nil
  ) throws(Refusal) {
    guard let leader else { return }
    let travel = policy(for: service, at: place)[.travel]
    let clash = facts.all(Session.self).contains { other in
      guard other.leader == leader, other.id != own, other.status == .scheduled,
        service.oneToOne || facts[other.service]?.oneToOne ?? false
      else { return false }
      let way = other.location == place ? 0 : travel
      return other.start - way < end && start < other.end + way
    }
    guard !clash else { throw Refusal(.leaderUnavailable) }
  }

  /// A 1:1 starts on a slot of the local clock.
  func checkSlot(
    _ start: Instant, _ service: Service, at place: ID<Location>
  ) throws(Refusal) {
    let slot = policy(for: service, at: place)[.slotEvery]
    guard service.oneToOne, slot > 0 else { return }
    let past = zone(of: place).local(start).secondOfDay % slot
    guard past == 0 else {
      let before = start - past
      throw Refusal(
        .noAvailability,
        [
          "before": time(before, at: place),
          "after": time(before + slot, at: place),
        ])
    }
  }
}
