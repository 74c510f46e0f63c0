import Domain
import Support
import Testing

@Suite("Import of bookings")
struct ImportBookingsTests {
  private var studio = StudioFixture()
  private var member = ID<Member>.none

  init() { member = studio.member(credits: 0) }

  private func row(
    _ id: String, _ state: ImportedBooking.State, _ session: ID<Session>,
    of member: ID<Member>? = nil
  ) -> ImportedBooking {
    var key = MemberReference()
    key.number = studio.world[member ?? self.member]?.number
    var row = ImportedBooking(Outside(id), key, state: state)
    row.session = session
    row.outside = Outside(id, row)
    return row
  }

  private mutating func bring(_ rows: ImportedBooking...) throws -> [RowResult] {
    try studio.bring(ImportBookings(sources: ["plain"], rows: rows))
  }

  private mutating func bringOne(_ row: ImportedBooking) throws -> Booking {
    let results = try bring(row)
    return try booking(results[0])
  }

  private func booking(_ result: RowResult) throws -> Booking {
    try #require(result.key.flatMap { studio.world[ID<Booking>($0)] })
  }

  @Test(
    "words of files are states here",
    arguments: [
      (ImportedBooking.State.booked, BookingState.confirmed), (.waitlisted, .waitlisted),
      (.attended, .checkedIn), (.noShow, .noShow), (.lateCancelled, .cancelled),
      (.cancelled, .cancelled),
    ])
  mutating func states(_ word: ImportedBooking.State, _ state: BookingState) throws {
    let session = studio.session(in: 7_200)
    let made = try bringOne(row("1", word, session))
    #expect(made.state == state)
    #expect(made.present == (state == .checkedIn ? 1 : 0))
    #expect((made.queue == 1) == (state == .waitlisted))
    #expect(made.spends.isEmpty && made.amountDue == 0)
    #expect(try BookingCode(text: made.code).compact == made.code)
    #expect(made.reference.hasPrefix("SLD-2026-"))
    #expect(try bring(row("1", word, session)).map(\.kind) == [.unchanged])
    #expect(studio.world.all(Booking.self).count == 1)
  }

  @Test("in a judged session the still booked did not come, and nobody waits for a begun one")
  mutating func past() throws {
    let judged = studio.session(in: -86_400)
    let now = studio.world.now
    studio.world.edit(judged) { $0.judgedAt = now }
    let begun = studio.session(in: -600)
    let results = try bring(row("1", .booked, judged), row("2", .waitlisted, begun))
    #expect(try results.map { try booking($0).state } == [.noShow, .expired])
  }

  @Test("nobody's place is lost for want of room: it stands above the capacity")
  mutating func over() throws {
    let session = studio.session(in: 7_200, capacity: 1)
    let others = (0..<3).map { _ in studio.member(credits: 0) }
    let rows = others.enumerated().map { row("\($0)", .booked, session, of: $1) }
    let results = try studio.bring(ImportBookings(sources: ["plain"], rows: rows))
    let made = try results.map { try booking($0) }
    #expect(made.map(\.overSpots) == [0, 1, 1])
    #expect(made.map(\.overrideReason) == [nil, "import", "import"])
    #expect(results.map(\.kind) == [.kept, .kept, .kept])
    #expect(results.map(\.refusal) == [nil, .classFull, .classFull], "and it is told")
    let stored = try #require(studio.world[session])
    #expect(Capacity(stored, made).holds)
  }

  @Test("a later export moves a booking along the edges of its states, and no others")
  mutating func moves() throws {
    let session = studio.session(in: 7_200)
    let first = try bringOne(row("1", .booked, session))
    #expect(try bring(row("1", .attended, session)).map(\.kind) == [.merged])
    #expect(studio.world[first.id]?.state == .checkedIn)
    let back = try bring(row("1", .noShow, session))[0]
    #expect(back.kind == .refused && back.refusal == .alreadyBooked)
    #expect(studio.world[first.id]?.state == .checkedIn)
  }

  @Test("cancelled and booked again are two bookings; booked twice is one")
  mutating func twice() throws {
    let session = studio.session(in: 7_200)
    let results = try bring(
      row("1", .booked, session), row("2", .cancelled, session), row("3", .booked, session))
    #expect(results.map(\.kind) == [.kept, .kept, .merged])
    #expect(results[0].key == results[2].key)
    let states = studio.world.all(Booking.self).map(\.state)
    #expect(states.filter(\.isLive) == [.confirmed])
    #expect(states.count == 2)
  }

  @Test("a cancellation gives back what was paid here")
  mutating func paidHere() throws {
    let payer = studio.member(credits: 3)
    let session = studio.session(in: 7_200)
    let own = try studio.book(payer, session)
    #expect(try bring(row("1", .booked, session, of: payer)).map(\.kind) == [.merged])
    #expect(try bring(row("1", .cancelled, session, of: payer)).map(\.kind) == [.merged])
    #expect(studio.world[own]?.state == .cancelled)
    let lot = try #require(studio.world.all(CreditLot.self).first { $0.member == payer })
    #expect(lot.left == Credits(3))
  }

  @Test("sessions are found by their outside id; unknown people and sessions are refused")
  mutating func keys() throws {
    let day = StudioFixture.zone.day(of: studio.world.now)
    let timetable = ImportSessions(
      source: "city",
      rows: [
        ImportedSession(
          Outside("course"), service: "Zumba", day: day, start: 64_800, capacity: 20,
          credits: .zero)
      ])
    let session = try #require(try studio.bring(timetable).first?.key)
    func named(_ id: String, _ text: String) -> ImportedBooking {
      var row = row(id, .booked, .none)
      row.session = nil
      row.sessionID = text
      return row
    }
    var stranger = named("3", "course")
    stranger.member = MemberReference()
    let rows = [named("1", "course"), named("2", "other"), stranger]
    let results = try studio.bring(ImportBookings(sources: ["plain", "city"], rows: rows))
    #expect(results.map(\.refusal) == [nil, .notFound, .notFound])
    #expect(try booking(results[0]).session.raw == session)
  }
}
