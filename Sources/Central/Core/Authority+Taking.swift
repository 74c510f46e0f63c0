import Crypto
import Domain
import Wire

/// Storing and deciding one device's operations, inside a commit.
extension Authority {
  /// What had come before has its old outcome, so that an answer may get lost and everything be sent
  /// again.
  func take(_ request: ExchangeRequest, at now: Instant) throws -> Intake {
    let (device, epoch) = (request.device, request.epoch)
    var head =
      try store.head(of: device, epoch)
      ?? ChainHead(seq: 0, hash: try start(of: request))
    var intake = Intake(head: head)
    let contact = try store.contacts()[device]
    var before = request.previous
    for stored in request.operations {
      guard let header = try? PayloadCodec.header(stored.header), header.device == device,
        header.epoch == epoch
      else {
        intake.stop = .malformed
        break
      }
      let payloadHash = SHA256.hash(stored.payload)
      let hash = Chain.link(after: before, header: stored.header, payloadHash: payloadHash)
      if header.seq > head.seq + 1 {
        intake.stop = .gap
        break
      }
      if header.seq == head.seq + 1 {
        guard before == head.hash else {
          intake.stop = .fork
          break
        }
        if let known = try store.known(header.id) {
          if known.payloadHash != payloadHash {
            intake.mismatches.append(.mismatch(header.id, at: known.verdict.sequence))
          }
        } else {
          let clamped = header.at.clamped(to: contact?.watermark, now, header.clock)
          try settle(header, stored, at: clamped)
        }
        head = ChainHead(seq: header.seq, hash: hash)
        try store.extend(device, epoch, to: head, by: header.id)
      } else {
        guard let known = try store.known(header.id), known.payloadHash == payloadHash else {
          intake.stop = .fork
          break
        }
      }
      before = hash
    }
    intake.head = head
    try note(request, after: intake, since: contact, at: now)
    return intake
  }

  /// A first life begins the chain; a later one goes on from the hash where its parent ended, which
  /// only the device knows: what it had lost may never have come here.
  private func start(of request: ExchangeRequest) throws -> [UInt8] {
    request.parent == nil ? Chain.start : request.previous
  }

  private func note(
    _ request: ExchangeRequest, after intake: Intake, since before: Contact?, at now: Instant
  ) throws {
    var contact =
      before ?? Contact(at: now, watermark: nil, closed: false, cursor: request.cursor)
    // A watermark counts only where all that it speaks of has been stored.
    if intake.stop == nil, let watermark = request.watermark.map({ min($0, now) }) {
      contact.watermark = max(contact.watermark ?? watermark, watermark)
    }
    contact.at = max(contact.at, now)
    contact.closed = request.closed
    contact.cursor = request.cursor
    if contact != before { try store.setContact(contact, of: request.device) }
  }

  /// Decides one operation and keeps it with its verdict.
  func settle(_ header: OperationHeader, _ stored: StoredOperation, at moment: Instant) throws {
    let sequence = try store.sequence() + 1
    let (outcome, decision) = try judge(header, stored.payload, at: moment)
    try store.keep(
      stored, of: header.device,
      Verdict(
        operation: header.id, sequence: sequence, outcome: outcome, subject: decision?.subject,
        returned: decision?.returned, results: decision?.results ?? []))
    guard let decision else { return }
    try store.write(decision.changes, at: sequence)
    for session in decision.freed where !freed.contains(session) { freed.append(session) }
  }

  /// What cannot be read, and what stands on it, is parked and never refused.
  private func judge(
    _ header: OperationHeader, _ payload: [UInt8], at moment: Instant
  ) throws -> (Outcome, Decision?) {
    for id in header.after ?? [] {
      guard let before = try store.known(id), before.verdict.outcome.state != .parked else {
        return (Outcome(.parked), nil)
      }
    }
    do {
      var operation = try PayloadCodec.operation(header, payload: payload)
      operation.at = moment
      if operation.actor == .system, try !isOwn(header.device) {
        return (Outcome(.rejected, code: .notPermitted), nil)
      }
      var facts = try store.studio(knowing: operation.intent.namedZone)
      try operation.load(into: &facts) { (reads, facts) throws in
        try store.answer(reads, into: &facts)
      }
      let decision = try decide(operation, facts)
      return (Outcome(decision.adjusted ? .adjusted : .applied, code: decision.code), decision)
    } catch let refusal as Refusal {
      return (Outcome(.rejected, code: refusal.code), nil)
    } catch is WireError {
      return (Outcome(.parked), nil)
    }
  }
}

extension Verdict {
  /// Two meanings under one id: the first stands, and the sender is told.
  fileprivate static func mismatch(_ id: ID<Operation>, at sequence: Int64) -> Verdict {
    Verdict(
      operation: id, sequence: sequence, outcome: Outcome(.rejected, code: .idempotencyMismatch))
  }
}

extension Instant {
  /// What a desk said of the time, held between what it had promised and now; the clock of a machine
  /// that is its own authority, or set by hand, is believed.
  fileprivate func clamped(to least: Instant?, _ now: Instant, _ clock: ClockTrust) -> Instant {
    switch clock {
    case .own, .training: self
    case .verified, .uncertain: max(least ?? self, min(self, now))
    }
  }
}
