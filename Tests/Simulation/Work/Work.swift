import Domain
import Support

/// What people mean next, by what their screen shows: contention first, some of it refused.
struct Work {
  var chance: Chance
  let cast: Cast
  /// Signs a pass as the authority does.
  private let sign: ([UInt8]) -> [UInt8]
  /// Codes of bookings made anywhere, which people bring along whatever a desk has heard of.
  var codes: [String] = []
  /// The bookings themselves.
  var made: [ID<Booking>] = []
  /// Whose profile was changed last, anywhere, and which part of it.
  var lastEdit: (member: ID<Member>, field: Int)?
  /// The session that was last given to a leader: the one of before may not have heard.
  var lastLed: ID<Session>?

  init(_ cast: Cast, _ chance: Chance, sign: @escaping ([UInt8]) -> [UInt8]) {
    self.cast = cast
    self.sign = sign
    self.chance = chance
  }

  /// The screen of one machine.
  struct Screen {
    let world: World
    let now: Instant
    let location: ID<Location>
    let isKiosk: Bool
  }

  typealias Act = (intent: any Intent, actor: Actor)

  mutating func next(on screen: Screen) -> Act {
    if screen.isKiosk { return atTheKiosk(screen) }
    return switch chance.number(0..<100) {
    case 0..<31: book(screen)
    case 31..<58: atTheDoor(screen)
    case 58..<73: takeBack(screen)
    case 73..<82: people(screen)
    case 82..<89: timetable(screen)
    case 89..<98: decide(screen)
    default: bringIn(screen)
    }
  }

  // MARK: Who and what

  mutating func someone() -> Actor {
    let role = chance.one(
      of: [
        .receptionist, .receptionist, .receptionist, .owner, .owner, .owner, .locationManager,
        .instructor, .financeManager,
      ], or: Role.owner)
    return cast.actor(role)
  }

  mutating func manager() -> Actor {
    cast.actor(chance.oneIn(4) ? .locationManager : .owner)
  }

  /// Mostly one that is here and near.
  mutating func session(_ screen: Screen) -> ID<Session> {
    let all = screen.world.all(Session.self)
    let near = all.filter {
      $0.start - screen.now < 3_000 && screen.now - $0.end < 600 && $0.status == .scheduled
        && $0.location == screen.location
    }
    return chance.one(of: chance.oneIn(6) || near.isEmpty ? all : near)?.id ?? .none
  }

  /// One with a place left, as far as this screen knows: another may be selling the same one.
  func freeSession(_ screen: Screen) -> ID<Session>? {
    var taken: [ID<Session>: Int] = [:]
    for booking in screen.world.all(Booking.self) where booking.state.takesPlace {
      taken[booking.session, default: 0] += booking.spots
    }
    let free = screen.world.all(Session.self).filter {
      $0.status == .scheduled && $0.start > screen.now && $0.location == screen.location
        && taken[$0.id, default: 0] < $0.capacity
    }
    // All desks think of the same one first.
    return free.min { ($0.start, $0.id) < ($1.start, $1.id) }?.id
  }

  mutating func member(_ screen: Screen) -> ID<Member> {
    if chance.oneIn(10) { return chance.one(of: screen.world.all(Member.self))?.id ?? .none }
    return chance.one(of: cast.members, or: .none)
  }

  /// Mostly one in these states, of a session that is near.
  mutating func booking(_ screen: Screen, in states: Set<BookingState>) -> Booking? {
    let all = screen.world.all(Booking.self)
    let fitting = all.filter { states.contains($0.state) }
    let near = fitting.filter { booking in
      guard let session = screen.world[booking.session] else { return false }
      return session.start - screen.now < 3_000 && screen.now - session.end < 1_800
        && session.location == screen.location
    }
    if chance.oneIn(8) { return chance.one(of: all) }
    return chance.one(of: near.isEmpty || chance.oneIn(5) ? fitting : near)
  }

  /// The pass of a booking; now and then a bad one.
  mutating func pass(of booking: ID<Booking>, _ screen: Screen) -> String {
    let ends = screen.now + (chance.oneIn(4) ? -600 : 3_600)
    let pass = QRPass(
      key: 1, booking: booking.raw, member: 1, session: 1, validFrom: screen.now - 900,
      validTo: ends)
    var signature = sign(pass.body)
    if chance.oneIn(6) { signature[0] ^= 1 }
    return pass.text(signature: signature) ?? ""
  }

  mutating func code() -> BookingCode { BookingCode(random: chance.bits()) }
}
