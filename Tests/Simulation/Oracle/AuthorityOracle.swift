import Central
import CrashFS
import Domain
import Rows
import SQLite
import Support
import Wire

/// What the authority may never do, watched from outside: read from its file by queries of its own, and
/// judged by sums that share nothing with the rulebook.
final class AuthorityOracle {
  /// One stored operation.
  struct Stored: Equatable {
    let sequence: Int64
    let device: ID<Device>
    let state: String
    let code: String?
    let header: OperationHeader
    let subject: Bits128?
  }

  /// Told of each act when it is new.
  var acted: (Act) throws -> Void = { _ in }
  /// Told of each session that the authority judged by itself.
  var judged: (Session) throws -> Void = { _ in }

  /// Devices whose files are on two machines.
  var copied: Set<ID<Device>> = []
  /// Those of which somebody was told so.
  private(set) var twoMachines: Set<ID<Device>> = []
  /// When the authority last met another life of a device.
  private(set) var metLife: [ID<Device>: Milliseconds] = [:]
  private(set) var stored: [ID<Operation>: Stored] = [:]
  /// What was parked, and decided later under a new sequence.
  private var revised = 0
  /// The last sequence that was seen, and therefore told to somebody.
  private(set) var sequence: Int64 = 0
  private(set) var rows: World
  let coverage: Coverage
  private let machine: AuthorityMachine
  private var reader: Connection?
  private var readerLife = 0
  /// Bookings that a screen called confirmed before anybody was asked.
  var confirmed: Set<ID<Operation>> = []
  private var rosters: [ID<Session>: Set<ID<Booking>>] = [:]
  private var allotments: [ID<Session>: Set<ID<Allotment>>] = [:]
  /// Those that were granted more in this commit.
  private var grants: [Allotment] = []
  private var drawn = Drawn()
  private var balances: [ID<CreditLot>: Credits] = [:]
  private var corrected: Set<ID<LedgerEntry>> = []
  /// Whose each is.
  private var numbers: [String: Bits128] = [:]
  private var references: [String: String] = [:]

  init(_ machine: AuthorityMachine, _ coverage: Coverage, rows: World) {
    self.machine = machine
    self.coverage = coverage
    self.rows = rows
  }

  private func file() throws -> Connection {
    if let reader, readerLife == machine.life { return reader }
    let opened = try Connection(
      AuthorityMachine.file, .init(readOnly: true, synchronous: .normal, vfs: machine.disk.name))
    (reader, readerLife) = (opened, machine.life)
    return opened
  }

  func close() {
    reader = nil
    acted = { _ in }
    judged = { _ in }
  }

  // MARK: After each commit

  func committed() throws {
    try readOperations()
    guard let store = machine.authority?.store else { return }
    let page = try store.page(after: rowsAt, limit: 1_000_000, nil)
    try promise("feed", page.from == rowsAt && !page.more, "a page from \(page.from)")
    var sessions: Set<ID<Session>> = []
    var lots: Set<ID<CreditLot>> = []
    for case .row(let change) in page.changes { try take(change, &sessions, &lots) }
    rowsAt = page.to
    for session in sessions { try look(at: session) }
    for grant in grants { try look(at: grant) }
    grants = []
    try drawn.look(in: rows)
    for lot in lots { try look(at: lot) }
    for stored in fresh {
      try look(at: stored)
      try look(atConfirmed: stored)
    }
  }

  private var rowsAt: Int64 = 0
  /// Operations of this commit.
  private var fresh: [Stored] = []
  /// Operations about which there is a decision.
  private var told: Set<ID<Operation>> = []

  private func readOperations() throws {
    fresh = []
    let found = try file().all(
      """
      SELECT sequence, id, device, state, code, header, subject, payload
      FROM operations WHERE sequence > ? ORDER BY sequence
      """, sequence
    ) { row in
      (
        id: row.id(1, Operation.self),
        Stored(
          sequence: row.int(0), device: row.id(2), state: row.text(3), code: row.optionalText(4),
          header: try PayloadCodec.header(row.blob(5)),
          subject: row.optionalBlob(6).flatMap { Bits128(bytes: $0) }),
        payload: row.optionalBlob(7) ?? []
      )
    }
    let last = try file().first("SELECT max(sequence) FROM operations") { $0.int(0) } ?? 0
    try promise("P1", last >= sequence, "the authority knew \(sequence), and knows \(last) now")
    for (id, stored, payload) in found {
      try promise("sequence", stored.sequence == sequence + 1, "a gap before \(stored.sequence)")
      if let before = self.stored[id] {
        try promise("P1", before.state == "parked", "a second outcome of \(id.text)")
        coverage.note("parked, then \(stored.state)")
        revised += 1
      }
      self.stored[id] = stored
      sequence = stored.sequence
      coverage.note("outcome \(stored.state)")
      coverage.note("kind \(stored.header.kind)")
      if let code = stored.code { coverage.note("authority \(code)") }
      fresh.append(stored)
      guard stored.state != "parked",
        let intent = try? PayloadCodec.intent(payload, of: stored.header)
      else { continue }
      if let life = intent as? NoteLife, !life.twice {
        metLife[life.target] = machine.timeline.now
      }
      drawn.take(intent, of: id, isApplied: stored.state != "rejected", rows: rows)
    }
  }

  private func look(at stored: Stored) throws {
    let kind = OperationKind(rawValue: stored.header.kind)
    // What was told to somebody is never taken back without a word; a decision that could not be taken
    // as somebody chose goes on waiting.
    if stored.state == "rejected", kind != .resolveDecision {
      try promise(
        "P6", told.contains(stored.header.id),
        "\(stored.header.kind) \(stored.header.id.text) was refused: \(stored.code ?? ""), and nobody is told"
      )
    }
    if kind == .judgeSession, stored.header.actor == .system,
      let session = stored.subject.flatMap({ rows[ID<Session>($0)] })
    {
      try judged(session)
    }
  }

  private func take(
    _ change: Change, _ sessions: inout Set<ID<Session>>, _ lots: inout Set<ID<CreditLot>>
  ) throws {
    switch change {
    case .put(let member as Member):
      try lookFor(member.number, of: member.key, in: &numbers)
    case .put(let booking as Booking):
      // What was refused and is tried again keeps what is printed.
      try lookFor(booking.reference, of: booking.code, in: &references)
      try promise("numbers", !booking.code.isEmpty, "a booking has no code")
      if let old = rows[booking.id] {
        try look(at: booking, since: old)
        rosters[old.session]?.remove(booking.id)
        sessions.insert(old.session)
      }
      rosters[booking.session, default: []].insert(booking.id)
      sessions.insert(booking.session)
    case .put(let allotment as Allotment):
      allotments[allotment.session, default: []].insert(allotment.id)
      sessions.insert(allotment.session)
      if allotment.granted > rows[allotment.id]?.granted ?? 0 { grants.append(allotment) }
    case .put(let session as Session): sessions.insert(session.id)
    case .put(let lot as CreditLot): lots.insert(lot.id)
    case .put(let entry as LedgerEntry):
      if var old = rows[entry.id] {
        // Where two members become one, the lines follow.
        old.member = entry.member
        try promise("ledger", old == entry, "an entry was changed:\n\(old)\n\(entry)")
        rows.apply([change])
        return
      }
      if let other = entry.corrects {
        try promise("ledger", corrected.insert(other).inserted, "an entry was corrected twice")
      }
      balances[entry.lot, default: .zero] += entry.amount
      lots.insert(entry.lot)
    case .put(let act as Act):
      if rows[act.id] == nil { try acted(act) }
    case .put(let conflict as Conflict):
      told.insert(conflict.operation)
      if conflict.kind == .twoMachines {
        // However often a machine is put back from a backup, it is one.
        try promise("lives", copied.contains(conflict.device), "one machine was taken for two")
        twoMachines.insert(conflict.device)
      }
      coverage.note("decision \(conflict.kind.rawValue)")
      if let choice = conflict.choice { coverage.note("chosen \(choice.rawValue)") }
    case .delete(.booking, _), .delete(.lot, _), .delete(.ledger, _):
      throw Violation("rows", "\(change.table.rawValue) was deleted")
    default: break
    }
    rows.apply([change])
  }

  // MARK: What must always be so

  /// What is printed for somebody is theirs alone.
  private func lookFor<Owner: Equatable>(
    _ text: String, of owner: Owner, in owners: inout [String: Owner]
  ) throws {
    let known = owners.updateValue(owner, forKey: text)
    try promise("numbers", known == nil || known == owner, "\(text) was given out twice")
  }

  private func look(at id: ID<Session>) throws {
    guard let session = rows[id] else { throw Violation("P2", "a booking without a session") }
    var taken = 0
    var over = 0
    var people: Set<ID<Member>> = []
    for booking in (rosters[id] ?? []).compactMap({ rows[$0] }) {
      switch booking.state {
      case .held, .offered, .confirmed, .checkedIn, .noShow:
        taken += booking.spots
        over += booking.overSpots
      case .waitlisted: break
      case .cancelled, .expired: continue
      }
      try promise(
        "P2", people.insert(booking.member).inserted, "one person twice in \(id.text)")
    }
    let granted = (allotments[id] ?? []).reduce(0) { $0 + (rows[$1]?.places ?? 0) }
    try promise(
      "P2", taken + granted <= session.capacity + over,
      "\(taken) in \(id.text), \(granted) granted, which has \(session.capacity) and \(over) over")
  }

  /// Only desks that count are granted places, and none while somebody waits.
  private func look(at grant: Allotment) throws {
    let device = rows[grant.device]
    try promise(
      "grants", device?.role == .desk && device?.location == rows[grant.session]?.location,
      "\(grant.device.text) was granted places")
    let waits = (rosters[grant.session] ?? []).contains { rows[$0]?.state == .waitlisted }
    try promise(
      "grants", !waits, "places of \(grant.session.text) were granted, and somebody waits")
  }

  /// What a screen called confirmed stands as it was told, by a place that was there for it.
  private func look(atConfirmed stored: Stored) throws {
    guard confirmed.contains(stored.header.id), stored.state != "parked" else { return }
    coverage.note("confirmed \(stored.code ?? stored.state)")
    if stored.state == "rejected", let code = stored.code.flatMap(RefusalCode.init(rawValue:)),
      stored.endings.contains(code)
    {
      return
    }
    try promise(
      "P10", stored.state != "rejected",
      "\(stored.header.id.text) was confirmed, and refused: \(stored.code ?? "")")
    guard stored.header.kind == OperationKind.book.rawValue else {
      return try look(atChanged: stored)
    }
    guard let booking = rows[ID<Booking>(stored.header.id.raw)] else {
      throw Violation("P10", "\(stored.header.id.text) was confirmed, and is gone")
    }
    let others = fresh.contains { $0 != stored && isEnding($0) }
    let places = (rosters[booking.session] ?? []).compactMap { rows[$0] }.filter {
      $0.member == booking.member && $0.state.takesPlace
    }
    try promise(
      "P10", !places.isEmpty || others, "\(booking.id.text) was confirmed, and has no place")
    let isAlone = !fresh.contains { $0 != stored && $0.subject == booking.key }
    try promise(
      "P2", !isAlone || booking.overSpots == 0 || drawn.isReleased(for: stored.header.id),
      "\(booking.id.text) was drawn from a grant, and there was no place")
  }

  /// A booking that was made larger, moved or promoted stands so.
  private func look(atChanged stored: Stored) throws {
    let places = stored.subject.flatMap { rows[ID<Booking>($0)] }?.state.takesPlace ?? false
    try promise(
      "P10", places || fresh.contains { $0 != stored && isEnding($0) },
      "\(stored.header.kind) \(stored.header.id.text) was confirmed, and there is no place")
  }

  private func isEnding(_ stored: Stored) -> Bool {
    OperationKind(rawValue: stored.header.kind).map(Self.ending.contains) ?? false
  }

  private static let ending: Set<OperationKind> = [
    .cancel, .undo, .cancelSession, .resolveDecision, .mergeMembers, .forgive, .move, .tendSession,
  ]

  /// What was confirmed ends only by what a person did, never by how two copies were reconciled.
  private func look(at booking: Booking, since old: Booking) throws {
    guard old.state == .confirmed || old.state == .checkedIn else { return }
    // Unless a person gave it up meanwhile, and wanted it back.
    let isGivenUp = fresh.contains { isEnding($0) && $0.subject == booking.key }
    try promise(
      "P10", booking.state != .waitlisted || isGivenUp,
      "\(booking.id.text) was confirmed, and waits")
    guard booking.state == .cancelled else { return }
    let ending: Set<OperationKind> = [
      .cancel, .undo, .cancelSession, .resolveDecision, .mergeMembers, .forgive,
    ]
    try promise(
      "P10",
      fresh.contains { OperationKind(rawValue: $0.header.kind).map(ending.contains) ?? false },
      "\(booking.id.text) was confirmed, and nobody cancelled it")
  }

  private func look(at id: ID<CreditLot>) throws {
    let sum = balances[id] ?? .zero
    guard let lot = rows[id] else { throw Violation("P2", "a line without a lot") }
    try promise("P2", lot.left == sum, "a lot has \(lot.left.text), its lines \(sum.text)")
  }

  // MARK: Everything

  /// All of it: each row of the file, each sum, and the digests.
  func full() throws {
    let file = try file()
    for table in Table.allCases { try compare(table.type, file) }
    for session in rows.all(Session.self) { try look(at: session.id) }
    for lot in rows.all(CreditLot.self) { try look(at: lot.id) }
    let count = try file.first("SELECT count(*), count(DISTINCT id) FROM operations") {
      (Int64($0.int(0)), Int64($0.int(1)))
    }
    try promise(
      "P1", count?.0 == sequence - Int64(revised) && count?.0 == count?.1, "operations are gone")
    let problems = try SQLiteAuthorityStore.operationProblems(in: file)
    try promise("doctor", problems.isEmpty, problems.joined(separator: "; "))
  }

  private func compare<R: Record>(_ type: R.Type, _ file: Connection) throws {
    let found = try file.records(R.self, "ORDER BY id")
    try promise(
      "feed", found == rows.all(R.self), "\(R.table.rawValue) is not what the feed has said")
  }
}
