/// Whoever is still only booked some hours after the end did not come.
package struct JudgeSession: Intent {
  package static let kind = OperationKind.judgeSession
  package var session: ID<Session>
  /// Devices whose silence a manager does not wait for.
  package var without: [ID<Device>] = []

  package init(session: ID<Session>) { self.session = session }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    var reads: [Read] = [.session(session), .roster(session)]
    for booking in facts.all(Booking.self) where booking.state == .confirmed {
      reads += Situation.habitReads(booking.member, at: at)
    }
    return reads
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    let session = try at.require(self.session)
    try at.demand(.judge, with: session)
    guard session.status == .scheduled else { throw Refusal(.sessionCancelled) }
    guard session.judgedAt == nil else { throw Refusal(.alreadyJudged) }
    // A manager may judge from the end on; the job waits for the policy's hours.
    let least = at.actor == .system ? at.judgeable(session) : session.end
    guard at.at >= least else {
      throw Refusal(
        .checkInTooEarly,
        ["what": .word("judge"), "opens": at.time(least, at: session.location)])
    }
    at.judge(session)
    at.subject = session.id.raw
  }
}
