import Crypto
package import Domain
package import Wire

/// Decides for one organization what arrives, in the order in which it arrives: the last word.
///
/// It is the only writer of its store; whoever owns it calls from one thread at a time.
package struct Authority<Store: AuthorityStore> {
  package let store: Store

  package init(_ store: Store) { self.store = store }

  /// Takes what one device sent in one commit; all that the answer names is durable.
  ///
  /// `previous` is the hash of the operation before the first one. What had come before gets its old
  /// verdict, so that an answer may get lost and everything be sent again.
  package func take(
    _ arrivals: [Arrival], of device: ID<Device>, _ epoch: Epoch, after previous: [UInt8]
  ) throws -> Intake {
    try store.commit {
      var head = try store.head(of: device, epoch)
      var intake = Intake(storedTo: head.seq)
      var before = previous
      for arrival in arrivals {
        guard let header = try? PayloadCodec.header(arrival.header), header.device == device,
          header.epoch == epoch
        else {
          intake.stop = .malformed
          break
        }
        let payloadHash = arrival.payloadHash
        let hash = Chain.link(after: before, header: arrival.header, payloadHash: payloadHash)
        if header.seq > head.seq + 1 {
          intake.stop = .gap
          break
        }
        if header.seq == head.seq + 1 {
          guard before == head.hash else {
            intake.stop = .fork
            break
          }
          intake.verdicts.append(try settle(header, arrival, payloadHash))
          head = ChainHead(seq: header.seq, hash: hash)
          try store.extend(device, epoch, to: head, by: header.id)
          intake.storedTo = head.seq
        } else if let known = try store.verdict(on: header.id), known.payloadHash == payloadHash {
          intake.verdicts.append(known.verdict)
        } else {
          intake.stop = .fork
          break
        }
        before = hash
      }
      return intake
    }
  }

  /// The stored verdict of an id that came by another way or in another life of the file, or a new one.
  private func settle(
    _ header: OperationHeader, _ arrival: Arrival, _ payloadHash: [UInt8]
  ) throws -> Verdict {
    if let known = try store.verdict(on: header.id) {
      if known.payloadHash == payloadHash { return known.verdict }
      // Two meanings under one id: the first stands, and the sender is told.
      return Verdict(
        operation: header.id, sequence: known.verdict.sequence,
        outcome: Outcome(.rejected, code: .idempotencyMismatch))
    }
    let sequence = try store.sequence() + 1
    let (outcome, decision) = try judge(header, arrival.payload)
    let verdict = Verdict(
      operation: header.id, sequence: sequence, outcome: outcome, subject: decision?.subject,
      returned: decision?.returned, results: decision?.results ?? [])
    try store.keep(arrival, verdict)
    if let decision { try store.write(decision.changes, at: sequence) }
    return verdict
  }

  /// What cannot be read, and what stands on it, is parked and never refused.
  private func judge(
    _ header: OperationHeader, _ payload: [UInt8]
  ) throws -> (Outcome, Decision?) {
    for id in header.after ?? [] {
      guard let before = try store.verdict(on: id), before.verdict.outcome.state != .parked else {
        return (Outcome(.parked), nil)
      }
    }
    do {
      let operation = try PayloadCodec.operation(header, payload: payload)
      let decision = try decide(operation, try store.facts(for: operation))
      return (Outcome(decision.adjusted ? .adjusted : .applied, code: decision.code), decision)
    } catch let refusal as Refusal {
      return (Outcome(.rejected, code: refusal.code), nil)
    } catch is WireError {
      return (Outcome(.parked), nil)
    }
  }
}
