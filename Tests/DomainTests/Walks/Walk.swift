import Domain
import Support

/// A long random day in a small contended studio: every operation by every actor, at moving times.
struct Walk {
  var studio: StudioFixture
  var random: SeededGenerator
  private(set) var kept: [OperationKind: Int] = [:]
  private(set) var refused: [RefusalCode: Int] = [:]
  /// Acts that were taken back at once, beside the walk.
  private(set) var takenBack: [OperationKind: Int] = [:]
  private(set) var broken: [String] = []
  private(set) var members: [ID<Member>] = []
  private(set) var sessions: [ID<Session>] = []
  var bookings: [ID<Booking>] = []
  var acts: [ID<Act>] = []

  /// Operations after which the studio is made anew: rows pile up, contention does not.
  static let day = 250

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    studio = StudioFixture()
    open(0)
  }

  mutating func open(_ day: Int) {
    studio = StudioFixture(seed: UInt64(day))
    let family: ID<Family> = studio.world.mint()
    members = (0..<5).map { index in
      let member = studio.member(credits: [0, 2, 3, 9, 2][index])
      if index < 2 { studio.world.edit(member) { $0.family = family } }
      if index == 0 { studio.lot(member, Credits(9), days: -1) }
      if index == 3 { studio.lot(member, .zero, days: 1, unlimited: true) }
      if index == 4 { studio.lot(member, Credits(hundredths: 150), days: 0) }
      return member
    }
    let starts = [2_400, 4_500, 4 * 3_600, 15 * 3_600, 27 * 3_600]
    sessions = starts.enumerated().map { index, start in
      studio.session(in: start, capacity: 2 + index % 2, leader: index == 1 ? nil : .instructor)
    }
    let (here, there) = (studio.here, studio.there)
    studio.world.edit(sessions[3]) { $0.location = there }
    for role in [Role.receptionist, .locationManager] {
      studio.world.edit(studio.staff[role] ?? .none) { $0.roles.append(RoleAt(role, at: there)) }
    }
    studio.world.edit(studio.yoga) {
      $0.instructorBooking = true
      $0.credits = Credits(hundredths: day % 2 == 0 ? 100 : 50)
    }
    studio.world.edit(here) { $0.policy.values[.holdsPerMinute] = 1 }
    bookings = []
    acts = []
  }

  mutating func run(steps: Int) {
    for step in 0..<steps where broken.count < 5 {
      if step % Self.day == 0, step > 0 { open(step / Self.day) }
      tick()
      self.step()
    }
  }

  private mutating func tick() {
    switch Int.random(in: 0..<20, using: &random) {
    case 0: studio.world.now = studio.world.now + Int.random(in: 0..<2_500, using: &random)
    case 1..<8: studio.world.now = studio.world.now + Int.random(in: 0..<240, using: &random)
    case 8:
      // To a limit of some session, a second before or after it.
      let start = studio.world[sessions.randomElement(using: &random) ?? .none]?.start
      let limits = [-86_400, -43_200, -7_200, -1_800, -900, 0, 600, 900, 3_600, 10_800]
      let limit =
        (limits.randomElement(using: &random) ?? 0) + Int.random(in: -1...1, using: &random)
      if let start, start + limit > studio.world.now, start + limit < studio.world.now + 9_000 {
        studio.world.now = start + limit
      }
    default: break
    }
    let kiosk = chance(6)
    studio.world.device = kiosk ? studio.kiosk : chance(8) ? studio.otherDesk : studio.desk
    studio.world.location = studio.world.device == studio.otherDesk ? studio.there : studio.here
    studio.world.channel = kiosk ? .kiosk : .desk
    studio.world.clockUncertain = chance(40)
  }

  private mutating func step() {
    let (intent, actor) = pick()
    let operation = studio.world.prepare(intent, as: actor)
    let facts = studio.world.facts(for: operation)
    do {
      let decision = try decide(operation, facts)
      kept[operation.intent.kind, default: 0] += 1
      var check = StepCheck(operation, decision, studio.world)
      let before = studio.world
      studio.world.apply(decision)
      check.after(studio.world, facts)
      broken += check.broken.map { "\(operation.intent.kind.rawValue): \($0)" }
      if let subject = decision.subject, intent is Book || intent is Hold {
        bookings.append(ID(subject))
      }
      let act = ID<Act>(operation.id.raw)
      // What is kept only to be told is taken back by nobody.
      let isTold: Set<OperationKind> = [.judgeSession, .forgive, .undo]
      if studio.world[act] != nil, !isTold.contains(operation.intent.kind) {
        acts.append(act)
        let undo = UndoCheck(studio.world, act, as: studio.actor(.owner))
        broken += undo.differences(from: before, after: decision)
        if undo.decision != nil { takenBack[operation.intent.kind, default: 0] += 1 }
      }
    } catch {
      refused[error.code, default: 0] += 1
      broken += StepCheck.sentences(error, operation, facts)
    }
  }

  // MARK: What happens next

  mutating func chance(_ odds: Int) -> Bool {
    Int.random(in: 0..<odds, using: &random) == 0
  }

  mutating func one<T>(_ choices: [T], _ otherwise: T) -> T {
    choices.randomElement(using: &random) ?? otherwise
  }

  /// Mostly one in these states, now and then any.
  private mutating func booking(in states: [BookingState]) -> ID<Booking> {
    let fitting = bookings.filter { studio.world[$0].map { states.contains($0.state) } ?? false }
    return one(chance(5) || fitting.isEmpty ? bookings : fitting, .none)
  }

  mutating func someone() -> Actor {
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<7: studio.actor(.receptionist)
    case 7..<11: studio.actor(.owner)
    case 11..<13: studio.actor(.locationManager)
    case 13..<15: studio.actor(.instructor)
    case 15: studio.actor(.financeManager)
    case 16: .device
    case 17: .system
    default: .member(one(members, .none))
    }
  }

  mutating func pick() -> (any Intent, Actor) {
    let near = sessions.filter {
      studio.world[$0].map { $0.end + 9_000 > studio.world.now } ?? false
    }
    let session = one(chance(5) ? sessions : near, .none)
    let member = one(members, .none)
    let booking = self.booking(in: BookingState.allCases.filter(\.isLive))
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<26: return (book(session, member), chance(5) ? .member(member) : someone())
    case 26..<34:
      let holder = chance(2) ? members[1] : member
      var hold = Hold(session: session, member: holder, code: studio.world.code())
      hold.spots = chance(4) ? 2 : 1
      return (hold, .member(holder))
    case 34..<38: return (Confirm(booking: self.booking(in: [.held, .offered])), someone())
    case 38..<46:
      var cancel = Cancel(booking: booking)
      if chance(4) { cancel.spots = 1 }
      cancel.waive = chance(6)
      return (cancel, someone())
    case 46..<49:
      var promote = Promote(booking: self.booking(in: [.waitlisted]))
      promote.unpaid = chance(4)
      if chance(4) { promote.override = "promoted" }
      return (promote, someone())
    case 49..<54:
      var move = Move(booking: booking, to: session)
      if chance(3) { move.override = "moved" }
      return (move, someone())
    case 54..<69: return (checkIn(booking, member), chance(2) ? .device : someone())
    case 69..<74: return (attendance(session), someone())
    case 74..<83: return (TendSession(session: session), chance(30) ? someone() : .system)
    case 83..<85:
      let over = sessions.filter { studio.world[$0].map { $0.end < studio.world.now } ?? false }
      return (JudgeSession(session: one(over, session)), chance(3) ? .system : someone())
    case 85..<91:
      let open = acts.filter { studio.world[$0].map { !$0.undone } ?? false }
      return (
        Undo(act: one(chance(4) ? acts : open.suffix(8), .none)),
        chance(2) ? studio.actor(.owner) : someone()
      )
    case 91..<93:
      return (
        Forgive(booking: self.booking(in: [.noShow]), reason: chance(9) ? "" : "kind"),
        chance(2) ? studio.actor(.owner) : someone()
      )
    case 93:
      var grant = GrantCredits(member: member, credits: Credits(hundredths: 75), reason: "gift")
      grant.expires = StudioFixture.zone.day(of: studio.world.now)
      return (grant, someone())
    case 94: return (ExpireCredits(lots: studio.world.all(CreditLot.self).map(\.id)), .system)
    case 95: return (more(booking), chance(3) ? .member(member) : someone())
    case 96:
      var change = ChangeSession(session: session)
      change.capacity = Int.random(in: 0...4, using: &random)
      return (change, someone())
    case 97 where chance(6): return (CancelSession(session: session), someone())
    case 98:
      var details = MemberDetails()
      details.status = one([.active, .active, .inactive, .banned], .active)
      return (EditMember(member: member, details), someone())
    default: return (AddNote(session: session, text: "towels"), someone())
    }
  }

  private mutating func book(_ session: ID<Session>, _ member: ID<Member>) -> Book {
    var book = Book(session: session, member: member, code: studio.world.code())
    book.spots = chance(4) ? Int.random(in: 1...3, using: &random) : 1
    book.waitlist = chance(2)
    book.walkIn = chance(4)
    book.unpaid = chance(8)
    if chance(6) { book.override = "let in" }
    return book
  }

  private mutating func more(_ booking: ID<Booking>) -> AddSpots {
    var more = AddSpots(booking: booking)
    more.spots = chance(5) ? Int.random(in: 0...2, using: &random) : 1
    more.unpaid = chance(4)
    if chance(3) { more.override = "brought along" }
    return more
  }

  private mutating func checkIn(_ booking: ID<Booking>, _ member: ID<Member>) -> CheckIn {
    var intent: CheckIn
    switch Int.random(in: 0..<8, using: &random) {
    case 0: intent = CheckIn(presented: studio.world[member]?.number ?? "")
    case 1, 2: intent = CheckIn(presented: studio.world[booking]?.code ?? "")
    case 3:
      intent = CheckIn(
        presented: one(["", "K7QF-2M9A", BookingCode(random: 5).text, "123456"], ""))
    case 4: intent = CheckIn(booking: booking, by: .pass)
    default: intent = CheckIn(booking: booking)
    }
    if chance(4) { intent.count = Int.random(in: 0...2, using: &random) }
    if chance(5) { intent.override = "known" }
    return intent
  }

  private mutating func attendance(_ session: ID<Session>) -> MarkAttendance {
    let roster = studio.world.all(Booking.self).filter { $0.session == session }.map(\.id)
    var marks: [Bool: [ID<Booking>]] = [:]
    for booking in roster where chance(2) { marks[chance(2), default: []].append(booking) }
    var intent = MarkAttendance(
      session: session, present: marks[true] ?? [], absent: marks[false] ?? [],
      seen: chance(2) ? roster : [])
    intent.allPresent = chance(4)
    intent.confirm = chance(2)
    if chance(2) { intent.reason = "register" }
    return intent
  }
}

extension Intent {
  var kind: OperationKind { Self.kind }
}
