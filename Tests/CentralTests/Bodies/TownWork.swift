import Central
import Crypto
import Domain
import Rows
import SQLite
import Support
import Testing
import Wire

/// Days of two studios of one organization, by chance: everything that makes rows come and go.
final class TownWork<Store: AuthorityStore> {
  let town: Town<Store>
  /// The desk at the first place, at which all of it is typed.
  let desk: Player<Store>
  let places: [ID<Location>]
  let service: ID<Service>
  private var members: [ID<Member>] = []
  private var sessions: [ID<Session>] = []
  private var bookings: [ID<Booking>] = []
  /// How often a booking went to another session.
  private(set) var moved = 0

  init(_ town: Town<Store>) throws {
    self.town = town
    desk = try town.enrol()
    try desk.pull()
    let second: ID<Location> = try desk.make(
      AddLocation(name: "Second", zone: "Europe/Berlin"))
    places = [try town.place(), second]
    var service = DefineService(name: "Yoga", type: "yoga")
    service.credits = Credits(1)
    service.capacity = 6
    self.service = try desk.make(service)
    try tick()
  }

  /// The desk is up to date, and the jobs run.
  func tick() throws {
    desk.watermark = town.now
    try desk.pull()
    try town.authority.work(at: town.now)
  }

  func numbers(_ kind: NumberKind) throws -> [Int] {
    NumberBlocks(try desk.copy.unusedBlocks(kind, of: desk.device)).next(1)
  }

  func keyed(_ text: String, _ key: [UInt8]) throws -> String { try keyedText(text, key: key) }

  func member() throws -> ID<Member> {
    var details = MemberDetails()
    details.firstName = "Person \(members.count)"
    var register = RegisterMember(details)
    register.numbers = try numbers(.member)
    let member: ID<Member> = try desk.make(register)
    try desk.send(GrantCredits(member: member, credits: Credits(20), reason: "start"))
    members.append(member)
    return member
  }

  func session(in days: Int) throws -> ID<Session> {
    try desk.make(
      ScheduleSession(service: service, location: places[0], start: town.now + days * 86_400))
  }

  func book(_ session: ID<Session>, _ member: ID<Member>) throws -> Book {
    var book = Book(
      session: session, member: member,
      code: BookingCode(random: .random(in: 0...UInt64.max, using: &town.chance)))
    book.numbers = try numbers(.reference)
    return book
  }

  /// Something happens; now and then some days go by.
  func step(days: Int = 3) throws {
    if days > 0, pick(0..<5) == 0 {
      town.now = town.now + pick(1_000..<days * 86_400)
      try tick()
    }
    if members.count < 4 || pick(0..<20) == 0 { _ = try member() }
    let intent = try intent()
    let verdict = try #require(try desk.send(intent, rows: pick(1..<200)).first)
    guard verdict.outcome.state == .applied, let subject = verdict.subject else { return }
    switch intent {
    case is ScheduleSession: sessions.append(ID(subject))
    case is Book: bookings.append(ID(subject))
    case is Move: moved += 1
    default: break
    }
  }

  private func pick(_ range: Range<Int>) -> Int { .random(in: range, using: &town.chance) }

  private func intent() throws -> any Intent {
    let place = places[pick(0..<2)]
    // What was made lately is still ahead.
    guard let session = sessions.suffix(8).randomElement(using: &town.chance) else {
      return schedule(place)
    }
    let member = try #require(members.randomElement(using: &town.chance))
    switch pick(0..<14) {
    case 0, 1, 2: return schedule(place)
    case 3, 4, 5, 6: return try book(session, member)
    case 7: return AddNote(member: member, session: session, text: "note \(pick(0..<99))")
    case 8: return AddNote(member: member, session: nil, text: "note \(pick(0..<99))")
    case 9: return ReportIncident(session: pick(0..<2) == 0 ? session : nil, member: nil, text: "x")
    case 10:
      var change = ChangeSession(session: session)
      change.start = town.now + pick(-20..<45) * 86_400
      return change
    default:
      guard let booking = bookings.suffix(8).randomElement(using: &town.chance) else {
        return schedule(place)
      }
      switch pick(0..<3) {
      case 0: return Move(booking: booking, to: session)
      case 1: return Cancel(booking: booking)
      default: return CheckIn(booking: booking)
      }
    }
  }

  private func schedule(_ place: ID<Location>) -> ScheduleSession {
    let hours = pick(0..<2) == 0 ? pick(1..<60) : pick(1..<40 * 24)
    return ScheduleSession(service: service, location: place, start: town.now + hours * 3_600)
  }

  /// How many sessions a device has.
  func inSight(of device: Player<Store>) throws -> Int {
    try device.copy.records(Session.self, "").count
  }
}
