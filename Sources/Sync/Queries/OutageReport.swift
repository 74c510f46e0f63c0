package import Domain
import Rows
import SQLite
import Wire

/// What was done on this desk while the line was down, and what became of it.
package struct OutageReport: Sendable {
  package enum Result: String, CaseIterable, Sendable {
    /// The authority has not seen it, and may decide otherwise.
    case provisional
    /// Nor this; but by a place that was granted to this desk it stands.
    case firm
    case confirmed, changed, refused
    /// A person has to choose.
    case decision
    /// Waits for a newer authority, or for one who looks into it.
    case parked
  }

  package struct Row: Sendable {
    package var operation: OperationView
    /// When it was meant, as exactly as is known by now.
    package var at: Instant
    package var isUncertain: Bool
    package var result: Result
    /// What it left for a person, settled or not.
    package var decision: Conflict?
    package var member: Member?
    package var session: SessionView?
    /// What of the studio it was about: a service's name, a room's, a rule's.
    package var thing: String?
    /// Why somebody was not checked in; nil for everything else.
    package var refusal: RefusalCode?
    /// What hangs on it as long as it is not confirmed.
    package var credits = Credits.zero
    package var money = 0
  }

  package var outage: Outage
  /// In the order in which it was done.
  package var rows: [Row]

  package func count(_ result: Result) -> Int { rows.count { $0.result == result } }

  /// Value at risk: what hangs on things undecided.
  package var credits: Credits { rows.reduce(.zero) { $0 + $1.credits } }
  package var money: Int { rows.reduce(0) { $0 + $1.money } }
}

extension DeskStore {
  /// All that is known of, the newest first.
  package func outages() throws -> [Outage] { try readOperations { try $0.outages() } }

  package func report(_ outage: Outage) throws -> OutageReport {
    let done = try readOperations {
      try Done.all(
        in: $0, "o.position > ? AND o.position <= ?", outage.after, outage.until ?? Int64.max)
    }
    return OutageReport(outage: outage, rows: try rows(of: done))
  }

  /// Whom each was about, and what came of it.
  package func rows(
    of operations: some Sequence<OperationView>
  ) throws -> [ID<Operation>: OutageReport.Row] {
    let done = try readOperations { connection in
      try operations.flatMap { try Done.all(in: connection, "o.id = ?", $0.id) }
    }
    return Dictionary(try rows(of: done).map { ($0.operation.id, $0) }) { first, _ in first }
  }

  private func rows(of done: [Done]) throws -> [OutageReport.Row] {
    let heard = clock.heard
    return try snapshot { snapshot in try done.map { try snapshot.row($0, dated: heard) } }
  }
}

private struct Done {
  var operation: OperationView
  var header: OperationHeader
  var payload: [UInt8]?
  var subject: Bits128?

  /// Those of operations `o` that the condition holds for, in their order.
  static func all<each Value: Bindable>(
    in connection: Connection, _ condition: String, _ values: repeat each Value
  ) throws -> [Done] {
    try connection.all(
      """
      SELECT \(OperationView.columns), o.header, p.payload, coalesce(u.subject, r.subject)
      FROM operations o LEFT JOIN outcomes u USING(position) JOIN receipts r USING(position)
        LEFT JOIN payloads p USING(position)
      WHERE \(condition) ORDER BY o.position
      """, repeat each values
    ) { row in
      let next = OperationView.width
      return Done(
        operation: try OperationView(row), header: try PayloadCodec.header(row.blob(next)),
        payload: row.optionalBlob(next + 1),
        subject: row.optionalBlob(next + 2).flatMap { Bits128(bytes: $0) })
    }
  }
}

extension Snapshot {
  fileprivate func row(_ done: Done, dated heard: HeardTime?) throws -> OutageReport.Row {
    let header = done.header
    var (at, uncertain) = (header.at, header.clock == .uncertain)
    if uncertain, let heard {
      // Contact since, in the same run of the machine: it can be dated back.
      let (time, trust) = heard.value.now(
        CorrectedTime.Reading(
          wall: header.wall.seconds * 1_000, sinceBoot: Int64(header.mono), boot: header.boot))
      if trust == .verified { (at, uncertain) = (Instant(time / 1_000), false) }
    }
    let left = try connection.records(
      Conflict.self, "WHERE operation = ? ORDER BY status = 'open' DESC, id LIMIT 1",
      done.operation.id
    ).first
    var row = OutageReport.Row(
      operation: done.operation, at: at, isUncertain: uncertain,
      result: Self.result(done.operation, left), decision: left)
    let intent = done.payload.flatMap {
      try? PayloadCodec.operation(header, payload: $0).intent
    }
    row.refusal = (intent as? RefuseEntry)?.code
    let about = try subject(of: done, intent)
    let booking = try about.booking.flatMap { try connection.record($0) }
    let member = try (booking?.member ?? about.member).flatMap { try connection.record($0) }
    row.member = member
    row.session = try (booking?.session ?? about.session).flatMap { try session($0) }
    row.thing = try thing(of: done, intent)
    if row.result == .decision {
      (row.credits, row.money) = (left?.credits ?? .zero, left?.money ?? 0)
    } else if row.result == .provisional || row.result == .parked,
      Self.paying.contains(done.operation.kind)
    {
      (row.credits, row.money) = (booking?.creditsUsed ?? .zero, booking?.amountDue ?? 0)
    }
    return row
  }

  private static let paying: Set<OperationKind> = [.book, .confirm, .promote, .move, .addSpots]

  /// As it was meant; where that has been erased, or says nothing of it, by what came of it.
  private func subject(of done: Done, _ intent: (any Intent)?) throws -> Subject {
    var about = intent.map { Subject($0) } ?? Subject()
    guard about.booking == nil, let key = done.subject else { return about }
    if let booking = try connection.record(ID<Booking>(key)) {
      about.booking = booking.id
    } else if let member = try connection.record(ID<Member>(key)) {
      about.member = about.member ?? member.id
    } else if let session = try connection.record(ID<Session>(key)) {
      about.session = about.session ?? session.id
    }
    return about
  }

  /// The name of what is no person and no session, as it is now or was meant.
  private func thing(of done: Done, _ intent: (any Intent)?) throws -> String? {
    switch intent {
    case let intent as SetPolicy:
      let name = try intent.service.flatMap { try connection.record($0)?.name }
      return [intent.key.rawValue, name].compactMap { $0 }.joined(separator: " · ")
    case let intent as AddLocation: return intent.name
    case let intent as AddStaff: return intent.name
    default: break
    }
    guard let key = done.subject else { return nil }
    return switch done.operation.kind {
    case .defineService: try connection.record(ID<Service>(key))?.name
    case .addRoom: try connection.record(ID<Room>(key))?.name
    case .addLocation: try connection.record(ID<Location>(key))?.name
    case .addStaff: try connection.record(ID<Staff>(key))?.name
    case .enrolDevice, .revokeDevice, .setDeviceAside:
      try connection.record(ID<Device>(key))?.name
    default: nil
    }
  }

  private static func result(
    _ operation: OperationView, _ left: Conflict?
  ) -> OutageReport.Result {
    if left?.status == .open { return .decision }
    return switch operation.outcome?.state {
    case nil: operation.isFirm ? .firm : .provisional
    case .applied: .confirmed
    case .adjusted: .changed
    case .rejected: .refused
    case .parked: .parked
    }
  }
}
