/// Who is next, and for how long an offer holds a place (RULES.md, "Waitlist").
extension Situation {
  /// The waiting, in the order in which they are offered places: no vip goes before whoever lost one.
  func waiting(for session: Session) -> [Booking] {
    let vipFirst = policy(for: session).isOn(.vipFirst)
    func rank(_ booking: Booking) -> (Int, Int, ID<Booking>) {
      let vip = vipFirst && facts[booking.member]?.permission == .vip
      return (booking.lostPlace ? 0 : vip ? 1 : 2, booking.queue ?? Int.max, booking.id)
    }
    return facts.roster(session.id).filter { $0.state == .waitlisted }
      .sorted { rank($0) < rank($1) }
  }

  /// How long an offer made now holds; nil where none is made any more.
  func offerDuration(_ session: Session) -> Int? {
    let policy = policy(for: session)
    let left = session.start - at
    guard left >= policy[.offerStops] else { return nil }
    return left < policy[.offerShortWithin] ? policy[.offerShort] : policy[.offerLasts]
  }

  /// Offers every free place to the first whose spots fit; those passed over keep their place.
  mutating func offerFreePlaces(_ session: Session) {
    guard session.status == .scheduled, let lasts = offerDuration(session) else { return }
    for var booking in waiting(for: session)
    where booking.spots <= capacity(of: session).free {
      booking.state = .offered
      booking.expiresAt = at + lasts
      put(booking)
      results.append(RowResult(.kept, key: booking.id.raw))
    }
  }

  func nextInQueue(_ session: Session) -> Int {
    max(0, facts.roster(session.id).compactMap(\.queue).max() ?? 0) + 1
  }
}
