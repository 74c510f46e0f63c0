package import Central
package import Domain
import Rows

/// What a commit asks: all of the batch beforehand, and whatever else when it is asked.
extension PostgresAuthorityStore {
  /// Puts a statement behind those that were sent; `then` gets its answer in the next trip.
  func send(
    _ statement: Statement, _ parameters: Parameters, then: @escaping (Answer) throws -> Void
  ) throws {
    guard let turn else { throw PostgresError(.unavailable, at: "no commit") }
    // Each trip of a turn without a transaction is one by itself.
    if turn.isAhead, turn.waiting.isEmpty {
      try turn.link.ask(Isolation.enter, Parameters(.text(organization.text)))
      turn.waiting.append { _ in }
    }
    try turn.link.ask(statement, parameters)
    turn.waiting.append(then)
  }

  /// One trip: the answers to all that was sent.
  func settle() throws {
    guard let turn, !turn.waiting.isEmpty else { return }
    let waiting = turn.waiting
    turn.waiting = []
    for (then, answer) in zip(waiting, try turn.link.answers()) { try then(answer) }
  }

  package func expect(_ expected: Expected) throws {
    try sendForContacts()
    try sendForWaits()
    try sendForHeads(expected.chains.map { Turn.Life(device: $0.device, epoch: $0.epoch) })
    try sendForKnown(expected.ids)
    // Their answers travel with those to the first reads.
    var open = expected.operations.map { operation in
      Asked(operation, studio.facts(knowing: operation.intent.namedZone))
    }
    // Whoever brings operations is given numbers.
    var lookups = expected.chains.flatMap { chain in
      NumberKind.allCases.map { .group(.numbers(chain.device, $0)) }
    }.filter { !memory.has($0) }
    repeat {
      for place in open.indices { open[place].go(memory, studio, &lookups) }
      open.removeAll(where: \.isDone)
      try fetch(lookups)
      lookups = []
    } while !open.isEmpty
  }

  /// An operation on its way through its reads.
  private struct Asked {
    let operation: Operation
    var facts: Facts
    var isDone = false
    /// What a booking asks hangs on its session alone; of others any row may ask for more.
    let isPlain: Bool

    init(_ operation: Operation, _ facts: Facts) {
      self.operation = operation
      self.facts = facts
      isPlain = operation.intent is Book || operation.intent is Hold
    }

    /// Answers reads as far as they can be, and says what is missing: of those too which it would ask
    /// if the missing rows said nothing new, for a trip costs more than a row nobody needs.
    mutating func go(_ memory: RowMemory, _ studio: Studio, _ missing: inout [Lookup]) {
      var without: [Read] = []
      while true {
        var isNew = false
        for read in operation.settlingReads(facts) where !without.contains(read) {
          isNew = true
          let lacking = memory.missing(for: read)
          guard lacking.isEmpty else {
            missing += lacking
            without.append(read)
            continue
          }
          let asksNothing = if case .session = read { false } else { isPlain }
          if !asksNothing { memory.answer(read, from: studio, into: &facts) }
          facts.answer(read)
        }
        if !isNew { break }
      }
      isDone = without.isEmpty
    }
  }

  package func answer(_ reads: [Read], into facts: inout Facts) throws {
    guard turn == nil else {
      while case let missing = reads.flatMap({ memory.missing(for: $0) }), !missing.isEmpty {
        try fetch(missing)
      }
      for read in reads { memory.answer(read, from: studio, into: &facts) }
      return
    }
    let rows = try read { link in
      let rows = RowMemory()
      while case let missing = reads.flatMap({ rows.missing(for: $0) }), !missing.isEmpty {
        let questions = Asking.questions(missing)
        for question in questions { try link.ask(question.statement, question.with(mine)) }
        for (question, answer) in zip(questions, try link.answers()) {
          try rows.learn(answer, question)
        }
      }
      return rows
    }
    for read in reads { rows.answer(read, from: studio, into: &facts) }
  }

  /// Learns all rows of these lookups in one trip, in which the answers to all that was sent before
  /// travel too.
  func fetch(_ lookups: [Lookup]) throws {
    if lookups.contains(where: { memory.misleads($0) }) {
      if turn?.isAhead ?? false { throw LockNeeded() }
      try flush()
    }
    for question in Asking.questions(lookups) {
      try send(question.statement, question.with(mine)) {
        try self.memory.learn($0, question)
      }
    }
    try settle()
  }
}
