import Crypto
package import Domain
import Wire

/// The authority's own operations, as the system: numbered and chained like any device's.
extension Authority {
  /// Does what is due by the clock, each in a commit of its own; returns how many operations that made.
  ///
  /// Nothing where another process does the jobs.
  @discardableResult
  package func work(at now: Instant) throws -> Int {
    guard try store.holdsJobs() else { return 0 }
    var count = try moveWindows(at: now)
    // Once for a program: it may be newer than the one that could not read them.
    if !triedParked { count += try retryParked(at: now) }
    triedParked = true
    guard try jobsRun() else { return count }
    for intent in try dueIntents(at: now)
    where try commit(at: now, { try perform(intent, at: now) }) {
      count += 1
    }
    return count
  }

  /// In a training studio nothing happens by the machine's clock.
  func jobsRun() throws -> Bool {
    if clockIsSet { return true }
    return try !(store.studio(knowing: nil).organization?.training ?? false)
  }

  /// Places came free: the waiting are offered them at once.
  func tendFreed(at now: Instant) throws {
    guard !freed.isEmpty, try jobsRun() else { return }
    for session in freed where try store.isWaited(for: session) {
      _ = try perform(TendSession(session: session), at: now)
    }
  }

  /// Decides one intent of the system and keeps it if it changes anything; inside a commit. False
  /// where a rule refused: it is not time yet, or somebody has done it.
  func perform(_ intent: any Intent, at now: Instant) throws -> Bool {
    do {
      return try act(intent, at: now) != nil
    } catch is Refusal {
      return false
    }
  }

  /// As `perform`, but throws the refusal; nil where nothing would change, unless `always`.
  func act(_ intent: any Intent, at now: Instant, always: Bool = false) throws -> Decision? {
    var facts = try store.studio(knowing: intent.namedZone)
    let identity = try identity()
    func mint() -> Bits128 { Bits128(milliseconds: now.seconds * 1_000, random: random(16)) }
    // Before the founding this is the place that is founded.
    let place = facts.all(Location.self).first?.id ?? ID(mint())
    let operation = Operation(
      id: ID(mint()), device: identity.device, location: place, actor: .system, channel: .system,
      at: now, intent: intent)
    try operation.load(into: &facts) { (reads, facts) throws in
      try store.answer(reads, into: &facts)
    }
    let decision = try decide(operation, facts)
    guard always || !decision.changesNothing(in: facts) else { return nil }
    let head = try store.head(of: identity.device, identity.epoch) ?? .start
    let header = OperationHeader(
      operation, epoch: identity.epoch, seq: head.seq + 1, clock: .own, wall: now, mono: 0,
      boot: Bits128(hi: 0, lo: 0))
    let arrival = try Arrival(header, operation)
    try record(arrival, Outcome(.applied), decision)
    let hash = Chain.link(
      after: head.hash, header: arrival.stored.header, payloadHash: arrival.payloadHash)
    try store.extend(
      identity.device, identity.epoch, to: ChainHead(seq: header.seq, hash: hash), by: header.id,
      bytes: nil)
    return decision
  }

  func isOwn(_ device: ID<Device>) throws -> Bool {
    if device == trusted { return true }
    return try device == identity().device
  }

  /// Which device the authority itself is; settled at the first asking.
  func identity() throws -> (device: ID<Device>, epoch: Epoch) {
    if let bytes = try store.note("identity"), bytes.count == 24,
      let device = Bits128(bytes: bytes[0..<16])
    {
      return (ID(device), Epoch(bytes[16...].reduce(0) { $0 << 8 | UInt64($1) }))
    }
    try store.setNote("identity", random(24))
    return try identity()
  }
}

/// What the clock makes due, and the devices' watermarks allow.
extension Authority {
  private static var lotsAtOnce: Int { 200 }

  private func dueIntents(at now: Instant) throws -> [any Intent] {
    let due = try store.due(at: now)
    let settled = try settled(at: now)
    var facts = try store.studio(knowing: nil)
    try store.answer(due.judge.map { .session($0) } + due.lots.map { .lot($0) }, into: &facts)
    let judged = due.judge.filter { id in
      guard let session = facts[id] else { return false }
      return facts.judgeable(session) <= settled.arrived(at: session.location)
    }
    let today = facts.zone(of: facts.all(Location.self).first?.id ?? .none)
      .day(of: settled.everywhere)
    let lots = due.lots.filter { facts[$0]?.validTo.map { $0 < today } ?? false }
    // As many as one operation of 16 kB holds.
    let expiries = stride(from: 0, to: lots.count, by: Self.lotsAtOnce).map {
      ExpireCredits(lots: Array(lots[$0..<min(lots.count, $0 + Self.lotsAtOnce)]))
    }
    return due.tend.map { TendSession(session: $0) } + judged.map { JudgeSession(session: $0) }
      + expiries
  }
}
