/// One operation among its facts: who, when, where, and the rows as they are being changed.
package struct Situation: Sendable {
  package let id: ID<Operation>
  package let actor: Actor
  package let at: Instant
  package let device: ID<Device>
  package let location: ID<Location>
  package let channel: Channel
  package let clockUncertain: Bool
  package let kind: OperationKind
  /// True at the authority, which reconciles what is refused.
  package let merging: Bool
  /// What the device may draw from its allotments; nil where it decides again, or may not.
  let drawing: Drawing?
  /// The life of the device's file in which it was meant; nil at the authority, to which all are alike.
  let life: Int?
  package private(set) var facts: Facts
  /// Rows that changed, as they were loaded, or as the merge had mended them when the intent was tried
  /// again; nil inside where there was none.
  private var before: [RowKey: (any Record)?] = [:]
  /// The refusals that this merge goes over; none for a device.
  private(set) var conceded: Set<RefusalCode> = []
  private var touched: [RowKey] = []
  private var seen: Set<RowKey> = []
  private var minted = 0

  package var results: [RowResult] = []
  package var subject: Bits128?
  package var returned: Credits?
  package var adjusted: RefusalCode?
  /// What the authority refuses it for, although it changed rows for it.
  package var rejected: RefusalCode?
  package var freed: [ID<Session>] = []
  /// What the operation took from an allotment.
  var drawn: Draw?
  /// How many places that were, as the allotment had them.
  var spent = 0
  /// All its places came from there: the device need not ask, and nobody can take them back.
  var isFirm = false
  /// The refusals that a reason went over.
  var overridden: [RefusalCode] = []
  /// How many of the intent's numbers, from the last, it did not give out: they stay in the block.
  package var numbersLeft = 0

  private struct RowKey: Hashable {
    let table: Table
    let key: Bits128
  }

  init(_ operation: Operation, _ facts: Facts, merging: Bool = false) {
    kind = type(of: operation.intent).kind
    self.merging = merging
    id = operation.id
    actor = operation.actor
    at = operation.at
    device = operation.device
    location = operation.location
    channel = operation.channel
    clockUncertain = operation.clockUncertain
    drawing = merging || !(operation.intent is any TakesPlaces) ? nil : operation.drawing
    life = merging ? nil : operation.life
    self.facts = facts
  }

  package mutating func put(_ row: some Record) {
    touch(RowKey(table: type(of: row).table, key: row.key))
    facts.put(row)
  }

  package mutating func delete<R: Record>(_ id: ID<R>) { remove(R.table, id.raw) }

  mutating func remove(_ table: Table, _ key: Bits128) {
    touch(RowKey(table: table, key: key))
    facts.remove(table, key)
  }

  private mutating func touch(_ key: RowKey) {
    if before[key] == nil { before[key] = .some(facts.row(key.table, key.key)) }
    if seen.insert(key).inserted { touched.append(key) }
  }

  /// What the operation has changed so far on rows of a kind, in the order of the changes.
  func changes<R: Record>(of type: R.Type) -> [Before] {
    touched.compactMap { key in
      guard key.table == R.table, let row = facts[ID<R>(key.key)] else { return nil }
      let before = before[key].map { $0 as? R } ?? row
      return Before(before, now: row)
    }
  }

  /// The sessions whose places the operation may have changed, in the order of the changes.
  var sessionsTouched: [ID<Session>] {
    var found: [ID<Session>] = []
    for key in touched {
      let session: ID<Session>? =
        switch key.table {
        case .session: ID(key.key)
        case .booking: facts[ID<Booking>(key.key)]?.session
        case .allotment: facts[ID<Allotment>(key.key)]?.session
        default: nil
        }
      if let session, !found.contains(session) { found.append(session) }
    }
    return found
  }

  /// Goes over a refusal from here on: facts beat intents, and what was promised is kept.
  mutating func concede(_ codes: RefusalCode...) {
    precondition(merging, "only the authority goes over what a rule says")
    conceded.formUnion(codes)
  }

  /// A check whose refusal a merge may go over.
  func unlessConceded(_ check: () throws(Refusal) -> Void) throws(Refusal) {
    do throws(Refusal) {
      try check()
    } catch {
      guard conceded.contains(error.code) else { throw error }
    }
  }

  /// From here on an act remembers what it changes: what the merge mended before is not its doing.
  mutating func begin() { before = [:] }

  /// The next id of this operation: the same wherever it is decided again.
  package mutating func mint<R>() -> ID<R> {
    minted += 1
    return ID(id.raw.derived(minted))
  }

  var decision: Decision {
    Decision(
      changes: touched.map { key in
        facts.row(key.table, key.key).map { .put($0) } ?? .delete(key.table, key.key)
      },
      code: adjusted, adjusted: adjusted != nil, results: results, subject: subject,
      returned: returned, freed: freed, drawn: drawn, isFirm: isFirm,
      overridden: overridden)
  }
}

extension Situation {
  package func require<R: Record>(_ id: ID<R>) throws(Refusal) -> R {
    guard let row = facts[id] else {
      throw Refusal(.notFound, ["what": .word(R.table.rawValue)])
    }
    return row
  }

  package func policy(for service: Service? = nil, at place: ID<Location>? = nil) -> Policy {
    facts.policy(for: service, at: place ?? location)
  }

  package func policy(for session: Session) -> Policy { facts.policy(for: session) }

  package func zone(of location: ID<Location>) -> Zone { facts.zone(of: location) }

  /// The local day of the operation at a location.
  package func today(at location: ID<Location>) -> Day { zone(of: location).day(of: at) }

  package func time(_ instant: Instant, at location: ID<Location>) -> Refusal.Argument {
    .time(instant, zone: facts[location]?.zone ?? "UTC")
  }

  package var currency: String { facts.organization?.currency ?? "ZAR" }
}
