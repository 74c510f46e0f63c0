import Crypto
package import Domain
package import Wire

/// Decides for one organization what arrives, in the order in which it arrives: the last word.
///
/// It is the only writer of its store; whoever owns it calls from one thread at a time.
package final class Authority<Store: AuthorityStore> {
  package let store: Store
  /// The desk in whose directory this authority lives: what it did before there was one is believed,
  /// its system operations too.
  let trusted: ID<Device>?
  /// True where the time is set by hand: then the jobs of a training studio run by it.
  let clockIsSet: Bool
  /// So many random bytes.
  let random: @Sendable (Int) -> [UInt8]
  /// Sessions in which places came free in this commit.
  var freed: [ID<Session>] = []

  package init(
    _ store: Store, trusting trusted: ID<Device>? = nil, clockIsSet: Bool = false,
    random: @escaping @Sendable (Int) -> [UInt8] = { randomBytes($0) }
  ) {
    self.store = store
    self.trusted = trusted
    self.clockIsSet = clockIsSet
    self.random = random
  }

  /// Takes what devices sent in one commit and answers each; all that an answer names is durable.
  ///
  /// `milliseconds` since 1970 is the authority's own time.
  package func exchange(
    _ requests: [ExchangeRequest], at milliseconds: Int64
  ) throws -> [ExchangeAnswer] {
    let now = Instant(milliseconds / 1_000)
    let intakes = try store.commit {
      freed = []
      try store.expect(Expected(requests))
      let intakes = try requests.map { try take($0, at: now) }
      try tendFreed(at: now)
      return intakes
    }
    return try zip(requests, intakes).map { request, intake in
      try answer(request, intake, at: milliseconds)
    }
  }

  private func answer(
    _ request: ExchangeRequest, _ intake: Intake, at milliseconds: Int64
  ) throws -> ExchangeAnswer {
    let page = try store.page(after: request.cursor, limit: request.want.rows, nil)
    var answer = ExchangeAnswer(
      device: request.device, epoch: request.epoch, storedTo: intake.head.seq,
      storedHash: intake.head.hash, from: page.from, to: page.to, serverTime: milliseconds)
    answer.stop = intake.stop
    let limit = Self.outcomesAtOnce
    answer.outcomes = try store.outcomes(
      of: request.device, after: request.acknowledged, limit: limit)
    answer.moreOutcomes = answer.outcomes.count == limit
    answer.outcomes += intake.mismatches
    answer.changes = page.changes
    answer.more = page.more
    if request.want.digest, !page.more { answer.digest = try store.digests(nil) }
    return answer
  }

  private static var outcomesAtOnce: Int { 200 }
}

extension Expected {
  init(_ requests: [ExchangeRequest]) {
    for request in requests {
      chains.append((request.device, request.epoch))
      for stored in request.operations {
        guard let header = try? PayloadCodec.header(stored.header) else { continue }
        ids += [header.id] + (header.after ?? [])
        if let operation = try? PayloadCodec.operation(header, payload: stored.payload) {
          operations.append(operation)
        }
      }
    }
  }
}
