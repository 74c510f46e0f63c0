import Central
package import Domain

/// The devices of a role at a location, which are sent the same sessions.
struct ScopeKey: Hashable {
  let location: ID<Location>
  let role: DeviceRole
}

/// A session in a window: since when, and from which sequence on no more.
struct Stay {
  let since: Int64
  let gone: Int64?
}

/// Which sessions travel.
extension PostgresAuthorityStore {
  // MARK: Writing

  private static let putWindow = Statement(
    """
    INSERT INTO windows VALUES($1, $2, $3, $4, $5) ON CONFLICT (organization, location, role)
    DO UPDATE SET since = excluded.since, until = excluded.until
    """, .uuid, .bytes, .text, .int, .int)
  private static let leaveWindow = Statement(
    """
    UPDATE scope SET gone = $6
    WHERE organization = $1 AND location = $2 AND role = $3 AND gone IS NULL AND NOT EXISTS (
      SELECT 1 FROM session s WHERE s.organization = $1 AND s.id = scope.session
        AND s.location = $2 AND s.start >= $4 AND s.start < $5)
    """, .uuid, .bytes, .text, .int, .int, .int)
  private static let enterWindow = Statement(
    """
    INSERT INTO scope
    SELECT $1, $2, $3, id, $6, NULL FROM session
    WHERE organization = $1 AND location = $2 AND start >= $4 AND start < $5
    ON CONFLICT (organization, location, role, session)
    DO UPDATE SET since = excluded.since, gone = NULL WHERE scope.gone IS NOT NULL
    """, .uuid, .bytes, .text, .int, .int, .int)

  package func moveWindow(
    _ window: SessionWindow, of location: ID<Location>, _ role: DeviceRole, at sequence: Int64
  ) throws {
    turn?.scopeChanged = true
    try flush()
    let bounds = mine(
      location.value, role.value, window.from.value, window.until.value)
    var parameters = bounds
    parameters.add(.int(sequence))
    try write(Self.putWindow, bounds)
    try write(Self.leaveWindow, parameters)
    try write(Self.enterWindow, parameters)
  }

  private static let leave = Statement(
    """
    UPDATE scope SET gone = $5
    WHERE organization = $1 AND session = $2 AND gone IS NULL AND NOT EXISTS (
      SELECT 1 FROM windows w WHERE w.organization = $1 AND w.location = $3
        AND w.location = scope.location AND w.role = scope.role
        AND w.since <= $4 AND $4 < w.until)
    """, .uuid, .bytes, .bytes, .int, .int)
  private static let enter = Statement(
    """
    INSERT INTO scope
    SELECT $1, location, role, $2, $5, NULL FROM windows
    WHERE organization = $1 AND location = $3 AND since <= $4 AND $4 < until
    ON CONFLICT (organization, location, role, session)
    DO UPDATE SET since = excluded.since, gone = NULL WHERE scope.gone IS NOT NULL
    """, .uuid, .bytes, .bytes, .int, .int)

  /// A session that was made or moved comes into the windows, or leaves them.
  func flushPlaces() throws {
    let placed = turn?.placed ?? []
    turn?.placed = []
    for (session, sequence) in placed {
      let parameters = mine(
        session.id.value, session.location.value, session.start.value, .int(sequence))
      try write(Self.leave, parameters)
      try write(Self.enter, parameters)
    }
  }

  private static let sweepScope = Statement(
    "DELETE FROM scope WHERE organization = $1 AND gone <= $2", .uuid, .int)
  private static let raiseFloor = Statement(
    "UPDATE state SET floor = greatest(floor, $2) WHERE organization = $1", .uuid, .int)

  package func sweep(to sequence: Int64) throws {
    turn?.scopeChanged = true
    try write(Self.sweepScope, mine(.int(sequence)))
    try write(Self.raiseFloor, mine(.int(sequence)))
  }

  // MARK: Reading

  private static let stays = Statement(
    """
    SELECT session, since, gone FROM scope
    WHERE organization = $1 AND location = $2 AND role = $3
    """, .uuid, .bytes, .text)

  /// The stays of a scope's sessions, remembered for as long as the feed ends at this sequence.
  func stays(_ scope: FeedScope, at head: Int64, _ link: Link) throws -> [ID<Session>: Stay] {
    let key = ScopeKey(location: scope.location, role: scope.role)
    if windowsAt != head { (scopes, windowsAt) = ([:], head) }
    if let known = scopes[key] { return known }
    try link.ask(Self.stays, mine(scope.location.value, scope.role.value))
    let rows = try link.answers().last?.rows.map { row in
      (ID<Session>(row.key(0)), Stay(since: row.int(1), gone: row.optionalInt(2)))
    }
    let stays = Dictionary(uniqueKeysWithValues: rows ?? [])
    scopes[key] = stays
    return stays
  }
}
