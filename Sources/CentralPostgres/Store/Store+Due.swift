package import Central
package import Domain
import Rows

/// What the jobs have to do; `DueWork` asks the same of SQLite.
extension PostgresAuthorityStore {
  private static let withSession =
    "booking b JOIN session s ON s.organization = b.organization AND s.id = b.session"

  private static let tending = Statement(
    """
    SELECT DISTINCT session FROM (
      SELECT b.session FROM \(withSession)
      WHERE b.organization = $1 AND b."expiresAt" IS NOT NULL AND b."expiresAt" > 0 AND (
        b."expiresAt" < $2 AND b.state IN ('held', 'offered')
        OR b.state = 'offered' AND s.start <= $2)
      UNION ALL
      SELECT b.session FROM \(withSession)
      WHERE b.organization = $1 AND b."queue" IS NOT NULL AND b."queue" >= \(Booking.firstRank)
        AND b.state = 'waitlisted' AND (
        s.start <= $2 OR s.status = 'cancelled' OR b.spots <= s.capacity - (
          SELECT coalesce(sum(t.spots), 0) FROM booking t
          WHERE t.organization = $1 AND t.session = b.session
            AND t.state IN ('held', 'offered', 'confirmed', 'checkedIn', 'noShow'))
          - (SELECT coalesce(sum(a.places), 0) FROM allotment a
            WHERE a.organization = $1 AND a.session = b.session))) due
    ORDER BY 1
    """, .uuid, .int)

  private static let judging = Statement(
    """
    SELECT s.id FROM (
      SELECT DISTINCT session FROM booking WHERE organization = $1 AND \(RowSchema.confirmed)) b
    JOIN session s ON s.organization = $1 AND s.id = b.session
    WHERE s."end" <= $2 AND s."judgedAt" IS NULL AND s.status = 'scheduled'
    ORDER BY s."end", s.id
    """, .uuid, .int)

  private static let lapsed = Statement(
    """
    SELECT id FROM lot WHERE organization = $1 AND \(RowTable.condition(RowSchema.lapsing))
      AND "validTo" < $2 ORDER BY id
    """, .uuid, .text)

  package func due(at now: Instant) throws -> Due {
    try read { link in
      try refreshStudio(link)
      let home = studio.facts.all(Location.self).first?.id ?? .none
      let today = studio.facts.zone(of: home).day(of: now)
      try link.ask(Self.tending, mine(now.value))
      try link.ask(Self.judging, mine((now - studio.leastJudgeAfter).value))
      try link.ask(Self.lapsed, mine(today.value))
      let found = try link.answers().map { $0.rows.map { $0.key(0) } }
      return Due(
        tend: found[0].map { ID($0) }, judge: found[1].map { ID($0) },
        lots: found[2].map { ID($0) })
    }
  }

  private static let coming = Statement(
    """
    SELECT id FROM session WHERE organization = $1 AND location = $2 AND start > $3 AND start <= $4
      AND status = 'scheduled' ORDER BY start, id
    """, .uuid, .bytes, .int, .int)

  package func coming(
    to location: ID<Location>, after now: Instant, until end: Instant
  ) throws -> [ID<Session>] {
    let parameters = mine(location.value, now.value, end.value)
    guard turn != nil else { return try rows(Self.coming, parameters) { ID($0.key(0)) } }
    var found: [ID<Session>] = []
    try send(Self.coming, parameters) { found = $0.rows.map { ID($0.key(0)) } }
    try settle()
    return found
  }

  private static let waiting = Statement(
    """
    SELECT 1::bigint FROM booking WHERE organization = $1 AND "queue" IS NOT NULL
      AND session = $2 AND state = 'waitlisted' LIMIT 1
    """, .uuid, .bytes)

  package func isWaited(for session: ID<Session>) throws -> Bool {
    guard turn == nil else {
      // What this commit changed is not in the database yet.
      if !memory.has(.group(.roster(session))) { try fetch([.group(.roster(session))]) }
      return memory.rows(.roster(session), Booking.self).contains {
        $0.queue != nil && $0.state == .waitlisted
      }
    }
    return try !rows(Self.waiting, mine(session.value)) { _ in true }.isEmpty
  }
}
