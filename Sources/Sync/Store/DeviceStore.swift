package import Domain
import Rows
import SQLite
package import Wire

/// operations.db and replica.db of one device: what is meant goes in, what the authority says comes
/// back, and the rows are always what it said up to the cursor, then the pending operations in order.
///
/// Its owner holds the directory's lock. Never one transaction across both files.
package final class DeviceStore {
  package let log: OperationLog
  package var replica: Replica
  private let attempts: Attempts?

  /// Without `attempts` an operation that traps a rule is tried again at each start.
  package convenience init(_ log: OperationLog, _ replica: Replica) {
    self.init(log, replica, attempts: nil)
  }

  init(_ log: OperationLog, _ replica: Replica, attempts: Attempts?) {
    self.log = log
    self.replica = replica
    self.attempts = attempts
  }

  package struct Done {
    package let decision: Decision
    package let receipt: Receipt
  }

  /// Why a stored operation is not in the rows: they are made from it by the next `catchUp`.
  package struct NotInRows: Error {
    package let done: Done
    package let reason: any Error
  }

  /// Decides and stores; the receipt is given only after the commit, which is one fsync.
  ///
  /// Throws the rules' `Refusal`, or `NotInRows`; with `onlyChanges` an operation that changes nothing
  /// is not stored, and nil is returned.
  package func record(
    _ operation: Operation, _ reading: ClockReading, onlyChanges: Bool = false
  ) throws -> Done? {
    var done: Done?
    do {
      try replica.atomically {
        let (decision, facts) = try replica.decide(operation)
        if onlyChanges, decision.changesNothing(in: facts) { return }
        let outcome = Outcome(decision.adjusted ? .adjusted : .applied, code: decision.code)
        let position = try log.append(
          operation.keeping(found: decision, keyed: facts.keyed), reading, outcome, decision)
        done = Done(
          decision: decision,
          receipt: Receipt(
            operation: operation.id, outcome: outcome, results: decision.results,
            subject: decision.subject, returned: decision.returned, isFirm: decision.isFirm))
        try replica.apply(decision, on: facts, position: position)
      }
    } catch {
      throw done.map { NotInRows(done: $0, reason: error) } ?? error
    }
    return done
  }

  private static let batch = 2_000

  /// Brings the rows up to the log; returns how many operations the rules refused that had been
  /// accepted on these very rows: not one, unless the rows have lost something.
  package func catchUp(afterBatch: () throws -> Void = {}) throws -> Int {
    let end = try log.refresh()
    let state = try replica.state()
    guard state.applied < end else { return 0 }
    return try decidePending(after: state.applied, cursor: state.cursor, end, afterBatch)
  }

  private func decidePending(
    after start: Int64, cursor: Int64, _ end: Int64, _ afterBatch: () throws -> Void
  ) throws -> Int {
    var position = start
    var refused = 0
    while true {
      let batch = try log.pending(cursor: cursor, after: position, limit: Self.batch)
      guard let last = batch.last else { break }
      try replica.atomically {
        for pending in batch where try !decideAgain(pending) { refused += 1 }
      }
      position = last.position
      try afterBatch()
    }
    try replica.connection.run(
      "UPDATE state SET applied = ?, refused = refused + ?, changed = changed + 1", end, refused)
    return refused
  }

  /// False where the rules refuse it on the rows as they are: it stays pending, and of what it did only
  /// what it used up.
  private func decideAgain(_ pending: OperationLog.Pending) throws -> Bool {
    do {
      let header = try PayloadCodec.header(pending.stored.header)
      let operation = try PayloadCodec.operation(header, payload: pending.stored.payload)
      guard let again = try attempt(operation, at: pending.position) else {
        try log.park(pending.position)
        return true
      }
      try replica.apply(again.decision, on: again.facts, position: pending.position)
      return !again.isRefused
    } catch is WireError {
      return false
    }
  }

  /// Nil where the program died of it twice.
  private func attempt(
    _ operation: Operation, at position: Int64
  ) throws -> (decision: Decision, facts: Facts, isRefused: Bool)? {
    guard let attempts else { return try replica.decideAgain(operation) }
    return try attempts.at(position) { try replica.decideAgain(operation) }
  }

  // MARK: Granted places

  /// What this life of the file has been asked to give back, and has not used.
  package func recalled() throws -> [ReturnPlaces] {
    try replica.connection.records(
      Allotment.self, "WHERE device = ? AND life = ? AND recalled AND places > 0 ORDER BY id",
      log.identity.device, log.identity.life
    ).map { ReturnPlaces($0) }
  }

  // MARK: Exchange

  /// What there is to say now; `now` is the corrected time, nil while it is guessed.
  package func request(
    _ load: OperationLog.Load, now: Instant?, _ reading: ClockReading, closed: Bool = false
  ) throws -> ExchangeRequest {
    var request = try log.request(load, cursor: try replica.state().cursor)
    (request.boot, request.sinceBoot) = (reading.boot, reading.sinceBoot)
    if let now {
      // Positions are in the order of true time, whatever the clock said.
      let first = try log.firstUnsent(after: request)
      request.watermark = first.map { request.moment(of: $0, at: now) } ?? now
      request.watermark = request.watermark.map { min($0, now) }
    }
    request.closed = closed
    request.nonce = log.identity.nonce()
    return request
  }

  /// Keeps the outcomes of an answer; its rows are the caller's to collect and to `rebase`. True where
  /// the two have to talk again at once. Throws `OtherPast` where the authority has lost what it knew.
  package func receive(_ answer: ExchangeAnswer) throws -> Bool {
    switch try log.receive(answer) {
    case .stored:
      guard answer.to >= answer.from else { throw OtherPast() }
      return answer.more || answer.moreOutcomes
    case .forgotten: throw OtherPast()
    case .forked:
      try log.beginEpoch()
      return true
    }
  }

  /// Brings the authority's rows in, in one transaction; false where they do not follow the cursor.
  package func rebase(_ rows: CollectedRows) throws -> Bool {
    guard try replica.state().cursor == rows.from else { return false }
    try replica.atomically {
      try replica.rebase(rows)
      let end = try log.refresh()
      _ = try decidePending(after: 0, cursor: rows.to, end) {}
    }
    return true
  }

  /// The authority's rows begin anew: its past is not the one that these rows came from.
  package struct OtherPast: Error {}

  /// So many rows are collected before they are brought in.
  private static let collected = 20_000

  /// Says and hears all that there is, with an authority in the same machine.
  func settle(
    with authority: any LocalAuthority, _ clock: DeskClock, wanting numbers: [NumberKind: Int] = [:]
  ) throws {
    var rows = CollectedRows(from: try replica.state().cursor)
    var more = true
    var wanted = numbers
    while more {
      var request = try request(.unbounded, now: clock.now, clock.reading)
      request.cursor = rows.to
      (request.want.numbers, wanted) = (wanted, [:])
      let answer = try authority.exchange(request)
      let again = try receive(answer)
      guard answer.from == rows.to else { throw OtherPast() }
      rows.add(answer)
      more = again || request.operations.count + request.strays.count > 0
      if rows.isNews, !more || rows.changes.count >= Self.collected {
        guard try rebase(rows) else { throw OtherPast() }
        rows = CollectedRows(from: rows.to)
      }
    }
  }
}
