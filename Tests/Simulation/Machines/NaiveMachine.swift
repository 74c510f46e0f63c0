import Domain
import Support
import Wire

/// A machine that runs a naive desk and talks to the authority in the simplest way that can work: what
/// it cannot say now it says some seconds later.
final class NaiveMachine {
  let name: String
  let line: SimulatedNetwork.Line
  let location: ID<Location>
  let channel: Channel
  var desk: NaiveDesk
  private(set) var clock: SimulatedClock
  /// Told of each operation that the person at the screen was told is kept.
  var accepted: (NaiveDesk.Entry) throws -> Void = { _ in }
  /// Told of each answer before it is taken over.
  var answered: (ExchangeAnswer) throws -> Void = { _ in }
  private let timeline: Timeline
  private let network: SimulatedNetwork
  private var chance: Chance
  private var isTalking = false
  private var failures = 0
  private var isClosing = false

  /// The first talk after a failure carries so many, to see whether the line holds.
  private static let probe = 10
  private static let most = 50

  init(
    _ name: String, _ device: ID<Device>, at location: ID<Location>, _ channel: Channel,
    seed: UInt64,
    _ timeline: Timeline, _ network: SimulatedNetwork, zones: [String: Zone]
  ) {
    self.name = name
    self.location = location
    self.channel = channel
    self.timeline = timeline
    self.network = network
    line = SimulatedNetwork.Line(name)
    chance = Chance(seed, name)
    clock = SimulatedClock(at: timeline.now, &chance)
    var world = World(at: Instant(timeline.now / 1_000), zones: zones)
    world.device = device
    world.location = location
    world.channel = channel
    desk = NaiveDesk(device, Epoch(chance.bits()), world: world)
  }

  // MARK: A person at the screen

  /// Throws the refusal.
  @discardableResult
  func submit(
    _ intent: any Intent, as actor: Actor
  ) throws -> Decision {
    desk.shown.now = now
    var operation = desk.shown.prepare(intent, as: actor, id: ID(mint()))
    operation.life = desk.epoch.life
    let decision = try desk.submit(
      operation, clock: .verified, wall: Instant(clock.wall(timeline.now) / 1_000),
      sinceBoot: clock.sinceBoot(timeline.now), boot: clock.boot)
    if let entry = desk.entries.last { try accepted(entry) }
    return decision
  }

  var now: Instant { Instant(timeline.now / 1_000) }

  func mint() -> Bits128 {
    Bits128(
      hi: UInt64(timeline.now) << 16 | 0x7000 | chance.bits() & 0xFFF,
      lo: 1 << 63 | chance.bits() & 0x3FFF_FFFF_FFFF_FFFF)
  }

  // MARK: The line

  /// Says at the next talk that nothing more comes, and is silent then.
  func close() { isClosing = true }

  /// Talks with the authority until nothing is left to say, and again every few seconds.
  func talk() throws {
    guard !isTalking else { return }
    isTalking = true
    let limit = failures > 0 ? Self.probe : Self.most
    var request = desk.request(atMost: limit, at: now)
    request.closed = isClosing
    try network.send(request, over: line) { [self, request] result in
      isTalking = false
      if request.closed { return }
      if case .success(let answer) = result, desk.take(answer) {
        try answered(answer)
        failures = 0
        for row in desk.shown.all(Allotment.self)
        where row.device == desk.device && row.recalled && row.places > 0 {
          try submit(ReturnPlaces(row), as: .device)
        }
        let more = answer.more || answer.moreOutcomes || desk.storedTo < desk.entries.count
        timeline.after(more ? 10 : chance.milliseconds(2_000..<25_000)) { [self] in try talk() }
      } else {
        failures += 1
        let most = min(60_000, 1_000 << min(failures, 6))
        timeline.after(chance.milliseconds(50..<most)) { [self] in try talk() }
      }
    }
  }
}
