package import Crypto
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
  /// Of that desk: what the studio's first passes are signed with.
  let foundingPassKey: SigningKey?
  /// True where the time is set by hand: then the jobs of a training studio run by it.
  let clockIsSet: Bool
  let attempts: Attempts
  /// So many random bytes.
  let random: @Sendable (Int) -> [UInt8]
  /// Sessions in which places came free in this commit.
  var freed: [ID<Session>] = []
  /// Operations that were decided in this commit: others may have waited for them.
  var came: [ID<Operation>] = []
  var triedParked = false
  /// Wrong codes for enrolling.
  var wrongCodes = WrongTries()
  var knownKeys: AuthorityKeys?
  var lives: Lives?
  /// What was last found of the devices' watermarks, and when.
  var heldUp: (at: Instant, by: Watermarks)?
  /// When each desk was last granted places of all sessions that come.
  var allottedAt: [ID<Device>: Instant] = [:]

  package init(
    _ store: Store, trusting trusted: ID<Device>? = nil, foundingPassKey: SigningKey? = nil,
    clockIsSet: Bool = false, attempts: Attempts = Attempts(),
    random: @escaping @Sendable (Int) -> [UInt8] = { randomBytes($0) }
  ) {
    self.store = store
    self.trusted = trusted
    self.foundingPassKey = foundingPassKey
    self.clockIsSet = clockIsSet
    self.attempts = attempts
    self.random = random
  }

  /// Takes what devices sent in one commit and answers each; all that an answer names is durable.
  ///
  /// `milliseconds` since 1970 is the authority's own time.
  package func exchange(
    _ deliveries: [Delivery], at milliseconds: Int64
  ) throws -> [ExchangeAnswer] {
    do {
      let decided = try decideAhead(deliveries, at: milliseconds)
      if store.isAhead {
        try store.dispatch()
        try store.confirm()
      }
      return try answers(to: decided)
    } catch let error as any PassingError where error.isOvertaken {
      // The store lets nobody overtake it now.
      return try exchange(deliveries, at: milliseconds)
    }
  }

  /// Takes what devices sent in one commit, which is durable when the store says so: only then may
  /// anybody hear of it.
  package func decideAhead(_ deliveries: [Delivery], at milliseconds: Int64) throws
    -> DecidedExchange
  {
    let now = Instant(milliseconds / 1_000)
    let intakes = try store.decide {
      try following(at: now) {
        try store.expect(Expected(deliveries))
        var intakes = try deliveries.map { try take($0, at: now) }
        for (place, delivery) in deliveries.enumerated() {
          try grantNumbers(to: delivery.request, at: now)
          if intakes[place].stop == nil { try allotPlaces(to: delivery, at: now) }
          intakes[place].passes = try issuePasses(for: delivery.request, at: now)
          intakes[place].openNames = try openNames(for: delivery.request, at: now)
        }
        return intakes
      }
    }
    let isAhead = store.isAhead
    let parts = zip(deliveries, intakes).map { delivery, intake in
      // What fails while the store is ahead is asked again when it is not.
      let answer = isAhead ? try? answer(delivery.request, intake, at: milliseconds) : nil
      return DecidedExchange.Part(request: delivery.request, intake: intake, answer: answer)
    }
    return DecidedExchange(parts: parts, milliseconds: milliseconds)
  }

  /// What was decided has to be durable.
  package func answers(to decided: DecidedExchange) throws -> [ExchangeAnswer] {
    try decided.parts.map { part in
      try part.answer ?? answer(part.request, part.intake, at: decided.milliseconds)
    }
  }

  package func exchange(
    _ requests: [ExchangeRequest], at milliseconds: Int64
  ) throws -> [ExchangeAnswer] {
    try exchange(requests.map { Delivery($0) }, at: milliseconds)
  }

  func commit<Result>(at now: Instant, _ body: () throws -> Result) throws -> Result {
    // Decisions ask for them, and they are made in a commit of their own.
    _ = try keys()
    return try store.commit { try following(at: now, body) }
  }

  /// What follows from operations that came is done in the same commit.
  private func following<Result>(at now: Instant, _ body: () throws -> Result) throws -> Result {
    (freed, came) = ([], [])
    let result = try body()
    try retryWaiting()
    try tendFreed(at: now)
    return result
  }

  private func answer(
    _ request: ExchangeRequest, _ intake: Intake, at milliseconds: Int64
  ) throws -> ExchangeAnswer {
    var answer = ExchangeAnswer(
      device: request.device, epoch: request.epoch, storedTo: intake.head.seq,
      storedHash: intake.head.hash, from: request.cursor, to: request.cursor,
      serverTime: milliseconds)
    answer.nonce = request.nonce
    answer.stop = intake.stop
    guard intake.stop != .revoked else { return answer }
    let limit = Self.outcomesAtOnce
    answer.outcomes = try store.outcomes(
      of: request.device, after: request.acknowledged, limit: limit)
    answer.moreOutcomes = answer.outcomes.count == limit
    answer.outcomes += intake.mismatches
    answer.strays = intake.strays
    answer.passes = intake.passes
    answer.openNames = intake.openNames
    answer.behind = try behind(for: request.device, at: Instant(milliseconds / 1_000))
    if intake.isTooOld {
      (answer.from, answer.to, answer.more) = (0, 0, true)
    } else {
      try addRows(to: &answer, for: request)
    }
    return answer
  }

  private static var outcomesAtOnce: Int { 200 }

  private func addRows(to answer: inout ExchangeAnswer, for request: ExchangeRequest) throws {
    guard request.want.rows > 0, case .some(let scope) = try scope(of: request.device) else {
      return
    }
    let page = try store.page(after: request.cursor, limit: request.want.rows, scope)
    (answer.from, answer.to, answer.more) = (page.from, page.to, page.more)
    answer.changes = page.changes
    if request.want.digest, !page.more { answer.digest = try store.digests(scope) }
  }
}
