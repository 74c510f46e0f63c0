import Domain
import Support
import Testing

@Suite("Judgement, habit, batch attendance")
struct JudgementTests {
  private var studio = StudioFixture()

  private mutating func judge(_ session: ID<Session>) throws {
    studio.world.now = max(
      studio.world.now, (studio.world[session]?.end ?? studio.world.now) + 7_200)
    try studio.world.run(JudgeSession(session: session), as: .system)
  }

  @Test("the job judges 2 h after the end, a manager from the end on, once")
  mutating func when() throws {
    let session = studio.session(in: 600)
    let intent = JudgeSession(session: session)
    let booking = try studio.book(studio.member(), session)
    let inside = try studio.book(studio.member(), session)
    try studio.world.run(CheckIn(booking: inside), as: .device)
    studio.world.now = studio.world.now + 600 + 3_599
    #expect(studio.refusal(intent, as: .locationManager) == .checkInTooEarly)
    studio.world.now = studio.world.now + 1
    #expect(studio.refusal(intent, as: .system) == .checkInTooEarly)
    #expect(studio.refusal(intent) == .notPermitted)
    var scene = studio
    #expect(scene.refusal(intent, as: .locationManager) == nil)
    studio.world.now = studio.world.now + 7_199
    #expect(studio.refusal(intent, as: .system) == .checkInTooEarly)
    studio.world.now = studio.world.now + 1
    #expect(studio.refusal(intent, as: .system) == nil)
    #expect(studio.world[booking]?.state == .noShow)
    #expect(studio.world[inside]?.state == .checkedIn)
    #expect(studio.refusal(intent, as: .system) == .alreadyJudged)
  }

  @Test("after the judgement only manager and owner check in, with a reason; it keeps the spend")
  mutating func reversal() throws {
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    try judge(session)
    studio.world.now = studio.world.now + 1
    var late = CheckIn(booking: booking)
    #expect(studio.refusal(late) == .alreadyJudged)
    #expect(studio.refusal(late, as: .locationManager) == .alreadyJudged)
    late.override = "sat in the corner"
    #expect(studio.refusal(late) == .alreadyJudged)
    #expect(studio.refusal(late, as: .locationManager) == nil)
    #expect(studio.world[booking]?.state == .checkedIn)
    #expect(studio.world[booking]?.creditsUsed == Credits(1))
  }

  @Test("a check-in meant before the judgement that arrives after it reverses the no-show")
  mutating func arrives() throws {
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    let start = studio.world.now + 600
    try judge(session)
    studio.world.now = start
    #expect(studio.refusal(CheckIn(booking: booking)) == nil)
    #expect(studio.world[booking]?.state == .checkedIn)
  }

  @Test("3 no-shows in 30 days flag the member, a reversal lifts the flag")
  mutating func habit() throws {
    let member = studio.member()
    var bookings: [ID<Booking>] = []
    for _ in 0..<3 {
      let session = studio.session(in: 600)
      bookings.append(try studio.book(member, session))
      #expect(studio.world[member]?.noShowHabit == false)
      try judge(session)
    }
    #expect(studio.world[member]?.noShowHabit == true)
    var late = CheckIn(booking: bookings[1])
    late.override = "was there"
    studio.world.now = studio.world.now + 1
    try studio.world.run(late, as: studio.actor(.owner))
    #expect(studio.world[member]?.noShowHabit == false)
    try studio.world.run(
      Undo(act: ID(studio.world.last.raw)), as: studio.actor(.owner))
    #expect(studio.world[bookings[1]]?.state == .noShow)
    #expect(studio.world[member]?.noShowHabit == true)
    let decision = try studio.world.run(
      Forgive(booking: bookings[0], reason: "ill"), as: studio.actor(.owner))
    #expect(decision.returned == Credits(1))
    #expect(studio.world[bookings[0]]?.state == .cancelled)
    #expect(studio.world[member]?.noShowHabit == false)
  }

  @Test("no-shows count for 30 days", arguments: [(29, true), (30, false)])
  mutating func forgotten(days: Int, flagged: Bool) throws {
    let member = studio.member()
    for seconds in [600, 600, 600 + days * 86_400] {
      let session = studio.session(in: seconds)
      studio.world.now = (studio.world[session]?.start ?? studio.world.now) - 600
      _ = try studio.book(member, session)
      try judge(session)
    }
    #expect(studio.world[member]?.noShowHabit == flagged)
  }

  @Test("batch: a result for each, the unmarked stay, absent is a mark")
  mutating func batch() throws {
    let session = studio.session(in: 600)
    var ids: [ID<Booking>] = []
    for _ in 0..<5 { ids.append(try studio.book(studio.member(), session)) }
    try studio.world.run(CheckIn(booking: ids[0]), as: .device)
    try studio.world.run(Cancel(booking: ids[1]), as: studio.actor(.receptionist))
    let stranger = try studio.book(studio.member(), studio.session(in: 9_000))
    let intent = MarkAttendance(
      session: session, present: [ids[0], ids[1], ids[2], stranger], absent: [ids[3]], seen: [])
    #expect(studio.refusal(intent, as: .device) == .notPermitted)
    #expect(studio.refusal(intent, as: .member(studio.member())) == .notPermitted)
    let decision = try studio.world.run(intent, as: studio.actor(.instructor))
    #expect(
      decision.results == [
        RowResult(.unchanged, key: ids[0].raw, refusal: .alreadyCheckedIn),
        RowResult(.refused, key: ids[1].raw, refusal: .bookingCancelled),
        RowResult(.kept, key: ids[2].raw),
        RowResult(.refused, key: stranger.raw, refusal: .notFound),
        RowResult(.kept, key: ids[3].raw),
      ])
    #expect(studio.world[ids[2]]?.method == .batch)
    #expect(studio.world[ids[3]]?.state == .confirmed && studio.world[ids[3]]?.absent == true)
    #expect(studio.world[ids[4]]?.state == .confirmed && studio.world[ids[4]]?.absent == false)

    var all = MarkAttendance(session: session, present: [], absent: [ids[3]], seen: [])
    all.allPresent = true
    try studio.world.run(all, as: studio.actor(.receptionist))
    #expect(studio.world[ids[4]]?.state == .checkedIn)
    #expect(studio.world[ids[3]]?.state == .confirmed)
    try judge(session)
    #expect(studio.world[ids[3]]?.state == .noShow)
  }

  /// 60 minutes long; late is from 10 minutes after the start.
  @Test(
    "a batch says who was there: nobody came late after the end",
    arguments: [
      (-60, -60, false), (600, 600, false), (601, 601, true), (3_600, 3_600, true),
      (3_601, 0, false), (3 * 3_600 - 1, 0, false),
    ])
  mutating func afterwards(marked: Int, came: Int, late: Bool) throws {
    let session = studio.session(in: 600)
    let start = studio.world.now + 600
    let (booking, group) = (
      try studio.book(studio.member(), session),
      try studio.book(studio.member(), session) { $0.spots = 2 }
    )
    studio.world.now = start + 660
    var one = CheckIn(booking: group)
    one.count = 1
    try studio.world.run(one, as: .device)
    studio.world.now = start + marked
    var batch = MarkAttendance(session: session, present: [], absent: [], seen: [])
    batch.allPresent = true
    try studio.world.run(batch, as: studio.actor(.instructor))
    let row = try #require(studio.world[booking])
    #expect(row.state == .checkedIn && row.late == late && row.checkedInAt == start + came)
    // Whose first arrival was written down keeps it.
    let first = try #require(studio.world[group])
    #expect(first.present == 2 && first.late && first.checkedInAt == start + 660)
  }

  @Test("absent against a check-in: seen needs a confirmation, unseen lets the check-in stand")
  mutating func conflict() throws {
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    try studio.world.run(CheckIn(booking: booking), as: .device)
    var intent = MarkAttendance(session: session, present: [], absent: [booking], seen: [])
    let unseen = try studio.world.run(intent, as: studio.actor(.receptionist))
    #expect(unseen.adjusted && unseen.code == .alreadyCheckedIn)
    #expect(studio.world[booking]?.state == .checkedIn)
    intent.seen = [booking]
    let seen = try studio.world.run(intent, as: studio.actor(.receptionist))
    #expect(seen.results.map(\.refusal) == [.needsConfirmation])
    intent.confirm = true
    try studio.world.run(intent, as: studio.actor(.receptionist))
    #expect(studio.world[booking]?.state == .confirmed && studio.world[booking]?.absent == true)
    #expect(studio.world[booking]?.checkedInAt == nil)
    intent.present = [booking]
    #expect(studio.refusal(intent) == .malformed)
  }

  @Test("batch has the times of check-in; after the judgement a manager gives a reason")
  mutating func times() throws {
    let session = studio.session(in: 3_600)
    let booking = try studio.book(studio.member(), session)
    var intent = MarkAttendance(session: session, present: [booking], absent: [], seen: [])
    studio.world.now = studio.world.now + 1_799
    #expect(studio.refusal(intent) == .checkInTooEarly)
    studio.world.now = studio.world.now + 1
    var scene = studio
    #expect(scene.refusal(intent) == nil)
    try judge(session)
    studio.world.now = studio.world.now + 1
    #expect(studio.refusal(intent) == .alreadyJudged)
    #expect(studio.refusal(intent, as: .owner) == .alreadyJudged)
    intent.reason = "register found"
    #expect(studio.refusal(intent, as: .owner) == nil)
    intent.present = []
    intent.absent = [booking]
    intent.seen = [booking]
    intent.confirm = true
    #expect(studio.refusal(intent, as: .owner) == nil)
    #expect(studio.world[booking]?.state == .noShow)
    try studio.world.run(
      CancelSession(session: session), as: studio.actor(.owner))
    #expect(studio.refusal(intent, as: .owner) == .sessionCancelled)
  }

  @Test("where everybody came nothing is judged, and yet attendance is settled 2 h after the end")
  mutating func everybodyCame() throws {
    let session = studio.session(in: 600)
    let alone = try studio.book(studio.member(), session)
    let group = try studio.book(studio.member(), session) { $0.spots = 3 }
    try studio.world.run(CheckIn(booking: alone), as: .device)
    var one = CheckIn(booking: group)
    one.count = 1
    try studio.world.run(one, as: .device)
    var absent = MarkAttendance(session: session, present: [], absent: [alone], seen: [alone])
    absent.confirm = true
    for (after, role, reason, said) in [
      (7_200, Role.receptionist, nil, RefusalCode?.none),
      (7_201, .receptionist, nil, .alreadyJudged),
      (7_201, .receptionist, "was not here", .alreadyJudged), (7_201, .owner, nil, .alreadyJudged),
      (3 * 86_400, .receptionist, nil, .alreadyJudged),
      (3 * 86_400, .locationManager, "was not here", nil),
    ] {
      var scene = studio
      scene.world.now = (scene.world[session]?.end ?? scene.world.now) + after
      absent.reason = reason
      #expect(scene.refusal(absent, as: role) == said, "\(after) \(role)")
      guard after < 86_400 else { continue }
      one.override = reason
      #expect(scene.refusal(one, as: role) == said, "\(after) \(role)")
    }
    absent.reason = nil
    one.override = nil
    var guessed = studio
    guessed.world.now = (studio.world[session]?.end ?? studio.world.now) + 7_201
    guessed.world.clockUncertain = true
    #expect(guessed.refusal(absent) == nil, "no rule of time refuses")
    // Somebody still to be judged keeps it open until the judgement comes.
    _ = try studio.book(studio.member(), session)
    studio.world.now = (studio.world[session]?.end ?? studio.world.now) + 7_201
    var scene = studio
    #expect(scene.refusal(absent) == nil)
    #expect(studio.refusal(one) == nil)
  }
}
