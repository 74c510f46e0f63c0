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
  /// The refusals that the reason answers; nil where none is named.
  package var overrides: [RefusalCode]?
  /// Without credits, though the booking was to be paid by them; nil is as it had been.
  package var unpaid: Bool?

  package init(_ conflict: ID<Conflict>, _ choice: ConflictChoice) {
    self.conflict = conflict
    self.choice = choice
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    guard let row = facts[conflict] else { return [.conflict(conflict)] }
    var reads = row.matterReads
    if asksOriginal(row) { reads.append(.operation(row.operation)) }
    if let effect = effect(on: row, facts) {
      reads += effect.intent.reads(facts, at: effect.at ?? at)
      var original = facts[row.operation]
      original?.at = effect.at ?? at
      reads += original?.numberReads(facts, all: true) ?? []
    }
    return reads
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var row = try at.require(conflict)
    try permit(row, at)
    guard row.status == .open else { throw Refusal(.stale, ["what": .word("settled")]) }
    guard row.choices.contains(choice) || row.choices(at.matter(of: row)).contains(choice) else {
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

  private func permit(_ row: Conflict, _ at: Situation) throws(Refusal) {
    try at.demand(.resolveDecisions, at: row.location)
    let leads = row.session.flatMap { at.facts[$0] }.map { at.leads($0) } ?? false
    let may =
      at.isManager(at: row.location)
      || !row.isManagers(choice)
        && at.roles(at: row.location).contains { row.concerns($0, leads: leads) }
    guard may else { throw at.denied(.resolveDecisions) }
    if leavesUnpaid(row), at.right(to: .takePayment, at: row.location) != .yes {
      throw at.denied(.takePayment)
    }
  }
}

/// Whose matter a decision is, by the roles that hold where it happened.
extension Conflict {
  /// Reception and leaders see to no money, finance to nothing else; `leads` says whether they lead
  /// the session that it is about.
  package func concerns(_ role: Role, leads: Bool) -> Bool {
    switch role {
    case .owner, .locationManager: true
    case .receptionist: !concernsMoney
    case .instructor: leads && !concernsMoney
    case .financeManager: concernsMoney
    }
  }

  /// Whoever sees all members may know of it, also where others settle it.
  package func isSeen(by role: Role, leads: Bool) -> Bool {
    role.right(to: .seeAll) == .yes || concerns(role, leads: leads)
  }

  /// What somebody had no right to, and what goes over the capacity, is a manager's.
  fileprivate func isManagers(_ choice: ConflictChoice) -> Bool {
    kind == .rightLost || kind == .twoMachines || choice == .letIn
  }
}
