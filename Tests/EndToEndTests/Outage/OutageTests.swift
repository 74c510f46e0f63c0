import Domain
import Glibc
import Support
import Synchronization
import Testing

/// The real programs through everything that can fail; `STUDIOLOOP_OUTAGE=full` for 2,000 operations.
@Suite(.serialized) struct OutageTests {
  private static let isFull = getenv("STUDIOLOOP_OUTAGE").map { String(cString: $0) } == "full"

  /// Turns after which people go home whatever they have not seen.
  private static let longest = 2_000

  /// Two desks and a kiosk work on while their line is cut, late, cut short, doubled or a stranger's,
  /// and while they, their service and its database are killed.
  @Test(.timeLimit(.minutes(20))) func nothingIsLostWhateverFails() throws {
    let commands = Self.isFull ? 1_800 : 60
    let outage = try Outage(seed: 11, commands: commands)
    let people = outage.people
    for (number, device) in outage.devices.enumerated() {
      people.work(on: device, atLeast: commands, seed: UInt64(20 + number))
    }
    var chance = SeededGenerator(seed: 12)
    // Often enough fine for the desks to hear of each other: else there is little to disagree on.
    let weathers = BadLine.Weather.allCases + [.fine, .fine]
    var deck: [BadLine.Weather] = []
    var (services, servers, turn) = (0, 0, 0)
    while people.isWorking {
      if deck.isEmpty { deck = weathers.shuffled(using: &chance) }
      let weather = deck.removeLast()
      let before = outage.line.met[weather]
      outage.line.turn(weather)
      for _ in 0..<Int.random(in: 2...8, using: &chance) where people.isWorking { usleep(60_000) }
      // Somebody is to meet it.
      for _ in 0..<30 where people.isWorking && outage.line.met[weather] == before {
        usleep(60_000)
      }
      turn += 1
      let isWild =
        services > 0 && servers > 0 && outage.line.met.count == BadLine.Weather.allCases.count
      people.state.withLock { $0.hasSeenAll = isWild && $0.killed > 0 || turn > Self.longest }
      if turn.isMultiple(of: 2) { people.killOne() }
      if turn % 9 == 4 {
        try outage.killService()
        services += 1
      }
      if turn % 9 == 8 {
        try outage.killServer()
        servers += 1
      }
    }
    outage.line.turn(.fine)
    // Ten seconds are promised to a machine that has nothing else to do than this one test.
    let seconds = Self.isFull ? 10 : patience
    for device in outage.devices { try outage.settle(device, within: seconds) }
    // What the last one brought is now fetched by the others.
    for device in outage.devices { try outage.settle(device, within: seconds) }

    let state = people.state.withLock { $0 }
    #expect(state.odd.isEmpty, "\(state.odd.prefix(5).joined(separator: "\n"))")
    #expect(services > 0 && servers > 0 && state.killed > 0, "too tame: hardly anything died")
    #expect(outage.line.met.count == BadLine.Weather.allCases.count, "\(outage.line.met)")
    #expect(
      state.acknowledged.count >= (Self.isFull ? 2_000 : commands / 2),
      "too tame: \(state.refused) were refused")
    #expect(state.refused.count > 2, "too tame: everybody got what they came for")
    try checkOperations(outage, state.acknowledged)
    try checkRows(outage)
    try checkCopies(outage)
    outage.end()
    let refused = state.refused.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    print(
      "outage: \(state.acknowledged.count) operations acknowledged, "
        + "refused \(refused.joined(separator: ", ")); "
        + "\(state.killed) programs, \(services) services and \(servers) databases killed")
  }

  /// Each is there once, decided; and the order has no gap.
  private func checkOperations(_ outage: Outage, _ acknowledged: [String]) throws {
    #expect(Set(acknowledged).count == acknowledged.count)
    let stored = Set(
      try outage.ask("SELECT id FROM studioloop.operations").split(separator: "\n").map(String.init)
    )
    #expect(acknowledged.filter { !stored.contains($0) } == [])
    #expect(
      try outage.ask(
        """
        SELECT count(*) = count(DISTINCT id) AND count(*) = max(sequence)
          AND count(*) FILTER (WHERE state = 'parked') = 0
        FROM studioloop.operations
        """) == "t")
  }

  private func checkRows(_ outage: Outage) throws {
    let overbooked = """
      SELECT count(*) FROM (
        SELECT 1 FROM studioloop.session s JOIN studioloop.booking b ON b.session = s.id
        WHERE b.state IN ('held', 'offered', 'confirmed', 'checkedIn', 'noShow')
        GROUP BY s.id, s.capacity HAVING sum(b.spots - b."overSpots") > s.capacity) x
      """
    #expect(try outage.ask(overbooked) == "0")
    #expect(try outage.ask("SELECT count(*) > 5 FROM studioloop.booking") == "t")
    let wrong = """
      SELECT count(*) FROM studioloop.lot l WHERE l."left" <> (
        SELECT coalesce(sum(e.amount), 0) FROM studioloop.ledger e WHERE e.lot = l.id)
      """
    #expect(try outage.ask(wrong) == "0")
    let twice = """
      SELECT count(*) FROM (
        SELECT 1 FROM studioloop.booking b JOIN studioloop.session s ON s.id = b.session
        WHERE b.state IN ('held', 'offered', 'confirmed', 'checkedIn', 'waitlisted')
        GROUP BY b.session, b.member HAVING count(*) > 1) x
      """
    #expect(try outage.ask(twice) == "0")
  }

  private func checkCopies(_ outage: Outage) throws {
    // Those of which each device has rows that are for it alone are left out.
    let shared: [Table] = [
      .session, .booking, .ledger, .lot, .member, .act, .note, .incident, .decision, .service,
    ]
    for device in outage.devices where !device.isKiosk {
      let digests = try outage.digests(of: device)
      for table in shared {
        #expect(try digests[table] == outage.digest(of: table), "\(table) on \(device.name)")
      }
    }
    for device in outage.devices {
      let doctor = DeskProgram.run(["doctor", "--data", device.program.data])
      #expect(doctor.status == 0, "\(device.name): \(doctor.output)")
    }
  }
}
