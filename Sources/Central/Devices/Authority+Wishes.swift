import Domain

/// More places for the hours of an announced outage: as many as walked in at that hour a week before.
extension Authority {
  /// Seconds before an outage from which they are granted; until then who has a line sells them.
  private static var wishedAhead: Int { 3_600 }

  /// What a desk would need of the sessions that meet the next outage; nothing while it is far away.
  func wishes(
    for sessions: [ID<Session>], at location: ID<Location>, _ facts: Facts, now: Instant
  ) throws -> [ID<Session>: Int] {
    let zone = facts.zone(of: location)
    let windows = facts[OutageTimetable.id(of: location)]?.windows ?? []
    guard let cut = windows.next(at: now, in: zone), cut.from - now <= Self.wishedAhead else {
      return [:]
    }
    var all = facts
    var wishes: [ID<Session>: Int] = [:]
    for session in sessions.compactMap({ facts[$0] })
    where session.start < cut.until && session.end > cut.from {
      let local = zone.local(session.start)
      // The same hour by the clock of the place.
      let before = zone.instant(local.day.adding(days: -7), secondOfDay: local.secondOfDay)
      let past = try store.coming(to: location, after: before - 1, until: before)
      try store.answer(past.flatMap { [.session($0), .roster($0)] }, into: &all)
      let same = past.filter { all[$0]?.service == session.service }
      wishes[session.id] = all.all(Booking.self)
        .filter { same.contains($0.session) && $0.walkIn && $0.state != .cancelled }
        .reduce(0) { $0 + $1.spots }
    }
    return wishes
  }
}
