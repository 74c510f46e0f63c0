/// What places in a session cost, in credits and in money.
extension Situation {
  func credits(for session: Session, _ service: Service, spots: Int) -> Credits {
    (session.credits ?? service.credits) * spots
  }

  /// The price of single places, with the group's discount, in minor units; nil if not sold so.
  func price(of service: Service, at place: ID<Location>, spots: Int) -> Int? {
    guard let price = service.price else { return nil }
    let policy = policy(for: service, at: place)
    let full = price * spots
    guard spots >= policy[.groupDiscountFrom] else { return full }
    return full - (full * policy[.groupDiscountPercent] + 50) / 100
  }
}
