import Domain
import Wire

/// Places for what a desk gives out in the dark.
extension Authority {
  /// Seconds; what it drew is made up for at once.
  private static var betweenAllotments: Int { 60 }

  /// Grants a desk that is here now places of the sessions that come, and again of those of which it has
  /// just used some.
  func allotPlaces(to delivery: Delivery, at now: Instant) throws {
    let request = delivery.request
    guard request.device != trusted, !request.closed, !delivery.isCarried else { return }
    let facts = try store.studio(knowing: nil)
    guard let device = facts[request.device], device.role == .desk, !device.revoked,
      !device.setAside, try jobsRun()
    else { return }
    var sessions = delivery.arrivals.compactMap { ($0.operation?.intent as? Book)?.drawnFrom }
    var wishes: [ID<Session>: Int] = [:]
    let isDue = allottedAt[device.id].map { now - $0 >= Self.betweenAllotments || now < $0 } ?? true
    if isDue {
      allottedAt[device.id] = now
      var all = facts
      try store.answer([.services], into: &all)
      guard all.most(.allotPerDesk) > 0 else { return }
      sessions = try store.coming(
        to: device.location, after: now, until: now + all.most(.allotAhead))
      // In one trip, for the decisions that follow.
      try store.answer(sessions.flatMap { [.session($0), .roster($0)] }, into: &all)
      wishes = try self.wishes(for: sessions, at: device.location, all, now: now)
    }
    for session in sessions {
      let intent = AllotPlaces(
        session: session, device: device.id, life: request.epoch.life, wish: wishes[session])
      _ = try perform(intent, at: now)
    }
  }

  /// Sessions of which earlier lives of the device hold places that they will not give back.
  func sessionsHeld(besides life: Int, by device: ID<Device>, at now: Instant) throws
    -> [ID<Session>]
  {
    var facts = try store.studio(knowing: nil)
    guard let location = facts[device]?.location else { return [] }
    try store.answer([.services], into: &facts)
    // One that has begun is held for until its end.
    let sessions = try store.coming(
      to: location, after: now - Self.longest, until: now + facts.most(.allotAhead))
    try store.answer(sessions.map { .roster($0) }, into: &facts)
    return sessions.filter { session in
      facts.allotments(of: session).contains {
        $0.device == device && $0.life != life && $0.places > 0 && !$0.isLost
      }
    }
  }

  /// Seconds; no session lasts longer.
  private static var longest: Int { 2 * 86_400 }
}

extension Facts {
  /// The largest number that holds anywhere: a service may say more than its place.
  fileprivate func most(_ key: PolicyKey) -> Int {
    let levels = all(Location.self).map(\.policy) + all(Service.self).map(\.policy)
    return levels.compactMap { $0.values[key] }
      .reduce(organization?.policy.values[key] ?? key.standard, max)
  }
}

extension Book {
  /// The session of whose granted places it used some.
  fileprivate var drawnFrom: ID<Session>? { draw == nil ? nil : session }
}
