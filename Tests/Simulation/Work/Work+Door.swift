import Domain
import Support

/// Who comes in, and who does not.
extension Work {
  mutating func atTheDoor(_ screen: Screen) -> Act {
    switch chance.number(0..<12) {
    case 0:
      let session = chance.oneIn(2) ? lastLed : nil
      return (attendance(session ?? expecting(screen), screen), cast.actor(.instructor))
    case 1: return (attendance(expecting(screen), screen), someone())
    case 2:
      var letIn = LetIn(presented: chance.oneIn(3) ? code().text : chance.one(of: codes, or: ""))
      letIn.session = chance.oneIn(2) ? session(screen) : nil
      return (letIn, someone())
    case 3: return atTheWrongHouse(screen)
    default:
      // Who is on no list books there and then.
      guard let found = booking(screen, in: [.confirmed]) else {
        return chance.oneIn(2) ? walkIn(to: session(screen)) : book(screen)
      }
      return (checkIn(found, screen), someone())
    }
  }

  /// Somebody is booked into a class of the other house that this copy knows of until it has told of it,
  /// and shows the code here.
  private mutating func atTheWrongHouse(_ screen: Screen) -> Act {
    let away = screen.world.all(Session.self).filter { $0.location != screen.location }
    let expected = screen.world.all(Booking.self).filter { booking in
      booking.state == .confirmed && away.contains { $0.id == booking.session }
    }
    if let session = chance.one(of: away), expected.isEmpty { return walkIn(to: session.id) }
    let code = chance.one(of: expected)?.code ?? chance.one(of: codes, or: "")
    return (CheckIn(presented: code), someone())
  }

  /// A session whose register somebody stands in.
  private mutating func expecting(_ screen: Screen) -> ID<Session> {
    booking(screen, in: [.confirmed, .checkedIn])?.session ?? session(screen)
  }

  private mutating func attendance(
    _ session: ID<Session>, _ screen: Screen
  ) -> MarkAttendance {
    let roster = screen.world.all(Booking.self).filter { $0.session == session }
    var present: [ID<Booking>] = []
    var absent: [ID<Booking>] = []
    for booking in roster where booking.state.isLive && !chance.oneIn(3) {
      if chance.oneIn(2) { present.append(booking.id) } else { absent.append(booking.id) }
    }
    var marks = MarkAttendance(
      session: session, present: present, absent: absent,
      seen: roster.filter { $0.state == .checkedIn }.map(\.id))
    marks.allPresent = chance.oneIn(4)
    marks.confirm = chance.oneIn(2)
    marks.reason = chance.oneIn(2) ? "register" : nil
    return marks
  }

  /// By whatever they bring along; `found` is a booking that the screen shows.
  private mutating func checkIn(_ found: Booking?, _ screen: Screen) -> CheckIn {
    var checkIn: CheckIn
    switch chance.number(0..<16) {
    case 0:
      let member = found?.member ?? member(screen)
      checkIn = CheckIn(presented: screen.world[member]?.number ?? "")
    case 1: checkIn = CheckIn(presented: "BAR-2")
    case 2, 3:
      // A kiosk knows nobody's code.
      let code = screen.isKiosk ? chance.one(of: codes.suffix(12)) : found?.code
      checkIn = CheckIn(presented: code ?? "")
    case 4: checkIn = CheckIn(presented: chance.one(of: codes, or: ""))
    case 5, 9: checkIn = CheckIn(member: found?.member ?? member(screen))
    case 7, 8: checkIn = CheckIn(presented: pass(of: found?.id ?? .none, screen))
    case 6:
      let odd = ["", "K7QF-2M9A", code().text, "123456"]
      checkIn = CheckIn(presented: chance.one(of: odd, or: ""))
    default: checkIn = CheckIn(booking: found?.id ?? .none)
    }
    if chance.oneIn(8) { checkIn.count = chance.number(0..<3) }
    if chance.oneIn(4) { checkIn.override = "known" }
    return checkIn
  }

  mutating func atTheKiosk(_ screen: Screen) -> Act {
    if chance.oneIn(6) {
      let member = member(screen)
      var book = Book(session: session(screen), member: member, code: nil)
      book.walkIn = chance.oneIn(2)
      book.waitlist = chance.oneIn(3)
      return (book, .member(member))
    }
    if chance.oneIn(6) {
      return (LetIn(presented: pass(of: chance.one(of: made, or: .none), screen)), .device)
    }
    var checkIn = checkIn(booking(screen, in: [.confirmed]), screen)
    checkIn.override = nil
    return (checkIn, .device)
  }
}
