import Crypto
package import Domain
import Rows
import SQLite
import Synchronization
package import Wire

/// The front of one data directory: everything screens and commands read, and the one way to write.
///
/// Reads go to the replica and never wait for a write; `submit` returns after the operation is on
/// disk. Safe to use from any thread; several processes may have the same directory open.
package final class DeskStore: Sendable {
  /// What the person at the keyboard is, for one submit.
  package struct Hand: Sendable {
    package var actor: Actor
    package var channel: Channel
    package var location: ID<Location>?

    /// Without a location the device's own.
    package init(
      actor: Actor, channel: Channel = .desk, location: ID<Location>? = nil
    ) {
      self.actor = actor
      self.channel = channel
      self.location = location
    }
  }

  package let clock: DeskClock
  let directory: DataDirectory
  let secrets: Secrets
  let device: DeviceIdentity
  private let lock: DirectoryLock
  let wait: Duration
  let mark: RunningMark
  let copies: Copies
  private let writer: DeskWriter
  private let rows: ReadPool
  private let operations: ReadPool
  let names: ReadPool
  private let known: Mutex<Known>
  /// True where the authority is in this directory.
  package let isStandAlone: Bool
  /// Nil for a studio that stands alone, or where no line was given.
  let engine: LineEngine?
  let hold: LineHold?
  let wishes: PassWishes
  /// Nil where the authority is elsewhere.
  let serving: LineHold?

  /// The studio as screens last saw it.
  private struct Known {
    var studio: Studio
    var view: StudioView
  }

  // MARK: Opening

  /// Makes a stand-alone studio in an empty directory; throws `StoreError.exists` where one is.
  package static func found(
    _ founding: Founding, in directory: String, clock: DeskClock,
    authority: AuthorityPlace.Kind
  ) throws -> DeskStore {
    let place = DataDirectory(directory)
    do {
      try founding.carryOut(in: place, clock: clock, authority: authority)
    } catch {
      throw StoreError.explaining(error)
    }
    return try open(directory, clock: clock, authority: authority)
  }

  /// Opens what is there; throws `StoreError` for nothing there, damage, or a lock that stays taken.
  ///
  /// `wait` is how many seconds this and later calls wait for another program's write; `spent` is the
  /// file, among the data unless given, that notes what was used of granted places.
  package static func open(
    _ directory: String, clock: DeskClock, wait: Int = 30, spent: String = "",
    authority: AuthorityPlace.Kind, line: LinePlace.Maker? = nil
  ) throws -> DeskStore {
    do {
      return try DeskStore(
        DataDirectory(directory, spent: spent), clock, .seconds(wait), authority, line)
    } catch {
      throw StoreError.explaining(error)
    }
  }

  private init(
    _ directory: DataDirectory, _ clock: DeskClock, _ wait: Duration,
    _ authority: AuthorityPlace.Kind, _ makeLine: LinePlace.Maker?
  ) throws {
    try directory.checkOperations()
    guard directory.isStudio else {
      throw StoreError(.missing, "there is no studio in \(directory.path): make one with desk init")
    }
    self.directory = directory
    self.wait = wait
    lock = try DirectoryLock(directory.lock)
    let start = try lock.withLock(timeout: wait) { try Start(directory, clock, authority) }
    // Where there is no room for it even now, signing in says so.
    try? ThrottleFile(directory.throttle).reserve()
    secrets = start.writer.secrets
    device = start.writer.log.identity
    mark = start.mark
    writer = start.writer
    self.clock = start.writer.clock
    isStandAlone = start.writer.beside != nil
    copies = Copies(of: directory, isStandAlone: isStandAlone)
    let line = try start.writer.line(makeLine)
    if let line { try start.writer.bringFirstCopy(by: line, lock, wait) }
    rows = ReadPool(directory.replica)
    operations = ReadPool(directory.operations)
    names = ReadPool(directory.names)
    let studio = start.writer.replica.studio
    guard let view = studio.view(of: device.device) else {
      throw try start.writer.log.refresh() > 0
        ? StoreError(.damaged, "operations.db does not say which device it is of")
        : StoreError(.missing, "desk init did not come to its end: run it again")
    }
    if clock.isSet, !view.organization.training {
      throw StoreError(.notTraining, "the clock can be set in a training studio only")
    }
    known = Mutex(Known(studio: studio, view: view))
    wishes = start.writer.wishes
    hold = try line.map { _ in try LineHold(directory.line) }
    serving = isStandAlone ? try LineHold(directory.serving) : nil
    engine = try line.map { [writer, lock] line in
      try LineEngine(line, .init(of: writer, lock, wait))
    }
  }

  /// Marks a clean stop; the next start checks less.
  package func close() throws {
    engine?.stop()
    copies.finish()
    try locked { try $0.checkpoint(now: true) }
    rows.close()
    operations.close()
    names.close()
    mark.clean()
  }

  // MARK: Ways in

  /// Runs queries on the replica; all of one `body` see the same moment. Not to be nested.
  ///
  /// `records(Booking.self, "WHERE session = ?", id)`, `record(id)` and `Row.record` read rows;
  /// table and field names are those of the records (`"end"` and `"left"` need quotes).
  func read<T>(_ body: (Connection) throws -> T) throws -> T {
    do {
      return try rows.read(body)
    } catch SQLiteError.Code.cannotOpen {
      // Somebody removed the file; whoever holds the lock next makes it anew.
      try locked { _ in }
    } catch  where StoreError.isDamage(error) {
      try locked { try $0.replaceDamagedReplica() }
    } catch let error as SQLiteError where error.code == .error {
      try locked { if $0.replica.lacks(error) { try $0.replaceDamagedReplica() } }
    } catch {
      throw StoreError.explaining(error)
    }
    do {
      return try rows.read(body)
    } catch {
      throw StoreError.explaining(error)
    }
  }

  /// Runs queries on operations.db, in one moment as `read`.
  func readOperations<T>(_ body: (Connection) throws -> T) throws -> T {
    do {
      return try operations.read(body)
    } catch {
      throw StoreError.explaining(error)
    }
  }

  /// Holds the directory's lock, with the replica brought up to the log.
  func locked<T>(_ body: (DeskWriter) throws -> T) throws -> T {
    do {
      return try lock.withLock(timeout: wait) {
        do {
          try writer.ready()
          return try body(writer)
        } catch  where writer.replica.lacks(error) {
          // Nothing of it was stored yet: what was stored counts as done, whatever its rows said.
          try writer.replaceDamagedReplica()
          return try body(writer)
        }
      }
    } catch {
      throw StoreError.explaining(error)
    }
  }

  // MARK: The studio

  /// As of now; as last seen where the disk does not answer.
  package var studio: StudioView {
    try? refresh()
    return known.withLock(\.view)
  }

  private func refresh() throws {
    let before = known.withLock(\.studio)
    let now = try read { connection -> Studio? in
      let version = try connection.first("SELECT studio FROM state") { $0.int(0) } ?? 0
      guard version != before.version else { return nil }
      return try Studio(
        connection, version: version, zones: before.zones, keyed: before.keyed)
    }
    guard let now, let view = now.view(of: device.device) else { return }
    known.withLock { $0 = Known(studio: now, view: view) }
  }

  /// Changes with every commit of any process to this directory; cheap to ask often.
  package func changeToken() throws -> UInt64 {
    try read { connection in
      try connection.first("SELECT changed FROM state") { UInt64(bitPattern: $0.int(0)) } ?? 0
    }
  }

  // MARK: Writing

  /// Decides and stores one intent; throws `Refusal` if a rule says no, `StoreError` if the disk does.
  ///
  /// A refused check-in is put on record too. The same `operation` id again returns its receipt;
  /// with another payload it throws IDEMPOTENCY_MISMATCH.
  ///
  /// An authority in this directory decides before this returns; without `settling` it is left to a
  /// later `settle`, so that the person at the desk need not wait for its disk. `isOnline` says that
  /// the line was found to be up.
  package func submit(
    _ intent: any Intent, by hand: Hand, operation: ID<Operation>? = nil, settling: Bool = true,
    isOnline: Bool = false
  ) throws -> Receipt {
    try locked { writer in
      var receipt = try writer.submit(
        Submission(intent, hand, operation, isOnline: isOnline || self.isOnline))
      if settling { writer.trySettling() }
      if !receipt.repeated, !receipt.isFirm, !isStandAlone || writer.trouble != nil {
        receipt.outcome = nil
      }
      engine?.stir()
      return receipt
    }
  }

  private var isOnline: Bool { engine?.state.phase == .online }

  /// Lets the authority in this directory decide what is pending.
  package func settle() throws { try locked { try $0.settle() } }

  /// Plays a made-up past, each scene at its own time, with one fsync for all of them; a scene that
  /// a rule refuses gives nil. Throws `StoreError.notTraining` for a real studio.
  @discardableResult
  package func rehearse(_ scenes: [Rehearsed]) throws -> [Receipt?] {
    guard studio.organization.training else {
      throw StoreError(.notTraining, "a past can be made up in a training studio only")
    }
    return try locked { try $0.rehearse(scenes) }
  }

  /// Decides without storing: what would happen (the credits a cancellation would return).
  package func preview(
    _ intent: any Intent, by hand: Hand, operation: ID<Operation>? = nil
  ) throws -> Decision {
    try situated(intent, by: hand, operation) { try decide($0, $1) }
  }

  /// Which booking a refused check-in was about; nil where what was presented names none.
  package func booking(
    meantBy intent: CheckIn, _ refusal: Refusal, by hand: Hand
  ) throws -> BookingView? {
    try situated(intent, by: hand) { intent.whom($0, $1, refusal).booking }.flatMap {
      try booking($0)
    }
  }

  private func situated<T>(
    _ intent: any Intent, by hand: Hand, _ id: ID<Operation>? = nil,
    _ body: (Operation, Facts) throws -> T
  ) throws -> T {
    try refresh()
    let (studio, view) = known.withLock { ($0.studio, $0.view) }
    return try read { connection in
      var submission = Submission(intent, hand, id, isOnline: isOnline)
      if var numbered = intent as? any Numbered {
        let (kind, count) = numbered.numbersNeeded
        numbered.numbers = NumberBlocks(
          try connection.unusedBlocks(kind, of: device.device)
        ).preview(count)
        submission.intent = numbered
      }
      let operation = submission.operation(
        by: device, home: view.location.id, at: clock.now, uncertain: clock.isUncertain)
      let base = studio.facts(knowing: intent.namedZone)
      return try body(operation, try FactLoader(connection).facts(for: operation, on: base))
    }
  }

  /// A fresh booking code from the machine's randomness; nil where the authority has to make it.
  package func mintCode() -> BookingCode? {
    secrets.keepsCodes
      ? BookingCode(random: randomBytes(8).reduce(0) { $0 << 8 | UInt64($1) }) : nil
  }

  package func mintOperation() -> ID<Operation> { ID(.minted()) }

  /// Runs the jobs that are due (holds, offers, judgement, credit expiry); returns how many ran.
  @discardableResult
  package func runJobs() throws -> Int {
    try forgetOldNames()
    try refresh()
    let (studio, home) = known.withLock { ($0.studio, $0.view.location.id) }
    let isDue = try read { connection in
      try !DueWork(in: connection, at: clock.now, studio: studio, home: home).isEmpty
    }
    // The lock is taken only where there is something to do.
    return isDue ? try locked { try $0.runJobs() } : 0
  }
}
