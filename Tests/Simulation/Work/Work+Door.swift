import Domain
import Support

/// Who comes in, and who does not.
extension Work {
  mutating func atTheDoor(_ screen: Screen) -> Act {
    switch chance.number(0..<12) {
    case 0:
      let session = chance.oneIn(2) ? lastLed : nil
      return (attendance(session ?? self.session(screen), screen), cast.actor(.instructor))
    case 1: return (attendance(session(screen), screen), someone())
    case 2:
      var letIn = LetIn(presented: chance.oneIn(3) ? code().text : chance.one(of: codes, or: ""))
      letIn.session = chance.oneIn(2) ? session(screen) : nil
      return (letIn, someone())
    default: return (checkIn(screen), someone())
    }
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

  private mutating func checkIn(_ screen: Screen) -> CheckIn {
    let found = booking(screen, in: [.confirmed])
    var checkIn: CheckIn
    switch chance.number(0..<16) {
    case 0: checkIn = CheckIn(presented: screen.world[member(screen)]?.number ?? "")
    case 1: checkIn = CheckIn(presented: "BAR-2")
    case 2, 3: checkIn = CheckIn(presented: found?.code ?? "")
    case 4: checkIn = CheckIn(presented: chance.one(of: codes, or: ""))
    case 5: checkIn = CheckIn(member: member(screen))
    case 9:
      // Who came to the wrong house.
      let others = screen.world.all(Booking.self).filter {
        $0.state == .confirmed && screen.world[$0.session]?.location != screen.location
      }
      checkIn = CheckIn(presented: chance.one(of: others)?.code ?? "")
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
    var checkIn = checkIn(screen)
    checkIn.override = nil
    return (checkIn, .device)
  }
}
