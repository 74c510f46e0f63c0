package import Domain
import Rows
import SQLite

/// What screens and commands read: each call is one moment of the replica.
extension DeskStore {
  /// Sessions that start on the local days, by start, location, room, id.
  package func schedule(from: Day, days: Int, at location: ID<Location>?) throws -> [SessionView] {
    try snapshot { try $0.sessions(from: from, days: days, at: location) }
  }

  /// The local days whose sessions travel to this device, as of the last contact; nil where it has all
  /// there are. A day beyond is not an empty one.
  package func daysHeld() throws -> ClosedRange<Day>? {
    guard !isStandAlone else { return nil }
    let lost = try outages().first.flatMap { $0.ended == nil ? $0.began : nil }
    let (now, studio) = (clock.now, studio)
    return SessionWindow.days(
      studio.device.role, on: studio.zone.day(of: min(lost ?? now, now)))
  }

  /// Sessions with a free place that a member may walk into now; none is the device's location.
  package func openToWalkIns(at location: ID<Location>?) throws -> [SessionView] {
    try snapshot { try $0.openToWalkIns(at: location ?? $0.studio.location.id) }
  }

  package func session(_ id: ID<Session>) throws -> SessionView? {
    try snapshot { try $0.session(id) }
  }

  package func roster(_ id: ID<Session>) throws -> RosterView? {
    let awaited = try readOperations { try $0.awaited() }
    return try snapshot { try $0.roster(id, awaiting: awaited) }
  }

  package func booking(_ id: ID<Booking>) throws -> BookingView? {
    try snapshot { try $0.booking(id) }
  }

  /// Finds one booking by id, code (any spelling) or reference.
  package func booking(named text: String) throws -> BookingView? {
    try snapshot { snapshot in
      try snapshot.connection.booking(named: text, keyed: secrets.keyed)
        .flatMap { try snapshot.booking($0) }
    }
  }

  /// Finds one member by id, outside barcode or number, in this order.
  package func member(named text: String) throws -> Member? {
    try read { try $0.member(named: text, keyed: secrets.keyed) }
  }

  package func profile(_ id: ID<Member>) throws -> MemberProfile? {
    try snapshot { try $0.profile(id) }
  }

  /// Best first; also finds members by booking code, reference, barcode and exact number.
  package func lookup(
    _ query: String, limit: Int = 20, seeing sight: LookupSight = .everything
  ) throws -> [MemberHit] {
    try snapshot { try $0.lookup(query, limit: limit, seeing: sight) }
  }

  /// Nil for an operation that is no undoable act.
  package func act(_ id: ID<Act>) throws -> Act? { try read { try $0.record(id) } }

  /// The session here that was judged last, as long as an act of that time could be undone.
  package func lastJudged() throws -> SessionView? { try snapshot { try $0.lastJudged() } }

  /// The last acts of this device that can still be undone, the newest first.
  package func undoable(limit: Int) throws -> [Act] {
    try snapshot { try $0.undoable(limit: limit) }
  }

  /// Walks all rows of a kind in id order, for exports.
  ///
  /// It reads in pages, each of its own moment, so that `body` may take its time and write.
  package func rows<R: Record>(_ type: R.Type, _ body: (R) throws -> Void) throws {
    var last = ID<R>.none
    while true {
      let page = try read {
        try $0.records(R.self, "WHERE id > ? ORDER BY id LIMIT 500", last)
      }
      for row in page { try body(row) }
      guard let end = page.last else { return }
      last = end.id
    }
  }

  func snapshot<T>(_ body: (Snapshot) throws -> T) throws -> T {
    let (studio, now) = (studio, clock.now)
    // Another process may have begun another since.
    let life = try readOperations { try DeviceIdentity(in: $0, .system).life }
    return try read { try body(try Snapshot($0, studio, life: life, now: now)) }
  }
}
