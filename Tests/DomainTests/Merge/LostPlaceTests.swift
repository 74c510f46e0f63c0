import Domain
import Support
import Testing

@Suite("Who lost a place waits before all who only asked to")
struct LostPlaceTests {
  /// Who waits for the session, the next first.
  private func line(_ session: ID<Session>, _ world: World) -> [ID<Booking>] {
    world.all(Booking.self).filter { $0.session == session && $0.state == .waitlisted }
      .sorted { ($0.queue ?? .max, $0.id) < ($1.queue ?? .max, $1.id) }.map(\.id)
  }

  /// Desks in the dark, each with one booking of a place that it sees free.
  private func promised(
    _ count: Int, _ session: ID<Session>, _ studio: inout StudioFixture
  ) throws -> [Operation] {
    let members = (0..<count).map { _ in studio.member() }
    return try members.enumerated().map { number, member in
      var copy = studio.world.copy(on: studio.desk, at: studio.here, seed: UInt64(number + 1))
      return try copy.booked(session, member, as: studio.actor(.receptionist))
    }
  }

  @Test(
    "sold so many times in the dark: the losers wait in the order in which they arrived",
    arguments: [(2, 0), (3, 0), (3, 2), (5, 1), (8, 3)])
  func inOrder(sold: Int, waiting: Int) throws {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400, capacity: 1)
    var dark = try promised(sold, session, &studio)
    // Booked last, arrived first: who got the place was decided by arrival, and so is what follows.
    dark.reverse()
    var outage = Outage(studio)
    #expect(outage.settle(dark[0]) == Outcome(.applied))
    let waiters = try (0..<waiting).map { _ in
      try outage.studio.book(outage.studio.member(), session) { $0.waitlist = true }
    }
    for late in dark.dropFirst() {
      #expect(outage.settle(late) == Outcome(.adjusted, code: .classFull))
    }
    let losers = dark.dropFirst().map { ID<Booking>($0.id.raw) }
    #expect(line(session, outage.studio.world) == losers + waiters)
    #expect(outage.conflicts.count { $0.kind == .lastPlace } == sold - 1)
    // Whoever asks to wait afterwards is behind all of them.
    let last = try outage.studio.book(outage.studio.member(), session) { $0.waitlist = true }
    #expect(line(session, outage.studio.world) == losers + waiters + [last])
    // And they are offered places in that order.
    var offered: [ID<Booking>] = []
    outage.studio.world.edit(session) { $0.capacity += 1 }
    while offered.count < sold + waiting {
      try outage.studio.world.run(TendSession(session: session), as: .system)
      let new = outage.studio.world.all(Booking.self).filter {
        $0.session == session && $0.state == .offered && !offered.contains($0.id)
      }
      #expect(new.count == 1)
      guard let next = new.first else { break }
      offered.append(next.id)
      outage.studio.world.edit(session) { $0.capacity += 1 }
    }
    #expect(offered == losers + waiters + [last])
  }

  @Test("no vip goes before whoever lost a place")
  func vips() throws {
    var studio = StudioFixture()
    studio.world.edit(studio.here) { $0.policy.values[.vipFirst] = 1 }
    let session = studio.session(in: 86_400, capacity: 1)
    let dark = try promised(2, session, &studio)
    var outage = Outage(studio)
    _ = outage.settle(dark[0])
    let vip = outage.studio.member()
    outage.studio.world.edit(vip) { $0.permission = .vip }
    let waits = try outage.studio.book(vip, session) { $0.waitlist = true }
    _ = outage.settle(dark[1])
    outage.studio.world.edit(session) { $0.capacity = 2 }
    try outage.studio.world.run(TendSession(session: session), as: .system)
    #expect(outage.booking(dark[1])?.state == .offered)
    #expect(outage.booking(waits)?.state == .waitlisted)
  }

  @Test("who lost a place once keeps it in line when promoted in vain")
  func keepsRank() throws {
    var studio = StudioFixture()
    let session = studio.session(in: 86_400, capacity: 1)
    let dark = try promised(3, session, &studio)
    var outage = Outage(studio)
    for operation in dark { _ = outage.settle(operation) }
    let losers = dark.dropFirst().map { ID<Booking>($0.id.raw) }
    let world = outage.studio.world
    outage.second = world.copy(on: studio.kiosk, at: studio.here, seed: 9)
    outage.second.edit(session) { $0.capacity = 2 }
    let vain = try outage.second.did(
      Promote(booking: losers[0]), as: studio.actor(.receptionist))
    #expect(outage.settle(vain) == Outcome(.adjusted, code: .classFull))
    #expect(line(session, outage.studio.world) == losers)
  }

  @Test("whatever comes and goes, losers stand first and both in their order", arguments: 0..<40)
  func always(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var studio = StudioFixture(seed: seed)
    let session = studio.session(in: 86_400, capacity: Int.random(in: 1...3, using: &random))
    var dark = try promised(Int.random(in: 2...9, using: &random), session, &studio)
    dark.shuffle(using: &random)
    var outage = Outage(studio)
    var (losers, waiters): ([ID<Booking>], [ID<Booking>]) = ([], [])
    for _ in 0..<40 {
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1:
        guard let operation = dark.popLast() else { break }
        if outage.settle(operation).state == .adjusted { losers.append(ID(operation.id.raw)) }
      case 2, 3:
        let member = outage.studio.member()
        let booking = try outage.studio.book(member, session) { $0.waitlist = true }
        if outage.booking(booking)?.state == .waitlisted { waiters.append(booking) }
      case 4:
        let live = outage.studio.world.all(Booking.self).filter { $0.state.isLive }
        guard let gone = live.randomElement(using: &random) else { break }
        #expect(outage.studio.refusal(Cancel(booking: gone.id), as: .owner) == nil)
      default:
        guard let one = (losers + waiters).randomElement(using: &random) else { break }
        var promote = Promote(booking: one)
        promote.override = "a mat more"
        _ = outage.studio.refusal(promote, as: .owner)
      }
      func waits(_ id: ID<Booking>) -> Bool { outage.booking(id)?.state == .waitlisted }
      losers = losers.filter(waits)
      waiters = waiters.filter(waits)
      #expect(line(session, outage.studio.world) == losers + waiters)
    }
  }
}
