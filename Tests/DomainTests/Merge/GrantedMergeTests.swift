import Domain
import Support
import Testing

@Suite("Bookings drawn from granted places")
struct GrantedMergeTests {
  private var studio = StudioFixture()

  /// Grants the first desk places of a session in the near future, and cuts the line.
  private func outage(
    capacity: Int, taken: Int = 0, places: Int = 1,
    _ change: (inout StudioFixture, ID<Session>) throws -> Void = { _, _ in }
  ) throws -> (Outage, ID<Session>) {
    var studio = studio
    let session = studio.session(in: 600, capacity: capacity)
    try studio.fill(session, taken)
    try change(&studio, session)
    var row = Allotment()
    row.id = studio.world.mint()
    (row.session, row.device, row.life) = (session, studio.desk, 7)
    (row.places, row.granted) = (places, places)
    studio.world.put(row)
    var outage = Outage(studio)
    (outage.first.drawing, outage.first.life) = (.freely, 7)
    return (outage, session)
  }

  private func allotment(_ outage: Outage) -> Allotment {
    outage.studio.world.all(Allotment.self).first ?? Allotment()
  }

  private var desk: Actor { studio.actor(.receptionist) }

  @Test("a booking within the grant is sure; the next has to ask")
  func sure() throws {
    var (outage, session) = try outage(capacity: 10, taken: 8)
    let (one, two) = (outage.studio.member(), outage.studio.member())
    for member in [one, two] {
      outage.first.put(try #require(outage.studio.world[member]))
      for lot in outage.studio.world.all(CreditLot.self) { outage.first.put(lot) }
    }
    func booked(_ member: ID<Member>) throws -> (Operation, Decision) {
      let code = outage.first.code()
      return try outage.first.meant(
        Book(session: session, member: member, code: code), as: desk)
    }
    let (first, sure) = try booked(one)
    #expect(sure.isFirm && (first.intent as? Book)?.draw?.places == 1)
    let (second, maybe) = try booked(two)
    #expect(!maybe.isFirm && (second.intent as? Book)?.draw == nil)
    // Meanwhile the last place that was nobody's is sold.
    try outage.studio.fill(session, 1)
    #expect(outage.settle(second) == Outcome(.adjusted, code: .classFull))
    #expect(outage.settle(first) == Outcome(.applied))
    #expect(outage.booking(first)?.state == .confirmed)
    #expect(outage.places(session) == [10, 10, 0, 1])
    #expect(allotment(outage).places == 0 && allotment(outage).used == 1)
  }

  @Test("a granted place stays sure although somebody was let in above the capacity")
  func besideAnOverride() throws {
    var (outage, session) = try outage(capacity: 10, taken: 9)
    let before = try outage.first.meant(
      Book(session: session, member: try fresh(&outage), code: outage.first.code()), as: desk)
    #expect(before.decision.isFirm)
    outage.studio.world.device = studio.kiosk
    _ = try outage.studio.book(outage.studio.member(), session) { $0.override = "regular" }
    #expect(outage.places(session) == [10, 10, 1, 0])
    #expect(outage.settle(before.operation) == Outcome(.applied))
    #expect(outage.booking(before.operation)?.overSpots == 0)
    #expect(outage.places(session) == [11, 10, 1, 0])
  }

  @Test("with a line the places that are nobody's go first")
  func sparing() throws {
    var (outage, session) = try outage(capacity: 10, taken: 8)
    outage.first.drawing = .sparingly
    let (one, two) = (outage.first.all(Member.self)[0].id, outage.first.all(Member.self)[1].id)
    let members = [one, two]
    #expect(members.count == 2)
    let other = StudioFixture(seed: 9)
    _ = other
    let spared = try outage.first.booked(session, try fresh(&outage), as: desk)
    #expect((spared.intent as? Book)?.draw == nil)
    let drawn = try outage.first.booked(session, try fresh(&outage), as: desk)
    #expect((drawn.intent as? Book)?.draw?.places == 1)
  }

  /// A member whom both the authority and the first copy know.
  private func fresh(_ outage: inout Outage, credits: Int = 10) throws -> ID<Member> {
    let member = outage.studio.member(credits: credits)
    outage.first.put(try #require(outage.studio.world[member]))
    for lot in outage.studio.world.all(CreditLot.self) where lot.member == member {
      outage.first.put(lot)
    }
    return member
  }

  @Test("another life of the file, and another desk, draw nothing")
  func others() throws {
    var (outage, session) = try outage(capacity: 10, taken: 8)
    outage.first.life = 8
    let asked = try outage.first.booked(session, try fresh(&outage), as: desk)
    #expect((asked.intent as? Book)?.draw == nil)
    (outage.second.drawing, outage.second.life) = (.freely, 7)
    let member = try fresh(&outage)
    outage.second.put(try #require(outage.studio.world[member]))
    for lot in outage.studio.world.all(CreditLot.self) { outage.second.put(lot) }
    let other = try outage.second.booked(session, member, as: desk)
    #expect((other.intent as? Book)?.draw == nil)
  }

  /// What happens to the person or the session while the line is down.
  enum Meanwhile: String, CaseIterable, Sendable {
    case full, restricted, inactive, banned, spent, clash, smaller, earlier, notPermitted, limit
  }

  @Test("whatever the merge finds, it stands", arguments: Meanwhile.allCases)
  func stands(meanwhile: Meanwhile) throws {
    var (outage, session) = try outage(capacity: 10, taken: 5)
    let member = try fresh(&outage, credits: 1)
    let book = try outage.first.booked(session, member, as: desk)
    #expect((book.intent as? Book)?.draw?.places == 1)
    try happens(meanwhile, to: member, session, &outage)
    let outcome = outage.settle(book)
    #expect(outcome.state == .applied || outcome.state == .adjusted)
    let booking = try #require(outage.booking(book))
    #expect(booking.state == .confirmed && booking.overSpots == 0)
    #expect(allotment(outage).places == 0 && allotment(outage).used == 1)
    #expect(outage.places(session)[2] == 0)
    // Whatever was gone over is told.
    let isPlain = meanwhile == .full || meanwhile == .smaller
    #expect(outage.conflicts.isEmpty == isPlain)
  }

  private func happens(
    _ meanwhile: Meanwhile, to member: ID<Member>, _ session: ID<Session>, _ outage: inout Outage
  ) throws {
    switch meanwhile {
    case .full: try outage.studio.fill(session, 4)
    case .restricted: outage.studio.world.edit(member) { $0.permission = .restricted }
    case .inactive: outage.studio.world.edit(member) { $0.status = .inactive }
    case .banned: outage.studio.world.edit(member) { $0.status = .banned }
    case .spent:
      let elsewhere = outage.studio.session(in: 86_400)
      _ = try outage.studio.book(member, elsewhere)
    case .clash:
      let elsewhere = outage.studio.session(in: 900, leader: nil)
      _ = try outage.studio.book(member, elsewhere)
    case .smaller:
      var change = ChangeSession(session: session)
      change.capacity = 1
      #expect(outage.studio.refusal(change, as: .owner) == nil)
    case .earlier:
      outage.studio.world.edit(session) { ($0.start, $0.end) = ($0.start - 9_000, $0.end - 9_000) }
    case .notPermitted:
      guard case .staff(let id) = desk else { return }
      outage.studio.world.edit(id) { $0.active = false }
    case .limit:
      guard let id = outage.studio.world.all(Organization.self).first?.id else { return }
      outage.studio.world.edit(id) { $0.policy.values[.groupLimit] = 0 }
    }
  }

  /// What may become of a booking that is there.
  enum Change: String, CaseIterable, Sendable { case larger, moved, promoted }

  @Test(
    "a booking made larger, moved or promoted within the grant stands too",
    arguments: Change.allCases, Meanwhile.allCases)
  func changed(change: Change, meanwhile: Meanwhile) throws {
    var known = ID<Booking>.none
    var member = ID<Member>.none
    // Whoever is there already is not booked elsewhere at the same time.
    if change == .larger, meanwhile == .clash { return }
    let others = change == .larger ? 4 : 5
    var (outage, session) = try outage(capacity: 10, taken: others) { studio, session in
      member = studio.member(credits: 2)
      let elsewhere = studio.session(in: 90_000)
      known = try studio.book(member, change == .moved ? elsewhere : session)
      guard change == .promoted else { return }
      studio.world.edit(known) { ($0.state, $0.queue, $0.spends) = (.waitlisted, 1, []) }
    }
    let intent: any TakesPlaces =
      switch change {
      case .larger: AddSpots(booking: known)
      case .moved: Move(booking: known, to: session)
      case .promoted: Promote(booking: known)
      }
    let (meant, decision) = try outage.first.meant(intent, as: desk)
    #expect(decision.isFirm && (meant.intent as? any TakesPlaces)?.draw?.places == 1)
    try happens(meanwhile, to: member, session, &outage)
    let outcome = outage.settle(meant)
    #expect(outcome.state == .applied || outcome.state == .adjusted, "\(outcome)")
    let booking = try #require(outage.booking(known))
    #expect(booking.session == session && booking.state == .confirmed)
    #expect(booking.spots == (change == .larger ? 2 : 1))
    #expect(allotment(outage).places == 0 && allotment(outage).used == 1)
    #expect(outage.places(session)[3] == 0)
  }

  @Test("what was drawn for a booking that somebody ended or moved away is nobody's")
  func ended() throws {
    var known = ID<Booking>.none
    var (outage, session) = try outage(capacity: 10, taken: 5) { studio, session in
      known = try studio.book(studio.member(), session)
    }
    let elsewhere = outage.studio.session(in: 90_000, capacity: 1)
    let larger = try outage.first.did(AddSpots(booking: known), as: desk)
    #expect((larger.intent as? AddSpots)?.draw?.session == session)
    #expect(outage.studio.refusal(Move(booking: known, to: elsewhere), as: .owner) == nil)
    #expect(outage.settle(larger) == Outcome(.rejected, code: .classFull))
    #expect(outage.booking(known)?.spots == 1 && outage.booking(known)?.session == elsewhere)
    #expect(allotment(outage).places == 0 && allotment(outage).used == 1)
    #expect(outage.places(session) == [5, 10, 0, 0])
  }

  @Test("credits that were spent twice leave a debt")
  func debt() throws {
    var (outage, session) = try outage(capacity: 10)
    let member = try fresh(&outage, credits: 1)
    let book = try outage.first.booked(session, member, as: desk)
    let elsewhere = outage.studio.session(in: 86_400)
    _ = try outage.studio.book(member, elsewhere)
    #expect(outage.settle(book) == Outcome(.adjusted, code: .insufficientCredits))
    #expect(outage.balance(member).left == Credits(-1))
    #expect(try outage.conflict().kind == .overdrawn)
  }

  @Test("a session that somebody cancelled is cancelled, and the place is nobody's")
  func cancelled() throws {
    var (outage, session) = try outage(capacity: 10)
    let book = try outage.first.booked(session, try fresh(&outage), as: desk)
    #expect(outage.studio.refusal(CancelSession(session: session), as: .owner) == nil)
    #expect(outage.settle(book) == Outcome(.rejected, code: .sessionCancelled))
    #expect(outage.booking(book)?.state == .cancelled)
    #expect(allotment(outage).places == 0)
  }

  @Test(
    "somebody who is booked already has the places, as many as were told",
    arguments: [BookingState.confirmed, .waitlisted, .held, .offered], [1, 2])
  func twice(state: BookingState, spots: Int) throws {
    var (outage, session) = try outage(capacity: 10, taken: 7, places: 2)
    let member = try fresh(&outage)
    let book = try outage.first.booked(session, member, as: desk) { $0.spots = spots }
    #expect((book.intent as? Book)?.draw?.places == spots)
    let standing = try outage.studio.book(member, session)
    if state != .confirmed {
      outage.studio.world.edit(standing) {
        $0.state = state
        $0.spends = []
        if state == .waitlisted { $0.queue = 1 }
      }
    }
    #expect(outage.settle(book) == Outcome(.adjusted, code: .alreadyBooked))
    let row = try #require(outage.booking(standing))
    #expect(row.state == .confirmed && row.spots == spots && row.overSpots == 0)
    #expect(row.creditsUsed == Credits(spots))
    #expect(outage.booking(book)?.state == .cancelled)
    #expect(allotment(outage).places == 2 - spots)
    #expect(outage.places(session) == [7 + spots, 10, 0, 0])
  }

  @Test("granted places are asked back when no others are left, and when somebody waits")
  func recall() throws {
    var (outage, session) = try outage(capacity: 10, taken: 7)
    func bookElsewhere(_ change: (inout Book) -> Void = { _ in }) throws -> Outcome {
      let code = outage.studio.world.code()
      var book = Book(session: session, member: outage.studio.member(), code: code)
      change(&book)
      let operation = outage.studio.world.prepare(book, as: desk)
      return outage.settle(operation)
    }
    #expect(try bookElsewhere() == Outcome(.applied))
    #expect(!allotment(outage).recalled)
    #expect(try bookElsewhere() == Outcome(.applied))
    #expect(allotment(outage).recalled && allotment(outage).places == 1)
    // What comes for the last place waits for it, and gets it without a person.
    #expect(try bookElsewhere() == Outcome(.adjusted, code: .classFull))
    let lost = try outage.conflict()
    #expect(lost.kind == .lastPlace && lost.awaitsReturn && lost.status == .open)
    let other = try bookElsewhere { $0.waitlist = true }
    #expect(other == Outcome(.applied))
    outage.first.put(allotment(outage))
    let back = try outage.first.did(ReturnPlaces(allotment(outage)), as: .device)
    #expect(outage.settle(back) == Outcome(.applied))
    try outage.studio.world.run(TendSession(session: session), as: .system)
    let booking = try #require(lost.booking.flatMap { outage.booking($0) })
    #expect(booking.state == .confirmed && booking.creditsUsed == Credits(1))
    #expect(outage.studio.world[lost.id]?.status == .told)
    #expect(outage.places(session) == [10, 10, 0, 1])
  }

  @Test("places that nobody has any more are spent over the capacity, and somebody is told")
  func released() throws {
    var (outage, session) = try outage(capacity: 10, taken: 9)
    let book = try outage.first.booked(session, try fresh(&outage), as: desk)
    let release = ReleasePlaces(session: session, target: studio.desk)
    #expect(outage.studio.refusal(release, as: .owner) == nil)
    try outage.studio.fill(session, 1)
    #expect(outage.settle(book) == Outcome(.adjusted, code: .classFull))
    #expect(outage.booking(book)?.state == .confirmed)
    #expect(outage.places(session) == [11, 10, 1, 0])
    #expect(try outage.conflict().kind == .walkIn)
  }

  @Test("a thousand random mornings: what was sure is kept, and nothing is overbooked")
  func random() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<1_000 {
      let capacity = Int.random(in: 2...6, using: &random)
      let places = Int.random(in: 0..<capacity, using: &random)
      let taken = Int.random(in: 0...(capacity - places), using: &random)
      var (outage, session) = try outage(capacity: capacity, taken: taken, places: places)
      var dark: [(operation: Operation, isFirm: Bool)] = []
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let member = try fresh(&outage)
        var book = Book(session: session, member: member, code: outage.first.code())
        book.spots = Int.random(in: 1...2, using: &random)
        outage.first.drawing = Bool.random(using: &random) ? .sparingly : .freely
        guard let meant = try? outage.first.meant(book, as: desk) else { continue }
        dark.append((meant.operation, meant.decision.isFirm))
      }
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        _ = try? outage.studio.book(outage.studio.member(), session)
      }
      for (operation, isFirm) in dark {
        _ = outage.settle(operation)
        _ = outage.places(session)
        let booking = try #require(outage.booking(operation))
        #expect(booking.overSpots == 0)
        if isFirm { #expect(booking.state == .confirmed) }
      }
    }
  }
}
