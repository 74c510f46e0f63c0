/// Which booking is meant: the one picked, the picked person's, or what was presented: barcode, then
/// member number, then booking code.
extension CheckIn {
  package struct Found: Hashable, Codable, Sendable {
    package let booking: ID<Booking>
    package let method: CheckInMethod
  }

  func find(_ at: Situation) throws(Refusal) -> Found {
    if let found { return found }
    if let pass { return try find(pass, at) }
    if let booking { return try find(booking, at) }
    if let member {
      let person = try at.require(at.facts.standing(member))
      return Found(booking: try choose(among: [person], at), method: .name)
    }
    switch Presented(text: presented ?? "") {
    case .pass(let sealed): return try find(sealed, at)
    case .candidates(let candidates, let otherwise):
      for candidate in candidates {
        if let found = try find(candidate, at) { return found }
      }
      switch otherwise {
      case .mistyped?: throw Refusal(.mistypedCode)
      case .some: throw Refusal(.malformed, ["what": .word("code")])
      case nil: throw Refusal(.unknownCode)
      }
    }
  }

  /// One of several was chosen; staff pick one without anything presented.
  private func find(_ booking: ID<Booking>, _ at: Situation) throws(Refusal) -> Found {
    switch Presented(text: presented ?? "") {
    case .pass(let sealed) where sealed.claim.booking == booking.raw:
      return try find(sealed, at)
    case .candidates(let candidates, _):
      let chosen = at.facts[booking]
      let candidate = candidates.first { candidate in
        chosen.map { at.facts.names($0, candidate) } ?? false
      }
      return Found(booking: booking, method: method ?? candidate?.method ?? .roster)
    case .pass: return Found(booking: booking, method: method ?? .roster)
    }
  }

  /// A pass proves itself by its signature.
  private func find(_ sealed: QRPass.Sealed, _ at: Situation) throws(Refusal) -> Found {
    do {
      _ = try sealed.opened { message, signature, number in
        at.passKeys(number).contains { at.facts.verify(message, signature, $0.publicKey.bytes) }
      }
    } catch {
      throw Refusal(.passForged)
    }
    return try find(sealed.claim, at)
  }

  /// Its signature held; revocation stands between forgery and expiry.
  private func find(_ pass: QRPass.Claim, _ at: Situation) throws(Refusal) -> Found {
    guard !at.passKeys(pass.key).isEmpty else { throw Refusal(.passForged) }
    let id = ID<Booking>(pass.booking)
    if at.facts[id]?.passRevoked ?? false { throw Refusal(.passRevoked) }
    if !at.clockUncertain, pass.isExpired(at: at.at) {
      throw Refusal(
        .passExpired, ["ended": at.time(pass.validTo, at: at.location)])
    }
    guard at.facts[id] != nil else { throw Refusal(.unknownCode) }
    return Found(booking: id, method: .pass)
  }

  private func find(
    _ candidate: Presented.Candidate, _ at: Situation
  ) throws(Refusal) -> Found? {
    switch candidate {
    case .bookingCode:
      let rows = at.facts.all(Booking.self).filter { at.facts.names($0, candidate) }
      guard let nearest = rows.min(by: { at.distance($0) < at.distance($1) }) else { return nil }
      return Found(booking: nearest.id, method: candidate.method)
    case .barcode, .memberNumber:
      let people = at.facts.household(of: candidate)
      guard !people.isEmpty else { return nil }
      return Found(booking: try choose(among: people, at), method: candidate.method)
    }
  }

  /// Of the bookings of these people the one in its window; several are asked.
  ///
  /// A class that is over is meant only where it is named, or let in to with a reason.
  private func choose(
    among people: [Member], _ at: Situation
  ) throws(Refusal) -> ID<Booking> {
    let here = people.flatMap { at.bookingsToday(of: $0.id) }
      .filter { session == nil ? override != nil || !at.isOver($0) : $0.session == session }
    guard !here.isEmpty else {
      throw Refusal(.notFound, ["what": .word("bookingToday")])
    }
    let open = here.filter { at.isWaited($0) }
    if open.count > 1 {
      throw Refusal(.needsConfirmation, ["choices": .bookings(open.map(\.id))])
    }
    if let only = open.first { return only.id }
    let live = here.filter(\.state.takesPlace)
    let told = live.isEmpty ? here.filter(\.state.isLive) : live
    return (told.isEmpty ? here : told).min { at.distance($0) < at.distance($1) }?.id
      ?? here[0].id
  }
}

extension Decision {
  /// As it is kept with an operation that left it open.
  var found: CheckIn.Found? {
    booking.map { CheckIn.Found(booking: $0.id, method: $0.method ?? .roster) }
  }
}

extension CheckIn {
  /// Whom a refused check-in was about; nothing where nobody here has what was presented.
  package func whom(
    _ operation: Operation, _ facts: Facts, _ refusal: Refusal
  ) -> (booking: ID<Booking>?, member: ID<Member>?) {
    let at = Situation(operation, facts)
    if let found = try? find(at) { return (facts[found.booking]?.id, nil) }
    switch Presented(text: presented ?? "") {
    case .pass(let sealed):
      // Its signature held: only then is it read at all.
      guard refusal.code == .passExpired || refusal.code == .passRevoked,
        let pass = try? sealed.opened(verify: { _, _, _ in true })
      else { return (nil, nil) }
      return (facts[ID<Booking>(pass.booking)]?.id, nil)
    case .candidates(let candidates, _):
      let named =
        member.map { [facts.standing($0)] }
        ?? candidates.flatMap { candidate in
          facts.named(by: candidate).map { facts.standing($0.id) }
        }
      return (nil, Set(named).count == 1 ? named.first : nil)
    }
  }
}

extension Presented.Candidate {
  fileprivate var method: CheckInMethod {
    switch self {
    case .barcode: .barcode
    case .memberNumber: .number
    case .bookingCode: .code
    }
  }
}

extension Facts {
  /// Whom a barcode or a number names; a code names a booking, nobody here.
  func named(by candidate: Presented.Candidate) -> [Member] {
    all(Member.self).filter { member in
      switch candidate {
      case .barcode(let text): !text.isEmpty && member.barcode == keyed(text)
      case .memberNumber(let number): member.number == keyed(number.text)
      case .bookingCode: false
      }
    }
  }

  /// True where one of a person's or a family's bookings was presented.
  fileprivate func names(_ booking: Booking, _ candidate: Presented.Candidate) -> Bool {
    if case .bookingCode(let code) = candidate { return booking.code == keyed(code.compact) }
    return household(of: candidate).contains { $0.id == booking.member }
  }

  /// The same with their families.
  func household(of candidate: Presented.Candidate) -> [Member] {
    let everybody = all(Member.self)
    let own = Set(named(by: candidate).map { standing($0.id) })
    let families = Set(everybody.filter { own.contains($0.id) }.compactMap(\.family))
    return everybody.filter {
      own.contains($0.id) || $0.family.map(families.contains) ?? false
    }
  }
}

extension Situation {
  /// Those of a number that have not ended.
  fileprivate func passKeys(_ number: UInt16) -> [PassKey] {
    facts.all(PassKey.self).filter { key in
      key.number == Int(number) && (clockUncertain || key.validTo.map { $0 >= at } ?? true)
    }
  }

  /// Bookings of a person whose session starts today at this location or is open for check-in.
  func bookingsToday(of member: ID<Member>) -> [Booking] {
    facts.all(Booking.self).filter { booking in
      guard booking.member == member, let session = facts[booking.session],
        session.location == location, booking.state != .expired
      else { return false }
      if clockUncertain { return abs(session.start - at) <= uncertainKioskReach }
      let zone = zone(of: session.location)
      let window = CheckInWindow(session, policy(for: session))
      return zone.day(of: session.start) == zone.day(of: at) || window.isOpen(at: at)
        || (session.start <= at && at <= session.end)
    }
  }

  /// True for a booking that could be checked in right now.
  func isWaited(_ booking: Booking) -> Bool {
    guard let session = facts[booking.session], session.status == .scheduled else { return false }
    let some =
      booking.state == .confirmed
      || (booking.state == .checkedIn && booking.present < booking.spots)
    let window = CheckInWindow(session, policy(for: session))
    let late = isStaff && at > window.closes && at <= judgeable(session)
    return some && (clockUncertain || window.isOpen(at: at) || late)
  }

  /// True once the session has ended and staff mark nobody of the booking any more.
  func isOver(_ booking: Booking) -> Bool {
    guard !clockUncertain, let session = facts[booking.session], at > session.end else {
      return false
    }
    let missing = booking.state.takesPlace && booking.present < booking.spots
    return !missing || at > judgeable(session)
  }

  /// Seconds between now and the session's start: how near a booking is.
  func distance(_ booking: Booking) -> Int {
    facts[booking.session].map { abs($0.start - at) } ?? Int.max
  }
}
