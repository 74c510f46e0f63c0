/// What the authority made of an operation: there is always one, whatever the rules said.
package struct Settlement: Sendable {
  package var outcome: Outcome
  /// The rows that follow from it, and what to tell; those of a refusal too.
  package var decision: Decision

  init(_ situation: Situation) {
    decision = situation.decision
    if let code = situation.rejected {
      outcome = Outcome(.rejected, code: code)
    } else {
      outcome = Outcome(decision.adjusted ? .adjusted : .applied, code: decision.code)
    }
  }
}

/// The rulebook's other door, for the authority alone: what it refuses is reconciled, not dropped.
///
/// Loads what it needs through `more`, two or three trips in all and one or two more for a refusal;
/// throws nothing of its own.
package func settle<E: Error>(
  _ operation: Operation, _ facts: inout Facts,
  more: ([Read], inout Facts) throws(E) -> Void
) throws(E) -> Settlement {
  let meant = operation.intent as? any Mergeable
  try operation.load(
    into: &facts,
    and: {
      (meant?.mergeReads(nil, $0, at: operation.at) ?? []) + operation.numberReads($0)
    }, answer: more)
  let renumbering = Renumbering(operation, facts)
  let intent: any Intent = renumbering?.intent ?? operation.intent
  let mergeable = intent as? any Mergeable
  var situation = Situation(spent: operation, facts)
  let refusal: Refusal
  do throws(Refusal) {
    mergeable?.prepare(&situation)
    situation.begin()
    try intent.decide(&situation)
    mergeable?.accepted(&situation)
    situation.useNumbers(of: operation.intent)
    renumbering?.finish(operation, &situation)
    situation.endPlaces()
    return Settlement(situation)
  } catch {
    refusal = error
  }
  try operation.load(
    into: &facts,
    and: {
      (mergeable?.mergeReads(refusal, $0, at: operation.at) ?? [])
        + Subject(intent, $0).reads
    }, answer: more)
  situation = Situation(spent: operation, facts)
  do throws(Refusal) {
    guard let mergeable else { throw refusal }
    try mergeable.merge(refusal, &situation)
    if situation.rejected == nil { mergeable.accepted(&situation) }
  } catch {
    situation = Situation(spent: operation, facts)
    situation.reject(intent, error)
  }
  // A number that was told to somebody is never given again, whatever became of it.
  situation.useNumbers(of: operation.intent)
  renumbering?.finish(operation, &situation)
  situation.endPlaces()
  return Settlement(situation)
}

extension Situation {
  /// At the authority, with what the device had drawn for it.
  fileprivate init(spent operation: Operation, _ facts: Facts) {
    self.init(operation, facts, merging: true)
    spend(operation.intent)
  }

  /// What follows for granted places, whatever became of the operation.
  fileprivate mutating func endPlaces() {
    noteReturned()
    callBack()
  }
}

extension Operation {
  /// What settling it asks beforehand, given what has been loaded so far; each once.
  package func settlingReads(_ facts: Facts) -> [Read] {
    reads(facts, and: (intent as? any Mergeable)?.mergeReads(nil, facts, at: at) ?? [])
  }
}
