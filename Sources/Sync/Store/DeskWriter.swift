import Domain
import Glibc
import Rows
import SQLite
import Synchronization
import Wire

/// The path of a key: bring the replica up to the log, decide, append, apply.
///
/// Every use stands inside the directory's lock, which one thread of one process holds at a time;
/// that is what makes it safe to share.
final class DeskWriter: @unchecked Sendable {
  let directory: DataDirectory
  let clock: DeskClock
  let secrets: Secrets
  let device: DeviceStore
  var log: OperationLog { device.log }
  var replica: Replica { device.replica }
  private let files: ReplicaFile
  /// Nil where the authority is elsewhere.
  let beside: BesideAuthority?

  // What the line has to remember between two answers.
  var coming: CollectedRows?
  private(set) var side: DeviceStore?
  var lastRebase: Int64 = 0
  var nextDigest: Int64 = 0
  let toldPins = Mutex<[String]?>(nil)
  let wishes = PassWishes()
  let names: NameFile
  /// True once the rows were found to be others than the authority's.
  var differed = false
  /// After an fsync error nobody knows what is on disk: nothing is written any more.
  private var failure: StoreError?
  /// Why the authority beside could not decide what is pending; nil where it could.
  private(set) var trouble: StoreError?
  /// Commits since the WALs were last looked at.
  /// The first of a process looks too: commands make one each.
  private var commits = DeskWriter.commitsPerLook - 1
  private var hasLooked = false
  /// False while it cannot be noted what is used of granted places.
  private(set) var mayDraw = true
  /// While a past is made up, the moment that is being played.
  private var played: Instant?

  /// A check-in writes some five pages, an import's chunk hundreds: the length of a WAL decides, and
  /// it is asked for only so often.
  private static let commitsPerLook = 20
  private static let longWAL = 4 << 20

  /// Throws `StoreError.damaged` for a log that cannot be trusted, and repairs a replica that cannot.
  init(
    _ directory: DataDirectory, clock: DeskClock, secrets: Secrets,
    authority: AuthorityPlace.Kind
  ) throws {
    self.directory = directory
    self.secrets = secrets
    names = NameFile(directory.names)
    let log = try OperationLog(directory.operations)
    if try log.isShutOut {
      let leaving = Leaving(log, in: directory)
      try leaving.wipe()
      throw leaving.told(in: directory)
    }
    let attempts = try Attempts(directory.attempt)
    files = ReplicaFile(directory, log, attempts, keyed: secrets.keyed)
    let membership = try log.membership()
    // A clock that is set by hand, in a training studio, runs as it was set.
    let heard = try membership.flatMap { _ in
      clock.isSet ? nil : HeardTime(try log.heardTime())
    }
    let clock = heard.map { DeskClock($0) } ?? clock
    self.clock = clock
    let beside =
      membership == nil
      ? BesideAuthority(directory, clock, log.identity.device, secrets, kind: authority) : nil
    self.beside = beside
    device = DeviceStore(
      log, try files.open { try beside?.fill($0, clock) }, attempts: attempts)
    if membership != nil { try checkHead() }
    beside?.servesOthers = { [unowned self] in
      replica.studio.facts.all(Device.self).contains { !$0.revoked && $0.id != log.identity.device }
    }
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
    if try log.isShutOut { try leave() }
    if replica.connection.wasReplaced || replica.connection.lostWAL {
      device.replica = try files.open(fill)
    }
    let last = try log.refresh()
    let state = try replica.state()
    if state.applied > last {
      // The log is an older copy than the rows, or has lost its end. What comes now is another life of
      // the file. Rows that only the lost operations made are kept aside: nothing else has them.
      try log.beginEpoch()
      noteHead()
      if try replica.hasPending {
        device.replica = try files.replaceAhead(by: state.applied - last, fill)
      } else {
        try replica.connection.run("UPDATE state SET applied = ?", last)
      }
    } else if try device.catchUp() > 0 {
      // Rows from which an accepted operation does not follow have lost something.
      try replaceDamagedReplica()
    }
    try replica.refreshStudio(try replica.state())
  }

  /// Sets a replica aside in which SQLite found damage, and makes it anew.
  func replaceDamagedReplica() throws {
    device.replica = try files.replaceDamaged(fill)
  }

  /// A whole replica beside the one in use, for comparing.
  func buildReplica(_ path: String) throws { try files.build(path, fill) }

  /// Fills a replica that is being made with what the authority says.
  private var fill: ReplicaFile.Fill {
    { [beside, clock] in try beside?.fill($0, clock) }
  }

  var now: Instant { played ?? clock.now }

  /// Plays scenes at their own times, all in one commit of each file; a refused one leaves nil.
  ///
  /// Broken off it leaves nothing: the rows are committed only after the operations.
  func rehearse(_ scenes: [Rehearsed]) throws -> [Receipt?] {
    defer { played = nil }
    try ensureNumbers(
      scenes.reduce(into: [:]) { wanted, scene in
        guard let numbered = scene.intent as? any Numbered else { return }
        wanted[numbered.numbersNeeded.kind, default: 0] += numbered.numbersNeeded.count
      })
    let receipts = try replica.atomically {
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
    try settle()
    try checkpoint(now: true)
    return receipts
  }

  // MARK: One operation

  /// Decides and stores; throws the rules' `Refusal`. With `onlyChanges` an operation that changes
  /// nothing is not stored.
  @discardableResult
  func perform(_ operation: Operation, onlyChanges: Bool = false) throws -> DeviceStore.Done? {
    do {
      let done = try device.record(operation, clock.reading, onlyChanges: onlyChanges)
      if done?.decision.touchesGrants ?? false { noteHead() }
      return done
    } catch let kept as DeviceStore.NotInRows {
      // A made-up past is kept whole or not at all.
      guard played == nil else { throw kept.reason }
      if kept.done.decision.touchesGrants { noteHead() }
      // It is on disk and therefore true; the rows are made from it, at once or by the next key.
      if StoreError.isDamage(kept.reason) || replica.lacks(kept.reason) {
        try? replaceDamagedReplica()
      }
      // Where rows cannot be written, whoever looks for them would take it for refused.
      if case SQLiteError.Code.full = kept.reason { throw StoreError.keptWithoutRows }
      return kept.done
    } catch SQLiteError.Code.inputOutput {
      failure = StoreError(
        .disk,
        "the disk failed while an operation was written: start again, and look in the outbox "
          + "whether it was kept")
      throw failure ?? StoreError(.disk, "the disk failed")
    }
  }

  // MARK: What was granted

  /// Begins another life, to which nothing is granted, where the file may be an older one or a copy.
  private func checkHead() throws {
    let note = HeadNote((try? Files.read(directory.spent)) ?? [])
    if let note, try note.vouches(for: log, in: directory.place(made: Files.made(directory.spent)))
    {
      // What was stored just before a crash is not noted yet, and may go out now.
      if try note.isBehind(log) { noteHead() }
      return
    }
    // While the medium is away nothing is drawn; when it is back, all is as it was.
    let trial = directory.spent + ".trial"
    guard (try? Files.write([], to: trial, durable: false)) != nil else {
      mayDraw = false
      return
    }
    Files.remove(trial)
    // A device that has just joined has spent nothing.
    if try note != nil || log.refresh() > 0 { try log.beginEpoch() }
    noteHead()
  }

  /// Where it cannot be noted what was drawn, no more is.
  private func noteHead() {
    guard mayDraw else { return }
    do {
      let note = try HeadNote(of: log)
      try Files.write(to: directory.spent, durable: true) {
        note.lying(in: directory.place(made: $0)).bytes
      }
    } catch {
      mayDraw = false
      try? log.beginEpoch()
    }
  }

  /// Gives back what it was asked for: nobody need be at the desk.
  func returnRecalled() throws {
    for intent in try device.recalled() {
      var operation = Submission(intent, .device).operation(
        by: log.identity, home: home, at: now, uncertain: clock.isUncertain)
      operation.drawing = nil
      try perform(operation, onlyChanges: true)
    }
  }

  // MARK: The authority beside

  /// Lets the authority in the same directory decide what is pending, and takes over what it says.
  func settle(wanting numbers: [NumberKind: Int] = [:]) throws {
    guard played == nil, let beside else { return }
    do {
      try device.settle(with: beside, clock, wanting: numbers)
    } catch is DeviceStore.OtherPast {
      // Its file is another than the one that the rows came from.
      device.replica = try files.rebuild(fill)
    } catch  where StoreError.isDamage(error) || replica.lacks(error) {
      try replaceDamagedReplica()
    }
    try checkpoint()
  }

  /// As `settle`, for after a yes that nothing may turn into a no: what is not settled stays pending.
  func trySettling(wanting numbers: [NumberKind: Int] = [:]) {
    do {
      try settle(wanting: numbers)
      trouble = nil
    } catch {
      trouble = StoreError.explaining(error) as? StoreError ?? StoreError(.disk, "\(error)")
    }
  }

  /// Runs the authority's jobs that are due; returns how many operations that made.
  func runJobs() throws -> Int {
    guard let beside else { return 0 }
    // The authority judges only behind what this desk has said that it has sent.
    try settle()
    let count = try beside.work()
    if count > 0 { try settle() }
    return count
  }

  // MARK: The authority elsewhere

  func beginSide() throws -> DeviceStore {
    let begun = DeviceStore(log, try files.beginSide(), attempts: nil)
    side = begun
    return begun
  }

  /// The new copy is whole: what pends is decided on it, and it takes the old one's place.
  func putSide() throws {
    guard let done = side else { return }
    _ = try done.catchUp()
    side = nil
    device.replica = try files.putSide(done.replica)
    differed = false
  }

  /// Copies a WAL that has grown long into its database; with `now` any.
  func checkpoint(now: Bool = false) throws {
    guard played == nil else { return }
    commits += 1
    guard now || commits >= Self.commitsPerLook else { return }
    commits = 0
    defer { hasLooked = true }
    for connection in [log.connection, replica.connection]
    where now || connection.walBytes > Self.longWAL {
      if now || !hasLooked { try connection.cutLog() } else { try connection.checkpoint(.passive) }
    }
    if now { beside?.close() }
  }
}
