package import Domain
package import Sync

/// What became of one check-in by code: enough to say it in large letters.
package struct ScanReport: Sendable {
  package enum Verdict: Sendable {
    case welcome(Receipt)
    case refused(Refusal)
    /// Several spots are still missing: how many of them are here?
    case howMany(Int)
    case choose([BookingView])
    /// No booking that can be checked in, for the reason given, but free places to walk into, at a kiosk.
    case offer([FreePlace], to: ID<Member>, since: Refusal)
    case failed(String)
  }

  package struct FreePlace: Sendable {
    package var session: SessionView
    package var cost: Credits

    package init(_ session: SessionView, cost: Credits) {
      self.session = session
      self.cost = cost
    }
  }

  package var presentation: Presentation
  package var verdict: Verdict
  package var booking: BookingView?
  /// Who it is where no booking was found, or several; whose number or card it was where staff look on.
  package var member: Member?
  /// As they stand now: all that the code of a family found.
  package var family: [BookingView] = []
  /// Where a family was let in at once, the acts before the last one.
  package var before: [Receipt] = []
  /// At a kiosk that has no names in its rows, what the pass or the code told.
  package var greeting: Greeting?
  /// Usable credits; nil within where they are unlimited.
  package var credits: Credits??
  package var next: BookingView?
  /// True for somebody let in by a code that this copy does not know.
  package var isStranger = false
  /// A reason of whoever sits here gets past the refusal.
  package var isOverridable = false

  package init(_ presentation: Presentation, _ verdict: Verdict) {
    self.presentation = presentation
    self.verdict = verdict
  }
}

extension Refusal {
  /// True of somebody known who has no booking here now.
  var knowsNoBooking: Bool { code == .notFound && arguments["what"] == .word("bookingToday") }
}

extension ScanReport {
  /// Somebody known who has no booking here, and may walk in.
  var unbooked: Member? {
    guard case .refused(let refusal) = verdict,
      refusal.arguments["what"] == .word("bookingToday")
    else { return nil }
    return member
  }

  /// Asks the rulebook first, so that a group is asked for its number before anybody is in. The check-in
  /// of whoever walks in goes by the receipt of their booking.
  static func make(
    _ shown: Presentation, by hand: DeskStore.Hand, in store: DeskStore, at now: Instant,
    as operation: ID<Operation>? = nil
  ) -> ScanReport {
    let presentation = meant(shown, hand, store)
    do {
      if let place = presentation.walkIn {
        var booked = presentation
        booked.walkIn = nil
        let receipt = try book(place.session, place.member, hand, store)
        booked.booking = receipt.subject.map { ID($0) }
        return make(
          booked, by: hand, in: store, at: now, as: receipt.operation.following)
      }
      if presentation.takesAll {
        var report = try everyone(presentation, by: hand, in: store)
        try report.fill(from: store, hand, at: now)
        return report
      }
      if presentation.letsIn { return try letIn(presentation, hand, store, now) }
      // Its signature speaks for it, whether or not its booking has come here.
      if case .pass(let pass) = Presented(text: presentation.text), presentation.booking == nil,
        try store.booking(ID(pass.claim.booking)) == nil,
        let report = byPass(presentation, hand, store, now)
      {
        return report
      }
      if presentation.count == nil, let group = try waiting(presentation, hand, store) {
        var report = ScanReport(presentation, .howMany(group.missing))
        report.presentation.booking = group.booking.booking.id
        report.booking = group.booking
        return report
      }
      let receipt = try store.submit(
        presentation.intent, by: hand, operation: operation, settling: false)
      var report = ScanReport(presentation, .welcome(receipt))
      report.booking = try receipt.subject.flatMap { try store.booking(ID($0)) }
      // A code or a pass names its booking alone.
      if hand.channel != .kiosk, let method = report.booking?.booking.method,
        [.number, .barcode].contains(method)
      {
        report.member = member(presentation, store)
      }
      try report.fill(from: store, hand, at: now)
      return report
    } catch let refusal as Refusal {
      return refused(refusal, presentation, hand, store, now)
    } catch let error as StoreError
      where hand.channel == .kiosk && [.locked, .noNumbers].contains(error.code)
    {
      return ScanReport(presentation, .refused(Refusal(.unavailable)))
    } catch {
      return ScanReport(presentation, .failed(Wording.failure(error)))
    }
  }

  /// In, or known as used before; nil where it proves nothing.
  private static func byPass(
    _ presentation: Presentation, _ hand: DeskStore.Hand, _ store: DeskStore, _ now: Instant
  ) -> ScanReport? {
    do {
      return try letIn(presentation, hand, store, now)
    } catch let refusal as Refusal where refusal.code == .alreadyCheckedIn {
      return ScanReport(presentation, .refused(refusal))
    } catch {
      return nil
    }
  }

  /// A card that is shown over a roster means that class, where it takes them, asks for them, or has
  /// them already; else whatever it would mean anywhere.
  private static func meant(
    _ presentation: Presentation, _ hand: DeskStore.Hand, _ store: DeskStore
  ) -> Presentation {
    guard presentation.session != nil, presentation.booking == nil else { return presentation }
    do {
      _ = try store.preview(presentation.intent, by: hand)
      return presentation
    } catch let refusal as Refusal
      where [.needsConfirmation, .alreadyCheckedIn].contains(refusal.code)
    {
      return presentation
    } catch {
      var anywhere = presentation
      anywhere.session = nil
      return anywhere
    }
  }

  private static func letIn(
    _ presentation: Presentation, _ hand: DeskStore.Hand, _ store: DeskStore, _ now: Instant
  ) throws -> ScanReport {
    var intent = LetIn(presented: presentation.text)
    intent.count = presentation.count
    let receipt = try store.submit(intent, by: hand, settling: false)
    var report = ScanReport(presentation, .welcome(receipt))
    report.booking = try receipt.subject.flatMap { try store.booking(ID($0)) }
    report.isStranger = report.booking == nil
    try report.fill(from: store, hand, at: now)
    return report
  }

  private static func waiting(
    _ presentation: Presentation, _ hand: DeskStore.Hand, _ store: DeskStore
  ) throws -> (booking: BookingView, missing: Int)? {
    guard let decision = try? store.preview(presentation.intent, by: hand),
      let id = decision.subject, let view = try store.booking(ID(id)), view.booking.spots > 1
    else { return nil }
    let missing =
      view.booking.spots - (view.booking.state == .checkedIn ? view.booking.present : 0)
    return missing > 1 ? (view, missing) : nil
  }

  /// A person who stands there is told who the desk thinks they are, where it can tell.
  private static func refused(
    _ refusal: Refusal, _ presentation: Presentation, _ hand: DeskStore.Hand, _ store: DeskStore,
    _ now: Instant
  ) -> ScanReport {
    let choices = refusal.choices.compactMap { try? store.booking($0) }
      .sorted { ($0.session?.session.start ?? now) < ($1.session?.session.start ?? now) }
    var report = ScanReport(
      presentation, choices.isEmpty ? .refused(refusal) : .choose(choices))
    report.booking =
      presentation.booking.flatMap { try? store.booking($0) }
      ?? (try? store.booking(named: presentation.text))
      ?? (try? store.booking(meantBy: presentation.intent, refusal, by: hand))
    let member = member(presentation, store)
    if report.booking == nil { report.member = member }
    if hand.channel == .kiosk, refusal.findsNoneInWindow, presentation.booking == nil, let member,
      let offer = try? offer(to: member.id, since: refusal, hand, store)
    {
      report.verdict = offer
    }
    try? report.fill(from: store, hand, at: now)
    return report
  }

  private static func member(_ presentation: Presentation, _ store: DeskStore) -> Member? {
    switch presentation.origin {
    case .text(let text): try? store.member(named: text)
    case .person(let id): try? store.profile(id)?.member
    case .row: nil
    }
  }

  // MARK: Walking in at a kiosk

  /// A member for themselves, and pays by credits.
  private static func book(
    _ session: ID<Session>, _ member: ID<Member>, _ hand: DeskStore.Hand, _ store: DeskStore
  ) throws -> Receipt {
    let (intent, own) = walkIn(session, member, hand, store)
    return try store.submit(intent, by: own, settling: false)
  }

  private static func walkIn(
    _ session: ID<Session>, _ member: ID<Member>, _ hand: DeskStore.Hand, _ store: DeskStore
  ) -> (Book, DeskStore.Hand) {
    var intent = Book(session: session, member: member, code: store.mintCode())
    intent.walkIn = true
    var own = hand
    own.actor = .member(member)
    return (intent, own)
  }

  /// The sessions that the rulebook would let this member into now; nil where there is none.
  private static func offer(
    to member: ID<Member>, since refusal: Refusal, _ hand: DeskStore.Hand, _ store: DeskStore
  ) throws -> Verdict? {
    var unfit: Refusal?
    let places = try store.openToWalkIns(at: hand.location).compactMap { view -> FreePlace? in
      let (intent, own) = walkIn(view.session.id, member, hand, store)
      let decision: Decision
      do { decision = try store.preview(intent, by: own) } catch let refusal as Refusal {
        if refusal.code == .parqRequired { unfit = refusal }
        return nil
      }
      let booking = decision.changes.lazy.compactMap { change -> Booking? in
        if case .put(let row) = change { row as? Booking } else { nil }
      }.first
      return booking.map { FreePlace(view, cost: $0.creditsUsed) }
    }
    if !places.isEmpty { return .offer(places, to: member, since: refusal) }
    return refusal.knowsNoBooking ? unfit.map { .refused($0) } : nil
  }

  private mutating func fill(
    from store: DeskStore, _ hand: DeskStore.Hand, at now: Instant
  ) throws {
    family = try presentation.family.compactMap { try store.booking($0) }
    guard let booking, let profile = try store.profile(booking.member.id) else { return }
    // Whoever has none and was charged none need not be told of credits.
    if profile.credits != .some(.zero) || booking.booking.creditsUsed != .zero {
      credits = .some(profile.credits)
    }
    next = profile.bookings.last { view in
      guard let session = view.session?.session else { return false }
      return view.booking.id != booking.booking.id && view.booking.state == .confirmed
        && session.start > now
    }
  }
}
