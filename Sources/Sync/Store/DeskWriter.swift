import Domain
import Glibc
import SQLite
import Wire

/// The path of a key: bring the replica up to the log, decide, append, apply.
///
/// Every use stands inside the directory's lock, which one thread of one process holds at a time;
/// that is what makes it safe to share.
final class DeskWriter: @unchecked Sendable {
  let directory: DataDirectory
  let clock: DeskClock
  let secrets: Secrets
  let log: OperationLog
  private(set) var replica: Replica
  /// After an fsync error nobody knows what is on disk: nothing is written any more.
  private var failure: StoreError?
  /// Commits since the WALs were last looked at.
  private var commits = 0
  /// While a past is made up, the moment that is being played.
  private var played: Instant?

  /// A check-in writes some five pages, an import's chunk hundreds: the length of a WAL decides, and
  /// it is asked for only so often.
  private static let commitsPerLook = 20
  private static let longWAL = 4 << 20

  /// Throws `StoreError.damaged` for a log that cannot be trusted, and repairs a replica that cannot.
  init(_ directory: DataDirectory, clock: DeskClock, secrets: Secrets) throws {
    self.directory = directory
    self.clock = clock
    self.secrets = secrets
    log = try OperationLog(directory.operations)
    replica = try ReplicaFile(directory, log).open()
  }

  /// To be called first under the lock: another process may have written, or died halfway, or
  /// somebody may have deleted the replica.
  func ready() throws {
    if let failure { throw failure }
    if log.connection.wasReplaced {
      throw StoreError(
        .damaged, "operations.db was replaced while it was in use: start the program again")
    }
    if log.connection.lostWAL {
      try log.connection.checkpoint(.passive)
      throw StoreError(
        .damaged,
        "operations.db-wal was removed while it was in use: what was confirmed has been saved; "
          + "start the program again")
    }
    if replica.connection.wasReplaced || replica.connection.lostWAL { try reopenReplica() }
    let last = try log.refresh()
    var state = try replica.state()
    if state.applied > last {
      // The log is an older copy than the rows, or has lost its end: the rows follow it, and are kept
      // aside, since nothing else has what it lost. What comes now is another life of the file.
      try log.beginEpoch()
      replica = try ReplicaFile(directory, log).replaceAhead(by: state.applied - last)
      state = try replica.state()
    } else if state.applied < last {
      let skipped = state.skipped
      try Replay(log, into: replica, directory).run(after: state.applied)
      state = try replica.state()
      // Rows from which an accepted operation does not follow have lost something.
      if state.skipped > skipped {
        try replaceDamagedReplica()
        state = try replica.state()
      }
    }
    try replica.refreshStudio(state)
  }

  /// Sets a replica aside in which SQLite found damage, and makes it anew from the log.
  func replaceDamagedReplica() throws {
    replica = try ReplicaFile(directory, log).replaceDamaged()
  }

  private func reopenReplica() throws {
    replica = try ReplicaFile(directory, log).open()
  }

  var now: Instant { played ?? clock.now }

  /// Plays scenes at their own times, all in one commit of each file; a refused one leaves nil.
  ///
  /// Broken off it leaves nothing: the rows are committed only after the operations.
  func rehearse(_ scenes: [Rehearsed]) throws -> [Receipt?] {
    defer { played = nil }
    let receipts = try replica.connection.transaction {
      try log.connection.transaction {
        try scenes.map { scene -> Receipt? in
          played = scene.at
          do {
            return try submit(Submission(scene.intent, scene.hand, scene.operation))
          } catch is Refusal {
            return nil
          }
        }
      }
    }
    played = nil
    try checkpoint(now: true)
    return receipts
  }

  // MARK: One operation

  struct Done {
    let decision: Decision
    let receipt: Receipt
  }

  /// Decides and stores; the receipt is given only after the commit, which is one fsync.
  ///
  /// Throws the rules' `Refusal`; with `onlyChanges` an operation that changes nothing is not stored.
  @discardableResult
  func perform(_ operation: Operation, onlyChanges: Bool = false) throws -> Done? {
    var done: Done?
    do {
      try replica.connection.atomically {
        let (decision, facts) = try replica.decide(operation)
        if onlyChanges, decision.changesNothing(in: facts) { return }
        let outcome = Outcome(decision.adjusted ? .adjusted : .applied, code: decision.code)
        let position = try append(operation, outcome, decision)
        done = Done(
          decision: decision,
          receipt: Receipt(
            operation: operation.id, outcome: outcome, results: decision.results,
            subject: decision.subject, returned: decision.returned))
        try replica.apply(decision, position: position)
      }
    } catch {
      // A made-up past is kept whole or not at all.
      guard done != nil, played == nil else { throw error }
      // It is on disk and therefore true; the rows are made from it, at once or by the next key.
      if StoreError.isDamage(error) { try? replaceDamagedReplica() }
      // Where rows cannot be written, whoever looks for them would take it for refused.
      if case SQLiteError.Code.full = error { throw StoreError.keptWithoutRows }
    }
    return done
  }

  private func append(
    _ operation: Operation, _ outcome: Outcome, _ decision: Decision
  ) throws -> Int64 {
    do {
      return try log.append(operation, trust: clock.isSet ? .training : .own, outcome, decision)
    } catch SQLiteError.Code.inputOutput {
      failure = StoreError(
        .disk,
        "the disk failed while an operation was written: start again, and look in the outbox "
          + "whether it was kept")
      throw failure ?? StoreError(.disk, "the disk failed")
    }
  }

  /// Copies a WAL that has grown long into its database; with `now` any.
  func checkpoint(now: Bool = false) throws {
    guard played == nil else { return }
    commits += 1
    guard now || commits >= Self.commitsPerLook else { return }
    commits = 0
    for connection in [log.connection, replica.connection]
    where now || connection.walBytes > Self.longWAL {
      try connection.checkpoint(.passive)
    }
  }
}
