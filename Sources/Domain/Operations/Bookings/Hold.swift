/// Holds places for some minutes while somebody decides; takes no credits.
package struct Hold: Numbered, Coded {
  package static let kind = OperationKind.hold
  package var session: ID<Session>
  package var member: ID<Member>
  package var spots = 1
  package var code: BookingCode?
  package var numbers: [Int] = []

  package init(session: ID<Session>, member: ID<Member>, code: BookingCode?) {
    self.session = session
    self.member = member
    self.code = code
  }

  package var numbersNeeded: (kind: NumberKind, count: Int) { (.reference, 1) }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    Book.reads(session, member, facts) + [.booked(facts.standing(member), since: at - 60)]
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var booking = Book(session: session, member: member, code: code)
    booking.spots = spots
    booking.numbers = numbers
    let row = try at.require(session)
    let policy = at.policy(for: row)
    let holder = at.facts.standing(member)
    let recent = at.facts.all(Booking.self).filter {
      $0.member == holder && $0.held && $0.bookedAt > at.at - 60
    }
    guard recent.count < policy[.holdsPerMinute] else {
      throw Refusal(.holdRateLimited, ["limit": .count(policy[.holdsPerMinute])])
    }
    try booking.place(as: .held, &at)
  }
}
