/// Changes one session: only the fields that are given.
package struct ChangeSession: Intent {
  package static let kind = OperationKind.changeSession
  package var session: ID<Session>
  package var start: Instant?
  package var end: Instant?
  package var room: ID<Room>?
  package var leader: ID<Staff>?
  package var capacity: Int?
  package var notes: String?
  /// Puts a draft on the schedule.
  package var publish = false

  package init(session: ID<Session>) { self.session = session }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    let reads: [Read] = [.session(session), .roster(session)]
    guard movesLeader, let row = facts[session], let leader = leader ?? row.leader else {
      return reads
    }
    let reach = 3 * 86_400
    let when = start ?? row.start
    return reads + [.leaderSessions(leader, from: when - reach, to: when + reach)]
  }

  /// True where it may bring the leader into another session.
  private var movesLeader: Bool { start != nil || end != nil || leader != nil || publish }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var session = try at.require(self.session)
    let service = try at.require(session.service)
    try permit(session, at)
    guard session.status != .cancelled else { throw Refusal(.sessionCancelled) }
    if let start {
      session.end = end ?? start + (session.end - session.start)
      session.start = start
    } else if let end {
      session.end = end
    }
    guard session.start < session.end else {
      throw Refusal(.malformed, ["what": .word("end")])
    }
    try ScheduleSession.checkCalendar(session.start, session.end)
    if let room {
      guard at.facts[room]?.location == session.location else {
        throw Refusal(.notFound, ["what": .word("room")])
      }
      session.room = room
    }
    if let leader { session.leader = try at.require(leader).id }
    if let notes { session.notes = Cleaned.note(notes) }
    if publish { session.status = .scheduled }
    if movesLeader {
      try at.checkLeader(
        session.leader, service, session.start, session.end, at: session.location,
        besides: session.id)
    }
    if start != nil { try at.checkSlot(session.start, service, at: session.location) }
    if session.series != nil { session.changed = true }
    if let capacity {
      guard (0...100_000).contains(capacity) else {
        throw Refusal(.malformed, ["what": .word("capacity")])
      }
      session.resize(to: capacity, given: at.capacity(of: session))
    }
    at.put(session)
    at.settle(session.id)
    at.subject = session.id.raw
  }

  private func permit(_ session: Session, _ at: Situation) throws(Refusal) {
    let right = try at.demand(.changeSession, with: session)
    let allowed =
      switch right {
      case .own: start == nil && end == nil && leader == nil && capacity == nil && !publish
      case .limited: capacity == nil && !publish
      case .yes: true
      case .no: false
      }
    guard allowed else {
      throw Refusal(.notPermitted, ["action": .word(Action.changeSession.rawValue)])
    }
  }
}
