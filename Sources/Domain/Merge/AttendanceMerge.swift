/// A batch: whoever was marked as present was there, and an absence clears no check-in that it had
/// not seen.
extension MarkAttendance: Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] {
    let rows = facts.all(Booking.self)
    let marked = Set(here.compactMap { facts[$0]?.member })
    return here.flatMap { Situation.answeredReads(by: $0, facts) }
      + rows.filter { marked.contains($0.member) && $0.session == session && $0.needsMending }
      .flatMap { Situation.arrivalReads($0) }
  }

  /// Whom the device took as present, by the marks or because everybody was.
  private var here: [ID<Booking>] {
    let no = Set(refused ?? [])
    return present.filter { !no.contains($0) } + (everybody ?? [])
  }

  func prepare(_ at: inout Situation) {
    guard let session = at.facts[session], session.status == .scheduled else { return }
    for id in here {
      guard let marked = at.facts[id], marked.session == session.id else { continue }
      let booking = marked.state.isLive ? marked : at.twin(of: marked) ?? marked
      guard booking.needsMending else { continue }
      at.adjusted = at.adjusted ?? .bookingCancelled
      if booking.state.isLive {
        at.takeIn(booking, session)
      } else {
        at.revive(booking)
      }
    }
  }

  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    try at.reconcile(self, refusal) { refusal, at throws(Refusal) in
      let session = try at.require(session)
      switch refusal.code {
      case .sessionCancelled where here.isEmpty && !allPresent:
        at.adjust(.sessionCancelled, about: nil)
        at.leave(.doneTwice, .sessionCancelled, rank: .low, told: true) {
          $0.session = session.id
        }
        return .done
      case .sessionCancelled: at.hold(session)
      case .alreadyJudged:
        at.concede(.alreadyJudged)
        at.leave(.noShowReversed, .alreadyJudged) { $0.session = session.id }
      case .checkInTooEarly: at.concede(.checkInTooEarly)
      default: throw refusal
      }
      return .again
    }
  }

  func accepted(_ at: inout Situation) {
    let seen = Set(seen)
    let absent = Set(absent.map(\.raw))
    let here = Set(here.map(\.raw))
    for result in at.results where result.refusal != nil {
      guard let key = result.key else { continue }
      if result.kind == .unchanged, absent.contains(key), !seen.contains(ID(key)) {
        let booking = at.facts[ID<Booking>(key)]
        at.leave(.absentButIn, result.refusal, rank: .low, told: true, about: booking) {
          $0.otherDevice = booking?.checkedInOn
          $0.otherAt = booking?.checkedInAt
        }
      } else if result.refusal == .notFound, here.contains(key) {
        at.adjusted = .notFound
        at.leaveStranger(.notFound, ID<Booking>(key).text, count: 1, session)
      }
    }
  }
}

extension Booking {
  /// True where it does not stand as it must for somebody who was there.
  fileprivate var needsMending: Bool {
    switch state {
    case .confirmed, .checkedIn, .noShow: false
    case .held, .offered, .waitlisted, .cancelled, .expired: true
    }
  }
}
