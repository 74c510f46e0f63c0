import Domain
import Support

/// People, the timetable, decisions, and what another system brings.
extension Work {
  mutating func people(_ screen: Screen) -> Act {
    let member = member(screen)
    switch chance.number(0..<16) {
    case 0..<3:
      var details = MemberDetails()
      details.firstName = chance.one(of: ["Naledi", "Thandi", ""])
      details.lastName = "Mokoena"
      details.email = chance.one(of: ["n@example.org", "n@example.org", "no address"])
      details.phone = "082 \(chance.number(100..<103))"
      return (RegisterMember(details), someone())
    case 3..<8:
      // Often what another desk has just changed too.
      let edit = chance.oneIn(2) ? lastEdit : nil
      let about = edit?.member ?? member
      let field = edit?.field ?? chance.number(0..<6)
      lastEdit = (about, field)
      // Mostly of somebody whose row is on the screen.
      guard let shown = screen.world[about], !chance.oneIn(4) else {
        return (EditMember(member: about, details(field)), someone())
      }
      return (EditMember(shown, details(field)), someone())
    case 8..<11:
      var grant = GrantCredits(
        member: member, credits: Credits(hundredths: chance.number(-50..<300)), reason: "gift")
      grant.expires = chance.oneIn(3) ? Day(text: "2026-11-21") : nil
      return (grant, manager())
    case 11..<13:
      let session = chance.oneIn(2) ? session(screen) : nil
      return (
        AddNote(member: session == nil ? member : nil, session: session, text: "towels"), someone()
      )
    case 13:
      return (
        ReportIncident(session: session(screen), member: member, text: "slipped"), someone()
      )
    default:
      let others = screen.world.all(Member.self).filter { !cast.members.contains($0.id) }
      let kept = chance.one(of: others)?.id ?? member
      return (MergeMembers(kept: kept, merged: chance.one(of: others)?.id ?? .none), manager())
    }
  }

  private mutating func details(_ field: Int) -> MemberDetails {
    var details = MemberDetails()
    switch field {
    case 0: details.phone = "083 \(chance.number(100..<999))"
    case 1: details.status = chance.one(of: [.active, .active, .active, .inactive, .banned])
    case 2: details.parqOn = Day(text: "2026-11-20")
    case 3: details.medical = chance.one(of: ["asthma", "knee", "back"])
    case 4: details.emergencyPhone = "084 \(chance.number(100..<999))"
    default: details.permission = chance.one(of: [.standard, .standard, .vip, .restricted])
    }
    return details
  }

  mutating func timetable(_ screen: Screen) -> Act {
    let session = session(screen)
    switch chance.number(0..<16) {
    case 0..<4:
      let isAway = chance.oneIn(3)
      var new = ScheduleSession(
        service: chance.one(of: cast.services, or: .none),
        location: isAway ? cast.elsewhere(than: screen.location) : screen.location,
        start: screen.now + chance.number(0..<60) * 60)
      new.leader = chance.oneIn(3) ? cast.staff[.instructor] : nil
      new.capacity = chance.number(1..<3)
      return (new, cast.actor(.owner))
    case 4..<10:
      var change = ChangeSession(session: session)
      switch chance.number(0..<8) {
      case 0, 1: change.capacity = chance.number(0..<4)
      case 2: change.start = screen.now + chance.number(-10..<90) * 60
      // Out of every window.
      case 3: change.start = screen.now + 50 * 86_400
      case 4..<7:
        change.leader = chance.one(of: [.instructor, .owner]).flatMap { cast.staff[$0] }
        lastLed = session
      default: change.publish = true
      }
      return (change, chance.oneIn(4) ? someone() : cast.actor(.owner))
    case 10..<13: return (CancelSession(session: session), manager())
    case 13:
      let over = screen.world.all(Session.self).filter { $0.end < screen.now }
      // Mostly one that somebody is still missing from.
      let missing = over.filter { session in
        screen.world.all(Booking.self).contains {
          $0.session == session.id && $0.state == .confirmed
        }
      }
      let judged = chance.one(of: missing.isEmpty || chance.oneIn(4) ? over : missing)
      return (JudgeSession(session: judged?.id ?? session), manager())
    case 14:
      if chance.oneIn(3) {
        let target = chance.one(of: screen.world.all(Device.self))?.id ?? .none
        return (SetDeviceAside(target: target, aside: chance.oneIn(3)), cast.actor(.owner))
      }
      return (
        SetPolicy(.checkInOpens, chance.one(of: [600, 1_800, 3_600])), cast.actor(.owner)
      )
    default:
      let actor = chance.oneIn(2) ? someone() : cast.actor(.owner)
      let next = PowerCut(from: screen.now + 3_600, until: screen.now + 7_200)
      if let next, screen.now.seconds.isMultiple(of: 2) {
        let known = screen.world.all(OutageTimetable.self).flatMap(\.windows)
        let announced = AnnounceOutages(
          location: screen.location, added: [.once(next)], withdrawn: Array(known.prefix(1)))
        return (announced, actor)
      }
      return (
        AddStaff(
          name: "Temp", roles: [RoleAt(.receptionist, at: cast.here)], verifier: Bytes([1])), actor
      )
    }
  }

  /// A manager does not wait for what a desk was granted.
  private mutating func release(_ screen: Screen) -> Act {
    let held = screen.world.all(Allotment.self).filter { $0.places > 0 }
    let row = chance.one(of: held) ?? Allotment()
    var release = ReleasePlaces(session: row.session, target: row.device)
    if chance.oneIn(2) { release.allotments = [row.id] }
    return (release, chance.oneIn(8) ? someone() : manager())
  }

  /// A person settles what two copies settled differently.
  mutating func decide(_ screen: Screen) -> Act {
    if chance.oneIn(16) { return release(screen) }
    let seldom: [ConflictChoice] = [.accept, .letIn, .tryAgain]
    let all = screen.world.all(Conflict.self).filter { $0.status == .open || chance.oneIn(10) }
    // What was chosen least so far: what is seldom is settled too.
    var chosen: [ConflictChoice: Int] = [:]
    for case let choice? in screen.world.all(Conflict.self).map(\.choice) {
      chosen[choice, default: 0] += 1
    }
    // Nobody tries again what has ended for good.
    let ended = [RefusalCode.sessionCancelled, .sessionOver, .bookingCancelled].map(\.rawValue)
    func hopeful(_ row: Conflict) -> [ConflictChoice] {
      row.choices.filter { $0 != .tryAgain || !ended.contains(row.code) }
    }
    let least = all.flatMap(hopeful).map { chosen[$0, default: 0] }.min()
    let isRare = { chosen[$0, default: 0] == least }
    // Of those who lost a place few are left: it may come back by itself. Few lose a right.
    let lost =
      seldom.map { choice in all.filter { $0.choices.contains(choice) } }
      .first { !$0.isEmpty && !chance.oneIn(3) } ?? []
    let rarest = all.filter { hopeful($0).contains(where: isRare) }
    let conflict = chance.one(of: lost) ?? chance.one(of: chance.oneIn(3) ? all : rarest)
    let choices = conflict.map(hopeful) ?? []
    let rare = choices.filter(isRare)
    var choice = chance.oneIn(8) ? nil : chance.one(of: rare.isEmpty ? choices : rare)
    // What needs most to come true is tried most.
    if let wanted = seldom.first(where: choices.contains), !chance.oneIn(4) { choice = wanted }
    var decision = ResolveDecision(
      conflict?.id ?? .none, choice ?? chance.one(of: ConflictChoice.allCases, or: .keep))
    decision.session = chance.oneIn(2) ? freeSession(screen) : session(screen)
    decision.member = member(screen)
    decision.booking = booking(screen, in: [.confirmed])?.id
    decision.reason = chance.oneIn(8) ? "" : "agreed"
    return (decision, chance.oneIn(5) ? someone() : manager())
  }

  mutating func bringIn(_ screen: Screen) -> Act {
    let number = chance.number(0..<3)
    let print = UInt64(chance.number(0..<2))
    var person = MemberReference()
    person.outside = "M-\(number)"
    switch chance.number(0..<8) {
    case 0:
      var session = ImportedSession(
        Outside(text: "S-\(number)", print: print), service: "Yoga",
        day: Day(sinceEpoch: Int(screen.now.seconds / 86_400)), start: 36_000 + number * 3_600,
        capacity: 2, credits: Credits(1))
      session.location = "Sea Point"
      return (ImportSessions(source: "gymdesk", rows: [session]), manager())
    case 1:
      let pack = ImportedCredits(
        Outside(text: "C-\(number)", print: print), person, package: "Ten", left: Credits(2))
      return (ImportCredits(sources: ["gymdesk"], rows: [pack]), manager())
    case 2:
      var booking = ImportedBooking(
        Outside(text: "B-\(number)", print: print), person, state: .booked)
      booking.session = session(screen)
      return (ImportBookings(sources: ["gymdesk"], rows: [booking]), manager())
    default:
      // Sometimes more than one operation holds.
      let count = chance.oneIn(12) ? 400 : 1
      let rows = (0..<count).map { row in
        var details = MemberDetails()
        details.firstName = "Import \(number + row)"
        details.email = "i\(number + row)@example.org"
        return ImportedMember(Outside(text: "M-\(number + row)", print: print), details)
      }
      return (ImportMembers(source: "gymdesk", rows: rows), manager())
    }
  }
}
