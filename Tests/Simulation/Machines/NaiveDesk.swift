import Crypto
import Domain
import Support
import Sync
import Wire

/// A desk as the promises describe it and no more: a list of operations, the rows that the authority
/// sent, and what follows from both. Everything is made anew at every change.
struct NaiveDesk {
  struct Entry {
    let header: OperationHeader
    let stored: StoredOperation
    /// The chain's hash with it.
    let hash: [UInt8]
    var verdict: Verdict?
  }

  let device: ID<Device>
  let epoch: Epoch
  private(set) var entries: [Entry] = []
  /// The rows as the authority said them, at each cursor that was ever reached.
  private(set) var bases: [Int64: World]
  private(set) var cursor: Int64 = 0
  private(set) var acknowledged: Int64 = 0
  private(set) var storedTo = 0
  /// The rows up to the cursor with what is pending.
  var shown: World

  init(_ device: ID<Device>, _ epoch: Epoch, world: World) {
    self.device = device
    self.epoch = epoch
    bases = [0: world]
    shown = world
  }

  var base: World { bases[cursor] ?? shown }

  /// No outcome yet, or one whose rows have not come. What was refused is over.
  func isPending(_ entry: Entry) -> Bool {
    guard let verdict = entry.verdict else { return true }
    return verdict.sequence > cursor && verdict.outcome.isAccepted
  }

  var isIdle: Bool { !entries.contains(where: isPending) }

  // MARK: Operations

  /// Decides on what is shown and keeps it; throws the refusal and keeps nothing.
  mutating func submit(
    _ operation: Operation, clock: ClockTrust, wall: Instant, sinceBoot: Int64, boot: Bits128
  ) throws -> Decision {
    let decision = try decide(operation, shown.facts(for: operation))
    let header = OperationHeader(
      operation, epoch: epoch, seq: entries.count + 1, clock: clock, wall: wall,
      mono: Int(sinceBoot), boot: boot)
    keep(
      header, try PayloadCodec.encode(header), payload: try PayloadCodec.encode(operation.intent))
    shown.apply(decision)
    return decision
  }

  /// Keeps an operation whose rows, if any, are made by somebody else.
  mutating func keep(_ header: OperationHeader, _ bytes: [UInt8], payload: [UInt8]) {
    let hash = Chain.link(
      after: entries.last?.hash ?? Chain.start, header: bytes, payloadHash: SHA256.hash(payload))
    entries.append(
      Entry(header: header, stored: StoredOperation(header: bytes, payload: payload), hash: hash))
  }

  // MARK: The wire

  func request(atMost limit: Int, at now: Instant) -> ExchangeRequest {
    var request = ExchangeRequest(
      device: device, epoch: epoch,
      previous: storedTo == 0 ? Chain.start : entries[storedTo - 1].hash, cursor: cursor,
      acknowledged: acknowledged)
    let unsent = entries.dropFirst(storedTo)
    request.operations = unsent.prefix(limit).map(\.stored)
    request.watermark = unsent.dropFirst(limit).first?.header.at ?? now
    return request
  }

  /// Takes an answer over; false where it is not for this desk, or was given to an older question.
  mutating func take(_ answer: ExchangeAnswer) -> Bool {
    guard answer.device == device, answer.epoch == epoch, answer.storedTo <= entries.count,
      answer.storedTo == 0 || entries[answer.storedTo - 1].hash == answer.storedHash,
      answer.storedTo >= storedTo, answer.from == cursor
    else { return false }
    storedTo = max(storedTo, answer.storedTo)
    hear(answer.outcomes)
    let isNews = cursor != answer.to || !answer.outcomes.isEmpty
    var rows = CollectedRows(from: cursor)
    rows.add(answer)
    expect(rows)
    follow(to: answer.to)
    if isNews { rebase() }
    return true
  }

  mutating func hear(_ verdicts: [Verdict]) {
    for verdict in verdicts {
      guard let place = entries.lastIndex(where: { $0.header.id == verdict.operation }) else {
        continue
      }
      // What was parked is decided later.
      if entries[place].verdict.map({ $0.sequence < verdict.sequence }) ?? true {
        entries[place].verdict = verdict
      }
      acknowledged = max(acknowledged, verdict.sequence)
    }
  }

  /// The rows of a page behind the cursor, which may come to stand on a disk.
  mutating func expect(_ coming: CollectedRows) {
    var rows = base
    for change in coming.changes {
      switch change {
      case .row(let row): rows.apply([row])
      case .evict(let session): rows.evict(session)
      }
    }
    if !coming.more { rows.dropLooseEntries() }
    bases[coming.to] = rows
  }

  /// They do.
  mutating func follow(to next: Int64) { cursor = next }

  /// Back to the rows of a backup; what was meant since is not forgotten yet.
  mutating func rewind(to older: NaiveDesk) { bases = older.bases }

  /// Back to rows of before: a crash may have taken the last ones.
  mutating func rewind(to cursor: Int64, _ entries: [Entry]) throws {
    try promise("P3", bases[cursor] != nil, "a replica stands at \(cursor), where it never was")
    self.cursor = cursor
    self.entries = entries
    acknowledged = entries.compactMap(\.verdict?.sequence).max() ?? 0
  }

  mutating func rebase() {
    var rows = base
    rows.now = shown.now
    for entry in entries where isPending(entry) {
      guard
        let operation = try? PayloadCodec.operation(entry.header, payload: entry.stored.payload)
      else { continue }
      rows.apply(decideAgain(operation, rows.facts(for: operation)).decision)
    }
    shown = rows
  }
}

extension Outcome {
  var isAccepted: Bool { state == .applied || state == .adjusted }
}

extension World {
  /// Takes a session out, and what belongs to it: it has left the window of this copy.
  fileprivate mutating func evict(_ session: ID<Session>) {
    var changes: [Change] = all(Booking.self).filter { $0.session == session }.map {
      .delete(.booking, $0.key)
    }
    for note in all(Note.self) where note.session == session {
      changes.append(.delete(.note, note.key))
    }
    for incident in all(Incident.self) where incident.session == session {
      changes.append(.delete(.incident, incident.key))
    }
    for act in all(Act.self) where act.session == session {
      changes.append(.delete(.act, act.key))
    }
    for allotment in all(Allotment.self) where allotment.session == session {
      changes.append(.delete(.allotment, allotment.key))
    }
    apply(changes + [.delete(.session, session.raw)])
  }

  /// Entries of bookings that went with their session, where all rows have come.
  fileprivate mutating func dropLooseEntries() {
    let bookings = Set(all(Booking.self).map(\.id))
    let loose = all(LedgerEntry.self).filter { !($0.booking.map(bookings.contains) ?? true) }
    apply(loose.map { .delete(.ledger, $0.key) })
  }
}
