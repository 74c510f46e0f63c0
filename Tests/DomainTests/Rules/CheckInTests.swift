import Domain
import Support
import Testing

@Suite("Check-in: the window, the spots, the ways")
struct CheckInTests {
  private var studio = StudioFixture()

  /// What check-in says so many seconds after the start; `own` is the member's own doing.
  private func verdict(after seconds: Int, own: Bool, lasting: Int = 3_600) throws -> RefusalCode? {
    var scene = studio
    let session = scene.session(in: 4 * 3_600, lasting: lasting)
    let booking = try scene.book(scene.member(), session)
    scene.world.now = (scene.world[session]?.start ?? scene.world.now) + seconds
    return scene.refusal(CheckIn(booking: booking), as: own ? .device : scene.actor(.receptionist))
  }

  @Test("opens 30 minutes before, closes to members 15 minutes after, to staff when judged")
  func window() throws {
    #expect(try verdict(after: -1_801, own: true) == .checkInTooEarly)
    #expect(try verdict(after: -1_801, own: false) == .checkInTooEarly)
    #expect(try verdict(after: -1_800, own: true) == nil)
    #expect(try verdict(after: 900, own: true) == nil)
    #expect(try verdict(after: 901, own: true) == .checkInClosed)
    #expect(try verdict(after: 901, own: false) == nil)
    #expect(try verdict(after: 3_600, own: true) == .checkInClosed)
    #expect(try verdict(after: 3_601, own: true) == .sessionOver)
    #expect(try verdict(after: 3 * 3_600 - 1, own: false) == nil)
    #expect(try verdict(after: 601, own: true, lasting: 600) == .sessionOver)
  }

  @Test(
    "late from 10 minutes after the start", arguments: [(-60, false), (600, false), (601, true)])
  mutating func late(after seconds: Int, late: Bool) throws {
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    studio.world.now = studio.world.now + 600 + seconds
    try studio.world.run(CheckIn(booking: booking), as: .device)
    #expect(studio.world[booking]?.late == late)
    #expect(studio.world[booking]?.checkedInAt == studio.world.now)
    #expect(studio.world[booking]?.checkedInOn == studio.desk)
    #expect(studio.world[booking]?.method == .roster)
  }

  @Test("a session across midnight is of its window's day, not of the calendar's")
  mutating func midnight() throws {
    let session = studio.session(in: 13 * 3_600 + 1_800, lasting: 2 * 3_600)  // 23:30 to 01:30
    let start = try #require(studio.world[session]?.start)
    let booking = try studio.book(studio.member(), session)
    func verdict(_ after: Int, own: Bool) -> RefusalCode? {
      var scene = studio
      scene.world.now = start + after
      return scene.refusal(
        CheckIn(booking: booking), as: own ? .device : scene.actor(.receptionist))
    }
    #expect(verdict(-13 * 3_600, own: true) == .checkInTooEarly)
    #expect(verdict(-24 * 3_600, own: true) == .wrongDay)
    #expect(verdict(2_000, own: true) == .checkInClosed)
    #expect(verdict(2_000, own: false) == nil)
    #expect(verdict(3 * 3_600, own: false) == nil)
    #expect(verdict(3 * 3_600, own: true) == .wrongDay)
    #expect(verdict(5 * 3_600, own: false) == .wrongDay)
  }

  @Test("check-in of a class just after midnight opens the evening before")
  mutating func eveningBefore() throws {
    let session = studio.session(in: 14 * 3_600 + 600)  // 00:10 tomorrow
    let booking = try studio.book(studio.member(), session)
    studio.world.now = studio.world.now + 14 * 3_600 - 1_200
    #expect(studio.refusal(CheckIn(booking: booking), as: .device) == nil)
  }

  @Test("several spots arrive one after the other; code works until all are in")
  mutating func spots() throws {
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session) { $0.spots = 3 }
    var some = CheckIn(presented: studio.world[booking]?.code ?? "")
    some.count = 4
    #expect(studio.refusal(some, as: .device) == .malformed)
    some.count = 0
    #expect(studio.refusal(some, as: .device) == .malformed)
    some.count = 1
    #expect(studio.refusal(some, as: .device) == nil)
    #expect(studio.world[booking]?.present == 1)
    some.count = 3
    #expect(studio.refusal(some, as: .device) == .malformed)
    some.count = nil
    #expect(studio.refusal(some, as: .device) == nil)
    #expect(studio.world[booking]?.present == 3)
    #expect(studio.refusal(some, as: .device) == .alreadyCheckedIn)
  }

  @Test("while the clock is uncertain staff let in at any time, a kiosk within 12 hours")
  mutating func uncertain() throws {
    func verdict(_ after: Int, own: Bool) throws -> RefusalCode? {
      var scene = studio
      let session = scene.session(in: 100 * 3_600)
      let booking = try scene.book(scene.member(), session)
      scene.world.clockUncertain = true
      scene.world.now = (scene.world[session]?.start ?? scene.world.now) + after
      return scene.refusal(
        CheckIn(booking: booking), as: own ? .device : scene.actor(.receptionist))
    }
    #expect(try verdict(-12 * 3_600, own: true) == nil)
    #expect(try verdict(12 * 3_600, own: true) == nil)
    #expect(try verdict(-12 * 3_600 - 1, own: true) != nil)
    #expect(try verdict(12 * 3_600 + 1, own: true) != nil)
    #expect(try verdict(-90 * 3_600, own: false) == nil)
  }

  @Test("a member lets in themselves and their family, nobody else")
  mutating func selves() throws {
    let session = studio.session(in: 600)
    let (parent, child, other) = (studio.member(), studio.member(), studio.member())
    let family: ID<Family> = studio.world.mint()
    for member in [parent, child] { studio.world.edit(member) { $0.family = family } }
    let booking = try studio.book(child, session)
    #expect(studio.refusal(CheckIn(booking: booking), as: .member(other)) == .notPermitted)
    let number = studio.world[parent]?.number ?? ""
    #expect(studio.refusal(CheckIn(presented: number), as: .member(parent)) == nil)
    #expect(studio.world[booking]?.method == .number)
  }

  @Test("what was presented stays on record where one of several was chosen")
  mutating func chosen() throws {
    let sessions = (1...4).map { studio.session(in: $0 * 300) }
    let (parent, child) = (studio.member(), studio.member())
    let family: ID<Family> = studio.world.mint()
    for member in [parent, child] { studio.world.edit(member) { $0.family = family } }
    func method(
      _ member: ID<Member>, in session: ID<Session>, presenting text: (Booking) -> String
    ) throws -> CheckInMethod? {
      let booking = try studio.book(member, session)
      var intent = CheckIn(presented: text(try #require(studio.world[booking])))
      intent.booking = booking
      try studio.world.run(intent, as: .device)
      return studio.world[booking]?.method
    }
    let number = studio.world[parent]?.number ?? ""
    #expect(try method(parent, in: sessions[0]) { _ in number } == .number)
    #expect(try method(child, in: sessions[1]) { _ in number } == .number)
    #expect(try method(studio.member(), in: sessions[2]) { $0.code } == .code)
    #expect(try method(studio.member(), in: sessions[3]) { _ in number } == .roster)
  }

  @Test("instructors check in their own sessions only, finance nobody")
  mutating func roles() throws {
    let own = try studio.book(studio.member(), studio.session(in: 600))
    let other = try studio.book(studio.member(), studio.session(in: 600, leader: nil))
    #expect(studio.refusal(CheckIn(booking: other), as: .instructor) == .notPermitted)
    #expect(studio.refusal(CheckIn(booking: own), as: .financeManager) == .notPermitted)
    #expect(studio.refusal(CheckIn(booking: own), as: .instructor) == nil)
  }
}
