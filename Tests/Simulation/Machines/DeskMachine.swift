import CrashFS
import Crypto
import Domain
import Rows
import SQLite
import Support
import Sync
import Wire
import Zones

/// A machine with a real device store on a disk and with clocks of its own, which loses its power.
///
/// Beside it runs a naive desk that is told the same; the rows of both must be equal.
final class DeskMachine {
  let name: String
  let line: SimulatedNetwork.Line
  let location: ID<Location>
  let channel: Channel
  let disk: CrashDisk
  let timeline: Timeline
  let network: SimulatedNetwork
  let promises: Promises
  let trace: Trace
  var chance: Chance
  var clock: SimulatedClock
  /// Nil while the machine is down.
  var store: DeviceStore?
  /// What the store should be.
  var naive: NaiveDesk
  /// Rises with every start: what was begun before is over.
  private(set) var life = 0
  private(set) var crashes = 0
  /// From now on the power stays.
  var isSafe = false
  /// What the time is, by what the authority said.
  var heard = CorrectedTime()
  private let luck: Luck
  /// All its files at a moment.
  typealias Saved = (image: CrashDisk.Image, naive: NaiveDesk, note: HeadNote?)
  /// As somebody saved them.
  var backup: Saved?
  /// As they were before it last drew from an allotment.
  private(set) var beforeDraw: Saved?
  /// Where its file stood when it last drew from an allotment, on the same disk or on another medium.
  var note: HeadNote?
  let isNoteApart: Bool
  /// Which file it is that lies on the disk.
  var place: [UInt8]
  /// Set while older files than the last have been put on the disk: what came after them is lost.
  var isRestored = false
  /// Operations stand on the disk without their rows.
  private var isBehind = false
  var talk: Talk
  /// What it signs with.
  let key: SigningKey
  /// The authority has shut it out, and it has given up what it had.
  var isGone = false
  /// What it locked for the authority when it was shut out, as it stands on its disk.
  var locked: [UInt8]?
  /// When the present life of its file began; nil for the first.
  var lifeBegan: Milliseconds?
  private var commits = 0

  static let operations = "operations.db"
  static let replica = "replica.db"

  /// What a machine of the studio shares with all others.
  struct Surroundings {
    let timeline: Timeline
    let network: SimulatedNetwork
    let promises: Promises
    let trace: Trace
  }

  /// What a file of operations brings with it, on whatever machine it lies.
  private struct Papers {
    let channel: Channel
    let key: SigningKey
    let location: ID<Location>
    let naive: NaiveDesk
    /// Nil where the machine's own chance decides.
    var isNoteApart: Bool?
    var note: HeadNote?
  }

  private init(_ name: String, seed: UInt64, _ papers: Papers, _ around: Surroundings) {
    self.name = name
    (key, location, channel) = (papers.key, papers.location, papers.channel)
    (timeline, network) = (around.timeline, around.network)
    (promises, trace) = (around.promises, around.trace)
    line = SimulatedNetwork.Line(name)
    var chance = Chance(seed, name)
    talk = Talk(after: 0)
    clock = SimulatedClock(at: timeline.now, &chance)
    disk = CrashDisk(seed: chance.bits())
    luck = Luck(Chance(seed, name + "'s ids"))
    isNoteApart = papers.isNoteApart ?? chance.oneIn(2)
    note = papers.note
    place = chance.bytes(8)
    naive = papers.naive
    self.chance = chance
  }

  /// A machine that has just joined.
  convenience init(
    _ name: String, _ channel: Channel, seed: UInt64, _ device: ID<Device>, key: SigningKey,
    at location: ID<Location>, _ membership: Membership, _ around: Surroundings,
    zones: [String: Zone]
  ) throws {
    var world = World(at: Instant(around.timeline.now / 1_000), zones: zones)
    world.verify = { message, signature, key in
      SigningKey.verify(signature, of: message, by: key)
    }
    let papers = Papers(
      channel: channel, key: key, location: location,
      naive: NaiveDesk(device, Epoch(0), world: world))
    self.init(name, seed: seed, papers, around)
    try enrol(membership)
    try open()
  }

  /// A second machine that has a copy of all of another's files, its key among them.
  convenience init(copying other: DeskMachine, _ name: String, seed: UInt64) throws {
    // The other medium stays where it is.
    let papers = Papers(
      channel: other.channel, key: other.key, location: other.location, naive: other.naive,
      isNoteApart: other.isNoteApart, note: other.isNoteApart ? nil : other.note)
    self.init(
      name, seed: seed, papers,
      Surroundings(
        timeline: other.timeline, network: other.network, promises: other.promises,
        trace: other.trace))
    disk.cutPower()
    disk.restore(other.disk.image())
    disk.restart()
    try open()
    try resume()
  }

  /// Makes the file as joining does.
  private func enrol(_ membership: Membership) throws {
    let identity = naive.device.raw.bytes + location.raw.bytes + luck.bytes(8)
    let log = try OperationLog(
      Self.operations, identity: identity, vfs: disk.name, random: randomness)
    try log.keep(membership)
    log.connection.close()
  }

  private var randomness: Randomness {
    Randomness(bytes: { [luck] in luck.bytes($0) }, milliseconds: { [luck] in luck.now })
  }

  var device: ID<Device> { naive.device }

  // MARK: Start and end

  private func open() throws {
    luck.now = timeline.now
    let log = try OperationLog(Self.operations, vfs: disk.name, random: randomness)
    if try log.isShutOut { return try finishLeaving(log) }
    try checkHead(log)
    store = DeviceStore(log, try openReplica())
    heard = try log.heardTime()
    guard let store else { return }
    let last = try log.refresh()
    if try store.replica.state().applied > last {
      try log.beginEpoch()
      note = try HeadNote(of: log, in: place)
      if try store.replica.hasPending {
        store.replica = try makeReplica()
      } else {
        try store.replica.connection.run("UPDATE state SET applied = ?", last)
      }
    }
    // Without the authority's rows nothing follows from the operations.
    if try store.catchUp() > 0, try store.replica.state().cursor > 0 {
      store.replica = try makeReplica()
      _ = try store.catchUp()
    }
    life += 1
  }

  private func openReplica() throws -> Replica {
    guard disk.size(of: Self.replica) != nil else { return try makeReplica() }
    do {
      return try Replica(opening: Self.replica, zones: .simulated, vfs: disk.name)
    } catch is Replica.OtherSchema {
      return try makeReplica()
    } catch let error as SQLiteError where error.isDamage {
      return try makeReplica()
    }
  }

  /// As the desk does it: whole under another name, and then in its place.
  private func makeReplica() throws -> Replica {
    trace.note(timeline.now, name, "makes its replica")
    let beside = Self.replica + ".build"
    disk.removeDatabase(beside)
    let made = try Replica(making: beside, zones: .simulated, vfs: disk.name)
    try made.connection.exec("PRAGMA synchronous = NORMAL")
    try made.connection.checkpoint(.truncate)
    made.connection.close()
    disk.removeDatabase(Self.replica)
    disk.rename(beside, to: Self.replica)
    disk.removeDatabase(beside)
    return try Replica(opening: Self.replica, zones: .simulated, vfs: disk.name)
  }

  /// Runs what uses the disk; where the power goes over it, it goes for the whole machine. Nil then.
  @discardableResult
  func powered<T>(_ body: (DeviceStore) throws -> T) throws -> T? {
    guard let store else { return nil }
    luck.now = timeline.now
    do {
      if isBehind {
        _ = try store.catchUp()
        isBehind = false
      }
      return try body(store)
    } catch let error where error is SQLiteError || error is DeviceStore.NotInRows {
      if disk.isDown {
        crash()
      } else {
        guard disk.isFull else { throw error }
        try meetFullDisk(error, store)
      }
      return nil
    }
  }

  /// What did not fit was not kept, but for an operation whose rows alone did not.
  private func meetFullDisk(_ error: any Error, _ store: DeviceStore) throws {
    trace.note(timeline.now, name, "the disk is full")
    guard error is DeviceStore.NotInRows, let entry = try storedEntries(store, last: 1).last else {
      return
    }
    isBehind = true
    try promises.accept(entry.header)
    naive.keep(entry.header, entry.stored.header, payload: entry.stored.payload)
    naive.rebase()
  }

  /// Without power everything that was not synced may be lost; a program that is killed loses nothing
  /// that it wrote.
  func crash(killed: Bool = false) {
    guard store != nil else { return }
    trace.note(timeline.now, name, killed ? "killed" : "crash")
    crashes += 1
    store = nil
    life += 1
    if killed { disk.kill() } else { disk.cutPower() }
    let isLong = chance.oneIn(4)
    let life = life
    timeline.after(chance.milliseconds(isLong ? 60_000..<900_000 : 500..<30_000)) { [self] in
      if self.life == life { try start(newBoot: !killed) }
    }
  }

  /// Nothing that was begun goes on.
  func endLife() {
    store = nil
    life += 1
  }

  /// The power is back; the battery of the clock may be dead.
  private func start(newBoot: Bool) throws {
    let wasFull = disk.isFull
    disk.restart()
    if wasFull { disk.fill(false) }
    if newBoot { clock.restart(timeline.now, &chance) }
    if newBoot, chance.oneIn(3) {
      clock.suffer(
        chance.one(of: SimulatedClock.Fault.allCases, or: .right), timeline.now, &chance)
    }
    // It may go again while it starts.
    if !isSafe, chance.oneIn(5) { disk.cutPower(at: chance.number(1..<30)) }
    do {
      try open()
    } catch let error as SQLiteError {
      guard disk.isDown else { throw error }
      trace.note(timeline.now, name, "crash at the start")
      store = nil
      let life = life
      timeline.after(5_000) { [self] in if self.life == life { try start(newBoot: true) } }
      return
    }
    guard !isGone else { return }
    trace.note(timeline.now, name, "up")
    try resume()
    try beginTalk(newBoot: newBoot)
  }

  /// What is on the disk now is what there is; nothing that was told may be missing.
  func resume() throws {
    try powered { store in
      let entries = try storedEntries(store)
      let known = Set(entries.map(\.header.id))
      for entry in naive.entries where !known.contains(entry.header.id) {
        try promise("P1", isRestored, "\(name) lost \(entry.header.id.text)")
        promises.writeOff(entry.header.id)
      }
      isRestored = false
      for entry in entries { try promises.find(entry.header) }
      let cursor = try store.replica.state().cursor
      try naive.rewind(to: cursor, entries)
      naive.rebase()
      do {
        try compare()
      } catch is Violation {
        // Outcomes may have been stored and their rows not: until then the rows say otherwise.
        _ = try store.rebase(CollectedRows(from: cursor))
        try compare()
      }
    }
  }

  /// The authority has another past than the one that these rows came from.
  func beginAnew(_ store: DeviceStore) throws {
    talk.forgetRows()
    store.replica = try makeReplica()
    _ = try store.catchUp()
    try naive.rewind(to: 0, storedEntries(store))
    naive.rebase()
  }

  // MARK: A person at the screen

  /// Throws the refusal; nil where the power went.
  @discardableResult
  func submit(
    _ intent: any Intent, as actor: Actor, for place: ID<Location>? = nil
  ) throws -> Decision? {
    let isOnline = talk.state.phase == .online && !chance.oneIn(4)
    return try powered { store in
      let decision = try keep(
        intent, as: actor, at: place ?? location, isOnline: isOnline, store)
      if decision != nil { try stir() }
      return decision
    } ?? nil
  }

  /// What it was asked for, and has not used.
  func returnRecalled(_ store: DeviceStore) throws {
    for intent in try store.recalled() {
      _ = try keep(intent, as: .device, at: location, store)
    }
  }

  private func keep(
    _ intent: any Intent, as actor: Actor, at location: ID<Location>, isOnline: Bool = false,
    _ store: DeviceStore
  ) throws -> Decision? {
    let time = time
    // A desk without numbers says so, and stores nothing.
    guard let intent = try numbered(intent, store) else { return nil }
    var operation = Operation(
      id: ID(Bits128(milliseconds: timeline.now, random: luck.bytes(16))), device: device,
      location: location, actor: actor, channel: channel, at: time.at,
      clockUncertain: time.trust == .uncertain, intent: intent)
    operation.life = store.log.identity.life
    operation.drawing = isOnline ? .sparingly : .freely
    let saved = mayDraw(for: intent) ? saved : nil
    guard let done = try store.record(operation, reading) else { return nil }
    guard let entry = try storedEntries(store, last: 1).last else { return nil }
    try promises.accept(entry.header)
    naive.keep(entry.header, entry.stored.header, payload: entry.stored.payload)
    let same = try decide(operation, naive.shown.facts(for: operation))
    naive.shown.apply(same)
    if done.decision.touchesGrants, !disk.isDown {
      beforeDraw = saved
      note = try HeadNote(of: store.log, in: place)
    }
    if done.decision.isFirm { promises.confirm(operation.id) }
    try checkpoint(store)
    return done.decision
  }

  /// Nil where the device's blocks have too few.
  private func numbered(_ intent: any Intent, _ store: DeviceStore) throws -> (any Intent)? {
    guard var numbered = intent as? any Numbered else { return intent }
    let (kind, count) = numbered.numbersNeeded
    let blocks = try store.replica.connection.unusedBlocks(kind, of: device)
    numbered.numbers = NumberBlocks(blocks).next(count)
    // What needs more than a block is too large to be stored, and says that.
    return numbered.numbers.count == count || count > NumberBlock.size ? numbered : nil
  }

  func checkpoint(_ store: DeviceStore) throws {
    commits += 1
    guard commits % 16 == 0 else { return }
    try store.log.connection.checkpoint(.passive)
    try store.replica.connection.checkpoint(.passive)
  }
}

extension SQLiteError {
  fileprivate var isDamage: Bool { code == .corrupt || code == .notADatabase || isTruncation }
}
