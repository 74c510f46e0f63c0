import Domain
import Support

/// Bookings made, changed and taken back.
extension Work {
  mutating func book(_ screen: Screen) -> Act {
    if chance.oneIn(3), let act = answer(screen) { return act }
    let member = member(screen)
    if chance.oneIn(3), let last = freeSession(screen) {
      return (Book(session: last, member: member, code: code()), cast.actor(.receptionist))
    }
    // Who led a class may not have heard that another does now.
    if let lastLed, chance.oneIn(8) {
      return (Book(session: lastLed, member: member, code: code()), cast.actor(.instructor))
    }
    let session = session(screen)
    switch chance.number(0..<24) {
    case 0..<13:
      var book = Book(session: session, member: member, code: code())
      book.spots = chance.oneIn(5) ? chance.number(1..<5) : 1
      if book.spots > 1 {
        book.participants = [Participant(name: "Friend", terms: chance.oneIn(2))]
      }
      book.waitlist = chance.oneIn(2)
      book.walkIn = chance.oneIn(2)
      book.unpaid = chance.oneIn(3)
      book.override = chance.oneIn(3) ? "let in" : nil
      return (book, chance.oneIn(8) ? .member(member) : someone())
    case 13..<15:
      var hold = Hold(session: session, member: member, code: code())
      hold.spots = chance.number(1..<3)
      return (hold, chance.oneIn(2) ? .member(member) : someone())
    case 15:
      let asked: Set<BookingState> = chance.oneIn(3) ? [.expired] : [.held, .offered]
      return (Confirm(booking: booking(screen, in: asked)?.id ?? .none), someone())
    case 16, 17:
      guard let found = booking(screen, in: [.waitlisted]) else { return book(screen) }
      var promote = Promote(booking: found.id)
      promote.override = chance.oneIn(2) ? "promised" : nil
      promote.unpaid = chance.oneIn(3)
      return (promote, someone())
    case 18..<21:
      guard let found = booking(screen, in: [.confirmed, .checkedIn]) else { return book(screen) }
      var more = AddSpots(booking: found.id)
      more.override = chance.oneIn(2) ? "brought along" : nil
      more.unpaid = chance.oneIn(2)
      return (more, someone())
    default:
      guard let found = booking(screen, in: [.confirmed]) else { return book(screen) }
      var move = Move(booking: found.id, to: session)
      move.override = chance.oneIn(2) ? "moved" : nil
      return (move, someone())
    }
  }

  /// Who was given time to think answers, or thinks of another class too.
  private mutating func answer(_ screen: Screen) -> Act? {
    let asked = screen.world.all(Booking.self).filter { $0.state == .held || $0.state == .offered }
    guard let booking = chance.one(of: asked) else { return nil }
    guard booking.state == .held, chance.oneIn(2) else {
      return (Confirm(booking: booking.id), someone())
    }
    return (Hold(session: session(screen), member: booking.member, code: code()), someone())
  }

  /// Somebody stands there, and would rather pay later than go.
  mutating func walkIn(to session: ID<Session>) -> Act {
    var book = Book(
      session: session, member: chance.one(of: cast.members, or: .none), code: code())
    book.walkIn = chance.oneIn(2)
    book.unpaid = true
    return (book, cast.actor(.receptionist))
  }

  /// On record, and nobody's to undo.
  private static let kept = [OperationKind.judgeSession, .undo, .forgive].map(\.rawValue)

  mutating func takeBack(_ screen: Screen) -> Act {
    switch chance.number(0..<12) {
    case 0..<7:
      guard let found = booking(screen, in: [.confirmed, .waitlisted, .offered, .held]) else {
        return book(screen)
      }
      var cancel = Cancel(booking: found.id)
      if chance.oneIn(5) { cancel.spots = 1 }
      cancel.waive = chance.oneIn(5)
      if chance.oneIn(4) { return (cancel, .member(found.member)) }
      return (cancel, manager())
    case 7..<11:
      let acts = screen.world.all(Domain.Act.self).filter {
        !Self.kept.contains($0.kind) && (!$0.undone || chance.oneIn(20))
      }
      var undo = Undo(act: chance.one(of: acts.suffix(5) + acts.prefix(1))?.id ?? .none)
      undo.reason = "slip"
      return (undo, chance.oneIn(4) ? someone() : manager())
    default:
      let found = booking(screen, in: [.noShow])
      return (Forgive(booking: found?.id ?? .none, reason: "kind"), manager())
    }
  }
}
