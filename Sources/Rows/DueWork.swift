package import Domain
package import SQLite

/// What the authority has to do by the clock; found by partial indexes, so that asking is cheap.
///
/// The queries find what may be due; whether it is, the rules say.
package struct DueWork {
  package private(set) var sessionsToTend: [ID<Session>] = []
  package private(set) var sessionsToJudge: [ID<Session>] = []
  package private(set) var lots: [ID<CreditLot>] = []

  /// So many fit one operation of 16 kB.
  private static let lotsAtOnce = 200

  package var isEmpty: Bool { sessionsToTend.isEmpty && sessionsToJudge.isEmpty && lots.isEmpty }

  package var intents: [any Intent] {
    let expiries = stride(from: 0, to: lots.count, by: Self.lotsAtOnce).map {
      ExpireCredits(lots: Array(lots[$0..<min(lots.count, $0 + Self.lotsAtOnce)]))
    }
    return sessionsToTend.map { TendSession(session: $0) }
      + sessionsToJudge.map { JudgeSession(session: $0) } + expiries
  }

  /// `home` is where a lot's last day ends.
  package init(
    in connection: Connection, at now: Instant, studio: Studio, home: ID<Location>
  ) throws {
    sessionsToTend = try connection.all(Self.tending, now) { $0.id(0) }
    sessionsToJudge = try connection.all(Self.judging, now - studio.leastJudgeAfter) { $0.id(0) }
    let today = studio.facts.zone(of: home).day(of: now)
    lots = try connection.all(
      "SELECT id FROM lot WHERE \(RowSchema.lapsing) AND validTo < ? ORDER BY id", today
    ) { $0.id(0) }
  }

  /// Holds and offers past their time, whoever waits at a session that has begun or is cancelled,
  /// and free places that somebody waits for.
  ///
  /// The bounds on `expiresAt` and `queue`, and a union that needs no order, lead SQLite to the
  /// partial indexes; otherwise it walks all bookings.
  private static let tending = """
    SELECT DISTINCT session FROM (
      SELECT b.session FROM booking b CROSS JOIN session s ON s.id = b.session
      WHERE b.expiresAt > 0 AND (
        b.expiresAt < ?1 AND b.state IN ('held', 'offered')
        OR b.state = 'offered' AND s.start <= ?1)
      UNION ALL
      SELECT b.session FROM booking b CROSS JOIN session s ON s.id = b.session
      WHERE b.queue >= \(Booking.firstRank) AND b.state = 'waitlisted' AND (
        s.start <= ?1 OR s.status = 'cancelled' OR b.spots <= s.capacity - (
          SELECT coalesce(sum(t.spots), 0) FROM booking t
          WHERE t.session = b.session
            AND t.state IN ('held', 'offered', 'confirmed', 'checkedIn', 'noShow'))
          - (SELECT coalesce(sum(a.places), 0) FROM allotment a WHERE a.session = b.session)))
    ORDER BY 1
    """

  /// Only sessions in which somebody is still confirmed: in the others there is nothing to judge.
  private static let judging = """
    SELECT s.id FROM (SELECT DISTINCT session FROM booking WHERE \(RowSchema.confirmed)) b
    CROSS JOIN session s ON s.id = b.session
    WHERE s."end" <= ? AND s.judgedAt IS NULL AND s.status = 'scheduled'
    ORDER BY s."end", s.id
    """

  package static func isWaitedFor(_ session: ID<Session>, in connection: Connection) throws -> Bool
  {
    try connection.first(
      """
      SELECT 1 FROM booking
      WHERE queue IS NOT NULL AND session = ? AND state = 'waitlisted' LIMIT 1
      """, session
    ) { _ in true } ?? false
  }
}

extension Studio {
  /// The shortest wait before a judgement that any level of the policy sets.
  package var leastJudgeAfter: Int {
    let levels =
      facts.all(Location.self).map(\.policy) + services.values.map(\.policy)
      + (facts.organization.map { [$0.policy] } ?? [])
    return levels.compactMap { $0.values[.judgeAfter] }
      .reduce(PolicyKey.judgeAfter.standard, min)
  }
}
