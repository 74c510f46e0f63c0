import Crypto
package import Domain
import Wire

/// The authority's own operations, as the system: numbered and chained like any device's.
extension Authority {
  /// Does what is due by the clock, each in a commit of its own; returns how many operations that made.
  @discardableResult
  package func work(at now: Instant) throws -> Int {
    guard try jobsRun() else { return 0 }
    var count = 0
    for intent in try store.due(at: now) {
      if try store.commit({ try perform(intent, at: now) }) { count += 1 }
    }
    return count
  }

  /// In a training studio nothing happens by the machine's clock.
  private func jobsRun() throws -> Bool {
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

  /// Decides one intent of the system and keeps it if it changes anything; inside a commit.
  func perform(_ intent: any Intent, at now: Instant) throws -> Bool {
    var facts = try store.studio(knowing: intent.namedZone)
    let identity = try identity()
    let place = facts.all(Location.self).first?.id ?? .none
    let operation = Operation(
      id: ID(Bits128(milliseconds: now.seconds * 1_000, random: random(16))),
      device: identity.device, location: place, actor: .system,
      channel: .system, at: now, intent: intent)
    try operation.load(into: &facts) { (reads, facts) throws in
      try store.answer(reads, into: &facts)
    }
    let decision: Decision
    do {
      decision = try decide(operation, facts)
    } catch {
      // A rule refused: it is not time yet, or somebody has done it.
      return false
    }
    guard !decision.changesNothing(in: facts) else { return false }
    let head = try store.head(of: identity.device, identity.epoch) ?? .start
    let header = OperationHeader(
      operation, epoch: identity.epoch, seq: head.seq + 1, clock: .own, wall: now, mono: 0,
      boot: Bits128(hi: 0, lo: 0))
    let stored = StoredOperation(
      header: try PayloadCodec.encode(header), payload: try PayloadCodec.encode(intent))
    try settle(header, stored, at: now)
    let hash = Chain.link(
      after: head.hash, header: stored.header, payloadHash: SHA256.hash(stored.payload))
    try store.extend(
      identity.device, identity.epoch, to: ChainHead(seq: header.seq, hash: hash), by: header.id)
    return true
  }

  func isOwn(_ device: ID<Device>) throws -> Bool {
    if device == trusted { return true }
    return try device == identity().device
  }

  /// Which device the authority itself is; settled at the first asking.
  private func identity() throws -> (device: ID<Device>, epoch: Epoch) {
    if let bytes = try store.note("identity"), bytes.count == 24,
      let device = Bits128(bytes: bytes[0..<16])
    {
      return (ID(device), Epoch(bytes[16...].reduce(0) { $0 << 8 | UInt64($1) }))
    }
    try store.setNote("identity", random(24))
    return try identity()
  }
}
