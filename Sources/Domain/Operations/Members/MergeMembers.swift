/// Two rows of one person become one: bookings, lots, ledger and notes follow, the old number and
/// barcode stay as an alias.
package struct MergeMembers: Intent {
  package static let kind = OperationKind.mergeMembers
  package var kept: ID<Member>
  /// The one that ends; its id goes on meaning the kept one.
  package var merged: ID<Member>

  package init(kept: ID<Member>, merged: ID<Member>) {
    self.kept = kept
    self.merged = merged
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    [kept, merged].flatMap { [Read.member($0), .account($0), .lots($0)] }
      + twins(facts).flatMap { [.session($0.less.session), .roster($0.less.session)] }
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demand(.editMember, at: at.location)
    var (into, from) = (try at.require(kept), try at.require(merged))
    guard kept != merged else { throw Refusal(.malformed, ["what": .word("member")]) }
    guard into.mergedInto == nil, from.mergedInto == nil else { throw Refusal(.stale) }
    try endTwins(&at)
    follow(&at)
    at.note(from.differences(from: into), on: kept)
    into.fill(from: from)
    from.becomeAlias(of: into)
    at.put(into)
    at.put(from)
    at.reviewHabit(of: kept)
    at.subject = kept.raw
  }

  private struct Twins {
    var more: Booking
    /// Of two bookings of one session the one that says less: it ends.
    var less: Booking
  }

  /// The sessions in which both stand.
  private func twins(_ facts: Facts) -> [Twins] {
    let live = facts.all(Booking.self).filter(\.state.isLive)
    let mine = Dictionary(
      live.filter { $0.member == kept }.map { ($0.session, $0) }, uniquingKeysWith: { a, _ in a })
    return live.filter { $0.member == merged }.compactMap { other in
      guard let own = mine[other.session] else { return nil }
      return own.state.weight >= other.state.weight
        ? Twins(more: own, less: other) : Twins(more: other, less: own)
    }
  }

  /// Paid twice for one class: the booking that says less ends and everything goes back. Where both
  /// were there they are two people after all.
  private func endTwins(_ at: inout Situation) throws(Refusal) {
    var back = Credits.zero
    for var twins in twins(at.facts) {
      guard twins.less.state != .checkedIn else {
        throw Refusal(.alreadyBooked, ["state": .word(BookingState.checkedIn.rawValue)])
      }
      back += at.release(
        &twins.less, to: .cancelled, percent: 100, reason: Situation.mergeReason)
      at.results.append(RowResult(.merged, key: twins.less.id.raw))
    }
    at.returned = back
  }

  private func follow(_ at: inout Situation) {
    for var row in at.facts.all(Booking.self) where row.member == merged {
      row.member = kept
      at.put(row)
    }
    for var row in at.facts.all(CreditLot.self) where row.member == merged {
      row.member = kept
      at.put(row)
    }
    // Only the name that the lines stand under: amounts and sums stay as they were written.
    for var row in at.facts.all(LedgerEntry.self) where row.member == merged {
      row.member = kept
      at.put(row)
    }
    for var row in at.facts.all(Note.self) where row.member == merged {
      row.member = kept
      at.put(row)
    }
  }
}

extension BookingState {
  /// Which of two bookings of one person in one session says more.
  fileprivate var weight: Int {
    switch self {
    case .checkedIn: 5
    case .confirmed: 4
    case .offered, .held: 3
    case .waitlisted: 2
    case .noShow: 1
    case .cancelled, .expired: 0
    }
  }
}

extension Member {
  private static let own: Set<String> = ["id", "number", "mergedInto", "noShowHabit"]

  /// Takes what was empty from the other; what either was refused, both are.
  fileprivate mutating func fill(from other: Member) {
    let blank = Member()
    for field in Member.fields
    where !Self.own.contains(field.name) && field.get(self) == field.get(blank) {
      _ = field.set(&self, field.get(other))
    }
    if !other.medical.isEmpty, medical != other.medical {
      medical = Cleaned.note("\(medical); \(other.medical)")
    }
    if other.status == .banned { status = .banned }
    if other.permission == .restricted { permission = .restricted }
    joined = [joined, other.joined].compactMap(\.self).min()
  }

  /// What the other says otherwise, for a note.
  fileprivate func differences(from other: Member) -> [String] {
    let names: Set<String> = [
      "firstName", "lastName", "email", "phone", "birthDate", "emergencyName", "emergencyPhone",
    ]
    return Member.fields.compactMap { field in
      guard names.contains(field.name), field.get(self) != field.get(other) else { return nil }
      let differs = field.get(other).words != nil
      return differs ? field.get(self).words.map { "\(field.name) was \($0)" } : nil
    }
  }

  fileprivate mutating func becomeAlias(of other: Member) {
    let (id, number, barcode) = (id, number, barcode)
    self = Member()
    self.id = id
    self.number = number
    self.barcode = barcode
    status = .inactive
    mergedInto = other.id
  }
}
