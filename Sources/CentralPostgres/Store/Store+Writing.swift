package import Central
package import Domain
import Rows
package import Wire

/// What a commit does, kept in memory until it is written together.
extension PostgresAuthorityStore {
  /// After so many operations the server begins to write while the next ones are decided.
  private static let flushedAtOnce = 32

  package func keep(_ arrival: Arrival, _ verdict: Verdict) throws {
    if let turn, !turn.isAhead, turn.kept.count >= Self.flushedAtOnce {
      try flush()
      try turn.link.push()
    }
    try sent?.link.push()
    turn?.known[verdict.operation] = Known(
      verdict: verdict, payloadHash: arrival.payloadHash)
    memory.learn(arrival.operation, verdict.operation)
    keep(.arrival(arrival), verdict)
  }

  package func revise(_ arrival: Arrival, _ verdict: Verdict) throws {
    guard let old = try known(verdict.operation) else {
      preconditionFailure("only what was kept is revised")
    }
    // Its first verdict has to be there before it is changed.
    try flush()
    turn?.mustRest = true
    turn?.known[verdict.operation]??.verdict = verdict
    keep(.revision(arrival, was: old.verdict.sequence), verdict)
  }

  private func keep(_ what: Turn.Kept.What, _ verdict: Verdict) {
    turn?.kept.append(Turn.Kept(what: what, verdict: verdict))
    turn?.sequence = verdict.sequence
  }

  package func write(_ changes: [Change], at sequence: Int64) throws {
    guard !changes.isEmpty else { return }
    var touches: [Touch] = []
    for change in changes { try touch(change, among: changes, at: sequence, &touches) }
    if let last = turn?.kept.indices.last, turn?.kept[last].verdict.sequence == sequence {
      turn?.kept[last].touches += touches
    } else {
      turn?.hasStrays = true
    }
    guard changes.contains(where: { $0.table.isStudio }) else { return }
    let version = studio.version + 1
    turn?.studioVersion = version
    studio.apply(changes, version: version)
  }

  // MARK: What hangs on what

  private func touch(
    _ change: Change, among changes: [Change], at sequence: Int64, _ touches: inout [Touch]
  ) throws {
    let (table, key) = (change.table, change.key)
    let old = memory.write(change, at: sequence)
    let hung = try old.map { try hanging($0, table, among: []) } ?? Hanging()
    guard case .put(let row) = change else {
      touches.append(Touch(kind: .end, table: table, key: key, hanging: hung))
      return
    }
    let now = try hanging(row, table, among: changes)
    touches.append(Touch(kind: .put, table: table, key: key, hanging: now))
    if hung.session != nil, hung.session != now.session {
      touches.append(Touch(kind: .left, table: table, key: key, hanging: hung))
      if let booking = row as? Booking { try follow(booking, hung, now, at: sequence, &touches) }
    }
    if table == .session, let session = row as? Session {
      place(session, since: old as? Session, at: sequence)
    }
  }

  private func hanging(
    _ row: any Record, _ table: Table, among changes: [Change]
  ) throws -> Hanging {
    guard table.hangs else { return Hanging() }
    return try Hanging(row) { booking in
      for case .put(let row as Booking) in changes where row.id == booking { return row.session }
      if !memory.has(.row(.booking, booking.raw)) { try fetch([.row(.booking, booking.raw)]) }
      return memory[booking]?.session
    }
  }

  /// A booking that moves to another session takes its entries with it.
  private func follow(
    _ booking: Booking, _ hung: Hanging, _ now: Hanging, at sequence: Int64,
    _ touches: inout [Touch]
  ) throws {
    let group = RowGroup.ledger(booking.id)
    if !memory.has(.group(group)) { try fetch([.group(group)]) }
    for entry in memory.rows(group, LedgerEntry.self).sorted(by: { $0.id < $1.id }) {
      memory.touch(entry, at: sequence)
      touches.append(Touch(kind: .put, table: .ledger, key: entry.key, hanging: now))
      touches.append(Touch(kind: .left, table: .ledger, key: entry.key, hanging: hung))
    }
  }

  private func place(_ session: Session, since old: Session?, at sequence: Int64) {
    if let old, old.location == session.location, old.start == session.start { return }
    turn?.placed.append((session, sequence))
    turn?.scopeChanged = true
  }
}
