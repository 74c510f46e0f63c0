package import Domain
package import Sync

/// What would come of one choice if this person made it now: the rulebook is asked, for what a button
/// cannot know.
package struct ChoiceOutlook {
  package let choice: ConflictChoice
  /// Why it cannot be made; nil where it can.
  package var refusal: Refusal?
  /// What goes back to the member.
  package var returned: Credits?
  /// What stays due, in minor units, where credits do not suffice or were never to pay.
  package var due = 0
  /// True where that has to be agreed to, since the booking was to be paid by credits.
  package var leavesUnpaid = false

  package static func all(
    of view: DecisionView, by hand: DeskStore.Hand, in store: DeskStore
  ) throws -> [ChoiceOutlook] {
    try view.choices.map { try ChoiceOutlook($0, of: view.conflict, by: hand, in: store) }
  }

  private init(
    _ choice: ConflictChoice, of row: Conflict, by hand: DeskStore.Hand, in store: DeskStore
  ) throws {
    self.choice = choice
    var intent = ResolveDecision(row.id, choice)
    if choice.needsReason { intent.reason = "-" }
    do {
      do {
        look(at: try store.preview(intent, by: hand))
      } catch let refusal as Refusal where refusal.isForCredits {
        intent.leaveUnpaid()
        do { look(at: try store.preview(intent, by: hand)) } catch is Refusal { throw refusal }
        leavesUnpaid = true
      }
    } catch let refusal as Refusal {
      // A session or a person is picked first: until then no rule can say yes.
      if !(choice.asksMore && refusal.code == .notFound) { self.refusal = refusal }
    }
  }

  private mutating func look(at decision: Decision) {
    returned = decision.returned
    for case .put(let row as Booking) in decision.changes where row.unpaid { due = row.amountDue }
  }

  /// What else follows: "Unpaid: R 120.00 stays due."
  package func remark(in currency: String) -> String? {
    if let returned, returned > .zero { return "It returns \(Wording.amount(returned))." }
    guard leavesUnpaid || due > 0 else { return nil }
    let amount = due > 0 ? "\(Money(minor: due, currency: currency).text) stays due." : "unpaid."
    return leavesUnpaid ? "Not enough credits: \(amount)" : "Unpaid, as it was booked: \(amount)"
  }
}

extension Refusal {
  var isForCredits: Bool { code == .insufficientCredits || code == .creditsExpired }
}

extension ConflictChoice {
  /// True where a session or a person is picked first.
  package var asksMore: Bool { self == .moveToSession || self == .name }
}
