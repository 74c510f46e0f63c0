/// No-shows and the habit of them (RULES.md, "Check-in and attendance").
extension Situation {
  func judgeable(_ session: Session) -> Instant { facts.judgeable(session) }

  /// True from the judgement on; where nobody is left to judge, from when it would have come.
  ///
  /// A confirmed booking among the facts says that it has not come yet; to find that there is none,
  /// the roster must have been read.
  func isJudged(_ session: Session) -> Bool {
    if let judged = session.judgedAt { return at > judged }
    return !clockUncertain && at > judgeable(session)
      && !facts.all(Booking.self).contains {
        $0.session == session.id && $0.state == .confirmed
      }
  }

  /// Bookings still confirmed become no-shows; whoever arrived keeps that.
  mutating func judge(_ session: Session) {
    var judged = session
    judged.judgedAt = at
    put(judged)
    for var booking in facts.roster(session.id) where booking.state == .confirmed {
      booking.state = .noShow
      put(booking)
      results.append(RowResult(.kept, key: booking.id.raw))
      reviewHabit(of: booking.member)
    }
    // Nobody undoes it: it stays on record who judged whom, for when a check-in arrives later.
    if !results.isEmpty { remember(kind: .judgeSession) }
  }

  /// Sets or lifts the member's flag by the no-shows of the policy's last days.
  mutating func reviewHabit(of id: ID<Member>) {
    guard var member = facts[id] else { return }
    let policy = policy()
    let since = at - policy[.habitDays] * 86_400
    let count = facts.all(Booking.self).filter { booking in
      booking.member == id && booking.state == .noShow
        && (facts[booking.session]?.start ?? at) >= since
    }.count
    let habit = count >= policy[.habitCount]
    if member.noShowHabit != habit {
      member.noShowHabit = habit
      put(member)
    }
  }

  /// The reads that `reviewHabit` stands on.
  static func habitReads(_ member: ID<Member>, at: Instant) -> [Read] {
    [.member(member), .absences(member, since: at - 366 * 86_400)]
  }
}

extension Facts {
  /// The moment from which a session may be judged.
  package func judgeable(_ session: Session) -> Instant {
    session.end + policy(for: session)[.judgeAfter]
  }
}
