import Domain
import Sync
import Wire

/// The machine's conversation with the authority, by the rules of the line's own state.
extension DeskMachine {
  struct Talk {
    var state: LineState
    /// Rises with each exchange and each sleep: what was begun before is over.
    fileprivate var turn = 0
    fileprivate var isAsking = false
    /// Rows that have come and are not brought in yet.
    fileprivate var coming: CollectedRows?
    fileprivate var lastRebase: Int64 = 0
    /// What was asked in the last exchange that was answered.
    fileprivate var asked: Question?
    /// When the last exchanges were that asked the same once more.
    fileprivate var idle: [Int64] = []

    mutating func forgetRows() { coming = nil }

    init(after moment: Int64) { state = LineState(firstContactAt: moment) }
  }

  /// All in a request that an answer can move, in whatever life of the file it is asked.
  fileprivate struct Question: Equatable {
    let cursor: Int64
    let acknowledged: Int64
    let operations: [[UInt8]]
    let strays: [[UInt8]]

    init(_ request: ExchangeRequest) {
      (cursor, acknowledged) = (request.cursor, request.acknowledged)
      operations = request.operations.map(\.header)
      strays = request.strays.map(\.header)
    }
  }

  private static let betweenRebases: Int64 = 1_000
  /// Exchanges within a minute that may ask what was answered: a question that waits takes most of one.
  private static let mostIdle = 20

  /// After the machine's start the first contact waits a little.
  func beginTalk(newBoot: Bool) throws {
    let wait = newBoot ? chance.milliseconds(0..<30_000) : 0
    talk = Talk(after: sinceBoot + wait)
    // What it was asked before it ended, it has forgotten.
    line.heldUntil = 0
    try turn()
  }

  /// True where it tries a line on which it reached nobody.
  var looksForTheLine: Bool {
    store != nil && !talk.isAsking && talk.state.failure == .unreachable
  }

  /// Something was stored: it goes out at once, whatever the line waits for.
  func stir() throws {
    talk.state.stir()
    if talk.isAsking {
      talk.isAsking = false
      fail(LineFailure(.interrupted))
    }
    try turn()
  }

  private func fail(_ failure: LineFailure) {
    talk.state.failed(failure, at: sinceBoot) { range in
      Int64(chance.number(Int(range.lowerBound)..<Int(range.upperBound) + 1))
    }
  }

  /// What comes next.
  private func turn() throws {
    guard !talk.isAsking, store != nil else { return }
    talk.turn += 1
    let unsent = try powered { try $0.log.hasUnsent() } ?? true
    guard store != nil else { return }
    switch talk.state.step(at: sinceBoot, unsent: unsent) {
    case .sleep(let milliseconds): after(milliseconds) { try $0.turn() }
    case .exchange(let probe, let wait): try ask(probe: probe, wait: wait)
    }
  }

  /// Unless another turn has begun by then.
  private func after(
    _ delay: Milliseconds, _ body: @escaping (DeskMachine) throws -> Void
  ) {
    let (life, turn) = (life, talk.turn)
    timeline.after(delay) { [self] in
      if self.life == life, talk.turn == turn { try body(self) }
    }
  }

  private func ask(probe: Bool, wait: Int) throws {
    let now = time
    let asked = try powered { store in
      var request = try store.request(
        probe ? .probe : .full, now: now.trust == .verified ? now.at : nil, reading)
      request.cursor = talk.coming?.to ?? request.cursor
      request.want.wait = wait
      if chance.oneIn(6) { request.want.rows = chance.number(1..<40) }
      return request
    }
    guard let request = asked else {
      fail(LineFailure(.failed))
      return try turn()
    }
    talk.isAsking = true
    let (life, turn, askedAt) = (life, talk.turn, sinceBoot)
    try network.send(request, over: line) { [self] result in
      guard self.life == life, talk.turn == turn, talk.isAsking else { return }
      talk.isAsking = false
      do {
        let answer = try result.get()
        let said = try powered { try hear(answer, to: request, askedAt: askedAt, $0) }
        if let said {
          talk.state.answered(at: sinceBoot, more: said.more, news: said.news)
        } else {
          fail(LineFailure(.failed))
        }
      } catch let failure as LineFailure {
        if failure.code == .revoked { try leave() }
        line.heldUntil = timeline.now + Milliseconds(failure.retryAfter ?? 0) * 1_000
        fail(failure)
      }
      try self.turn()
    }
  }

  /// As the desk does between two exchanges; throws `LineFailure`.
  private func hear(
    _ answer: ExchangeAnswer, to request: ExchangeRequest, askedAt: Int64, _ store: DeviceStore
  ) throws -> (more: Bool, news: Bool) {
    try answer.check(against: request)
    heard.heard(answer.serverTime, askedAt: askedAt, readings)
    try store.log.keep(heard)
    if answer.stop == .revoked { throw LineFailure(.revoked) }
    let again: Bool
    let epoch = store.log.identity.epoch
    defer { if store.log.identity.epoch != epoch { lifeBegan = timeline.now } }
    do {
      again = try store.receive(answer)
    } catch is DeviceStore.OtherPast {
      try beginAnew(store)
      return (true, true)
    }
    try promises.hear(answer)
    naive.hear(try storedVerdicts(store, after: naive.acknowledged))
    guard answer.from == request.cursor else { throw LineFailure(.malformed) }
    if talk.coming == nil { talk.coming = CollectedRows(from: answer.from) }
    talk.coming?.add(answer)
    var more = try again || store.log.hasUnsent()
    try lookForIdleness(in: request)
    if !more || sinceBoot - talk.lastRebase >= Self.betweenRebases {
      try bringIn(store)
      talk.lastRebase = sinceBoot
      more = try more || store.log.hasUnsent()
    }
    return (more, !answer.changes.isEmpty || !answer.outcomes.isEmpty)
  }

  /// A desk that believes that there is more, and asks the same for ever, gets everything right all the
  /// same; only the line and the authority suffer.
  private func lookForIdleness(in request: ExchangeRequest) throws {
    let question = Question(request)
    defer { talk.asked = question }
    guard question == talk.asked else { return }
    talk.idle = talk.idle.filter { sinceBoot - $0 < 60_000 } + [sinceBoot]
    try promise(
      "line", talk.idle.count <= Self.mostIdle, "\(name) asks and asks, and nothing moves")
  }

  private func bringIn(_ store: DeviceStore) throws {
    guard let rows = talk.coming else { return }
    talk.coming = nil
    guard rows.isNews else { return }
    naive.expect(rows)
    let follows = try store.rebase(rows)
    try promise("P3", follows, "\(name) did not follow from \(rows.from) to \(rows.to)")
    naive.follow(to: rows.to)
    naive.rebase()
    try returnRecalled(store)
    if chance.oneIn(6) { try compare() }
    try checkpoint(store)
  }
}
