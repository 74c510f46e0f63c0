import Central
import Domain
import Wire

/// The work of a writer's thread: commits, those who wait for news, and the authority's own jobs.
struct Writing {
  /// At most so many requests share a commit; so many milliseconds does the first of them wait for
  /// others that are being read.
  private static let most = 64
  private static let patience: Int64 = 2
  /// Where commits follow each other those who wait are asked again once for several of them.
  private static let newsEvery: Int64 = 50
  /// Another process may have committed.
  private static let lookEvery: Int64 = 250
  private static let workEvery: Int64 = 2_000

  /// Somebody who waits for news, and what is said where none come.
  private struct Poll {
    let order: OrganizationWriter.Order
    let answer: ExchangeAnswer
  }

  /// Orders that are decided and on their way to the store.
  private struct Flight {
    let orders: [OrganizationWriter.Order]
    let decided: DecidedExchange
    /// More may be decided meanwhile.
    let mayFollow: Bool
    let began: Moment
  }

  private enum Turn {
    case tasks([@Sendable (OpenAuthority) -> Void])
    case orders, end
  }

  private let writer: OrganizationWriter
  private let authority: OpenAuthority
  private var polls: [Poll] = []
  private var flight: Flight?
  /// Two commits are under way at a time: each takes half of what may be decided at once.
  private var fliesAhead = false
  private var atOnce: Int { fliesAhead ? Self.most / 2 : Self.most }
  private var lookAt = Moment.now
  private var workAt = Moment.now

  init(_ writer: OrganizationWriter, _ authority: OpenAuthority) {
    self.writer = writer
    self.authority = authority
  }

  consuming func run() {
    var work = self
    while work.turn() { work.writer.state.withLock { $0.waiting = work.polls.count } }
  }

  /// One round; false at the end.
  private mutating func turn() -> Bool {
    if let flight {
      if flight.mayFollow, !isDue, writer.orders > 0 { fly(gather()) } else { land() }
      tend()
      return true
    }
    var next = workAt
    if !polls.isEmpty { next = min(next, lookAt, polls.map(\.order.until).min() ?? next) }
    let turn = writer.state.wait(until: next) { state -> Turn? in
      if !state.tasks.isEmpty { return .tasks(state.tasks.take(upTo: Self.most)) }
      if !state.orders.isEmpty { return .orders }
      return state.isClosing ? .end : nil
    }
    switch turn {
    case .end?:
      for poll in polls { release(poll) }
      polls = []
      return false
    case .tasks(let tasks)?:
      for task in tasks { task(authority) }
      lookAt = min(lookAt, .now + Self.newsEvery)
    case .orders?: fly(gather())
    case nil: break
    }
    tend()
    return true
  }

  /// What is done when nothing is on its way.
  private mutating func tend() {
    guard flight == nil else { return }
    work()
    look()
  }

  /// True where more than orders has to be done.
  private var isDue: Bool {
    let now = Moment.now
    return now >= workAt || !polls.isEmpty && now >= lookAt
      || polls.contains { now >= $0.order.until }
      || writer.state.withLock { !$0.tasks.isEmpty || $0.isClosing }
  }

  /// The orders of the next commit: those that are there, and those that come within a moment.
  private func gather() -> [OrganizationWriter.Order] {
    let most = atOnce
    _ = writer.state.wait(until: .now + Self.patience) { state in
      state.orders.count >= most || state.announced <= 0 || state.isClosing ? true : nil
    }
    return writer.state.withLock { $0.orders.take(upTo: most) }
  }

  /// Decides these while those before them are on their way, and sends them after those.
  private mutating func fly(_ orders: [OrganizationWriter.Order]) {
    let deliveries = orders.map(\.delivery)
    let began = Moment.now
    lookAt = min(lookAt, began + Self.newsEvery)
    do {
      let now = writer.clock()
      switch try authority.alone({ try $0.begin(deliveries, at: now) }) {
      case .durable(let answers): answer(orders, answers, since: began)
      case .ahead(let decided, let mayFollow):
        fliesAhead = true
        land()
        try authority.alone { try $0.dispatch() }
        flight = Flight(orders: orders, decided: decided, mayFollow: mayFollow, began: began)
      }
    } catch {
      land()
      answer(orders, exchange(deliveries))
    }
  }

  /// Waits until those on their way are durable, and answers them. What fails is decided anew: it was
  /// done, or it was not.
  private mutating func land() {
    guard let flight = flight.take() else { return }
    do {
      let answers = try authority.alone { try $0.end(flight.decided) }
      answer(flight.orders, answers, since: flight.began)
    } catch {
      answer(flight.orders, exchange(flight.orders.map(\.delivery)))
    }
  }

  private mutating func answer(
    _ orders: [OrganizationWriter.Order], _ answers: [ExchangeAnswer], since began: Moment
  ) {
    count(orders.map(\.delivery), since: began)
    answer(orders, answers.map { .success($0) })
  }

  private func count(_ deliveries: [Delivery], since began: Moment) {
    let operations = deliveries.reduce(0) { $0 + $1.arrivals.count }
    writer.metrics.committed(operations, seconds: Moment.now - began)
  }

  /// Answers each but those for whom there is nothing new and whose time is not over.
  private mutating func answer(
    _ orders: [OrganizationWriter.Order], _ results: [Result<ExchangeAnswer, any Error>]
  ) {
    let now = Moment.now
    for (order, result) in zip(orders, results) {
      if case .success(let answer) = result, order.until > now, order.delivery.request.asksForNews,
        answer.saysNothing
      {
        polls.append(Poll(order: order, answer: answer))
      } else {
        order.answered(result)
      }
    }
  }

  /// All in one commit; where that fails each in its own, so that one cannot take the others with it.
  /// Two that fail one after the other mean the store, and the rest is not tried.
  private func exchange(_ deliveries: [Delivery]) -> [Result<ExchangeAnswer, any Error>] {
    let began = Moment.now
    do {
      let now = writer.clock()
      let answers = try authority.alone { try $0.exchange(deliveries, at: now) }
      count(deliveries, since: began)
      return answers.map { .success($0) }
    } catch {
      writer.report(error)
      guard deliveries.count > 1 else { return [.failure(error)] }
      var failures = 0
      return deliveries.map { delivery in
        guard failures < 2 else { return .failure(error) }
        let result = exchange([delivery])[0]
        if case .failure = result { failures += 1 } else { failures = 0 }
        return result
      }
    }
  }

  private mutating func work() {
    guard Moment.now >= workAt else { return }
    workAt = .now + Self.workEvery
    do {
      let now = Instant(writer.clock() / 1_000)
      if try authority.alone({ try $0.work(at: now) }) > 0 { lookAt = .now }
    } catch {
      writer.report(error)
    }
  }

  /// Asks again for those who wait where something was committed, and answers whose time is over.
  private mutating func look() {
    let now = Moment.now
    for poll in polls where now >= poll.order.until { release(poll) }
    polls.removeAll { now >= $0.order.until }
    guard !polls.isEmpty, now >= lookAt else { return }
    lookAt = now + Self.lookEvery
    // Where the store does not answer, those who push are told.
    guard let head = try? authority.core.sequence() else { return }
    let stale = polls.filter { $0.answer.to < head }.map(\.order)
    polls.removeAll { $0.answer.to < head }
    for start in stride(from: 0, to: stale.count, by: Self.most) {
      let orders = Array(stale[start..<min(start + Self.most, stale.count)])
      answer(orders, exchange(orders.map(\.delivery)))
    }
  }

  /// The time in an answer that was held is that of its sending: devices set their clocks by it.
  private func release(_ poll: Poll) {
    var answer = poll.answer
    answer.serverTime = writer.clock()
    poll.order.answered(.success(answer))
  }
}

extension ExchangeRequest {
  fileprivate var asksForNews: Bool { operations.isEmpty && want.wait > 0 }
}

extension ExchangeAnswer {
  fileprivate var saysNothing: Bool {
    outcomes.isEmpty && changes.isEmpty && !more && !moreOutcomes && stop == nil && digest == nil
  }
}
