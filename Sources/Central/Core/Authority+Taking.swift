import Crypto
import Domain
import Wire

/// Storing and deciding one device's operations, inside a commit.
extension Authority {
  /// What had come before has its old outcome, so that an answer may get lost and everything be sent
  /// again.
  func take(_ delivery: Delivery, at now: Instant) throws -> Intake {
    let request = delivery.request
    let (device, epoch) = (request.device, request.epoch)
    var head =
      try store.head(of: device, epoch)
      ?? ChainHead(seq: 0, hash: start(of: request))
    var intake = Intake(head: head)
    if try isRevoked(device) {
      intake.stop = .revoked
      return intake
    }
    if !delivery.isCarried { try meetLife(of: request, at: now) }
    let contact = try store.contact(of: device)
    intake.isTooOld = request.cursor > 0 && contact.map { isForgotten($0, at: now) } ?? false
    var before = request.previous
    for arrival in delivery.arrivals {
      let header = arrival.header
      guard header.device == device, header.epoch == epoch else {
        intake.stop = .malformed
        break
      }
      let hash = Chain.link(
        after: before, header: arrival.stored.header, payloadHash: arrival.payloadHash)
      if header.seq > head.seq + 1 {
        intake.stop = .gap
        break
      }
      let isNew = header.seq == head.seq + 1
      guard try isNew ? before == head.hash : store.link(of: device, epoch, at: header.seq) == hash
      else {
        intake.stop = .fork
        break
      }
      let known = try store.known(header.id)
      if let known, known.payloadHash != arrival.payloadHash {
        intake.mismatches.append(.mismatch(header.id, at: known.verdict.sequence))
      }
      if isNew {
        if known == nil {
          let moment = request.moment(of: header, at: now, since: contact?.watermark)
          try settle(arrival, at: moment)
        }
        head = ChainHead(seq: header.seq, hash: hash)
        try store.extend(
          device, epoch, to: head, by: header.id, bytes: known == nil ? nil : arrival.stored)
      }
      before = hash
    }
    if intake.stop == nil, delivery.arrivals.count < request.operations.count {
      intake.stop = .malformed
    }
    intake.head = head
    if !delivery.isCarried, intake.stop == nil, before == head.hash {
      try meetSecondMachine(of: request, at: now)
    }
    for stray in delivery.strays {
      try take(stray: stray, by: request, &intake, at: now)
    }
    // Whoever has to begin anew is heard when it does: this answer may get lost.
    if !delivery.isCarried, !intake.isTooOld {
      try note(request, after: intake, since: contact, at: now)
    }
    return intake
  }

  /// Takes an operation by its id alone, whoever brings it.
  func take(
    stray: Arrival, by request: ExchangeRequest, _ intake: inout Intake, at now: Instant
  ) throws {
    let header = stray.header
    let state: TakenStray.State
    if let known = try store.known(header.id) {
      let isSame = known.payloadHash == stray.payloadHash
      if !isSame { intake.mismatches.append(.mismatch(header.id, at: known.verdict.sequence)) }
      state = isSame ? .known : .refused
    } else if header.actor == .system, header.device != request.device {
      // Nobody else speaks for the system.
      state = .refused
    } else {
      let contact = try store.contact(of: header.device)
      try settle(stray, at: request.moment(of: header, at: now, since: contact?.watermark))
      state = .new
    }
    intake.strays.append(
      TakenStray(
        operation: header.id, hash: Chain.alone(stray.stored.header, stray.payloadHash),
        state: state))
  }

  /// A first life begins the chain; a later one goes on from the hash where its parent ended, which
  /// only the device knows: what it had lost may never have come here.
  private func start(of request: ExchangeRequest) -> [UInt8] {
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
    // Whoever only asks for news is not worth a write each time.
    if let before, request.operations.isEmpty, before.closed == contact.closed,
      contact.at - before.at < Self.quietContact
    {
      return
    }
    try store.setContact(contact, of: request.device)
    // Whoever was waited for is heard again.
    if before?.watermark.map({ now - $0 > Watermarks.usual }) ?? true { heldUp = nil }
  }

  /// Seconds; nothing that is judged by a contact needs it closer.
  private static var quietContact: Int { 60 }

  /// Decides one operation that never came before, and keeps it with its verdict.
  func settle(_ arrival: Arrival, at moment: Instant) throws {
    switch try judge(arrival, at: moment) {
    case .decided(let outcome, let decision):
      try record(arrival, outcome, decision)
    case .parked(let reason, let awaits):
      try record(arrival, Outcome(.parked), nil)
      try store.park(Parked(arrival.header.id, reason, awaits: awaits, at: moment))
    }
  }

  /// Keeps an operation with what was decided, and writes its rows.
  func record(_ arrival: Arrival, _ outcome: Outcome, _ decision: Decision?) throws {
    let verdict = Verdict(
      operation: arrival.header.id, sequence: try store.sequence() + 1, outcome: outcome,
      decision)
    try store.keep(arrival, verdict)
    try apply(decision, verdict)
  }

  func apply(_ decision: Decision?, _ verdict: Verdict) throws {
    if verdict.outcome.state != .parked { came.append(verdict.operation) }
    guard let decision else { return }
    try store.write(decision.changes, at: verdict.sequence)
    for session in decision.freed where !freed.contains(session) { freed.append(session) }
  }

  enum Judged {
    case decided(Outcome, Decision?)
    case parked(Parked.Reason, awaits: ID<Operation>? = nil)
  }

  /// The code of a booking whose device could not make one: the same whenever it is asked for, and known
  /// to nobody who has only the booking's id.
  private func coded(_ operation: Operation) throws -> Operation {
    guard var intent = operation.intent as? any Coded, intent.code == nil else { return operation }
    let bits = try keyedHash(operation.id.raw.bytes, key: try keys().bookings, length: 16)
    intent.code = BookingCode(random: bits.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    var operation = operation
    operation.intent = intent
    return operation
  }

  /// What cannot be read, and what stands on it, is parked and never refused.
  func judge(_ arrival: Arrival, at moment: Instant) throws -> Judged {
    for id in arrival.header.after ?? [] {
      guard let before = try store.known(id), before.verdict.outcome.state != .parked else {
        return .parked(.waits, awaits: id)
      }
    }
    guard var operation = arrival.operation else { return .parked(.unread) }
    if operation.actor == .system, try !isOwn(operation.device) {
      return .decided(Outcome(.rejected, code: .notPermitted), nil)
    }
    operation.at = moment
    operation = try coded(operation)
    let settlement = try attempts.at(operation.id) {
      var facts = try store.studio(knowing: operation.intent.namedZone)
      return try Domain.settle(operation, &facts) { (reads, facts) throws in
        try answer(reads, into: &facts)
      }
    }
    guard let settlement else { return .parked(.died) }
    return .decided(settlement.outcome, settlement.decision)
  }
}

extension Authority {
  /// Adds the rows of these reads, and the operations themselves, which are kept apart from them.
  private func answer(_ reads: [Read], into facts: inout Facts) throws {
    try store.answer(reads, into: &facts)
    for case .operation(let id) in reads {
      guard let stored = try store.operation(id) else { continue }
      let header = try PayloadCodec.header(stored.header)
      facts.put(try coded(try PayloadCodec.operation(header, payload: stored.payload)))
    }
  }
}

extension Verdict {
  init(
    operation: ID<Operation>, sequence: Int64, outcome: Outcome, _ decision: Decision?
  ) {
    self.init(
      operation: operation, sequence: sequence, outcome: outcome, subject: decision?.subject,
      returned: decision?.returned, results: decision?.results ?? [])
  }

  /// Two meanings under one id: the first stands, and the sender is told.
  fileprivate static func mismatch(_ id: ID<Operation>, at sequence: Int64) -> Verdict {
    Verdict(
      operation: id, sequence: sequence, outcome: Outcome(.rejected, code: .idempotencyMismatch))
  }
}

extension ExchangeRequest {
  /// When an operation was meant, held between what its desk had promised and now; the clock of a
  /// machine that is its own authority, or set by hand, is believed.
  fileprivate func moment(
    of header: OperationHeader, at now: Instant, since least: Instant?
  ) -> Instant {
    let moment = moment(of: header, at: now) ?? header.at
    switch header.clock {
    case .own, .training: return moment
    case .verified, .uncertain: return max(least ?? moment, min(moment, now))
    }
  }
}
