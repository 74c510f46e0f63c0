import Domain
import Support

/// Outage after outage: desks that go on alone on copies, and the authority that settles what they
/// did, in whatever order it arrives.
struct DarkWalk {
  private var authority: Walk
  private var random: SeededGenerator
  private(set) var outcomes: [String: Int] = [:]
  private(set) var left: [ConflictKind: Int] = [:]

  private(set) var choices: [ConflictChoice: Int] = [:]
  private(set) var broken: [String] = []
  private var seeds: UInt64 = 0

  /// One desk in the dark: its copy, and what it did there.
  fileprivate struct Dark {
    var walk: Walk
    var done: [(operation: Operation, decision: Decision)] = []
  }

  init(seed: UInt64) {
    authority = Walk(seed: seed)
    random = SeededGenerator(seed: seed &+ 77)
  }

  mutating func run(outages: Int) {
    for outage in 0..<outages where broken.count < 5 {
      if outage % 4 == 3 { authority.open(outage) }
      self.outage()
    }
  }

  private mutating func outage() {
    let studio = authority.studio
    let places = [
      (studio.desk, studio.here), (studio.kiosk, studio.here), (studio.otherDesk, studio.there),
    ]
    var darks = places.map { device, place in
      seeds += 1
      var walk = authority
      walk.random = SeededGenerator(seed: random.next())
      walk.studio.world = authority.studio.world.copy(on: device, at: place, seed: seeds)
      walk.studio.world.channel = device == studio.kiosk ? .kiosk : .desk
      return Dark(walk: walk)
    }
    for _ in 0..<Int.random(in: 2...12, using: &random) {
      // Who is let in by a code of elsewhere comes with it, wherever it was booked.
      let codes = darks.flatMap { $0.walk.studio.world.all(Booking.self).map(\.code) }
      for index in darks.indices { darks[index].step(codes, &random) }
      authorityStep()
    }
    while let index = darks.indices.filter({ !darks[$0].done.isEmpty }).randomElement(
      using: &random)
    {
      let (operation, decision) = darks[index].done.removeFirst()
      settle(operation, promised: decision)
    }
    for _ in 0..<12 { resolve() }
    let latest = darks.map(\.walk.studio.world.now).max() ?? authority.studio.world.now
    authority.studio.world.now = max(latest, authority.studio.world.now)
    authority.bookings = authority.studio.world.all(Booking.self).map(\.id)
    authority.acts = authority.studio.world.all(Act.self).map(\.id)
  }

  /// What happens at the authority while the line is down: the web's bookings, the jobs.
  private mutating func authorityStep() {
    let (intent, actor) = authority.chance(8) ? surprise() : authority.pick()
    authority.studio.world.device = authority.studio.otherDesk
    authority.studio.world.clockUncertain = false
    let operation = authority.studio.world.prepare(intent, as: actor)
    if actor == .system {
      settle(operation, promised: nil)
    } else {
      // Whoever asks here is told no at once.
      _ = try? authority.studio.world.meant(intent, as: actor)
    }
    authority.studio.world.now =
      authority.studio.world.now + Int.random(in: 0..<400, using: &random)
  }

  /// What a manager changes while others go by what they knew.
  private mutating func surprise() -> (any Intent, Actor) {
    let owner = authority.studio.actor(.owner)
    let near = authority.sessions.filter {
      let start = authority.studio.world[$0]?.start ?? Instant(0)
      return abs(start - authority.studio.world.now) < 3_600
    }
    let session = authority.one(near, authority.one(authority.sessions, .none))
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return (CancelSession(session: session), owner)
    case 1:
      var change = ChangeSession(session: session)
      change.leader = authority.studio.staff[.owner]
      return (change, owner)
    case 2:
      let (kept, merged) = (authority.one(authority.members, .none), authority.members[4])
      return (MergeMembers(kept: kept, merged: merged), owner)
    default: return (JudgeSession(session: session), owner)
    }
  }

  private mutating func resolve() {
    let open = authority.studio.world.all(Conflict.self).filter { $0.status == .open }
    // The rare kinds are settled as often as those of which there are many.
    let kinds = ConflictKind.allCases.filter { kind in open.contains { $0.kind == kind } }
    let kind = kinds.randomElement(using: &random)
    guard let conflict = open.filter({ $0.kind == kind }).randomElement(using: &random),
      var choice = conflict.choices.randomElement(using: &random)
    else { return }
    // What was refused for good can only be let go, so it is tried more often than that.
    if choice == .discard, !authority.chance(3) { choice = conflict.choices[0] }
    var intent = ResolveDecision(conflict.id, choice)
    intent.reason = "seen to"
    intent.session = authority.one(authority.sessions, .none)
    intent.member = authority.one(authority.members, .none)
    let role: Role = authority.chance(3) ? .receptionist : .owner
    let operation = authority.studio.world.prepare(intent, as: authority.studio.actor(role))
    settle(operation, promised: nil)
    if authority.studio.world[conflict.id]?.choice == choice { choices[choice, default: 0] += 1 }
  }

  // MARK: What must hold

  private mutating func settle(_ operation: Operation, promised: Decision?) {
    let before = authority.studio.world
    let conflicts = Set(before.all(Conflict.self).map(\.id))
    let settlement = authority.studio.world.settle(operation)
    let (world, outcome) = (authority.studio.world, settlement.outcome)
    var again = before
    let second = again.settle(operation)
    if second.outcome != outcome
      || second.decision.changes.map(\.key) != settlement.decision.changes.map(\.key)
    {
      fail(operation, "settled otherwise the second time")
    }
    var check = StepCheck(operation, settlement.decision, before, merging: true)
    check.after(world)
    for words in check.broken { fail(operation, words) }
    let kind = operation.intent.kind
    let code = outcome.code?.rawValue ?? ""
    outcomes["\(kind.rawValue) \(outcome.state.rawValue) \(code)", default: 0] += 1
    let new = world.all(Conflict.self).filter { !conflicts.contains($0.id) }
    for row in new { left[row.kind, default: 0] += 1 }
    if operation.actor == .system {
      if !new.isEmpty { fail(operation, "a job left a decision") }
    } else if outcome.state == .rejected, new.isEmpty, !(operation.intent is ResolveDecision) {
      fail(operation, "refused with \(code) and nothing left")
    }
    if outcome.state == .applied, outcome.code != nil { fail(operation, "applied with \(code)") }
    if let promised { checkArrivals(operation, promised, outcome, new) }
  }

  /// Whoever was let in is in, or a person has been asked.
  private mutating func checkArrivals(
    _ operation: Operation, _ promised: Decision, _ outcome: Outcome, _ new: [Conflict]
  ) {
    let arrived: [ID<Booking>]
    switch operation.intent {
    case is CheckIn: arrived = promised.subject.map { [ID($0)] } ?? []
    case let batch as MarkAttendance:
      arrived = promised.results.compactMap { result in
        guard result.kind == .kept, let key = result.key, !batch.absent.contains(ID(key)) else {
          return nil
        }
        return ID(key)
      }
    default: return
    }
    if outcome.state == .rejected { return }
    let world = authority.studio.world
    for id in arrived where !new.contains(where: { $0.kind == .letIn }) {
      let booking = world[id]
      let isIn = world.all(Booking.self).contains {
        $0.state == .checkedIn
          && ($0.id == id || $0.member == booking?.member && $0.session == booking?.session)
      }
      if !isIn {
        fail(
          operation, "lost somebody who was in: \(outcome) \(String(describing: booking?.state))")
      }
    }
  }

  private mutating func fail(_ operation: Operation, _ words: String) {
    broken.append("\(operation.intent.kind.rawValue): \(words)")
  }
}

extension DarkWalk.Dark {
  /// Somebody new who is also new elsewhere, or a profile that others change too.
  private mutating func people() -> any Intent {
    var details = MemberDetails()
    guard walk.chance(4) else {
      let shown = walk.studio.world[walk.one(walk.members, .none)]
      details.phone = walk.one(["082 1", "083 2", "084 3"], "")
      if walk.chance(2) { details.medical = walk.one(["knee", "asthma"], "") }
      return shown.map { EditMember($0, details) } ?? EditMember(member: .none, details)
    }
    details.firstName = walk.one(["Sipho", "Lindiwe"], "")
    details.email = "new@example.org"
    return RegisterMember(details)
  }

  fileprivate mutating func step(_ codes: [String], _ random: inout SeededGenerator) {
    walk.studio.world.now =
      walk.studio.world.now + Int.random(in: 0..<(walk.chance(6) ? 2_000 : 200), using: &random)
    walk.studio.world.clockUncertain = walk.chance(30)
    var (intent, actor) = walk.pick()
    if walk.chance(12), let code = codes.randomElement(using: &random) {
      intent = LetIn(presented: code)
    }
    if walk.chance(16) { (intent, actor) = (people(), walk.studio.actor(.receptionist)) }
    // Only the authority does the jobs.
    guard actor != .system,
      let done = try? walk.studio.world.meant(intent, as: actor)
    else { return }
    self.done.append(done)
    walk.bookings = walk.studio.world.all(Booking.self).map(\.id)
    walk.acts = walk.studio.world.all(Act.self).map(\.id)
  }
}
