import Domain
import Support
import Wire

/// What devices were promised, and whether it was kept.
final class Promises {
  private struct Accepted {
    let device: ID<Device>
    let kind: String
    /// When it truly was.
    let at: Milliseconds
  }

  private var accepted: [ID<Operation>: Accepted] = [:]
  /// Lost with a disk that was put back to an older state, unless it had been sent before.
  private var writtenOff: Set<ID<Operation>> = []
  private let oracle: AuthorityOracle
  private let coverage: Coverage

  var count: Int { accepted.count }

  init(_ oracle: AuthorityOracle, _ coverage: Coverage) {
    self.oracle = oracle
    self.coverage = coverage
  }

  /// The person at the screen was told that it is kept.
  func accept(_ header: OperationHeader) throws {
    // An id tells when it was made, by the one true time; it may be found much later.
    let before = accepted.updateValue(
      Accepted(
        device: header.device, kind: header.kind, at: Milliseconds(header.id.raw.hi >> 16)),
      forKey: header.id)
    try promise("P1", before == nil, "an id was given twice")
  }

  /// It stands on a disk after a crash, told to somebody or not.
  func find(_ header: OperationHeader) throws {
    if accepted[header.id] == nil { try accept(header) }
  }

  /// The person at the screen was told that the place is theirs, whatever anybody else says.
  func confirm(_ id: ID<Operation>) { oracle.confirmed.insert(id) }

  func isWrittenOff(_ id: ID<Operation>) -> Bool { writtenOff.contains(id) }

  func writeOff(_ id: ID<Operation>) { writtenOff.insert(id) }

  /// What an answer says must be on the authority's disk already.
  func hear(_ answer: ExchangeAnswer) throws {
    for verdict in answer.outcomes {
      if let code = verdict.outcome.code { coverage.note("told \(code.rawValue)") }
      try check(verdict)
    }
  }

  private func check(_ verdict: Verdict) throws {
    guard verdict.outcome.code != .idempotencyMismatch else { return }
    let stored = oracle.stored[verdict.operation]
    try promise(
      "P1",
      stored?.sequence == verdict.sequence && stored?.state == verdict.outcome.state.rawValue
        && stored?.code == verdict.outcome.code?.rawValue,
      "\(verdict.operation.text) was told \(verdict.outcome.state), stored is \(stored?.state ?? "nothing")"
    )
  }

  /// When an operation truly was meant.
  func moment(of id: ID<Operation>) -> Milliseconds? { accepted[id]?.at }

  /// Whether these operations hold one that was meant before a moment and that the authority lacks.
  func lacks(_ ids: [ID<Operation>], before moment: Instant) -> ID<Operation>? {
    ids.first { id in
      guard oracle.stored[id] == nil, let operation = accepted[id] else { return false }
      return operation.at < moment.seconds * 1_000
    }
  }

  // MARK: At the end

  /// Every accepted operation has come to exactly one outcome, and nothing else was stored.
  func settle(knowing devices: Set<ID<Device>>) throws {
    for (id, operation) in accepted.sorted(by: { $0.key < $1.key })
    where !writtenOff.contains(id) || oracle.stored[id] != nil {
      try promise(
        "P1", oracle.stored[id]?.device == operation.device,
        "\(operation.kind) \(id.text) was accepted and never decided")
    }
    for (id, stored) in oracle.stored where devices.contains(stored.device) {
      try promise("P1", accepted[id] != nil, "\(id.text) was stored and never meant")
    }
  }

  /// A desk that has everything has the authority's rows, and knows what became of all it did;
  /// `rows` are those that a new device of its kind would be sent.
  func settle(_ desk: NaiveDesk, _ name: String, rows: World) throws {
    try promise("P9", desk.isIdle, "\(name) still has something pending")
    try promise("P9", desk.cursor == oracle.sequence, "\(name) is not up to date")
    for entry in desk.entries {
      guard let verdict = entry.verdict else {
        throw Violation("P1", "\(name) was never told of \(entry.header.id.text)")
      }
      try check(verdict)
    }
    for table in Table.allCases { try compare(table.type, desk, name, rows) }
  }

  private func compare<R: Record>(
    _ type: R.Type, _ desk: NaiveDesk, _ name: String, _ rows: World
  ) throws {
    let (found, wanted) = (desk.base.all(R.self), rows.all(R.self))
    try promise(
      "P4", found == wanted,
      """
      \(R.table.rawValue) differs on \(name): \(found.count), should be \(wanted.count)
      has   \(found.filter { !wanted.contains($0) })
      lacks \(wanted.filter { !found.contains($0) })
      """)
    try promise(
      "P3", desk.shown.all(R.self) == desk.base.all(R.self),
      "\(name) shows other rows of \(R.table.rawValue) with nothing pending")
  }
}
