import Domain
import Sync

/// One person's way through one session.
struct DemoVisit {
  enum Fate { case attends, misses, cancelsLate, cancelsEarly }

  let person: Int
  let booking: ID<Booking>
  let bookedAt: Instant
  let spots: Int
  let fate: Fate
  let code: BookingCode
  var isIn = false
  var confirmedAt: Instant?
}

extension DemoLife {
  /// Fills one session and lives it, as far as the moment of the demo.
  mutating func play(_ session: DemoSession, isNext: Bool) {
    let fill = min(100, people.count * 100 / 320)
    let jitter = isNext ? 100 : chance.number(82...112)
    let demand = session.slot.demand * jitter / 100 * (isNext ? 100 : fill) / 100
    let wanted = min(
      session.offer.capacity * demand / 100, session.offer.capacity + 4)
    var visits: [DemoVisit] = []
    var asked: Set<Int> = []
    for _ in 0..<wanted {
      guard let index = guest(for: session, without: asked) else { break }
      asked.insert(index)
      let visit = visit(index, session, isNext: isNext)
      guard visit.bookedAt <= moment.now else { continue }
      people[index].busy.append((session.start, session.end))
      visits.append(visit)
    }
    visits.sort { ($0.bookedAt, $0.booking) < ($1.bookedAt, $1.booking) }
    take(&visits, session)
    if isNext { adorn(visits.filter(\.isIn).map(\.person)) }
    attend(visits, session)
  }

  /// The opening scene has something for each mark of the roster.
  private mutating func adorn(_ roster: [Int]) {
    guard roster.count > 4 else { return }
    if let born = people[roster[0]].details.birthDate,
      let birthday = Day(year: born.year, month: moment.today.month, day: moment.today.day)
    {
      people[roster[0]].details.birthDate = birthday
    }
    people[roster[1]].details.medical = DemoRemarks.medical[0]
    people[roster[2]].details.waiverOn = nil
    people[roster[3]].details.parqOn = nil
  }

  private mutating func visit(_ index: Int, _ session: DemoSession, isNext: Bool) -> DemoVisit {
    let booked = max(people[index].registered + 1_800, leadStart(session))
    let misses = people[index].forgetful ? 450 : 70
    let fate: DemoVisit.Fate =
      switch chance.number(0...999) {
      case ..<misses: .misses
      case ..<(misses + 78): isNext ? .attends : .cancelsLate
      case ..<(misses + 118): isNext ? .attends : .cancelsEarly
      default: .attends
      }
    return DemoVisit(
      person: index, booking: chance.mint(at: booked), bookedAt: booked,
      spots: chance.happens(perMille: 25) ? 2 : 1, fate: fate,
      code: BookingCode(random: chance.next()))
  }

  /// One to 29 days ahead, most often ten, at an hour at which people are awake.
  private mutating func leadStart(_ session: DemoSession) -> Instant {
    let rising = chance.number(0...27) < 9
    let days =
      rising
      ? 10 - min(chance.number(0...9), chance.number(0...9))
      : 10 + min(chance.number(0...19), chance.number(0...19))
    let day = moment.zone.day(of: session.start).adding(days: -days)
    let booked = moment.zone.instant(day, secondOfDay: chance.number(7 * 3_600...22 * 3_600))
    return min(booked, session.start - 7_200)
  }

  // MARK: Booking

  /// Books in the order of time; whoever cancels makes room for the first who waits.
  private mutating func take(_ visits: inout [DemoVisit], _ session: DemoSession) {
    var events: [(at: Instant, visit: Int, cancels: Bool)] = []
    for (index, visit) in visits.enumerated() {
      events.append((visit.bookedAt, index, false))
      if let cancelled = cancelTime(visit, session) { events.append((cancelled, index, true)) }
    }
    events.sort { ($0.at, $0.visit) < ($1.at, $1.visit) }
    var taken = 0
    var waiting: [Int] = []
    for event in events {
      let visit = visits[event.visit]
      if !event.cancels {
        book(visit, session)
        if taken + visit.spots <= session.offer.capacity {
          taken += visit.spots
          confirm(&visits[event.visit], at: event.at, session)
        } else {
          waiting.append(event.visit)
        }
      } else {
        cancel(visit, at: event.at)
        visits[event.visit].isIn = false
        guard visit.isIn else {
          waiting.removeAll { $0 == event.visit }
          continue
        }
        taken -= visit.spots
        guard let next = waiting.first, session.start - event.at > 1_200,
          taken + visits[next].spots <= session.offer.capacity
        else { continue }
        waiting.removeFirst()
        taken += visits[next].spots
        let answered = event.at + chance.number(60...240)
        add(Confirm(booking: visits[next].booking), by: receptionist, at: answered)
        confirm(&visits[next], at: answered, session)
      }
    }
    if !waiting.isEmpty, session.start < moment.now {
      add(TendSession(session: session.id), by: .system, at: session.start, channel: .system)
    }
  }

  private mutating func confirm(
    _ visit: inout DemoVisit, at moment: Instant, _ session: DemoSession
  ) {
    visit.isIn = true
    visit.confirmedAt = moment
    people[visit.person].spent += session.offer.credits * visit.spots
  }

  private mutating func cancelTime(_ visit: DemoVisit, _ session: DemoSession) -> Instant? {
    let latest = min(session.start - 1_800, moment.now)
    let hours =
      switch visit.fate {
      case .cancelsLate: chance.number(1...11)
      case .cancelsEarly: chance.number(26...90)
      case .attends, .misses: 0
      }
    guard hours > 0 else { return nil }
    let wished = session.start - hours * 3_600 + chance.number(0...1_799)
    let at = max(wished, visit.bookedAt + 600)
    return at < latest ? at : nil
  }

  private mutating func book(_ visit: DemoVisit, _ session: DemoSession) {
    let person = people[visit.person]
    var book = Book(session: session.id, member: person.id, code: visit.code)
    book.spots = visit.spots
    book.waitlist = true
    if visit.spots > 1 { book.participants = [Participant(name: "Guest")] }
    book.unpaid = person.plan == .dropIn
    if person.isRestricted { book.override = "agreed with the manager" }
    let byDesk = book.unpaid || person.isRestricted || chance.happens(perMille: 400)
    add(
      book, by: byDesk ? receptionist : .member(person.id), at: visit.bookedAt,
      channel: byDesk ? .desk : .api, operation: ID(visit.booking.raw))
  }

  private mutating func cancel(_ visit: DemoVisit, at time: Instant) {
    var cancel = Cancel(booking: visit.booking)
    cancel.reason = chance.pick(["ill", "work", "load-shedding", "", "child ill", "traffic"]) ?? ""
    add(cancel, by: receptionist, at: time)
  }

  // MARK: Attending

  /// Older classes were ticked off by their leader in one go, those of the last days one by one.
  private mutating func attend(_ visits: [DemoVisit], _ session: DemoSession) {
    let places = visits.filter(\.isIn)
    let present = places.filter { $0.fate != .misses }
    if moment.now - session.start > 3 * 86_400 {
      let marks = MarkAttendance(
        session: session.id, present: present.map(\.booking),
        absent: places.filter { $0.fate == .misses }.map(\.booking), seen: [])
      add(marks, by: .staff(session.leader), at: session.start + chance.number(300...1_200))
    } else {
      for visit in present {
        let arrived = max(
          session.start - chance.number(-300...1_740), (visit.confirmedAt ?? visit.bookedAt) + 60)
        let entry =
          chance.happens(perMille: 800)
          ? CheckIn(presented: visit.code.text)
          : CheckIn(booking: visit.booking, by: .roster)
        add(entry, by: receptionist, at: arrived)
      }
    }
    let judged = session.end + 2 * 3_600 + 60
    add(JudgeSession(session: session.id), by: .system, at: judged, channel: .system)
  }
}
