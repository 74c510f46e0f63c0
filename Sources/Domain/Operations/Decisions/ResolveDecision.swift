/// What a person chose about a conflict; it is done by the rules of the operation that does it.
package struct ResolveDecision: Intent {
  package static let kind = OperationKind.resolveDecision
  package var conflict: ID<Conflict>
  package var choice: ConflictChoice
  /// Where to move to.
  package var session: ID<Session>?
  /// Who it was, where that was the question.
  package var member: ID<Member>?
  package var booking: ID<Booking>?
  package var reason = ""

  package init(_ conflict: ID<Conflict>, _ choice: ConflictChoice) {
    self.conflict = conflict
    self.choice = choice
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let row = facts[conflict] else { return [.conflict(conflict)] }
    var reads: [Read] = row.session.map { [.session($0)] } ?? []
    if asksOriginal(row) { reads.append(.operation(row.operation)) }
    if choice == .revokePass { reads += row.booking.map { [.booking($0)] } ?? [] }
    if let effect = effect(on: row, facts) {
      reads += effect.intent.reads(facts, at: effect.at ?? at)
    }
    return reads
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var row = try at.require(conflict)
    try permit(row, at)
    guard row.status == .open else { throw Refusal(.stale) }
    guard row.choices.contains(choice) else {
      throw Refusal(.malformed, ["what": .word("choice")])
    }
    let why = Cleaned.note(reason)
    guard !choice.needsReason || !why.isEmpty else {
      throw Refusal(.malformed, ["what": .word("reason")])
    }
    try carryOut(row, &at)
    row.status = .resolved
    row.choice = choice
    row.reason = why
    row.resolvedBy = at.actor.staffID
    row.resolvedAt = at.at
    row.presented = ""
    at.put(row)
    at.subject = at.subject ?? row.id.raw
  }

  /// A role that holds there, for what it may see to: reception and leaders no money, finance nothing
  /// else, and what somebody had no right to only a manager.
  private func permit(_ row: Conflict, _ at: Situation) throws(Refusal) {
    try at.demand(.resolveDecisions, at: row.location)
    let leads = row.session.flatMap { at.facts[$0] }.map { at.leads($0) } ?? false
    let manager = row.kind == .rightLost || choice == .letIn
    let may =
      at.isManager(at: row.location)
      || at.roles(at: row.location).contains { role in
        switch role {
        case .owner, .locationManager: true
        case .receptionist: !row.concernsMoney && !manager
        case .instructor: leads && !row.concernsMoney && !manager
        case .financeManager: row.concernsMoney
        }
      }
    guard may else { throw at.denied(.resolveDecisions) }
  }
}
