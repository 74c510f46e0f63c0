package import Domain
import Rows
import SQLite

/// One decision with what a person has to know of it: both sides with their names.
package struct DecisionView: Sendable, Equatable {
  /// Who meant something, where and when, as far as that is known.
  package struct Side: Sendable, Equatable {
    package var by: Actor?
    package var device: ID<Device>?
    /// Empty where this copy does not know the device.
    package var deviceName = ""
    package var at: Instant?
    package var isUncertain = false
  }

  package var conflict: Conflict
  package var here: Side
  package var there: Side
  /// Of the place where it happened.
  package var zone: Zone
  package var location: String
  package var session: SessionView?
  package var booking: BookingView?
  package var member: Member?
  package var otherBooking: BookingView?
  package var otherMember: Member?
  /// The values of a profile that were not taken, or that another took the place of.
  package var values: Note?
  /// Whom to call: their bookings ended with a session that was held after all.
  package var called: [Member] = []
  /// True for what was settled here and waits for the authority.
  package var provisional: Bool
  /// What became of it outside of this decision.
  package var since: Since?

  /// What may be chosen as things stand now.
  package var choices: [ConflictChoice] = []
  package var sentence: String { conflict.sentence(since) }
  /// What whoever was at a kiosk was given to show; nil for what staff did.
  package var receipt: String? {
    if conflict.by == .device { return ReceiptNumber(conflict.operation).text }
    // Who walked in there is told by their booking, whichever side came first.
    return [booking, otherBooking].compactMap { $0?.booking }
      .first { $0.walkIn && $0.channel == .kiosk }
      .map { ReceiptNumber(ID($0.id.raw)).text }
  }
}

extension DeskStore {
  /// What waits for a person, the weightier and older first; then, with `settled` so many of them, what
  /// was settled or is only told, the newest first. Only what this person may know of; `hidden` says
  /// how many wait for others.
  package func decisions(
    seenBy staff: Staff?, settled: Int? = nil
  ) throws -> (decisions: [DecisionView], hidden: Int) {
    try snapshot { snapshot in
      let open = try snapshot.connection.records(
        Conflict.self, "WHERE \(RowSchema.open) ORDER BY rank = 'low', at, operation, id")
      let over = try settled.map {
        try snapshot.connection.records(
          Conflict.self, "WHERE NOT \(RowSchema.open) ORDER BY at DESC, operation DESC, id LIMIT ?",
          $0)
      }
      let seen = try open.filter { try snapshot.isSeen($0, by: staff) }
      let also = try (over ?? []).filter { try snapshot.isSeen($0, by: staff) }
      return (try (seen + also).map { try snapshot.view($0) }, open.count - seen.count)
    }
  }

  /// Nil where there is none, or this person may not know of it.
  package func decision(_ id: ID<Conflict>, seenBy staff: Staff?) throws -> DecisionView? {
    try snapshot { snapshot in
      guard let row = try snapshot.connection.record(id), try snapshot.isSeen(row, by: staff) else {
        return nil
      }
      return try snapshot.view(row)
    }
  }
}

extension Snapshot {
  fileprivate func isSeen(_ row: Conflict, by staff: Staff?) throws -> Bool {
    guard let staff, staff.active else { return false }
    let leader = try row.session.flatMap { try connection.record($0) }?.leader
    return staff.roles(at: row.location).contains {
      row.isSeen(by: $0, leads: leader == staff.id)
    }
  }

  fileprivate func view(_ row: Conflict) throws -> DecisionView {
    let place: Location? = try connection.record(row.location)
    let other = try row.otherBooking.flatMap { try booking($0) }
    var view = DecisionView(
      conflict: row, here: try side(row.device, row.at, row.by),
      there: try side(row.otherDevice, row.otherAt, row.otherBy),
      zone: zone(of: row.location), location: place?.name ?? "",
      session: try row.session.flatMap { try session($0) },
      booking: try row.booking.flatMap { try booking($0) },
      member: try row.member.flatMap { try connection.record($0) }, otherBooking: other,
      otherMember: try row.otherMember.flatMap { try connection.record($0) },
      provisional: try isProvisional(row.id))
    view.here.isUncertain = row.uncertain
    // Who booked it is told by its act, whose id is the booking's own.
    if let other, let act = try connection.record(ID<Act>(other.booking.id.raw)),
      view.there.by == nil, view.there.at == other.booking.bookedAt || view.there.at == nil
    {
      view.there = try side(act.device, other.booking.bookedAt, act.actor.map { .staff($0) })
    }
    if row.kind == .profile { view.values = try connection.record(row.id.values) }
    if row.kind == .sessionHeld { view.called = try called(row) }
    let matter = try matter(of: view)
    view.since = row.since(matter)
    view.choices = row.choices(matter)
    return view
  }

  private func matter(of view: DecisionView) throws -> Matter {
    var matter = Matter()
    matter.booking = view.booking?.booking
    matter.session = view.booking?.session?.session
    matter.otherBooking = view.otherBooking?.booking
    matter.otherSession = view.otherBooking?.session?.session
    matter.member = view.member
    matter.otherMember = view.otherMember
    matter.named = view.session?.session
    let row = view.conflict
    guard let member = row.member else { return matter }
    if let session = row.session {
      matter.standing = try connection.records(
        Booking.self, "WHERE member = ? AND session = ? ORDER BY id", member, session
      ).first(where: \.state.isLive)
    }
    if row.kind == .overdrawn, !(matter.booking?.unpaid ?? false) {
      matter.owes =
        try connection.first(
          "SELECT 1 FROM lot WHERE member = ? AND \"left\" < 0 LIMIT 1", member
        ) { _ in true } ?? false
    }
    return matter
  }

  private func side(_ device: ID<Device>?, _ at: Instant?, _ by: Actor?) throws
    -> DecisionView.Side
  {
    let known = try device.flatMap { try connection.record($0) }
    return DecisionView.Side(by: by, device: device, deviceName: known?.name ?? "", at: at)
  }

  /// Those whom a cancelled session sent away: no act of theirs ended the booking.
  private func called(_ row: Conflict) throws -> [Member] {
    guard let session = row.session else { return [] }
    return try connection.records(
      Member.self,
      """
      WHERE id IN (SELECT member FROM booking b
        WHERE b.session = ?1 AND b.state = 'cancelled'
          AND NOT EXISTS (SELECT 1 FROM act WHERE id = b.lastAct)
          AND NOT EXISTS (SELECT 1 FROM booking o WHERE o.session = ?1 AND o.member = b.member
            AND o.state IN ('confirmed', 'checkedIn')))
      ORDER BY lastName, firstName, id
      """, session)
  }
}
