extension ConflictChoice {
  /// True where somebody has to say why.
  package var needsReason: Bool { self == .discard || self == .letIn }
}

/// What a choice does: an operation of its own inside the one that resolves.
struct ChoiceEffect {
  var intent: any Intent
  /// When it was meant; nil is now.
  var at: Instant?
  var device: ID<Device>?
  var channel: Channel?
}

extension ResolveDecision {
  /// True where the choice repeats what was meant, or takes values that only the operation carries.
  func asksOriginal(_ row: Conflict) -> Bool {
    switch choice {
    case .accept, .tryAgain, .takeNew: true
    case .moveToSession: row.isRefusedBooking
    default: false
    }
  }

  /// True where it leads to a place that is paid later.
  func leavesUnpaid(_ row: Conflict) -> Bool {
    choice == .letIn || choice == .moveToSession ? unpaid ?? row.isUnpaid : unpaid ?? false
  }

  /// Nil where nothing is to be done, and while what it stands on is unknown.
  func effect(on row: Conflict, _ facts: Facts) -> ChoiceEffect? {
    guard var effect = paidEffect(on: row, facts) else { return nil }
    if leavesUnpaid(row), var intent = effect.intent as? any Payable {
      intent.leaveUnpaid()
      effect.intent = intent
    }
    return effect
  }

  private func paidEffect(on row: Conflict, _ facts: Facts) -> ChoiceEffect? {
    switch choice {
    case .keep, .keepOnWaitlist, .discard, .revokePass: return nil
    case .moveToSession:
      guard let session else { return nil }
      if row.isRefusedBooking {
        guard var book = facts[row.operation]?.intent as? Book else { return nil }
        book.session = session
        book.walkIn = false
        (book.override, book.overrides) = (given, overrides)
        return ChoiceEffect(intent: book)
      }
      return row.booking.map { booking in
        var move = Move(booking: booking, to: session)
        (move.override, move.overrides) = (given, overrides)
        return ChoiceEffect(intent: move)
      }
    case .letIn:
      return row.booking.map { booking in
        var promote = Promote(booking: booking)
        promote.override = given
        // What they were let in against stays gone over.
        promote.overrides = RefusalCode.allCases.filter(\.isOverridable)
        return ChoiceEffect(intent: promote)
      }
    case .cancelBooking:
      return row.booking.map { booking in
        var cancel = Cancel(booking: booking)
        cancel.reason = reason
        return ChoiceEffect(intent: cancel)
      }
    case .name: return named(row)
    case .mergeMembers:
      guard let member = row.member, let other = row.otherMember else { return nil }
      return ChoiceEffect(intent: MergeMembers(kept: other, merged: member))
    case .takeNew:
      guard var edit = facts[row.operation]?.intent as? EditMember else { return nil }
      edit.seen = nil
      edit.only = row.fields
      return ChoiceEffect(intent: edit)
    case .tryAgain: return facts[row.operation].map { ChoiceEffect(intent: $0.intent) }
    case .accept:
      return facts[row.operation].map {
        ChoiceEffect(intent: $0.intent, at: row.at, device: $0.device, channel: $0.channel)
      }
    }
  }

  private var given: String? { reason.isEmpty ? nil : reason }

  /// They came when they came: the check-in is dated back, and stands on the word of whoever names
  /// them.
  private func named(_ row: Conflict) -> ChoiceEffect? {
    guard let booking = booking ?? (member == nil ? row.booking : nil) else {
      return (member ?? row.member).map { member in
        var checkIn = CheckIn(member: member)
        checkIn.session = row.session
        return dated(checkIn, row)
      }
    }
    return dated(CheckIn(booking: booking, by: .name), row)
  }

  private func dated(_ checkIn: CheckIn, _ row: Conflict) -> ChoiceEffect {
    var checkIn = checkIn
    checkIn.override = given
    return ChoiceEffect(intent: checkIn, at: row.at, device: row.device)
  }

  func carryOut(_ row: Conflict, _ at: inout Situation) throws(Refusal) {
    if choice == .revokePass, var booking = row.booking.flatMap({ at.facts[$0] }) {
      booking.passRevoked = true
      at.put(booking)
    }
    guard let effect = effect(on: row, at.facts) else {
      if asksOriginal(row), at.facts[row.operation] == nil {
        // Only the authority has it: a desk keeps the choice, and shows its effect when it comes.
        guard at.merging else { return }
        throw Refusal(.notFound, ["what": .word("operation")])
      }
      switch choice {
      case .moveToSession: throw Refusal(.notFound, ["what": .word("moveTo")])
      case .name: throw Refusal(.notFound, ["what": .word("who")])
      default: return
      }
    }
    try at.carryOut(effect, of: row)
  }
}

extension Conflict {
  /// True where there is no booking that could be moved, only what was meant.
  fileprivate var isRefusedBooking: Bool {
    kind == .refused && what == OperationKind.book.rawValue
  }
}

extension Situation {
  /// Decides an intent as an operation of its own inside this one, by the same actor.
  fileprivate mutating func carryOut(
    _ effect: ChoiceEffect, of row: Conflict
  ) throws(Refusal) {
    let operation = Operation(
      id: mint(), device: effect.device ?? device, location: row.location, actor: actor,
      channel: effect.channel ?? channel, at: effect.at ?? at, clockUncertain: clockUncertain,
      intent: effect.intent)
    var inner = Situation(operation, facts, merging: merging)
    // Since it was refused its number may have become another's.
    let renumbering =
      facts[row.operation] == nil
      ? nil : Renumbering(operation, facts, except: row.operation.raw, all: true)
    try (renumbering?.intent ?? effect.intent).decide(&inner)
    renumbering?.finish(operation, &inner)
    let decision = inner.decision
    for change in decision.changes {
      switch change {
      case .put(let row): put(row)
      case .delete(let table, let key): remove(table, key)
      }
    }
    results += decision.results
    subject = decision.subject
    returned = decision.returned
    freed += decision.freed.filter { !freed.contains($0) }
  }
}
