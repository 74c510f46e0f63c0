package import Domain
import Rows
import SQLite

/// How many spots of a session are taken, waited for, and filled by people who are in.
struct Places {
  var taken = 0
  var waitlisted = 0
  var present = 0
  /// Bookings, not spots: nobody has said of these people whether they came.
  var unmarked = 0
  /// Granted and unused: to other desks, and to this one.
  var held: [SessionView.Held] = []
  var own = 0
}

extension Snapshot {
  /// Each location's days are its own; the sessions come by start, location, room, id.
  package func sessions(from: Day, days: Int, at location: ID<Location>?) throws -> [SessionView] {
    let places = location.map { [$0] } ?? studio.locations.map(\.id)
    let views = try places.flatMap { place in
      let zone = zone(of: place)
      let start = zone.start(of: from)
      let end = zone.start(of: from.adding(days: days))
      let range = "WHERE location = ?1 AND start >= ?2 AND start < ?3"
      let sessions = try connection.records(Session.self, range, place, start, end)
      let counts = try counts(in: "SELECT id FROM session \(range)", place, start, end)
      return try sessions.map { try view($0, counts[$0.id]) }
    }
    return views.sorted { left, right in
      if left.session.start != right.session.start {
        return left.session.start < right.session.start
      }
      let (one, other) = (left.location, left.room ?? "")
      if (one, other) != (right.location, right.room ?? "") {
        return (one, other) < (right.location, right.room ?? "")
      }
      return left.session.id < right.session.id
    }
  }

  package func session(_ id: ID<Session>) throws -> SessionView? {
    guard let session = try connection.record(id) else { return nil }
    return try view(session, counts(in: "?1", id)[id])
  }

  /// Sessions whose check-in is open to members now, with a free place, where the policy lets
  /// them walk in by themselves.
  package func openToWalkIns(at location: ID<Location>) throws -> [SessionView] {
    let today = zone(of: location).day(of: now)
    return try sessions(from: today.adding(days: -1), days: 3, at: location).filter { view in
      let policy = policy(for: view.session)
      return view.free > 0 && view.session.status == .scheduled && policy.isOn(.kioskWalkIn)
        && CheckInWindow(view.session, policy).isOpen(at: now)
    }
  }

  /// Of all sessions that the list or query in `set` names, in one trip.
  func counts<each V: Bindable>(
    in set: String, _ values: repeat each V
  ) throws -> [ID<Session>: Places] {
    let sql = """
      SELECT session, sum(iif(state IN (\(Self.takingPlace)), spots, 0)),
        sum(iif(state = 'waitlisted', spots, 0)), sum(iif(state = 'checkedIn', present, 0)),
        sum(iif(state = 'confirmed' AND NOT absent, 1, 0))
      FROM booking WHERE session IN (\(set)) GROUP BY session
      """
    var counts: [ID<Session>: Places] = [:]
    try connection.each(sql, repeat each values) { row in
      counts[row.id(0)] = Places(
        taken: Int(row.int(1)), waitlisted: Int(row.int(2)), present: Int(row.int(3)),
        unmarked: Int(row.int(4)))
    }
    let granted = """
      SELECT a.session, a.device, coalesce(d.name, ''), a.life, sum(a.places)
      FROM allotment a LEFT JOIN device d ON d.id = a.device
      WHERE a.session IN (\(set)) AND a.places > 0
      GROUP BY a.session, a.device, a.life ORDER BY a.device, a.life
      """
    try connection.each(granted, repeat each values) { row in
      let places = Int(row.int(4))
      switch holder(row.id(1), life: Int(row.int(3))) {
      case .here: counts[row.id(0), default: Places()].own += places
      case let holder:
        counts[row.id(0), default: Places()].held.append(
          SessionView.Held(device: row.text(2), places: places, isLost: holder == .lost))
      }
    }
    return counts
  }

  /// Who has granted places to give: this desk, another, or files that a desk has lost.
  enum Holder { case here, elsewhere, lost }

  func holder(_ device: ID<Device>, life: Int) -> Holder {
    let isOwn = device == studio.device.id
    // The authority may not have heard yet that the file began another life.
    if life == Allotment.lost || isOwn && life != self.life { return .lost }
    return isOwn ? .here : .elsewhere
  }

  private static let takingPlace =
    BookingState.allCases.filter(\.takesPlace).map { "'\($0.rawValue)'" }.joined(separator: ", ")

  func lastJudged() throws -> SessionView? {
    // A judgement comes some hours after the end: the bound on the start spares a walk over all.
    try connection.records(
      Session.self,
      "WHERE location = ? AND start >= ? AND judgedAt >= ? ORDER BY judgedAt DESC, id LIMIT 1",
      studio.location.id, now - 3 * 86_400, now - policyHere[.undoWithin]
    ).first.flatMap { try session($0.id) }
  }

  /// From 1, for each waiting booking of the sessions that `set` names: who is offered a place next.
  func waitlist<each V: Bindable>(
    in set: String, _ values: repeat each V
  ) throws -> [ID<Booking>: Int] {
    typealias Waiting = (booking: ID<Booking>, session: ID<Session>, lost: Bool, isVIP: Bool)
    let waiting: [Waiting] = try connection.all(
      """
      SELECT b.id, b.session, b.queue < 0, m.permission = 'vip'
      FROM booking b LEFT JOIN member m ON m.id = b.member
      WHERE b.session IN (\(set)) AND b.queue IS NOT NULL AND b.state = 'waitlisted'
      ORDER BY b.queue, b.id
      """, repeat each values
    ) { (booking: $0.id(0), session: $0.id(1), lost: $0.bool(2), isVIP: $0.bool(3)) }
    var positions: [ID<Booking>: Int] = [:]
    for (id, waiting) in Dictionary(grouping: waiting, by: \.session) {
      let vipFirst = try connection.record(id).map { policy(for: $0).isOn(.vipFirst) } ?? false
      func rank(_ one: Waiting) -> Int { one.lost ? 0 : vipFirst && one.isVIP ? 1 : 2 }
      let queue = (0...2).flatMap { group in waiting.filter { rank($0) == group } }
      for (place, one) in queue.enumerated() { positions[one.booking] = place + 1 }
    }
    return positions
  }
}
