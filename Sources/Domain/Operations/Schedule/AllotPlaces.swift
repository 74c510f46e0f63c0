/// The authority grants a device places of a session that it may give out in the dark.
package struct AllotPlaces: Intent {
  package static let kind = OperationKind.allotPlaces
  package var session: ID<Session>
  package var device: ID<Device>
  package var life: Int
  /// What it asks for before an announced outage; nil where the policy's number will do.
  package var wish: Int?

  package init(session: ID<Session>, device: ID<Device>, life: Int, wish: Int? = nil) {
    self.session = session
    self.device = device
    self.life = life
    self.wish = wish
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    [.session(session), .roster(session)]
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.actor == .system else { throw at.denied(.manageSchedule) }
    let session = try at.require(self.session)
    let holder = try at.require(device)
    let policy = at.policy(for: session)
    at.subject = session.id.raw
    guard holder.role == .desk, !holder.revoked, !holder.setAside,
      holder.location == session.location, session.status == .scheduled,
      at.at < session.start, session.start - at.at <= policy[.allotAhead],
      at.waiting(for: session).isEmpty
    else { return }
    let rows = at.facts.allotments(of: session.id)
    let known = rows.first { $0.device == device && $0.life == life }
    // What was asked back comes first.
    if let known, known.recalled, known.places > 0 { return }
    let sum = at.capacity(of: session)
    let more = AllotmentSize(capacity: session.capacity, policy, wish: wish)
      .more(held: known?.places ?? 0, granted: sum.granted, free: sum.free)
    guard more > 0 else { return }
    var row = known ?? Allotment()
    if known == nil {
      row.id = at.mint()
      (row.session, row.device, row.life) = (session.id, device, life)
    }
    row.places += more
    row.granted += more
    row.recalled = false
    row.at = at.at
    at.put(row)
  }
}

/// The holder gives back places that it has not used: from now on it gives them out no more.
package struct ReturnPlaces: Intent {
  package static let kind = OperationKind.returnPlaces
  package var session: ID<Session>
  package var allotment: ID<Allotment>
  package var places: Int

  package init(_ row: Allotment) {
    session = row.session
    allotment = row.id
    places = row.places
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    [.session(session), .roster(session)]
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    at.subject = session.raw
    // Nobody else can say what a device has not used; and there is nobody to tell of a return that
    // comes too late.
    guard var row = at.facts[allotment], row.device == at.device, at.actor == .device else {
      return
    }
    row.places -= max(0, min(places, row.places))
    at.put(row)
    at.settle(session)
  }
}

/// A manager says that a device's places are not waited for: what it sold in the dark and brings later
/// stands all the same, over the capacity if need be.
package struct ReleasePlaces: Intent {
  package static let kind = OperationKind.releasePlaces
  package var session: ID<Session>
  package var target: ID<Device>
  /// Those that the manager saw; nil is all that the device has of the session.
  package var allotments: [ID<Allotment>]?
  package var reason: String?

  package init(session: ID<Session>, target: ID<Device>) {
    self.session = session
    self.target = target
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    [.session(session), .roster(session)]
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    let session = try at.require(self.session)
    try at.demandManager(.manageStudio, at: session.location)
    at.subject = session.id.raw
    for var row in at.facts.allotments(of: session.id)
    where row.device == target && row.places > 0 && allotments?.contains(row.id) ?? true {
      row.places = 0
      at.put(row)
    }
    at.settle(session.id)
  }
}
