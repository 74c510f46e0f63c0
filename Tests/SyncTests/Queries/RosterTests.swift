import Domain
import Support
import Sync
import Testing

struct RosterTests {
  private let studio: TrialStudio
  private let session: ID<Session>

  init() throws {
    studio = try TrialStudio()
    session = try studio.session(try studio.service(credits: 2, capacity: 3), in: 1_200)
  }

  private func member(_ details: (inout MemberDetails) -> Void) throws -> ID<Member> {
    var member = MemberDetails()
    details(&member)
    return ID(try #require(try studio.submit(RegisterMember(member)).subject))
  }

  private func named(_ first: String, _ last: String) throws -> ID<Member> {
    let id = try member {
      $0.firstName = first
      $0.lastName = last
    }
    try studio.submit(GrantCredits(member: id, credits: Credits(10), reason: "gift"))
    return id
  }

  private func flags(of member: ID<Member>) throws -> [Flag] {
    let roster = try #require(try studio.store.roster(session))
    return try #require(roster.bookings.first { $0.member.id == member }).flags
  }

  @Test func placesByNameThenTheWaitingThenWhoLeft() throws {
    _ = try studio.book(session, try named("Zola", "Éluard"))
    _ = try studio.book(session, try named("Bo", "ebrahim"))
    let gone = try studio.book(session, try named("Ann", "Aardvark"))
    try studio.submit(Cancel(booking: gone.booking))
    _ = try studio.book(session, try named("Abe", "Ebrahim"))
    for name in ["Yusuf", "Xola"] {
      _ = try studio.book(session, try named(name, "Adams"), waitlist: true)
    }
    let roster = try #require(try studio.store.roster(session))
    #expect(
      roster.bookings.map(\.member.firstName) == ["Abe", "Bo", "Zola", "Yusuf", "Xola", "Ann"])
    #expect(roster.bookings.map(\.waitlistPosition) == [nil, nil, nil, 1, 2, nil])
    #expect(roster.session.taken == 3)
    #expect(roster.session.waitlisted == 2)
    #expect(roster.bookings.allSatisfy { $0.session == nil && !$0.provisional })
  }

  @Test func whoseOverrideIsUsedUpStandsAboveNoMore() throws {
    let regular = try studio.book(session, try named("A", "")).booking
    for name in ["B", "C"] { _ = try studio.book(session, try named(name, "")) }
    var extra = Book(
      session: session, member: try named("D", ""), code: studio.store.mintCode())
    extra.override = "a regular"
    let above = ID<Booking>(try #require(try studio.submit(extra).subject))
    func shown() throws -> [BookingView] {
      let roster = try studio.store.roster(session)?.bookings.filter { $0.booking.id == above }
      let alone = try studio.store.booking(above).map { [$0] }
      let profile = try studio.store.profile(extra.member)?.bookings
      let shown = [roster, alone, profile].flatMap { $0 ?? [] }
      #expect(shown.count == 3)
      return shown
    }
    #expect(try shown().allSatisfy { $0.over == 1 && $0.flags.contains(.overCapacity) })
    try studio.submit(Cancel(booking: regular))
    #expect(try shown().allSatisfy { $0.over == 0 && !$0.flags.contains(.overCapacity) })
    #expect(try shown().allSatisfy { $0.flags.contains(.override) })
  }

  @Test func vipWaitFirstWhereThePolicySays() throws {
    for name in ["A", "B", "C"] { _ = try studio.book(session, try named(name, "")) }
    let plain = try studio.book(session, try named("Plain", ""), waitlist: true).booking
    let vip = try member {
      $0.firstName = "Very"
      $0.permission = .vip
    }
    let important = try studio.book(session, vip, waitlist: true).booking
    #expect(try studio.store.booking(plain)?.waitlistPosition == 1)
    try studio.submit(SetPolicy(.vipFirst, 1))
    #expect(try studio.store.booking(plain)?.waitlistPosition == 2)
    #expect(try studio.store.booking(important)?.waitlistPosition == 1)
  }

  @Test func aBlankPersonShowsWhatIsMissing() throws {
    let id = try named("Nia", "New")
    _ = try studio.book(session, id)
    #expect(try flags(of: id) == [.firstVisit, .noWaiver, .noParq])
  }

  @Test func marksWhatStaffShouldSee() throws {
    let today = studio.store.studio.zone.day(of: studio.start)
    let id = try member {
      $0.firstName = "Ada"
      $0.birthDate = Day(text: "2010-\(today.text.suffix(5))")
      $0.medical = "knee"
      $0.waiverOn = today
      $0.parqOn = today
      $0.permission = .vip
    }
    var book = Book(session: session, member: id, code: studio.store.mintCode())
    book.unpaid = true
    book.walkIn = true
    try studio.submit(book)
    #expect(
      try flags(of: id)
        == [.firstVisit, .birthday, .unpaid, .injury, .lowCredits, .walkIn, .vip, .minor])
  }

  /// The session costs two: after it there must be two left.
  @Test(arguments: [(3, true), (4, false)])
  func creditsAreLowBelowOneMore(_ credits: Int, _ low: Bool) throws {
    let id = try member { $0.firstName = "Ada" }
    try studio.submit(GrantCredits(member: id, credits: Credits(credits), reason: "gift"))
    _ = try studio.book(session, id)
    let flags = try flags(of: id)
    #expect(flags.contains(.lowCredits) == low)
  }

  @Test func anUnlimitedPlanIsNeverLow() throws {
    let id = try member { $0.firstName = "Ada" }
    var plan = GrantCredits(member: id, credits: .zero, reason: "plan")
    plan.unlimited = true
    try studio.submit(plan)
    _ = try studio.book(session, id)
    let flags = try flags(of: id)
    #expect(!flags.contains(.lowCredits))
    #expect(try studio.store.profile(id)?.credits == .some(nil))
  }

  @Test func theFirstVisitIsOverAfterOneThatWasAttended() throws {
    let id = try named("Ada", "Khumalo")
    let service = try #require(try studio.store.session(session)).session.service
    let later = try studio.session(service, in: 86_400)
    let first = try studio.book(session, id)
    _ = try studio.book(later, id)
    func isFirst() throws -> Bool? {
      try studio.store.roster(later)?.bookings.first?.flags.contains(.firstVisit)
    }
    #expect(try isFirst() == true)
    try studio.submit(CheckIn(presented: first.code.text))
    let flags = try flags(of: id)
    #expect(flags.contains(.firstVisit))
    #expect(try isFirst() == false)
    let shown = try #require(try studio.store.profile(id)).bookings
    #expect(shown.map { $0.flags.contains(.firstVisit) } == [false, true])
  }

  @Test func notesComeNewestFirstWithoutThoseTakenBack() throws {
    try studio.submit(AddNote(session: session, text: "mats are wet"))
    let note = try studio.submit(AddNote(session: session, text: "wrong room"))
    try studio.submit(AddNote(session: session, text: "dry again"))
    try studio.submit(Undo(act: ID(note.operation.raw)))
    let roster = try #require(try studio.store.roster(session))
    #expect(Set(roster.notes.map(\.text)) == ["dry again", "mats are wet"])
  }

  @Test func findsBookingsByEveryName() throws {
    let (id, code) = try studio.book(session, try named("Ada", "Khumalo"))
    let view = try #require(try studio.store.booking(id))
    #expect(view.session?.session.id == session)
    for text in [
      id.text, code.text, code.compact.lowercased(), " \(code.compact) ", view.booking.reference,
      view.booking.reference.lowercased(),
    ] {
      #expect(try studio.store.booking(named: text)?.booking.id == id, "\(text)")
    }
    for text in ["", "K7QF-2M9X", "SLD-1999-000001", ID<Booking>.none.text] {
      #expect(try studio.store.booking(named: text) == nil)
    }
  }
}
