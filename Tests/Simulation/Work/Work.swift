import Domain
import Support

/// What people mean next, by what their screen shows: contention first, some of it refused.
struct Work {
  private var chance: Chance
  private let cast: Cast
  /// Codes of bookings made anywhere, which people bring along whatever a desk has heard of.
  var codes: [String] = []

  init(_ cast: Cast, _ chance: Chance) {
    self.cast = cast
    self.chance = chance
  }

  /// The screen of one machine.
  struct Screen {
    let world: World
    let now: Instant
    let isKiosk: Bool

    init(_ world: World, _ now: Instant, isKiosk: Bool) {
      self.world = world
      self.now = now
      self.isKiosk = isKiosk
    }
  }

  mutating func next(on screen: Screen) -> (intent: any Intent, actor: Actor) {
    if screen.isKiosk { return atTheKiosk(screen) }
    switch chance.number(0..<100) {
    case 0..<30: return booking(screen)
    case 30..<58: return door(screen)
    case 58..<72: return change(screen)
    case 72..<84: return people(screen)
    case 84..<96: return timetable(screen)
    default: return imported(screen)
    }
  }

  // MARK: Who and what

  private mutating func someone() -> Actor {
    let role = chance.one(
      of: [
        .receptionist, .receptionist, .receptionist, .owner, .owner, .locationManager, .instructor,
        .financeManager,
      ], or: Role.owner)
    return cast.actor(role)
  }

  private mutating func manager() -> Actor {
    cast.actor(chance.oneIn(3) ? .locationManager : .owner)
  }

  /// Mostly one that is near.
  private mutating func session(_ screen: Screen) -> ID<Session> {
    let all = screen.world.all(Session.self)
    let near = all.filter {
      $0.start - screen.now < 3_600 && screen.now - $0.end < 900 && $0.status == .scheduled
    }
    return chance.one(of: chance.oneIn(4) || near.isEmpty ? all : near)?.id ?? .none
  }

  private mutating func member(_ screen: Screen) -> ID<Member> {
    if chance.oneIn(8) { return chance.one(of: screen.world.all(Member.self))?.id ?? .none }
    return chance.one(of: cast.members, or: .none)
  }

  private mutating func booking(
    _ screen: Screen, in states: Set<BookingState> = [.confirmed, .checkedIn]
  ) -> Booking? {
    let all = screen.world.all(Booking.self)
    let fitting = all.filter { states.contains($0.state) }
    return chance.one(of: chance.oneIn(6) || fitting.isEmpty ? all : fitting)
  }

  // MARK: Bookings

  private mutating func booking(_ screen: Screen) -> (any Intent, Actor) {
    let member = member(screen)
    let session = session(screen)
    switch chance.number(0..<20) {
    case 0..<12:
      var book = Book(session: session, member: member, code: BookingCode(random: chance.bits()))
      book.spots = chance.oneIn(4) ? chance.number(1..<5) : 1
      if book.spots > 1 {
        book.participants = [Participant(name: "Friend", terms: chance.oneIn(2))]
      }
      book.waitlist = chance.oneIn(2)
      book.walkIn = chance.oneIn(3)
      book.unpaid = chance.oneIn(4)
      book.override = chance.oneIn(5) ? "let in" : nil
      return (book, chance.oneIn(8) ? .member(member) : someone())
    case 12..<14:
      var hold = Hold(session: session, member: member, code: BookingCode(random: chance.bits()))
      hold.spots = chance.number(1..<3)
      return (hold, chance.oneIn(2) ? .member(member) : someone())
    case 14:
      let found = booking(screen, in: [.held, .offered])?.id ?? .none
      return (Confirm(booking: found), someone())
    case 15..<17:
      var promote = Promote(booking: booking(screen, in: [.waitlisted])?.id ?? .none)
      promote.override = chance.oneIn(2) ? "promised" : nil
      promote.unpaid = chance.oneIn(3)
      return (promote, someone())
    case 17:
      var more = AddSpots(booking: booking(screen)?.id ?? .none)
      more.override = chance.oneIn(2) ? "brought along" : nil
      more.unpaid = chance.oneIn(2)
      return (more, someone())
    default:
      var move = Move(booking: booking(screen)?.id ?? .none, to: session)
      move.override = chance.oneIn(2) ? "moved" : nil
      return (move, someone())
    }
  }

  private mutating func change(_ screen: Screen) -> (any Intent, Actor) {
    switch chance.number(0..<10) {
    case 0..<6:
      let found = booking(screen, in: [.confirmed, .waitlisted, .offered, .held])
      var cancel = Cancel(booking: found?.id ?? .none)
      if chance.oneIn(5) { cancel.spots = 1 }
      cancel.waive = chance.oneIn(5)
      if let found, chance.oneIn(5) { return (cancel, .member(found.member)) }
      return (cancel, chance.oneIn(2) ? manager() : someone())
    case 6..<9:
      let acts = screen.world.all(Act.self).filter { !$0.undone || chance.oneIn(20) }
      var undo = Undo(act: chance.one(of: acts.suffix(6) + acts.prefix(1))?.id ?? .none)
      undo.reason = "slip"
      return (undo, chance.oneIn(2) ? manager() : someone())
    default:
      let found = booking(screen, in: [.noShow])
      return (Forgive(booking: found?.id ?? .none, reason: "kind"), manager())
    }
  }

  // MARK: The door

  private mutating func door(_ screen: Screen) -> (any Intent, Actor) {
    guard chance.oneIn(6) else { return (checkIn(screen), someone()) }
    let session = session(screen)
    let roster = screen.world.all(Booking.self).filter { $0.session == session }
    var present: [ID<Booking>] = []
    var absent: [ID<Booking>] = []
    for booking in roster where !chance.oneIn(3) {
      if chance.oneIn(2) { present.append(booking.id) } else { absent.append(booking.id) }
    }
    var marks = MarkAttendance(
      session: session, present: present, absent: absent,
      seen: roster.filter { $0.state == .checkedIn }.map(\.id))
    marks.allPresent = chance.oneIn(4)
    marks.confirm = chance.oneIn(2)
    marks.reason = chance.oneIn(2) ? "register" : nil
    return (marks, someone())
  }

  private mutating func checkIn(_ screen: Screen) -> CheckIn {
    let found = booking(screen, in: [.confirmed])
    var checkIn: CheckIn
    switch chance.number(0..<12) {
    case 0: checkIn = CheckIn(presented: screen.world[member(screen)]?.number ?? "")
    case 1: checkIn = CheckIn(presented: "BAR-2")
    case 2, 3: checkIn = CheckIn(presented: found?.code ?? "")
    case 4: checkIn = CheckIn(presented: chance.one(of: codes, or: ""))
    case 5: checkIn = CheckIn(member: member(screen))
    case 6:
      let odd = ["", "K7QF-2M9A", BookingCode(random: chance.bits()).text, "123456"]
      checkIn = CheckIn(presented: chance.one(of: odd, or: ""))
    default: checkIn = CheckIn(booking: found?.id ?? .none)
    }
    if chance.oneIn(8) { checkIn.count = chance.number(0..<3) }
    if chance.oneIn(6) { checkIn.override = "known" }
    return checkIn
  }

  private mutating func atTheKiosk(_ screen: Screen) -> (any Intent, Actor) {
    if chance.oneIn(6) {
      let member = member(screen)
      var book = Book(
        session: session(screen), member: member, code: BookingCode(random: chance.bits()))
      book.walkIn = chance.oneIn(2)
      book.waitlist = chance.oneIn(3)
      return (book, .member(member))
    }
    var checkIn = checkIn(screen)
    checkIn.override = nil
    return (checkIn, .device)
  }

  // MARK: People

  private mutating func people(_ screen: Screen) -> (any Intent, Actor) {
    let member = member(screen)
    switch chance.number(0..<12) {
    case 0..<2:
      var details = MemberDetails()
      details.firstName = chance.one(of: ["Naledi", "Thandi", ""])
      details.email = chance.one(of: ["n@example.org", "no address"])
      details.phone = "082 \(chance.number(100..<999))"
      return (RegisterMember(details), someone())
    case 2..<6:
      var details = MemberDetails()
      switch chance.number(0..<5) {
      case 0: details.phone = "083 \(chance.number(100..<999))"
      case 1: details.status = chance.one(of: [.active, .active, .inactive, .banned])
      case 2: details.parqOn = Day(text: "2026-11-20")
      case 3: details.medical = chance.one(of: ["asthma", "knee"])
      default: details.permission = chance.one(of: [.standard, .vip, .restricted])
      }
      return (EditMember(member: member, details), someone())
    case 6..<9:
      var grant = GrantCredits(
        member: member, credits: Credits(hundredths: chance.number(-50..<300)), reason: "gift")
      grant.expires = chance.oneIn(3) ? Day(text: "2026-11-21") : nil
      return (grant, manager())
    case 9..<11:
      let session = chance.oneIn(2) ? session(screen) : nil
      return (
        AddNote(member: session == nil ? member : nil, session: session, text: "towels"), someone()
      )
    default:
      return (
        ReportIncident(session: session(screen), member: member, text: "slipped"), someone()
      )
    }
  }

  // MARK: The timetable

  private mutating func timetable(_ screen: Screen) -> (any Intent, Actor) {
    let session = session(screen)
    switch chance.number(0..<16) {
    case 0..<5:
      var new = ScheduleSession(
        service: chance.one(of: cast.services, or: .none), location: cast.here,
        start: screen.now + chance.number(0..<90) * 60)
      new.leader = chance.oneIn(2) ? cast.staff[.instructor] : nil
      new.capacity = chance.number(1..<3)
      return (new, manager())
    case 5..<11:
      var change = ChangeSession(session: session)
      switch chance.number(0..<4) {
      case 0: change.capacity = chance.number(0..<4)
      case 1: change.start = screen.now + chance.number(-10..<90) * 60
      case 2: change.notes = "mats"
      default: change.publish = true
      }
      return (change, chance.oneIn(3) ? someone() : manager())
    case 11..<13: return (CancelSession(session: session), manager())
    case 13:
      let over = screen.world.all(Session.self).filter { $0.end < screen.now }
      return (JudgeSession(session: chance.one(of: over)?.id ?? session), manager())
    case 14:
      return (SetPolicy(.checkInOpens, chance.one(of: [600, 1_800, 3_600])), manager())
    default:
      return (
        AddStaff(
          name: "Temp", roles: [RoleAt(.receptionist, at: cast.here)], verifier: Bytes([1])),
        someone()
      )
    }
  }

  private mutating func imported(_ screen: Screen) -> (any Intent, Actor) {
    let number = chance.number(0..<3)
    var details = MemberDetails()
    details.firstName = "Import \(number)"
    details.email = "i\(number)@example.org"
    let outside = Outside(text: "M-\(number)", print: UInt64(chance.number(0..<2)))
    return (
      ImportMembers(source: "gymdesk", rows: [ImportedMember(outside, details)]), manager()
    )
  }
}
