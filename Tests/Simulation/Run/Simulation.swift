import Central
import CrashFS
import Crypto
import Domain
import Support
import Sync
import Wire
import Zones

/// One seed: some desks and kiosks, one authority, one life together, and what came of it.
package final class Simulation {
  package let seed: UInt64
  package let trace: Trace
  package let coverage = Coverage()
  let timeline: Timeline
  let network: SimulatedNetwork
  let authority: AuthorityMachine
  let oracle: AuthorityOracle
  let promises: Promises
  /// Where the studio was set up.
  private let office: NaiveMachine
  var machines: [DeskMachine] = []
  /// Machines that there are twice, and since when.
  var twins: [(one: DeskMachine, other: DeskMachine, since: Milliseconds)] = []
  var tomorrow: NaiveMachine?
  var work: Work?
  var chance: Chance
  let zones: [String: Zone]
  /// So many operations are stored when everything is looked at again.
  private var nextFull = Simulation.betweenFull
  /// While false nobody does anything more and nothing breaks.
  var isLively = true
  var jobsRun = true

  /// 21 November 2026, 06:00 in UTC.
  private static let morning: Milliseconds = 1_795_240_800_000
  /// 21:20: at 22:00 a new day begins where the studio is.
  private static let night: Milliseconds = morning + (15 * 60 + 20) * 60_000
  private static let day: Milliseconds = 75 * 60_000
  /// So soon after the last fault everything is decided and everybody knows.
  static let calm: Milliseconds = 300_000

  private static let betweenFull = 50

  /// So many places of each session a desk is granted.
  var places: Int { Int(seed % 4) }

  package init(seed: UInt64, keepsAll: Bool = false) throws {
    self.seed = seed
    trace = Trace(keepsAll: keepsAll)
    chance = Chance(seed, "simulation")
    timeline = Timeline(at: chance.oneIn(4) ? Self.night : Self.morning)
    zones = [Cast.zone: try TZifTree.simulated.zone(named: Cast.zone)]
    let machine = try AuthorityMachine(timeline, trace, seed: seed)
    authority = machine
    network = SimulatedNetwork(timeline, trace, seed: seed) { try machine.receive($0, $1) }
    oracle = AuthorityOracle(machine, coverage, rows: World(at: Instant(0), zones: zones))
    promises = Promises(oracle, coverage)
    try machine.found()
    try oracle.committed()
    let here = oracle.rows.all(Location.self).first?.id ?? .none
    let key = try SigningKey(seed: chance.bytes(32))
    let device = try machine.enrol("office", .desk, at: here, key: key)?.device ?? .none
    office = NaiveMachine(
      "office", device, at: here, .desk, seed: seed, timeline, network, zones: zones)
    machine.committed = { [oracle] in try oracle.committed() }
    office.accepted = { [promises] in try promises.accept($0.header) }
    office.answered = { [promises] in try promises.hear($0) }
  }

  /// The office sets the studio up, and then the desks and the kiosk come.
  private func open() throws {
    try office.talk()
    try advance(30_000)
    let cast = try Cast(by: office, timeline, &chance)
    let passes = try authority.authority?.keys().passes(1)
    work = Work(cast, Chance(seed, "work")) { passes?.sign($0) ?? [] }
    try openTomorrow(cast)
    oracle.judged = { [unowned self] in try checkJudgement(of: $0) }
    oracle.acted = { [unowned self] in try checkTime(of: $0) }
    try office.talk()
    try advance(60_000)
    try settle(office.desk, office.name)
    office.close()
    try advance(30_000)
    try authority.administer(SetPolicy(.allotPerDesk, places))
    let desks: [(String, DeviceRole, Channel)] = [
      ("desk 1", .desk, .desk), ("desk 2", .desk, .desk), ("desk 3", .desk, .desk),
      ("kiosk", .kiosk, .kiosk),
    ]
    for (name, role, channel) in desks {
      try letIn(name, role, channel, at: name == "desk 3" ? cast.there : cast.here)
    }
  }

  /// Lets a new machine in; nil while the authority is down.
  @discardableResult
  func letIn(
    _ name: String, _ role: DeviceRole, _ channel: Channel, at place: ID<Location>
  ) throws -> DeskMachine? {
    let key = try SigningKey(seed: chance.bytes(32))
    guard let said = try authority.enrol(name, role, at: place, key: key) else { return nil }
    let membership = Membership(
      url: "", organization: said.organization, signingKey: Bytes(said.signingKey),
      boxKey: Bytes(said.boxKey), pins: [], certificate: nil)
    let machine = try DeskMachine(
      name, channel, seed: seed, said.device, key: key, at: place, membership,
      DeskMachine.Surroundings(
        timeline: timeline, network: network, promises: promises, trace: trace), zones: zones)
    machines.append(machine)
    return machine
  }

  package struct Result {
    package let operations: Int
    package let faults: Int
    package let events: Int
  }

  /// Runs to the end; throws a `Violation` where a promise did not hold.
  package func run() throws -> Result {
    defer { end() }
    try open()
    for machine in machines {
      try machine.beginTalk(newBoot: true)
      try act(on: machine)
    }
    try jobs()
    try trouble()
    try sticks()
    try thieves()
    try advance(Self.day)
    trace.note(timeline.now, "all", "calm")
    isLively = false
    for machine in machines {
      machine.isSafe = true
      machine.line.weather = .fine
      machine.disk.disarm()
      machine.disk.fill(false)
    }
    authority.disk.disarm()
    try checkNotice()
    while authority.authority == nil || present.contains(where: { $0.store == nil }) {
      try advance(10_000)
    }
    try advance(Self.calm)
    try bringLocked()
    jobsRun = false
    try comeToRest()
    try settle()
    let crashes = machines.reduce(0) { $0 + $1.crashes }
    let faults = network.faults.values.reduce(0, +) + authority.crashes + crashes
    coverage.note("fault desk crash", times: crashes)
    countPlaces()
    for (word, times) in network.faults { coverage.note("fault \(word)", times: times) }
    coverage.note("fault authority crash", times: authority.crashes)
    return Result(operations: oracle.stored.count, faults: faults, events: timeline.count)
  }

  /// Lets go of everything: what was to happen holds the machines, and they hold what was to happen.
  private func end() {
    // Files before the disks that they lie on.
    for machine in machines { machine.endLife() }
    oracle.close()
    authority.close()
    timeline.stop()
  }

  /// How many granted places stood unused when the class was over.
  private func countPlaces() {
    for row in oracle.rows.all(Allotment.self) {
      coverage.note("grants \(places) granted", times: row.granted)
      let isOver = oracle.rows[row.session].map { $0.end.seconds * 1_000 < timeline.now } ?? false
      if isOver { coverage.note("grants \(places) unused", times: row.places) }
    }
  }

  /// Those that were not shut out.
  var present: [DeskMachine] { machines.filter { !$0.isGone } }

  func advance(_ time: Milliseconds) throws {
    let end = timeline.now + time
    while try timeline.step(until: end) {
      guard oracle.stored.count >= nextFull, authority.authority != nil else { continue }
      try oracle.full()
      nextFull += Self.betweenFull
    }
  }
}
