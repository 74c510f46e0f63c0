import Central
package import Domain
import Rows
import Wire
package import Zones

/// The authority's store on PostgreSQL, one of many organizations in one database; one thread at a
/// time uses it, and the lock on the organization's row in `state` keeps other processes out of a
/// commit.
///
/// What operations ask is fetched for a whole batch in few trips, decided on in memory, and written in
/// one. Rows stay known from commit to commit for as long as nobody else has written, which the
/// sequence tells.
package final class PostgresAuthorityStore: AuthorityStore {
  let pool: Pool
  package let organization: ID<Organization>
  /// This store among all that serve the organization.
  let holder = Bits128(hi: .random(in: 0 ... .max), lo: .random(in: 0 ... .max))
  var studio: Studio
  var memory = RowMemory()
  var recent = Recent()
  /// The sequence at which `scopes` and `floor` are known.
  var windowsAt: Int64 = -1
  var scopes: [ScopeKey: [ID<Session>: Stay]] = [:]
  var floor: Int64 = 0
  /// The commit under way.
  var turn: Turn?
  /// Decided and not sent.
  var decided: Turn?
  /// Sent and not known to be durable.
  var sent: Sent?
  /// Until then others write too, so that no commit is decided without the lock; of `Link.now`.
  var locksUntil = Int.min
  /// When it was last known that `recent` ends where the database does; milliseconds of `Link.now`.
  var checkedAt = Int.min / 2
  /// About so many rows are kept from commit to commit: some 150 MB, where a chain has so many in use.
  private let keeps: Int

  /// Enters the organization where it is not there. Throws `schema` where the database has not been
  /// migrated to this program.
  package init(
    _ pool: Pool, _ organization: ID<Organization>, zones: TZifTree, keeping keeps: Int = 240_000
  ) throws {
    self.pool = pool
    self.organization = organization
    self.keeps = keeps
    studio = Studio(zones: zones)
    try pool.lend(
      beginning: { try Migration.check($0) },
      { link in
        try begin(Self.beginWrite, on: link)
        for statement in Self.founding { try link.ask(statement, mine) }
        try link.ask(Self.commit)
        _ = try link.answers()
      })
    _ = try read { try refreshStudio($0) }
  }

  /// The organization's key, as the first parameter of every statement.
  var mine: Parameters {
    var parameters = Parameters()
    parameters.add(organization.raw)
    return parameters
  }

  /// The organization's key and other values.
  func mine(_ values: Value...) -> Parameters {
    var parameters = mine
    for value in values { parameters.add(value) }
    return parameters
  }

  // MARK: Transactions

  static let beginWrite = Statement("BEGIN")
  private static let beginRead = Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
  static let commit = Statement("COMMIT")
  private static let rollback = Statement("ROLLBACK")
  private static let founding = [
    Statement("INSERT INTO tenants VALUES($1) ON CONFLICT DO NOTHING", .uuid),
    Statement("INSERT INTO state VALUES($1, 0, 0, 0) ON CONFLICT DO NOTHING", .uuid),
  ]
  private static let lockState = Statement(
    "SELECT sequence, studio FROM state WHERE organization = $1 FOR UPDATE", .uuid)
  private static let setState = Statement(
    "UPDATE state SET sequence = $2, studio = $3 WHERE organization = $1", .uuid, .int, .int)

  func begin(_ statement: Statement, on link: Link) throws(PostgresError) {
    try link.ask(statement)
    try link.ask(Isolation.enter, Parameters(.text(organization.text)))
  }

  /// Throws `unavailable` where nothing was done, `uncertain` where the answer to the commit was lost,
  /// or what `body` throws.
  package func commit<Result>(_ body: () throws -> Result) throws -> Result {
    precondition(turn == nil && !isAhead, "one commit at a time")
    let before = studio
    defer { turn = nil }
    return try pool.lend(
      beginning: { try lock($0) },
      { link in
        do {
          try catchUp(link)
          let result = try body()
          try finish(link)
          return result
        } catch {
          studio = before
          forget()
          if !link.isBroken {
            try? link.ask(Self.rollback)
            _ = try? link.answers()
          }
          throw error
        }
      })
  }

  private func lock(_ link: Link) throws {
    try begin(Self.beginWrite, on: link)
    try link.ask(Self.lockState, mine)
    guard let row = try link.answers().last?.first else {
      throw PostgresError(.schema, at: "state")
    }
    turn = Turn(link, sequence: row.int(0), studioVersion: row.int(1))
  }

  /// Another process may have written since the last time.
  private func catchUp(_ link: Link) throws {
    guard let turn else { return }
    if turn.sequence != recent.last { forget() }
    recent.begin(at: turn.sequence)
    if turn.studioVersion != studio.version {
      try readStudio(link, version: turn.studioVersion)
    }
  }

  func forget() {
    memory = RowMemory()
    recent = Recent()
    checkedAt = Int.min / 2
  }

  private func finish(_ link: Link) throws {
    try flush()
    guard let turn else { return }
    if turn.sequence != turn.start {
      try link.ask(Self.setState, mine(.int(turn.sequence), .int(turn.studioVersion)))
    }
    try link.ask(Self.commit)
    do {
      _ = try link.answers()
    } catch {
      throw error.code == .unavailable
        ? PostgresError(.uncertain, state: error.state, at: error.place) : error
    }
    remember(turn)
    checkedAt = Link.now
    dropIfLarge()
  }

  /// What a turn did is what is known from now on.
  func remember(_ turn: Turn) {
    precondition(!turn.hasStrays, "changes belong to an operation that is kept")
    recent.append(turn.done, from: memory)
    if !turn.scopeChanged, windowsAt == turn.start { windowsAt = turn.sequence }
    let kept = turn.isAhead ? turn.done : []
    memory.settle(
      keeping: kept.lazy.flatMap(\.touches).map(\.row),
      operations: kept.lazy.map(\.verdict.operation))
  }

  func dropIfLarge() {
    if memory.size > keeps { memory = RowMemory() }
  }

  /// A change that stands beside the order of operations.
  func change<T>(_ body: (Link) throws -> T) throws -> T {
    try transaction(Self.beginWrite, body)
  }

  /// Everything `body` reads is of one moment.
  func read<T>(_ body: (Link) throws -> T) throws -> T {
    try transaction(Self.beginRead, body)
  }

  private func transaction<T>(_ statement: Statement, _ body: (Link) throws -> T) throws -> T {
    // The database does not know yet what is known here.
    guard !isAhead else { throw PostgresError(.uncertain, at: "not durable") }
    return try pool.lend(
      beginning: { link in
        try begin(statement, on: link)
        _ = try link.answers()
      },
      { link in
        let result = try body(link)
        try link.ask(Self.commit)
        _ = try link.answers()
        return result
      })
  }

  /// The rows of one statement, asked by itself.
  func rows<T>(
    _ statement: Statement, _ parameters: Parameters, _ map: (AnswerRow) throws -> T
  ) throws -> [T] {
    try read { link in
      try link.ask(statement, parameters)
      return try link.answers().last?.rows.map(map) ?? []
    }
  }

  // MARK: The studio

  /// Milliseconds for which another process's writes may go unseen by those who only ask for news.
  private static let staleAfter = 50

  /// True where what is remembered of the last operations is all there is, and the studio is as it is
  /// remembered.
  func isFresh() throws -> Bool {
    if turn != nil || isAhead { return true }
    let now = Link.now
    if now - checkedAt <= Self.staleAfter { return true }
    guard try read({ try refreshStudio($0) }) == recent.last else { return false }
    checkedAt = now
    return true
  }

  package func studio(knowing zone: String?) throws -> Facts {
    _ = try isFresh()
    return studio.facts(knowing: zone)
  }

  private static let studioTables = Table.allCases.filter(\.isStudio)
  private static let studioRows = studioTables.map { table in
    Statement(
      """
      SELECT \(RowTable[table].columns(of: "r")) FROM \(RowTable[table].name) r
      WHERE organization = $1
      """, .uuid)
  }
  private static let state = Statement(
    "SELECT sequence, studio, floor FROM state WHERE organization = $1", .uuid)

  /// Reads the studio's own rows anew where they have changed; returns the last sequence.
  @discardableResult
  func refreshStudio(_ link: Link) throws -> Int64 {
    try link.ask(Self.state, mine)
    guard let row = try link.answers().last?.first else {
      throw PostgresError(.schema, at: "state")
    }
    floor = row.int(2)
    let (sequence, version) = (row.int(0), row.int(1))
    if version != studio.version { try readStudio(link, version: version) }
    return sequence
  }

  private func readStudio(_ link: Link, version: Int64) throws {
    for statement in Self.studioRows { try link.ask(statement, mine) }
    let rows = RowMemory()
    for (table, answer) in zip(Self.studioTables, try link.answers()) {
      try rows.learn(answer, .rows(table))
    }
    studio = Studio(zones: studio.zones)
    studio.apply(rows.all, version: version)
  }
}
