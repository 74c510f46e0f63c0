import Domain
import Support
import Sync
import Testing

struct ProfileTests {
  private let studio: TrialStudio
  private let member: ID<Member>

  init() throws {
    studio = try TrialStudio()
    member = try studio.member("Naledi", barcode: "GYM-77")
  }

  private var today: Day { studio.store.studio.zone.day(of: studio.start) }

  @discardableResult
  private func grant(_ credits: Int, until days: Int?) throws -> ID<CreditLot> {
    var grant = GrantCredits(member: member, credits: Credits(credits), reason: "gift")
    grant.expires = days.map { today.adding(days: $0) }
    return ID(try #require(try studio.submit(grant).subject))
  }

  @Test func lotsThatPayComeByExpiryAndTheRestLast() throws {
    let endless = try grant(1, until: nil)
    let short = try grant(2, until: 0)
    let long = try grant(4, until: 30)
    let profile = try #require(try studio.store.profile(member))
    #expect(profile.lots.map(\.id) == [short, long, endless])
    #expect(profile.credits == Credits(7))
    let tomorrow = try #require(try studio.opened(after: 86_400).profile(member))
    #expect(tomorrow.credits == Credits(5))
    #expect(tomorrow.lots.map(\.id) == [long, endless, short])
    #expect(profile.ledger.map(\.type) == [.purchase, .purchase, .purchase])
  }

  /// Seven days before, unless the policy says otherwise; nobody is warned of what is used up, of
  /// what lasts, or of a plan, which has nothing to lose.
  @Test func creditsThatEndSoonAreTold() throws {
    func isTold() throws -> Bool {
      let profile = try #require(try studio.store.profile(member))
      let told = profile.flags.contains(.expiringCredits)
      let row = try #require(try studio.store.lookup(profile.member.number, limit: 1).first)
      #expect(row.flags.contains(.expiringCredits) == told)
      return told
    }
    try grant(5, until: 8)
    try grant(5, until: nil)
    var plan = GrantCredits(member: member, credits: .zero, reason: "plan")
    plan.unlimited = true
    plan.expires = today.adding(days: 3)
    try studio.submit(plan)
    #expect(try isTold() == false)
    try studio.submit(SetPolicy(.expiryWarning, 8))
    #expect(try isTold() == true)
    try studio.submit(SetPolicy(.expiryWarning, nil))
    #expect(try isTold() == false)
    let lot = try grant(1, until: 7)
    #expect(try isTold() == true)
    let session = try studio.session(try studio.service(credits: 1), in: 1_200)
    let (booking, _) = try studio.book(session, member)
    #expect(try studio.store.booking(booking)?.flags.contains(.expiringCredits) == true)
    #expect(try studio.store.profile(member)?.lots.first { $0.id == lot }?.left == Credits(1))
    let after = try #require(try studio.opened(after: 8 * 86_400).profile(member))
    #expect(after.flags.contains(.expiringCredits), "the lot of eight days is on its last")
    let end = try #require(try studio.opened(after: 9 * 86_400).profile(member))
    #expect(!end.flags.contains(.expiringCredits))
  }

  @Test func bookingsComeNewestSessionFirstWithTheirSessions() throws {
    let service = try studio.service(credits: 0)
    let sessions = try [1_200, 90_000, 5_000].map { try studio.session(service, in: $0) }
    let booked = try sessions.map { try studio.book($0, member) }
    try studio.submit(CheckIn(presented: booked[0].code.text))
    let profile = try #require(try studio.store.profile(member))
    #expect(profile.bookings.map(\.booking.id) == [1, 2, 0].map { booked[$0].booking })
    #expect(profile.bookings.map { $0.session?.session.id } == [1, 2, 0].map { sessions[$0] })
    #expect(profile.bookings.map { $0.session?.taken } == [1, 1, 1])
    #expect([profile.attended, profile.noShows] == [0, 0])
    let evening = try studio.opened(after: 6 * 3_600)
    _ = try evening.submit(JudgeSession(session: sessions[2]), by: studio.owner)
    let judged = try #require(try evening.profile(member))
    #expect([judged.attended, judged.noShows] == [1, 1])
  }

  @Test func theFamilyIsShownWithoutTheMember() throws {
    let family = ID<Family>(Bits128(hi: 7, lo: 7))
    var details = MemberDetails()
    details.family = family
    try studio.submit(EditMember(member: member, details))
    details.firstName = "Sizwe"
    let other = try studio.submit(RegisterMember(details))
    let profile = try #require(try studio.store.profile(member))
    #expect(profile.family.map(\.id.raw) == [other.subject])
    #expect(profile.family.first?.name == "Sizwe")
  }

  @Test func findsMembersByEveryName() throws {
    let row = try #require(try studio.store.member(named: member.text))
    for text in ["GYM-77", " GYM-77", row.number, String(row.number.drop { $0 == "0" })] {
      #expect(try studio.store.member(named: text)?.id == member, "\(text)")
    }
    for text in ["", "Naledi", "gym-78", ID<Member>.none.text] {
      #expect(try studio.store.member(named: text) == nil)
    }
    #expect(try studio.store.profile(.none) == nil)
  }

  @Test func actsCanBeUndoneForAQuarterOfAnHour() throws {
    let session = try studio.session(try studio.service(), in: 1_200)
    let (booking, code) = try studio.book(session, member)
    try studio.submit(CheckIn(presented: code.text))
    let note = try studio.submit(AddNote(member: member, text: "likes the window"))
    #expect(try studio.store.undoable(limit: 9).count == 3)
    #expect(try studio.store.undoable(limit: 1).count == 1)
    try studio.submit(Undo(act: ID(note.operation.raw)))
    let left = try studio.store.undoable(limit: 9)
    #expect(Set(left.map(\.kind)) == ["checkin.in", "booking.book"])
    #expect(left.allSatisfy { $0.bookings == [booking] })
    #expect(try studio.opened(after: 14 * 60).undoable(limit: 9).count == 2)
    #expect(try studio.opened(after: 17 * 60).undoable(limit: 9).isEmpty)
  }

  @Test func rowsAreWalkedOnceInOrder() throws {
    for number in 0..<7 { _ = try studio.member("M\(number)") }
    var ids: [ID<Member>] = []
    try studio.store.rows(Member.self) { ids.append($0.id) }
    #expect(ids.count == 8)
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == 8)
  }
}
