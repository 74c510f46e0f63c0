import Central
import CrashFS
import Crypto
import Domain
import SQLite
import Synchronization
import Wire
import Zones

/// The machine that the authority runs on: collects what arrives, commits together, answers, and
/// loses its power now and then.
final class AuthorityMachine {
  typealias Reply = SimulatedNetwork.Reply

  let disk: CrashDisk
  /// Nil while the machine is down.
  private(set) var authority: Authority<SQLiteAuthorityStore>?
  /// Operations that came by another way than their own device's line.
  private(set) var carried: Set<ID<Operation>> = []
  /// Told after each commit.
  var committed: () throws -> Void = {}
  let timeline: Timeline
  private let trace: Trace
  private var chance: Chance
  private let luck: Luck
  /// What has arrived since the last commit.
  private var arrived: [(request: ExchangeRequest, reply: Reply)] = []
  /// Who waits for news.
  private var waiting: [(request: ExchangeRequest, reply: Reply, number: Int)] = []
  private var numbered = 0
  private(set) var life = 0
  private(set) var crashes = 0

  static let file = "authority.db"

  /// The authority's random bytes, which it may ask for from anywhere.
  private final class Luck: Sendable {
    private let chance: Mutex<Chance>

    init(_ seed: UInt64) { chance = Mutex(Chance(seed, "authority's ids")) }

    func bytes(_ count: Int) -> [UInt8] { chance.withLock { $0.bytes(count) } }
  }

  init(_ timeline: Timeline, _ trace: Trace, seed: UInt64) throws {
    self.timeline = timeline
    self.trace = trace
    disk = CrashDisk(seed: seed ^ 0xA07)
    chance = Chance(seed, "authority")
    luck = Luck(seed)
    try start()
  }

  /// For good: who waits for an answer is let go of, and the file.
  func close() {
    authority = nil
    (arrived, waiting) = ([], [])
    committed = {}
  }

  private func start() throws {
    life += 1
    let store = try SQLiteAuthorityStore(Self.file, zones: .simulated, vfs: disk.name)
    authority = Authority(store, clockIsSet: true) { [luck] in luck.bytes($0) }
  }

  private var moment: Instant { Instant(timeline.now / 1_000) }

  // MARK: Beginnings

  func found() throws {
    _ = try authority?.found(
      name: "Studio", location: "Sea Point", zone: Cast.zone, owner: "Owner", verifier: "verifier",
      at: moment)
  }

  /// Lets a device in, as its code would over the wire; a key may be used once. Nil where the power
  /// went first.
  func enrol(
    _ name: String, _ role: DeviceRole, at location: ID<Location>, key: SigningKey
  ) throws -> Enrolment? {
    var said: Enrolment?
    let isDone = try tried { machine, authority in
      let code = try authority.enrolmentCode(for: role, at: location, at: machine.moment)
      said = try authority.enrol(
        code: code, publicKey: key.publicKey, name: name, at: machine.moment)
    }
    return isDone ? said : nil
  }

  // MARK: At its own screen

  /// False where the power went first.
  func revoke(_ device: ID<Device>) throws -> Bool {
    try tried { machine, authority in try authority.revoke(device, at: machine.moment) }
  }

  /// False where the power went first.
  @discardableResult
  func administer(_ intent: any Intent) throws -> Bool {
    try tried { machine, authority in try authority.administer(intent, at: machine.moment) }
  }

  /// Takes what a device wrote to a stick, or locked when it was shut out. Throws `OutboxFile.Problem`;
  /// false where the power went first.
  func bring(_ file: [UInt8]) throws -> Bool {
    try tried { machine, authority in
      var open = file
      if try OutboxFile.isLocked(file) {
        open = try OutboxFile.opened(file) { try authority.open(sealed: $0) }
      }
      let operations = try OutboxFile.operations(in: open) { device, signature, message in
        try? authority.device(device).map {
          SigningKey.verify(signature, of: message, by: $0.publicKey.bytes)
        }
      }
      for stored in operations {
        machine.carried.insert(try PayloadCodec.header(stored.header).id)
      }
      let taken = try authority.bring(operations, at: machine.moment)
      let new = taken.count { $0.state == .new }
      machine.trace.note(
        machine.timeline.now, "authority", "takes a stick: \(new) new of \(operations.count)")
    }
  }

  private func tried(
    _ body: (AuthorityMachine, Authority<SQLiteAuthorityStore>) throws -> Void
  ) throws -> Bool {
    var isDone = false
    try commit { machine in
      guard let authority = machine.authority else { return }
      try body(machine, authority)
      try machine.committed()
      isDone = true
    } failed: {
    }
    return isDone
  }

  // MARK: Exchanges

  func receive(_ request: ExchangeRequest, _ reply: @escaping Reply) throws {
    guard authority != nil else { return try reply(.failure(LineFailure(.unreachable))) }
    arrived.append((request, reply))
    guard arrived.count == 1 else { return }
    // So long the writer waits for more to commit at once.
    whileAlive(after: 2) { machine in try machine.exchange() }
  }

  private func exchange() throws {
    let batch = arrived
    arrived = []
    for (request, _) in batch {
      for header in request.strays.compactMap({ try? PayloadCodec.header($0.header) })
      where header.device != request.device { carried.insert(header.id) }
    }
    try commit { machine in
      guard let authority = machine.authority else { return }
      let answers = try authority.exchange(batch.map(\.request), at: machine.timeline.now)
      try machine.committed()
      for (asked, answer) in zip(batch, answers) {
        if asked.request.want.wait > 0, answer.isSilent {
          machine.park(asked.request, asked.reply)
        } else {
          try asked.reply(.success(answer))
        }
      }
    } failed: {
      for (_, reply) in batch { try reply(.failure(LineFailure(.failed))) }
    }
  }

  /// Holds an answer back until there is something to say or the time is over.
  private func park(_ request: ExchangeRequest, _ reply: @escaping Reply) {
    numbered += 1
    waiting.append((request, reply, numbered))
    let number = numbered
    whileAlive(after: Milliseconds(request.want.wait) * 1_000) { machine in
      guard let place = machine.waiting.firstIndex(where: { $0.number == number }) else { return }
      var (request, reply, _) = machine.waiting.remove(at: place)
      request.want.wait = 0
      try machine.receive(request, reply)
    }
  }

  private func wake() throws {
    let woken = waiting
    waiting = []
    for (request, reply, _) in woken { try receive(request, reply) }
  }

  /// The jobs, every few seconds.
  func work() throws {
    try commit { machine in
      guard let authority = machine.authority else { return }
      let done = try authority.work(at: machine.moment)
      try machine.committed()
      if done > 0 { machine.trace.note(machine.timeline.now, "authority", "\(done) jobs") }
    } failed: {
    }
  }

  private func commit(
    _ body: (AuthorityMachine) throws -> Void, failed: () throws -> Void
  ) throws {
    guard let before = try authority?.store.sequence() else { return try failed() }
    do {
      try body(self)
    } catch let error as SQLiteError {
      guard disk.isDown else { throw error }
      try failed()
      return crash()
    }
    if try authority?.store.sequence() != before { try wake() }
  }

  // MARK: Power

  /// The power goes at one of the next writes.
  func armCrash() { disk.cutPower(at: chance.number(1..<40)) }

  private func crash() {
    trace.note(timeline.now, "authority", "crash")
    crashes += 1
    let lost = arrived + waiting.map { ($0.request, $0.reply) }
    arrived = []
    waiting = []
    authority = nil
    life += 1
    timeline.after(chance.milliseconds(1..<3_000)) {
      for (_, reply) in lost { try reply(.failure(LineFailure(.unreachable))) }
    }
    timeline.after(chance.milliseconds(500..<20_000)) { [self] in
      disk.restart()
      try start()
      trace.note(timeline.now, "authority", "up")
      try committed()
    }
  }

  private func whileAlive(
    after delay: Milliseconds, _ body: @escaping (AuthorityMachine) throws -> Void
  ) {
    let life = life
    timeline.after(delay) { [self] in
      if self.life == life { try body(self) }
    }
  }
}

extension ExchangeAnswer {
  /// There is nothing in it that the device did not know.
  fileprivate var isSilent: Bool {
    outcomes.isEmpty && changes.isEmpty && to == from && stop == nil && digest == nil
  }
}

extension TZifTree {
  /// Each zone is read once for the process; what it says never changes in between.
  static let simulated = TZifTree()
}
