/// Gives a member a lot of credits that nobody paid for here.
package struct GrantCredits: Intent {
  package static let kind = OperationKind.grantCredits
  package var member: ID<Member>
  package var credits: Credits
  package var reason: String
  /// The last day on which they pay; nil never expires.
  package var expires: Day?
  package var unlimited = false
  package var name: String?

  package init(member: ID<Member>, credits: Credits, reason: String) {
    self.member = member
    self.credits = credits
    self.reason = reason
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [.member(member)] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    let member = try at.require(at.facts.standing(self.member))
    try at.demand(.grantCredits, at: at.location)
    let why = Cleaned.note(reason)
    guard !why.isEmpty else { throw Refusal(.malformed, ["what": .word("reason")]) }
    let day = at.today(at: at.location)
    guard unlimited || (credits > .zero && credits <= Credits(100_000)),
      expires.map({ $0 >= day }) ?? true
    else { throw Refusal(.malformed, ["what": .word("credits")]) }
    var lot = CreditLot()
    lot.id = ID(at.id.raw)
    lot.member = member.id
    lot.package = name.map(Cleaned.name) ?? why
    lot.bought = unlimited ? .zero : credits
    lot.left = lot.bought
    lot.unlimited = unlimited
    lot.validFrom = day
    lot.validTo = expires
    at.put(lot)
    at.enter(.purchase, lot.bought, lot, member.id, why)
    at.subject = lot.id.raw
  }
}

/// The authority's job: what is left of lots past their last day is taken off the books.
package struct ExpireCredits: Intent {
  package static let kind = OperationKind.expireCredits
  package var lots: [ID<CreditLot>]

  package init(lots: [ID<CreditLot>]) { self.lots = lots }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { lots.map { .lot($0) } }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demand(.grantCredits, at: at.location)
    let day = at.today(at: at.location)
    for id in lots {
      guard var lot = at.facts[id], lot.left > .zero, let end = lot.validTo, end < day else {
        continue
      }
      let gone = lot.left
      lot.left = .zero
      at.put(lot)
      at.enter(.expire, -gone, lot, lot.member, "expired")
      at.results.append(RowResult(.kept, key: id.raw))
    }
  }
}
