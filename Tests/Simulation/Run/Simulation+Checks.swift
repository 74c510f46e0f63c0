import Central
import Domain
import Support
import Sync
import Wire

/// What is checked besides the authority's own file: times, judgements, and everything at the end.
extension Simulation {
  // MARK: Time

  /// So far off, in milliseconds, the time may be that a slow line told: the longest that a request is
  /// under way, and what a clock drifts meanwhile.
  private static let tolerance: Milliseconds = 301_000

  /// A machine that says it knows the time does.
  func checkClock(of machine: DeskMachine) throws {
    let time = machine.time
    guard time.trust == .verified else { return }
    let error = time.at.seconds * 1_000 - timeline.now
    try promise("P7", abs(error) < Self.tolerance, "\(machine.name) is \(error) ms off, and sure")
  }

  /// What was done is dated as it was, whatever the machine's clock said; unless the machine was started
  /// again before anybody could tell it the time.
  func checkTime(of act: Act) throws {
    let id = ID<Operation>(act.id.raw)
    guard let header = oracle.stored[id]?.header, let moment = promises.moment(of: id) else {
      return
    }
    // Whoever carries it knows nothing of the counter of the machine that it was made on.
    let isSame =
      !authority.carried.contains(id)
      && machines.contains { $0.device == header.device && $0.clock.boot == header.boot }
    guard header.clock == .verified || isSame else { return }
    // What one of two machines promised to have sent holds for the other as well.
    // So does what a machine promises that was put back to an older state, for what it lost then.
    guard !oracle.copied.contains(header.device), !promises.isWrittenOff(id) else { return }
    let error = act.at.seconds * 1_000 - moment
    try promise(
      "P7", abs(error) < Self.tolerance,
      "\(header.kind) \(id.text) is dated \(error) ms off (\(header.clock.rawValue))")
  }

  // MARK: Judgement

  /// No session is judged while one of its place's devices has something from before that is unsent.
  func checkJudgement(of session: Session) throws {
    coverage.note("judged by itself")
    let wait = oracle.rows.all(Organization.self).first?.policy.values[.judgeAfter] ?? 7_200
    // A clock drifts a little between two contacts.
    let moment = session.end + wait - 5
    for machine in machines where machine.location == session.location {
      guard let device = oracle.rows[machine.device], !device.setAside, !device.revoked else {
        continue
      }
      // Of two machines with one key nobody knows what the other still has.
      if oracle.copied.contains(machine.device) { continue }
      let unsent = promises.lacks(machine.naive.entries.map(\.header.id), before: moment)
      try promise(
        "P6", unsent == nil, "a session was judged before \(machine.name) had sent all")
    }
  }

  // MARK: The end

  /// Whoever reached nobody notices within seconds that the line is back, though nobody touches it.
  func checkNotice() throws {
    let (life, since) = (authority.life, timeline.now)
    let looking = present.filter(\.looksForTheLine).map { ($0, $0.life) }
    // The longest wait, and a slow line's way there and back.
    try advance(10_000 + 10_000)
    guard authority.authority != nil, authority.life == life else { return }
    for (machine, life) in looking where machine.life == life && !machine.isGone {
      coverage.note("noticed")
      let heardAt = machine.talk.state.lastContact ?? 0
      try promise(
        "P9", machine.sinceBoot - heardAt < timeline.now - since,
        "\(machine.name) has not noticed that its line is back")
    }
  }

  /// The longest pause of any machine, and a slow line's way there and back.
  private static let rest: Milliseconds = 25_000 + 10_000

  /// Nobody does anything more, but what is granted to who comes makes rows still. That ends by itself,
  /// and so soon after the last row everybody has it.
  func comeToRest() throws {
    let end = timeline.now + Self.calm
    var last: Int64
    repeat {
      try promise("P9", timeline.now < end, "the authority does not come to rest")
      last = oracle.sequence
      try advance(Self.rest)
    } while oracle.sequence > last
  }

  func settle() throws {
    try oracle.full()
    try promises.settle(knowing: Set(machines.map(\.device)))
    if let tomorrow { _ = try settle(tomorrow.desk, tomorrow.name) }
    try checkTwins()
    for machine in present {
      let digests = try settle(machine.naive, machine.name)
      try machine.compare()
      try promise("P4", try machine.digests() == digests, "the digests of \(machine.name) differ")
    }
  }

  /// Held against what a new device of its kind would be sent; returns the digests of that.
  @discardableResult
  func settle(_ desk: NaiveDesk, _ name: String) throws -> [Table: UInt64] {
    guard let authority = authority.authority, let row = try authority.device(desk.device) else {
      throw Violation("devices", "\(name) is not known")
    }
    let scope = FeedScope(row, codes: try authority.keys().codes)
    let page = try authority.store.page(after: 0, limit: 1_000_000, scope)
    var rows = World(at: Instant(0), zones: zones)
    for case .row(let change) in page.changes { rows.apply([change]) }
    try promises.settle(desk, name, rows: rows)
    return try authority.store.digests(scope)
  }
}
