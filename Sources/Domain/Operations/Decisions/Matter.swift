/// The rows that a decision is about as they stand now, where they may have been seen to by hand.
package struct Matter: Sendable {
  package var booking: Booking?
  /// Where the booking is now, which may have been moved.
  package var session: Session?
  package var otherBooking: Booking?
  package var otherSession: Session?
  package var member: Member?
  package var otherMember: Member?
  /// The session that the decision names.
  package var named: Session?
  /// The member's live booking there, whichever it is.
  package var standing: Booking?
  /// True unless it is known that the member is no longer below zero.
  package var owes = true

  package init() {}
}

/// What became of a matter outside of its decision: by hand, or by the clock.
package enum Since: String, CaseIterable, Sendable {
  /// It has a place.
  case placed
  /// A place is offered to it.
  case offered
  case checkedIn
  case cancelled
  /// Still waiting when the session began.
  case waitedOut
  case moved
  /// One of two bookings has ended or was moved, so that the other may stand.
  case apart
  /// The person is booked there by another booking.
  case booked
  case merged
  case revoked
  case paid
  case fits
  case sessionCancelled
}

extension Conflict {
  /// What has become of it outside of this decision; nil while it stands as the decision says.
  package func since(_ matter: Matter) -> Since? {
    switch kind {
    case .lastPlace: placeSince(matter)
    case .timeConflict: clashSince(matter)
    case .otherStands: matter.booking.flatMap { ended($0) ?? arrived($0) }
    case .twiceIn: matter.booking.flatMap { $0.passRevoked ? .revoked : ended($0) }
    case .sameMember:
      matter.member?.mergedInto != nil || matter.otherMember?.mergedInto != nil ? .merged : nil
    case .rightLost, .refused: meantSince(matter)
    case .overdrawn:
      matter.booking.flatMap { ended($0) } ?? (matter.owes ? nil : .paid)
    case .walkIn, .checkInAfterCancel, .seated: matter.booking.flatMap { ended($0) }
    case .sessionHeld: matter.named?.status == .cancelled ? .sessionCancelled : nil
    case .sessionShrunk:
      matter.named.flatMap {
        $0.status == .cancelled ? .sessionCancelled : $0.target == nil ? .fits : nil
      }
    default: nil
    }
  }

  /// What may be chosen as things stand now; of what has been seen to by hand nothing is left to do.
  package func choices(_ matter: Matter) -> [ConflictChoice] {
    guard status == .open, let since = since(matter) else { return choices }
    return since == .offered ? [.keep, .cancelBooking] : [.keep]
  }

  private func placeSince(_ matter: Matter) -> Since? {
    guard let booking = matter.booking else { return nil }
    if let ended = ended(booking) { return ended }
    if booking.session != session { return .moved }
    return switch booking.state {
    case .waitlisted: nil
    case .offered: .offered
    case .checkedIn: .checkedIn
    default: .placed
    }
  }

  private func clashSince(_ matter: Matter) -> Since? {
    guard let booking = matter.booking else { return nil }
    if ended(booking) != nil || matter.otherBooking.flatMap(ended) != nil { return .apart }
    if let here = matter.session, let there = matter.otherSession,
      !(here.start < there.end && there.start < here.end)
    {
      return .apart
    }
    return arrived(booking)
  }

  /// Of what was refused: nil while doing it may still make sense.
  private func meantSince(_ matter: Matter) -> Since? {
    guard let kind = OperationKind(rawValue: what) else { return nil }
    if kind == .book { return matter.standing.map { arrived($0) ?? .booked } }
    guard let booking = matter.booking else { return nil }
    switch kind {
    case .cancel: return ended(booking)
    case .confirm, .promote:
      return ended(booking) ?? arrived(booking)
        ?? (booking.state.takesPlace ? placed(booking) : nil)
    case .move:
      return ended(booking) ?? arrived(booking) ?? (booking.session == session ? nil : .moved)
    case .addSpots: return ended(booking)
    case .checkIn: return arrived(booking)
    default: return nil
    }
  }

  private func ended(_ booking: Booking) -> Since? {
    switch booking.state {
    case .cancelled: .cancelled
    case .expired: .waitedOut
    default: nil
    }
  }

  private func arrived(_ booking: Booking) -> Since? {
    booking.state == .checkedIn ? .checkedIn : nil
  }

  /// A hold and an offer are still to be confirmed.
  private func placed(_ booking: Booking) -> Since? {
    booking.state == .confirmed || booking.state == .noShow ? .placed : nil
  }
}

extension Conflict {
  /// True where the place that was lost was to be paid later: other ways to a place go on so.
  package var isUnpaid: Bool { kind == .lastPlace && fields.contains(Self.unpaid) }

  static let unpaid = "unpaid"

  /// True where a place may come back that a device had been granted: who lost one gets it.
  package var awaitsReturn: Bool { kind == .lastPlace && fields.contains(Self.returning) }

  static let returning = "returning"

  /// True where nobody showed a pass at either device: there is none to revoke.
  var isWithoutPass: Bool { kind == .twiceIn && fields.contains(Self.withoutPass) }

  static let withoutPass = "withoutPass"

  /// The rows of its matter; the session of a booking comes with it.
  var matterReads: [Read] {
    var reads = [booking, otherBooking].compactMap { $0 }.map { Read.booking($0) }
    reads += [member, otherMember].compactMap { $0 }.map { .member($0) }
    if let session { reads.append(.session(session)) }
    if let member, let session { reads.append(.places(member, session)) }
    return reads
  }
}

extension Situation {
  func matter(of row: Conflict) -> Matter {
    var matter = Matter()
    matter.booking = row.booking.flatMap { facts[$0] }
    matter.session = matter.booking.flatMap { facts[$0.session] }
    matter.otherBooking = row.otherBooking.flatMap { facts[$0] }
    matter.otherSession = matter.otherBooking.flatMap { facts[$0.session] }
    matter.member = row.member.flatMap { facts[$0] }
    matter.otherMember = row.otherMember.flatMap { facts[$0] }
    matter.named = row.session.flatMap { facts[$0] }
    matter.standing = facts.all(Booking.self).first {
      $0.member == row.member && $0.session == row.session && $0.state.isLive
    }
    return matter
  }

  /// What a person is asked about somebody who waits.
  static func askedReads(_ booking: Booking) -> [Read] {
    booking.state == .waitlisted || booking.state == .offered ? [.conflicts(booking.id)] : []
  }

  /// What is still asked about somebody who comes, by this booking or by another of theirs there.
  static func answeredReads(by id: ID<Booking>, _ facts: Facts) -> [Read] {
    guard let came = facts[id] else { return [.booking(id)] }
    let theirs = facts.all(Booking.self).filter { came.isSamePlace(as: $0) }
    return [.places(came.member, came.session)] + theirs.map { .conflicts($0.id) }
  }

  /// Whoever has come has answered what leaves nothing else to choose.
  mutating func tellAnswered(by came: Booking) {
    for var row in facts.all(Conflict.self) where row.status == .open {
      guard let booking = row.booking.flatMap({ facts[$0] }), came.isSamePlace(as: booking) else {
        continue
      }
      let matter = matter(of: row)
      guard row.since(matter) != nil, row.choices(matter) == [.keep] else { continue }
      row.status = .told
      put(row)
    }
  }

  /// Who saw by hand to somebody's lost place has answered what a decision asks about it.
  mutating func answerByHand(_ booking: Booking) {
    guard actor != .system else { return }
    for var open in facts.all(Conflict.self)
    where open.booking == booking.id && open.kind == .lastPlace && open.status == .open {
      open.status = .resolved
      open.resolvedBy = actor.staffID
      open.resolvedAt = at
      put(open)
    }
  }
}

extension Booking {
  /// True of all bookings of one person in one session.
  fileprivate func isSamePlace(as other: Booking) -> Bool {
    member == other.member && session == other.session
  }
}
