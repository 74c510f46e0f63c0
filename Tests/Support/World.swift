package import Domain

/// A store in memory: answers every read of the rulebook, decides, and keeps the rows.
///
/// What a read brings is said once more in `WorldReads.swift`; a store on disk must bring the same.
package struct World: Sendable {
  package var now: Instant
  package var zones: [String: Zone]
  package var verify: Facts.Verify = { _, _, _ in false }
  package var device = ID<Device>.none
  package var location = ID<Location>.none
  package var channel = Channel.desk
  package var clockUncertain = false
  /// How the device of this copy draws, in which life of its file; the authority draws nothing.
  package var drawing: Drawing?
  package var life: Int?
  /// The id of the operation that ran last, refused or not.
  package private(set) var last = ID<Operation>.none
  /// What arrived, refused or not: only an authority knows.
  private(set) var operations: [ID<Operation>: Operation] = [:]
  private var minted: UInt64 = 0

  private var tables: [Table: [Bits128: any Record]] = [:]
  private(set) var bookings: [ID<Booking>: Booking] = [:]
  private(set) var lots: [ID<CreditLot>: CreditLot] = [:]
  private(set) var ledger: [ID<LedgerEntry>: LedgerEntry] = [:]

  /// The same instant and ids for the same seed.
  package init(at now: Instant, seed: UInt64 = 0, zones: [String: Zone] = [:]) {
    self.now = now
    self.zones = zones
    minted = seed << 32
  }

  // MARK: Rows

  package subscript<R: Record>(_ id: ID<R>) -> R? { row(R.table, id.raw) as? R }

  /// Every row of a kind, by id.
  package func all<R: Record>(_ type: R.Type) -> [R] {
    let rows: [any Record] =
      switch R.table {
      case .booking: Array(bookings.values)
      case .lot: Array(lots.values)
      case .ledger: Array(ledger.values)
      default: tables[R.table].map { Array($0.values) } ?? []
      }
    return rows.compactMap { $0 as? R }.sorted { $0.id < $1.id }
  }

  package func row(_ table: Table, _ key: Bits128) -> (any Record)? {
    switch table {
    case .booking: bookings[ID(key)]
    case .lot: lots[ID(key)]
    case .ledger: ledger[ID(key)]
    default: tables[table]?[key]
    }
  }

  package mutating func put(_ row: any Record) {
    switch row {
    case let row as Booking: bookings[row.id] = row
    case let row as CreditLot: lots[row.id] = row
    case let row as LedgerEntry: ledger[row.id] = row
    default: tables[type(of: row).table, default: [:]][row.key] = row
    }
  }

  /// Changes one row behind the rulebook's back, to set a scene.
  package mutating func edit<R: Record>(_ id: ID<R>, _ change: (inout R) -> Void) {
    guard var row = self[id] else { preconditionFailure("a scene edits a row that is not there") }
    change(&row)
    put(row)
  }

  package mutating func mint<R>() -> ID<R> {
    minted += 1
    return ID(Bits128(hi: 0x0199_0000_0000_7000 &+ (minted >> 32), lo: 1 << 63 | minted))
  }

  package mutating func code() -> BookingCode {
    minted += 1
    return BookingCode(random: minted &* 0x9E37_79B9_7F4A_7C15)
  }

  // MARK: Operations

  /// Decides an intent at the world's time and applies it; throws the refusal and changes nothing.
  @discardableResult
  package mutating func run(
    _ intent: any Intent, as actor: Actor, id: ID<Operation>? = nil
  ) throws(Refusal) -> Decision {
    let operation = prepare(intent, as: actor, id: id)
    last = operation.id
    let decision = try decide(operation, facts(for: operation))
    apply(decision)
    return decision
  }

  /// The operation as a device would store it, with numbers of its block.
  package mutating func prepare(
    _ intent: any Intent, as actor: Actor, id: ID<Operation>? = nil
  ) -> Operation {
    var intent = intent
    if var numbered = intent as? any Numbered {
      let (kind, count) = numbered.numbersNeeded
      let block = all(NumberBlock.self).first {
        $0.device == device && $0.kind == kind && $0.next + count <= $0.end
      }
      if let block { numbered.numbers = Array(block.next..<block.next + count) }
      intent = numbered
    }
    var operation = Operation(
      id: id ?? mint(), device: device, location: location, actor: actor, channel: channel,
      at: now, clockUncertain: clockUncertain, intent: intent)
    operation.life = life
    operation.drawing = drawing
    return operation
  }

  package func facts(for operation: Operation) -> Facts {
    var facts = studioFacts
    operation.load(into: &facts) { reads, facts in
      for read in reads { answer(read, into: &facts) }
    }
    return facts
  }

  /// A copy for a device that goes on alone; the ids that it mints are its own.
  package func copy(
    on device: ID<Device>, at location: ID<Location>, seed: UInt64
  ) -> World {
    var copy = self
    copy.device = device
    copy.location = location
    copy.minted += seed << 40
    return copy
  }

  /// Decides an intent on this copy and applies it; the operation is to be settled later, elsewhere.
  package mutating func meant(
    _ intent: any Intent, as actor: Actor
  ) throws(Refusal) -> (operation: Operation, decision: Decision) {
    let operation = prepare(intent, as: actor)
    last = operation.id
    let decision = try decide(operation, facts(for: operation))
    apply(decision)
    return (operation.keeping(found: decision, keyed: { $0 }), decision)
  }

  /// Decides an operation as the authority does, applies what follows and returns it.
  @discardableResult
  package mutating func settle(_ operation: Operation) -> Settlement {
    operations[operation.id] = operation
    var facts = studioFacts
    let settlement = Domain.settle(operation, &facts) { reads, facts in
      for read in reads { answer(read, into: &facts) }
    }
    apply(settlement.decision)
    return settlement
  }

  package mutating func apply(_ decision: Decision) { apply(decision.changes) }

  package mutating func apply(_ changes: [Change]) {
    for change in changes {
      switch change {
      case .put(let row): put(row)
      case .delete(.booking, let key): bookings[ID(key)] = nil
      case .delete(.lot, let key): lots[ID(key)] = nil
      case .delete(.ledger, let key): ledger[ID(key)] = nil
      case .delete(let table, let key): tables[table]?[key] = nil
      }
    }
  }

  /// What is in all facts without being asked for.
  private var studioFacts: Facts {
    var facts = Facts(zones: zones, verify: verify)
    for table in Self.studioTables {
      for row in tables[table, default: [:]].values { facts.put(row) }
    }
    return facts
  }

  private static let studioTables: [Table] = [
    .organization, .location, .room, .device, .staff, .passKey, .outageTimetable,
  ]
}
