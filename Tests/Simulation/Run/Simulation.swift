import Central
import Domain
import Support
import Wire
import Zones

/// One seed: some desks and kiosks, one authority, one life together, and what came of it.
package final class Simulation {
  package let seed: UInt64
  package let trace: Trace
  package let coverage = Coverage()
  private let timeline: Timeline
  private let network: SimulatedNetwork
  private let authority: AuthorityMachine
  private let oracle: AuthorityOracle
  private let promises: Promises
  private let founder: NaiveMachine
  private var machines: [NaiveMachine] = []
  private var work: Work
  private var chance: Chance
  private let cast: Cast
  private var codes: [String] = []
  private var steps = 0
  /// While false nobody does anything more and nothing breaks.
  private var isLively = true

  /// 21 November 2026, 06:00 in UTC.
  private static let dawn: Milliseconds = 1_795_240_800_000
  private static let day: Milliseconds = 2 * 3_600_000
  /// So soon after the last fault everything is decided and everybody knows.
  private static let calm: Milliseconds = 180_000

  package init(seed: UInt64, keepsAll: Bool = false) throws {
    self.seed = seed
    trace = Trace(keepsAll: keepsAll)
    timeline = Timeline(at: Self.dawn)
    chance = Chance(seed, "simulation")
    let zones = [Cast.zone: try TZifTree.simulated.zone(named: Cast.zone)]
    let ids = (0..<5).map { [seed] in ID<Device>(Bits128(hi: seed, lo: UInt64($0) + 1)) }
    let machine = try AuthorityMachine(timeline, trace, seed: seed, founder: ids[0])
    authority = machine
    network = SimulatedNetwork(timeline, trace, seed: seed) { try machine.receive($0, $1) }
    oracle = AuthorityOracle(machine, coverage, rows: World(at: Instant(0), zones: zones))
    promises = Promises(oracle, coverage)
    let here = ID<Location>(Bits128(hi: seed, lo: 100))
    founder = NaiveMachine(
      "founder", ids[0], at: here, .desk, seed: seed, timeline, network, zones: zones)
    cast = try Cast(by: founder, others: Array(ids[1...]), timeline, &chance)
    let roles: [(String, ID<Location>, Channel)] = [
      ("desk 1", here, .desk), ("desk 2", here, .desk), ("desk 3", cast.there, .desk),
      ("kiosk", here, .kiosk),
    ]
    machines = zip(roles, ids[1...]).map { [timeline, network] role, id in
      NaiveMachine(
        role.0, id, at: role.1, role.2, seed: seed, timeline, network, zones: zones)
    }
    work = Work(cast, Chance(seed, "work"))
    machine.committed = { [oracle] in try oracle.committed() }
    for entry in founder.desk.entries { try promises.accept(entry.header) }
    for machine in machines + [founder] {
      machine.accepted = { [promises] in try promises.accept($0.header) }
      machine.answered = { [promises] in try promises.hear($0) }
    }
  }

  package struct Result {
    package let operations: Int
    package let faults: Int
    package let events: Int
  }

  /// Runs to the end; throws a `Violation` where a promise did not hold.
  package func run() throws -> Result {
    try founder.talk()
    try advance(60_000)
    try promises.settle(founder.desk, founder.name)
    founder.line.weather = .cut
    for machine in machines {
      try machine.talk()
      try act(on: machine)
    }
    try jobs()
    try trouble()
    try advance(Self.day)
    trace.note(timeline.now, "all", "calm")
    isLively = false
    for machine in machines { machine.line.weather = .fine }
    try advance(Self.calm)
    try settle()
    let faults = network.faults.values.reduce(0, +) + authority.crashes
    for (word, times) in network.faults { coverage.note("fault \(word)", times: times) }
    coverage.note("fault authority crash", times: authority.crashes)
    return Result(operations: oracle.stored.count, faults: faults, events: timeline.count)
  }

  private func advance(_ time: Milliseconds) throws {
    let end = timeline.now + time
    while try timeline.step(until: end) {
      steps += 1
      if steps % 1_000 == 0, authority.authority != nil { try oracle.full() }
    }
  }

  private func settle() throws {
    try oracle.full()
    try promises.settle(knowing: Set(machines.map(\.desk.device)))
    for machine in machines { try promises.settle(machine.desk, machine.name) }
    try promise(
      "P4", authority.authority?.store.digests(nil) == oracle.digests(), "digests differ")
  }

  // MARK: What happens by itself

  private func act(on machine: NaiveMachine) throws {
    guard isLively else { return }
    let pause = chance.oneIn(15) ? 60_000..<600_000 : 500..<40_000
    timeline.after(chance.milliseconds(pause)) { [self] in
      try press(on: machine)
      try act(on: machine)
    }
  }

  private func press(on machine: NaiveMachine) throws {
    guard isLively, machine.desk.cursor > 0 else { return }
    let screen = Work.Screen(
      machine.desk.shown, Instant(timeline.now / 1_000), isKiosk: machine.channel == .kiosk)
    work.codes = codes
    let (intent, actor) = work.next(on: screen)
    let kind = type(of: intent).kind.rawValue
    do {
      let decision = try machine.submit(intent, as: actor)
      if let book = intent as? Book { codes.append(book.code.compact) }
      trace.note(
        timeline.now, machine.name, "\(kind) \(decision.subject?.uuidText.suffix(6) ?? "")")
      if chance.oneIn(2) { try machine.talk() }
    } catch let refusal as Refusal {
      coverage.note("desk \(refusal.code.rawValue)")
      trace.note(timeline.now, machine.name, "\(kind) \(refusal.code.rawValue)")
    }
  }

  private func jobs() throws {
    timeline.after(5_000) { [self] in
      try authority.work()
      try jobs()
    }
  }

  /// Lines get worse and better, and the authority falls over.
  private func trouble() throws {
    timeline.after(chance.milliseconds(5_000..<240_000)) { [self] in
      guard isLively else { return }
      if chance.oneIn(5) { authority.armCrash() }
      if let machine = chance.one(of: machines) {
        let all = SimulatedNetwork.Weather.allCases
        let weather = chance.oneIn(3) ? .fine : chance.one(of: all, or: .fine)
        machine.line.weather = weather
        trace.note(timeline.now, machine.name, "weather: \(weather.rawValue)")
      }
      try trouble()
    }
  }
}
