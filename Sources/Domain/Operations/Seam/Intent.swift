/// What a person meant: a payload, the rows its rules ask, and its decision.
package protocol Intent: Codable, Sendable {
  static var kind: OperationKind { get }
  /// The rows to load; asked anew after each trip to the store, until it names nothing new.
  func reads(_ facts: Facts, at: Instant) -> [Read]
  /// Changes the rows through `case`, or throws what a rule said.
  func decide(_ at: inout Situation) throws(Refusal)
}

/// An intent that gives out numbers from the device's blocks.
package protocol Numbered: Intent {
  var numbersNeeded: (kind: NumberKind, count: Int) { get }
  var numbers: [Int] { get set }
}

/// An intent that makes a booking, and says its code.
package protocol Coded: Intent {
  /// Made of the device's random bits; nil where the authority is to make it, since a kiosk's disk is to
  /// hold none.
  var code: BookingCode? { get set }
}

/// An intent that leaves open what the rules find: a device stores with it what they found there, so
/// that the authority, whose rows differ, judges what the person saw.
package protocol Finding: Intent {
  /// `keyed` gives what the device may keep of a code in its place; see `Facts.keyed`.
  mutating func keep(found decision: Decision, keyed: Facts.Keyed)
}

/// An intent that takes places of a session, from what its device was granted where that makes the
/// answer sure.
package protocol TakesPlaces: Finding {
  /// Why it goes over what a rule says; nil where it does not.
  var override: String? { get set }
  /// The refusals that the reason answers; nil where none is named. A device stores those that it went
  /// over: what the authority finds besides was told to nobody.
  var overrides: [RefusalCode]? { get set }
  /// What the device took from an allotment of its own for it; nil where it has to ask.
  var draw: Draw? { get set }
}

extension TakesPlaces {
  package mutating func keep(found decision: Decision, keyed: Facts.Keyed) { take(decision) }

  /// Keeps what was drawn, and what was gone over.
  mutating func take(_ decision: Decision) {
    draw = decision.drawn
    if override != nil { overrides = decision.overridden }
  }

  /// The rules that it goes through.
  var gate: Gate { Gate(reason: override, answering: overrides) }

  /// What it was drawn from.
  fileprivate var drawnReads: [Read] {
    (draw?.session).map { [.session($0), .roster($0)] } ?? []
  }
}

/// One intent as it was typed at a device: what is kept for ever, and what is decided.
package struct Operation: Sendable {
  package var id: ID<Operation>
  package var device: ID<Device>
  package var location: ID<Location>
  package var actor: Actor
  package var channel: Channel
  /// Corrected time at which it was meant.
  package var at: Instant
  /// True while the device's clock is only guessed: then no rule of time refuses.
  package var clockUncertain: Bool
  package var intent: any Intent
  /// The life of the device's file in which it was meant; nil where it is not of a device's file.
  package var life: Int?
  /// Set by the device for the first decision alone: what it drew then is stored with the intent.
  package var drawing: Drawing?

  package init(
    id: ID<Operation>, device: ID<Device>, location: ID<Location>, actor: Actor,
    channel: Channel, at: Instant, clockUncertain: Bool = false, intent: any Intent
  ) {
    self.id = id
    self.device = device
    self.location = location
    self.actor = actor
    self.channel = channel
    self.at = at
    self.clockUncertain = clockUncertain
    self.intent = intent
  }

  /// As it is to be stored by the device that decided it.
  package func keeping(found decision: Decision, keyed: Facts.Keyed) -> Operation {
    guard var finding = intent as? any Finding else { return self }
    finding.keep(found: decision, keyed: keyed)
    var operation = self
    operation.intent = finding
    return operation
  }

  /// Adds the rows that its rules may ask; `answer` gets the reads of one trip (two or three in all).
  package func load<E: Error>(
    into facts: inout Facts, answer: ([Read], inout Facts) throws(E) -> Void
  ) throws(E) {
    try load(into: &facts, and: { _ in [] }, answer: answer)
  }

  /// The same, with the reads of somebody who asks for more in the same trips.
  func load<E: Error>(
    into facts: inout Facts, and more: (Facts) -> [Read],
    answer: ([Read], inout Facts) throws(E) -> Void
  ) throws(E) {
    while true {
      let reads = reads(facts, and: more(facts))
      if reads.isEmpty { return }
      try answer(reads, &facts)
      for read in reads { facts.answer(read) }
    }
  }

  /// The rows its rules may ask, given what has been loaded so far; each once.
  package func reads(_ facts: Facts, and more: [Read] = []) -> [Read] {
    var reads = intent.reads(facts, at: at) + more
    if let taking = intent as? any TakesPlaces { reads += taking.drawnReads }
    if let numbered = intent as? any Numbered, !numbered.numbers.isEmpty {
      reads.append(.numbers(device, numbered.numbersNeeded.kind))
    }
    // An import asks for hundreds, all else for a handful, where looking through them is cheaper.
    guard reads.count <= 32 else {
      var asked: Set<Read> = []
      return reads.filter { !facts.has($0) && asked.insert($0).inserted }
    }
    var new: [Read] = []
    for read in reads where !facts.has(read) && !new.contains(read) { new.append(read) }
    return new
  }
}

/// What the rulebook makes of an operation: rows as they shall be, and what to tell.
package struct Decision: Sendable {
  package var changes: [Change] = []
  package var code: RefusalCode?
  package var adjusted = false
  /// Per row of a batch or an import, in the order of the payload.
  package var results: [RowResult] = []
  /// The row that the operation is about: the booking made, the member registered…
  package var subject: Bits128?
  /// Credits that went back to the member.
  package var returned: Credits?
  /// Sessions in which places came free, for the waitlist.
  package var freed: [ID<Session>] = []
  package var drawn: Draw?
  /// True where granted places were used or given back: whoever forgets that would give them out again.
  package var touchesGrants: Bool { changes.contains { $0.table == .allotment } }
  /// True where a device need not ask anybody: what it tells the person stands.
  package var isFirm = false
  /// The refusals that a reason went over.
  package var overridden: [RefusalCode] = []
}

extension Decision {
  /// True where every row stands already as it shall be.
  package func changesNothing(in facts: Facts) -> Bool {
    func same<R: Record>(_ row: R) -> Bool { facts[row.id] == row }
    return changes.allSatisfy { change in
      switch change {
      case .put(let row): same(row)
      case .delete(let table, let key): facts.row(table, key) == nil
      }
    }
  }
}

extension Decision {
  /// The booking that the operation is about, as it is after it.
  var booking: Booking? {
    for case .put(let row as Booking) in changes where row.key == subject { return row }
    return nil
  }
}

/// What became of one row of a batch or an import.
package struct RowResult: Equatable, Sendable {
  package enum Kind: String, Sendable { case kept, merged, unchanged, refused }
  package var kind: Kind
  package var key: Bits128?
  package var refusal: RefusalCode?
  package var message: String?

  package init(
    _ kind: Kind, key: Bits128? = nil, refusal: RefusalCode? = nil, message: String? = nil
  ) {
    self.kind = kind
    self.key = key
    self.refusal = refusal
    self.message = message
  }
}

extension Situation {
  /// Uses up the numbers that an intent has given out.
  mutating func useNumbers(of intent: any Intent) {
    guard let numbered = intent as? any Numbered else { return }
    use(Array(numbered.numbers.dropLast(numbersLeft)), numbered.numbersNeeded.kind)
  }

  /// Numbers once given are never given again.
  private mutating func use(_ numbers: [Int], _ kind: NumberKind) {
    guard let last = numbers.max(), let first = numbers.min() else { return }
    for var block in facts.all(NumberBlock.self)
    where block.device == device && block.kind == kind && first < block.end {
      let next = min(block.end, max(block.next, last + 1))
      guard next != block.next else { continue }
      block.next = next
      put(block)
    }
  }
}

/// The rulebook's one door: the same answer for desk, kiosk, batch, API and merge.
package func decide(_ operation: Operation, _ facts: Facts) throws(Refusal) -> Decision {
  var situation = Situation(operation, facts)
  situation.spend(operation.intent)
  try operation.intent.decide(&situation)
  situation.useNumbers(of: operation.intent)
  return situation.decision
}

/// The same for an operation that was accepted before. Where it is refused now, what it drew and the
/// numbers that it told stay used all the same: somebody was told of them, and the authority may keep it.
package func decideAgain(
  _ operation: Operation, _ facts: Facts
) -> (decision: Decision, refusal: Refusal?) {
  do { return (try decide(operation, facts), nil) } catch {
    var situation = Situation(operation, facts)
    situation.spend(operation.intent)
    situation.useNumbers(of: operation.intent)
    return (situation.decision, error)
  }
}
