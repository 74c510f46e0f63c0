/// Credits move between lots and bookings; each move is a line of the ledger.
extension Situation {
  /// Lots that may pay at a place on a day, the earliest-expiring first.
  func usableLots(_ member: ID<Member>, at place: ID<Location>, on day: Day) -> [CreditLot] {
    validLots(member, at: place, on: day).filter { $0.unlimited || $0.left > .zero }
  }

  /// Lots whose time and place it is, used up or not, the earliest-expiring first.
  func validLots(_ member: ID<Member>, at place: ID<Location>, on day: Day) -> [CreditLot] {
    facts.lots(of: member)
      .filter { lot in
        (lot.locations.isEmpty || lot.locations.contains(place))
          && lot.validFrom <= day && (lot.validTo.map { $0 >= day } ?? true)
      }
      .sorted { a, b in
        switch (a.validTo, b.validTo) {
        case (let x?, let y?) where x != y: x < y
        case (_?, nil): true
        case (nil, _?): false
        default: (a.validFrom, a.id) < (b.validFrom, b.id)
        }
      }
  }

  /// Takes what spots of a booking cost from the member's lots; nothing if it does not suffice.
  mutating func spend(
    on spots: Int, of booking: inout Booking, _ session: Session, _ service: Service
  ) throws(Refusal) {
    let cost = credits(for: session, service, spots: spots)
    guard cost > .zero else { return }
    let day = today(at: session.location)
    let lots = usableLots(booking.member, at: session.location, on: day)
    if let plan = lots.first(where: \.unlimited) {
      enter(.spend, .zero, plan, booking.member, "booking", booking: booking.id)
      booking.spends.append(LotSpend(lot: plan.id, amount: .zero))
      return
    }
    let available = lots.reduce(Credits.zero) { $0 + $1.left }
    guard available >= cost else {
      throw lacking(cost, available, spots, booking, session, service)
    }
    var due = cost
    for lot in lots where due > .zero {
      let part = min(lot.left, due)
      due -= part
      take(part, from: lot, for: &booking)
    }
  }

  mutating func take(_ amount: Credits, from lot: CreditLot, for booking: inout Booking) {
    var lot = lot
    lot.left -= amount
    put(lot)
    enter(.spend, -amount, lot, booking.member, "booking", booking: booking.id)
    booking.spends.append(LotSpend(lot: lot.id, amount: amount))
  }

  private func lacking(
    _ cost: Credits, _ available: Credits, _ spots: Int, _ booking: Booking, _ session: Session,
    _ service: Service
  ) -> Refusal {
    var told: [String: Refusal.Argument] = [
      "needed": .credits(cost), "available": .credits(available),
    ]
    if let price = price(of: service, at: session.location, spots: spots) {
      told["price"] = .money(Money(minor: price, currency: currency))
    }
    let day = today(at: session.location)
    let expired = facts.lots(of: booking.member).reduce(Credits.zero) { sum, lot in
      lot.validTo.map { $0 < day } ?? false ? sum + lot.left : sum
    }
    return available == .zero && expired >= cost
      ? Refusal(.creditsExpired, told) : Refusal(.insufficientCredits, told)
  }

  /// Gives back a share of what some of the spots cost, to the lots that paid; the rest is withheld.
  ///
  /// The lot that lasts longest is given back first, an expired one is good for some more days;
  /// what is still owed shrinks by the same share. Returns what went back.
  @discardableResult
  mutating func giveBack(
    _ booking: inout Booking, percent: Int, spots: Int, reason: String
  ) -> Credits {
    let place = facts[booking.session]?.location ?? location
    let grace = (facts[booking.session].map(policy(for:)) ?? policy())[.refundGrace]
    let day = today(at: place)
    let all = booking.spots
    var due = Credits(hundredths: (booking.creditsUsed.hundredths * spots + all - 1) / all)
    var back = Credits.zero
    for index in booking.spends.indices.reversed() where due > .zero {
      let spend = booking.spends[index]
      guard var lot = facts[spend.lot] else { continue }
      let part = min(spend.amount, due)
      let share = part.share(percent: percent)
      due -= part
      booking.spends[index].amount -= part
      if share > .zero {
        lot.left += share
        if let end = lot.validTo, end < day { lot.validTo = day.adding(days: grace) }
        put(lot)
        enter(.refund, share, lot, booking.member, reason, booking: booking.id)
        back += share
      }
      if part > share {
        enter(
          .forfeit, .zero, lot, booking.member, reason, booking: booking.id,
          withheld: part - share)
      }
    }
    booking.amountDue -= booking.amountDue * spots * percent / (all * 100)
    if spots == all {
      booking.spends = []
      if percent == 100 { booking.unpaid = false }
    }
    return back
  }

  /// Writes one line of the ledger; the lot's balance after it is what the lot now says.
  mutating func enter(
    _ type: LedgerType, _ amount: Credits, _ lot: CreditLot, _ member: ID<Member>,
    _ reason: String, booking: ID<Booking>? = nil, corrects: ID<LedgerEntry>? = nil,
    withheld: Credits = .zero
  ) {
    var entry = LedgerEntry()
    entry.id = mint()
    entry.member = member
    entry.lot = lot.id
    entry.type = type
    entry.amount = amount
    entry.balanceAfter = lot.left
    entry.reason = reason
    entry.booking = booking
    entry.operation = id
    entry.at = at
    entry.corrects = corrects
    entry.withheld = withheld
    put(entry)
  }
}
