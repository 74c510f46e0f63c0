package import Domain
import Rows
import SQLite

/// One thing said of somebody's attendance that did not stay so: what it was, what it became, by whom,
/// when and why.
package struct Correction: Sendable {
  package enum Cause: String, CaseIterable, Sendable {
    /// A check-in made before the judgement arrived after it.
    case arrivedLater
    /// By somebody with the right, after the judgement.
    case byHand
    /// A batch said otherwise, having seen what it changed.
    case batch
    case undone, forgiven
    /// A check-in met a cancellation made elsewhere.
    case cancelled
    /// Somebody who only waited or held a place was there.
    case seated
    /// An absence met a check-in that it had not seen: the check-in stands.
    case notSeen
  }

  /// How somebody stood; but for `absent`, a mark, in the words of the booking's states.
  package enum Standing: String, Sendable {
    case held, offered, confirmed, waitlisted, checkedIn, noShow, cancelled, expired, absent

    init(_ state: BookingState) { self = Standing(rawValue: state.rawValue) ?? .confirmed }
  }

  package var operation: ID<Operation>
  package var cause: Cause
  /// When it was meant, which may be long before it arrived.
  package var at: Instant
  /// Nil for the device or the service itself.
  package var by: ID<Staff>?
  package var device: ID<Device>
  /// Empty where this copy does not know the device.
  package var deviceName: String
  package var booking: ID<Booking>
  package var member: Member?
  package var session: SessionView
  package var was: Standing
  package var became: Standing
  package var reason = ""
  /// What went back to the member with it; below zero where it was taken again.
  package var credits = Credits.zero
  /// By whom the session was judged; nil within for the service itself, or where that is not known.
  package var judgedBy: ID<Staff>?
}

extension DeskStore {
  /// What was corrected of sessions at a location since then, in the order in which it was meant, or the
  /// newest first.
  package func corrections(
    since: Instant, at location: ID<Location>?, newestFirst: Bool = false
  ) throws -> [Correction] {
    try snapshot { try $0.corrections(since: since, at: location, newestFirst) }
  }
}

extension Correction {
  /// By which those of one act stand in order, as on the roster.
  fileprivate var name: (String, String, ID<Booking>) {
    (Folding.folded(member?.lastName ?? ""), Folding.folded(member?.firstName ?? ""), booking)
  }
}

extension Snapshot {
  private static let told: [OperationKind] = [
    .checkIn, .letIn, .markAttendance, .undo, .forgive, .judgeSession,
  ]
  private static let mended: [ConflictKind] = [.checkInAfterCancel, .seated, .absentButIn]

  fileprivate func corrections(
    since: Instant, at location: ID<Location>?, _ newestFirst: Bool
  ) throws -> [Correction] {
    func list(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: ", ") }
    let acts = try connection.records(
      Act.self,
      "WHERE at >= ? AND kind IN (\(list(Self.told.map(\.rawValue)))) ORDER BY at, id", since)
    let conflicts = try connection.records(
      Conflict.self,
      "WHERE at >= ? AND kind IN (\(list(Self.mended.map(\.rawValue)))) ORDER BY at, id", since)
    let judged = Dictionary(
      acts.filter { $0.kind == OperationKind.judgeSession.rawValue }.compactMap { act in
        act.session.map { ($0, act.actor) }
      }
    ) { $1 }
    var rows: [Correction] = []
    for act in acts {
      for id in act.bookings where act.contradicts(id) {
        guard let booking = try connection.record(id),
          let (cause, was, became) = try change(of: booking, by: act, among: acts),
          var row = try correction(
            ID(act.id.raw), cause, booking, was, became, act.at, act.actor, act.device)
        else { continue }
        row.reason = try reason(of: row, booking, among: acts)
        rows.append(row)
      }
    }
    for conflict in conflicts {
      guard let booking = try conflict.booking.flatMap({ try connection.record($0) }),
        let (cause, was) = conflict.correction,
        var row = try correction(
          conflict.operation, cause, booking, was, .checkedIn, conflict.at, conflict.by.staffID,
          conflict.device)
      else { continue }
      row.reason = conflict.reason
      rows.append(row)
    }
    return rows.filter { row in
      row.was != row.became && (location == nil || row.session.session.location == location)
    }.map { row in
      var row = row
      row.judgedBy = judged[row.session.session.id].flatMap { $0 }
      return row
    }.sorted { left, right in
      let (one, other) = ((left.at, left.operation), (right.at, right.operation))
      return one == other ? left.name < right.name : (other < one) == newestFirst
    }
  }

  private typealias Turn = (
    cause: Correction.Cause, was: Correction.Standing, became: Correction.Standing
  )

  /// Nil where the act said something for the first time.
  private func change(of booking: Booking, by act: Act, among acts: [Act]) throws -> Turn? {
    let state = act.state(before: booking.id)
    let wasAbsent = act.absence(before: booking.id) == true
    switch OperationKind(rawValue: act.kind) {
    case .undo:
      guard state != nil || wasAbsent else { return nil }
      // They stand in their order, which times to the second do not tell.
      let isLast = acts.last { $0.bookings.contains(booking.id) }?.id == act.id
      let before = undone(by: act, booking.id, among: acts)
      let restored = isLast ? booking.state : before?.state(before: booking.id) ?? .confirmed
      let isAbsent = isLast ? booking.absent : before?.absence(before: booking.id) == true
      return (
        .undone, wasAbsent ? .absent : state.map { .init($0) } ?? .confirmed,
        isAbsent && restored == .confirmed ? .absent : .init(restored)
      )
    case .forgive: return state == .noShow ? (.forgiven, .noShow, .cancelled) : nil
    case .checkIn, .letIn, .markAttendance:
      switch state {
      case .noShow:
        let judged = try connection.record(booking.session)?.judgedAt
        let isLate = judged.map { act.at <= $0 } ?? false
        return (isLate ? .arrivedLater : .byHand, .noShow, .checkedIn)
      case .checkedIn:
        let isStill = booking.lastAct == act.id && booking.state == .noShow
        return (.batch, .checkedIn, isStill ? .noShow : .absent)
      case .some where wasAbsent: return (.batch, .absent, .checkedIn)
      default: return nil
      }
    default: return nil
    }
  }

  /// The act that an undo took back: it does not name it, but both changed the booking.
  private func undone(by undo: Act, _ booking: ID<Booking>, among acts: [Act]) -> Act? {
    acts.last {
      $0.undone && ($0.at, $0.id) < (undo.at, undo.id) && $0.bookings.contains(booking)
    }
  }

  private func correction(
    _ operation: ID<Operation>, _ cause: Correction.Cause, _ booking: Booking,
    _ was: Correction.Standing, _ became: Correction.Standing, _ at: Instant, _ by: ID<Staff>?,
    _ device: ID<Device>
  ) throws -> Correction? {
    guard let session = try session(booking.session) else { return nil }
    let moved = try connection.records(
      LedgerEntry.self, "WHERE booking = ? ORDER BY id", booking.id
    ).filter { $0.operation == operation }
    return Correction(
      operation: operation, cause: cause, at: at, by: by, device: device,
      deviceName: try connection.record(device)?.name ?? "", booking: booking.id,
      member: try connection.record(booking.member), session: session, was: was, became: became,
      credits: moved.reduce(.zero) { $0 + $1.amount })
  }

  private func reason(
    of row: Correction, _ booking: Booking, among acts: [Act]
  ) throws -> String {
    switch row.cause {
    case .undone:
      let undo = acts.first { $0.id.raw == row.operation.raw }
      return undo.flatMap { undone(by: $0, booking.id, among: acts) }?.undoReason ?? ""
    case .forgiven:
      return try connection.records(
        LedgerEntry.self, "WHERE booking = ? ORDER BY id", booking.id
      ).first { $0.operation == row.operation }?.reason ?? ""
    case .byHand where booking.overrideBy == row.by: return booking.overrideReason ?? ""
    default: return ""
    }
  }
}

extension Act {
  /// False for what is said of somebody for the first time, which most acts do: nothing has to be read
  /// for those.
  fileprivate func contradicts(_ booking: ID<Booking>) -> Bool {
    switch OperationKind(rawValue: kind) {
    case .judgeSession: return false
    case .undo, .forgive: return true
    default:
      let before = state(before: booking)
      return before != nil && (before != .confirmed || absence(before: booking) == true)
    }
  }
}

extension Conflict {
  /// What it says of somebody's attendance; all of these end checked in.
  fileprivate var correction: (Correction.Cause, Correction.Standing)? {
    switch kind {
    case .checkInAfterCancel: (.cancelled, .cancelled)
    case .seated:
      (.seated, fields.first.flatMap(Correction.Standing.init(rawValue:)) ?? .waitlisted)
    case .absentButIn: (.notSeen, .absent)
    default: nil
    }
  }
}
