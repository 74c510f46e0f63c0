import Domain
import Support
import Wire

/// What devices were promised, and whether it was kept.
final class Promises {
  private struct Accepted {
    let device: ID<Device>
    let kind: String
  }

  private var accepted: [ID<Operation>: Accepted] = [:]
  private let oracle: AuthorityOracle
  private let coverage: Coverage

  var count: Int { accepted.count }

  init(_ oracle: AuthorityOracle, _ coverage: Coverage) {
    self.oracle = oracle
    self.coverage = coverage
  }

  /// The person at the screen was told that it is kept.
  func accept(_ header: OperationHeader) throws {
    let before = accepted.updateValue(
      Accepted(device: header.device, kind: header.kind), forKey: header.id)
    try promise("P1", before == nil, "an id was given twice")
    coverage.note("kind \(header.kind)")
  }

  /// What an answer says must be on the authority's disk already.
  func hear(_ answer: ExchangeAnswer) throws {
    for verdict in answer.outcomes { try check(verdict) }
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

  // MARK: At the end

  /// Every accepted operation has come to exactly one outcome, and nothing else was stored.
  func settle(knowing devices: Set<ID<Device>>) throws {
    for (id, operation) in accepted.sorted(by: { $0.key < $1.key }) {
      try promise(
        "P1", oracle.stored[id]?.device == operation.device,
        "\(operation.kind) \(id.text) was accepted and never decided")
    }
    for (id, stored) in oracle.stored where devices.contains(stored.device) {
      try promise("P1", accepted[id] != nil, "\(id.text) was stored and never meant")
    }
  }

  /// A desk that has everything has the authority's rows, and knows what became of all it did.
  func settle(_ desk: NaiveDesk, _ name: String) throws {
    try promise("P9", desk.isIdle, "\(name) still has something pending")
    try promise("P9", desk.cursor == oracle.sequence, "\(name) is not up to date")
    for entry in desk.entries {
      guard let verdict = entry.verdict else {
        throw Violation("P1", "\(name) was never told of \(entry.header.id.text)")
      }
      try check(verdict)
    }
    for table in Table.allCases { try compare(table.type, desk, name) }
  }

  private func compare<R: Record>(_ type: R.Type, _ desk: NaiveDesk, _ name: String) throws {
    try promise(
      "P4", desk.base.all(R.self) == oracle.rows.all(R.self),
      "\(R.table.rawValue) differs on \(name)")
    try promise(
      "P3", desk.shown.all(R.self) == desk.base.all(R.self),
      "\(name) shows other rows of \(R.table.rawValue) with nothing pending")
  }
}
