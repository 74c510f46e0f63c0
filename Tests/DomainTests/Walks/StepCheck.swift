import Domain
import Support

/// What must hold after every single step, told as words where it does not.
struct StepCheck {
  private(set) var broken: [String] = []
  private let operation: Operation
  private let decision: Decision
  private let before: [ID<Booking>: Booking]
  private let entries: Set<ID<LedgerEntry>>
  private let sums: [ID<Session>: Capacity]
  /// What the authority may do besides: edges of the merge, and lots below zero by the policy.
  private let merging: Bool

  init(
    _ operation: Operation, _ decision: Decision, _ world: World, merging: Bool = false
  ) {
    self.operation = operation
    self.merging = merging
    self.decision = decision
    var before: [ID<Booking>: Booking] = [:]
    var entries: Set<ID<LedgerEntry>> = []
    var sums: [ID<Session>: Capacity] = [:]
    for change in decision.changes {
      switch change.table {
      case .booking:
        before[ID(change.key)] = world[ID<Booking>(change.key)]
        if case .put(let booking as Booking) = change {
          sums[booking.session] = world[booking.session].map { Self.sum($0, world) }
        }
      case .ledger where world[ID<LedgerEntry>(change.key)] != nil: entries.insert(ID(change.key))
      default: break
      }
    }
    self.before = before
    self.entries = entries
    self.sums = sums
  }

  private static func sum(_ session: Session, _ world: World) -> Capacity {
    Capacity(
      session, world.roster(session.id),
      world.all(Allotment.self).filter { $0.session == session.id })
  }

  private mutating func expect(_ holds: Bool, _ words: @autoclosure () -> String) {
    if !holds { broken.append(words()) }
  }

  mutating func after(_ world: World, _ facts: Facts) {
    sameAgain(facts)
    after(world)
  }

  mutating func after(_ world: World) {
    // Lines follow a member into another's name, and nothing else of them changes.
    expect(
      entries.isEmpty || operation.intent is MergeMembers || operation.intent is ResolveDecision,
      "a ledger entry was written again")
    var sessions: Set<ID<Session>> = []
    for change in decision.changes {
      guard case .put(let row) = change else {
        expect(false, "a row was deleted")
        continue
      }
      expect(Self.survives(row), "\(row) did not survive its fields")
      switch row {
      case let booking as Booking:
        look(at: booking, world)
        sessions.insert(booking.session)
      case let session as Session: sessions.insert(session.id)
      case let lot as CreditLot: look(at: lot, world)
      default: break
      }
    }
    for session in sessions { look(at: session, world) }
  }

  private mutating func look(at booking: Booking, _ world: World) {
    if let old = before[booking.id]?.state {
      expect(walked(old, booking.state), "\(old) became \(booking.state)")
    } else {
      let first: Set<BookingState> =
        merging
        ? [.confirmed, .held, .waitlisted, .cancelled, .expired, .checkedIn]
        : [.confirmed, .held, .waitlisted]
      expect(first.contains(booking.state), "began \(booking.state)")
    }
    expect(booking.spots >= 1 && booking.amountDue >= 0, "spots or amount of \(booking)")
    let here = booking.state == .checkedIn
    expect(
      here ? (1...booking.spots).contains(booking.present) : booking.present == 0,
      "\(booking.state) with \(booking.present) of \(booking.spots) present")
    expect(!here || booking.checkedInAt != nil, "checked in at no time")
    expect((0...booking.spots).contains(booking.overSpots), "over by \(booking.overSpots)")
    expect(booking.spends.allSatisfy { $0.amount >= .zero }, "a lot was paid by a booking")
    let ended = booking.state == .cancelled || booking.state == .expired
    expect(!ended || booking.spends.isEmpty, "\(booking.state) and still paid")
    let waits = booking.state == .held || booking.state == .offered
    expect(
      waits == (booking.expiresAt != nil),
      "\(booking.state) until \(String(describing: booking.expiresAt))")
    expect(
      (booking.state == .waitlisted) == (booking.queue != nil) || booking.state == .offered,
      "\(booking.state) in the queue")
  }

  /// One edge of the state machine; undo and the correcting batch may pass through two.
  private func walked(_ old: BookingState, _ new: BookingState) -> Bool {
    if old == new || old.may(become: new) { return true }
    if merging, old.may(become: new, on: .merge) || old.may(become: new, on: .undo) { return true }
    // Whoever waited for a place, or lost one, and is there: confirmed and in at once.
    if merging, new == .checkedIn { return old != .checkedIn }
    guard operation.intent is Undo || operation.intent is MarkAttendance else { return false }
    if old.may(become: new, on: .undo) { return true }
    return old != .cancelled
      && BookingState.allCases.contains {
        old.may(become: $0, on: .undo) && $0.may(become: new, on: .undo)
      }
  }

  private mutating func look(at id: ID<Session>, _ world: World) {
    guard let session = world[id] else { return expect(false, "a session is gone") }
    let roster = world.roster(id)
    let sum = Self.sum(session, world)
    if let was = sums[id], was.capacity == sum.capacity, !(operation.intent is Undo) {
      let more = max(0, sum.excess) - max(0, was.excess)
      expect(more <= max(0, sum.over - was.over), "\(more) above the capacity by nobody's word")
    }
    expect(sum.holds, "\(sum.taken) of \(sum.capacity) taken, \(sum.over) over")
    expect(session.target.map { $0 < session.capacity } ?? true, "a target that is reached")
    let live = roster.filter(\.state.isLive).map(\.member)
    expect(Set(live).count == live.count, "two live bookings of one person")
  }

  private mutating func look(at lot: CreditLot, _ world: World) {
    let lines = world.lines(of: lot.id)
    let sum = lines.reduce(Credits.zero) { $0 + $1.amount }
    expect(lot.left == sum, "a lot has \(lot.left.text), its ledger \(sum.text)")
    let debt = merging ? Credits(hundredths: PolicyKey.creditDebt.standard) : .zero
    expect(lot.left >= -debt, "a lot has \(lot.left.text)")
    expect(lot.left <= lot.bought, "a lot of \(lot.bought.text) has \(lot.left.text)")
    let corrected = lines.compactMap(\.corrects)
    expect(Set(corrected).count == corrected.count, "an entry was corrected twice")
    expect(
      lines.allSatisfy { $0.type != .forfeit || $0.amount == .zero }, "a forfeit moved credits")
  }

  private mutating func sameAgain(_ facts: Facts) {
    guard let again = try? decide(operation, facts) else {
      return expect(false, "decided otherwise the second time")
    }
    let same = zip(again.changes, decision.changes).allSatisfy { one, other in
      switch (one, other) {
      case (.put(let a), .put(let b)): Self.equal(a, b)
      case (.delete(let table, let key), .delete(let otherTable, let otherKey)):
        table == otherTable && key == otherKey
      default: false
      }
    }
    expect(
      same && again.changes.count == decision.changes.count && again.results == decision.results
        && again.subject == decision.subject && again.freed == decision.freed,
      "decided otherwise the second time")
  }

  private static func equal<R: Record>(_ row: R, _ other: any Record) -> Bool {
    (other as? R) == row
  }

  /// True where a row is the same after it went through its own fields, as on disk and on the wire.
  static func survives<R: Record>(_ row: R) -> Bool {
    var copy = R()
    for field in R.fields where !field.set(&copy, field.get(row)) { return false }
    return copy == row
  }

  /// What is wrong with the sentences of a refusal.
  static func sentences(_ refusal: Refusal, _ operation: Operation, _ facts: Facts) -> [String] {
    Audience.allCases.compactMap { audience in
      let text = refusal.sentence(for: audience, now: operation.at, zones: facts.zones)
      let fits = text.count <= (audience == .staff ? 100 : 80)
      return fits && !text.contains("{") ? nil : "\(refusal.code.rawValue) says: \(text)"
    }
  }
}

extension World {
  fileprivate func roster(_ id: ID<Session>) -> [Booking] {
    all(Booking.self).filter { $0.session == id }
  }

  fileprivate func lines(of lot: ID<CreditLot>) -> [LedgerEntry] {
    all(LedgerEntry.self).filter { $0.lot == lot }
  }
}

extension Capacity {
  /// Places above the capacity; below 0 where some are nobody's.
  fileprivate var excess: Int { taken + granted - capacity }
}
