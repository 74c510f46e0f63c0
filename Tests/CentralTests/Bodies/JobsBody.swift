import Central
import Domain
import Testing
import Wire

/// What the authority does by the clock, and for whom it waits; the same on every store.
struct JobsBody<Store: AuthorityStore>: StoreBody {
  let make: () throws -> Store

  /// A town in which somebody booked and did not come; the session ended an hour ago, and a second
  /// desk of the place has been silent since before.
  private struct Scene {
    let work: TownWork<Store>
    let silent: Player<Store>
    let session: ID<Session>
    let end: Instant

    var town: Town<Store> { work.town }

    var isJudged: Bool {
      get throws {
        try town.row(session, .session(session))?.judgedAt != nil
      }
    }

    /// Whether it is judged so many hours after the end, with the first desk's watermark there.
    func judged(after hours: Int, _ said: () throws -> Void = {}) throws -> Bool {
      town.now = end + hours * 3_600
      try said()
      try work.tick()
      return try isJudged
    }
  }

  private func scene() throws -> Scene {
    let work = try TownWork(try Town(try make(), seed: 3))
    let town = work.town
    let silent = try town.enrol()
    silent.watermark = town.now
    try silent.pull()
    let start = town.now + 3_600
    let session: ID<Session> = try work.desk.make(
      ScheduleSession(service: work.service, location: work.places[0], start: start))
    let _: ID<Booking> = try work.desk.make(work.book(session, work.member()))
    let end = try #require(try town.row(session, .session(session))).end
    return Scene(work: work, silent: silent, session: session, end: end)
  }

  func judgementWaitsForEveryDesk() throws {
    let scene = try scene()
    #expect(try !scene.judged(after: 1))
    #expect(try !scene.judged(after: 3), "one desk may still have a check-in")
    #expect(
      try !scene.judged(after: 4) {
        scene.silent.watermark = scene.end + 7_199
        try scene.silent.pull()
      })
    #expect(
      try scene.judged(after: 5) {
        scene.silent.watermark = scene.end + 7_200
        try scene.silent.pull()
      })
  }

  func aDeskThatIsClosedHoldsNothingUp() throws {
    let scene = try scene()
    #expect(
      try scene.judged(after: 3) {
        scene.silent.closed = true
        try scene.silent.pull()
      })
  }

  func aDeskThatOpensAgainCounts() throws {
    let scene = try scene()
    scene.silent.closed = true
    try scene.silent.pull()
    #expect(
      try !scene.judged(after: 3) {
        scene.silent.closed = false
        try scene.silent.pull()
      })
  }

  func aDeskThatIsGoneHoldsNothingUp() throws {
    for leave in [
      { try $0.town.authority.revoke($0.silent.device, at: $0.town.now) },
      { try $0.town.authority.setAside($0.silent.device, true, at: $0.town.now) },
    ] as [(Scene) throws -> Void] {
      let scene = try scene()
      #expect(try scene.judged(after: 3) { try leave(scene) })
    }
    let scene = try scene()
    #expect(try !scene.judged(after: 60))
    #expect(try scene.judged(after: 75), "three days of silence")
  }

  func aDeskElsewhereHoldsNothingUp() throws {
    let scene = try scene()
    let other = try scene.town.enrol(at: scene.work.places[1])
    other.watermark = scene.town.now
    try other.pull()
    #expect(
      try scene.judged(after: 3) {
        scene.silent.watermark = scene.town.now
        try scene.silent.pull()
      })
  }

  /// Credits end with their last day, once no desk can still have spent them.
  func expiryWaitsForEveryDesk() throws {
    let scene = try scene()
    let town = scene.town
    let zone = try town.facts.zone(of: scene.work.places[0])
    var grant = GrantCredits(member: try scene.work.member(), credits: Credits(5), reason: "x")
    grant.expires = zone.day(of: town.now)
    let lot: ID<CreditLot> = try scene.work.desk.make(grant)
    func left() throws -> Credits? { try town.row(lot, .lot(lot))?.left }
    town.now = town.now + 86_400
    try scene.work.tick()
    #expect(try left() == Credits(5))
    scene.silent.watermark = town.now
    try scene.silent.pull()
    try scene.work.tick()
    #expect(try left() == .zero)
  }

  /// A hold ends by itself, and the one who waits is offered the place.
  func holdsEndAndPlacesAreOffered() throws {
    let work = try TownWork(try Town(try make(), seed: 4))
    let town = work.town
    var schedule = ScheduleSession(
      service: work.service, location: work.places[0], start: town.now + 86_400)
    schedule.capacity = 1
    let session: ID<Session> = try work.desk.make(schedule)
    let hold: ID<Booking> = try work.desk.make(
      Hold(session: session, member: work.member(), code: BookingCode(random: 9)))
    var wait = try work.book(session, try work.member())
    wait.waitlist = true
    let waiting: ID<Booking> = try work.desk.make(wait)
    func state(_ booking: ID<Booking>) throws -> BookingState? {
      try town.row(booking, .booking(booking))?.state
    }
    #expect(try state(hold) == .held && state(waiting) == .waitlisted)
    town.now = town.now + 601
    try work.tick()
    #expect(try state(hold) == .expired && state(waiting) == .offered)
    town.now = town.now + 1_801
    try work.tick()
    #expect(try state(waiting) == .expired)
  }
}
