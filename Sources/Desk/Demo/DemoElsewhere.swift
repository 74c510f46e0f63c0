import CentralHTTP
import Domain
import Sync

/// What goes on elsewhere while one desk is shown: a colleague at the desk beside the authority, and
/// members with the studio's app.
///
/// A seed says who does what, some seconds apart; a desk whose line is cut hears nothing of it.
struct DemoElsewhere {
  private let store: DeskStore
  private let colleague: DeskStore.Hand
  private let members: [ID<Member>]
  private var chance: Chance
  private var acts = 0
  private var nextAt = Moment.now + 3_000
  private var isDark = false
  /// How many places the colleague may still sell in this outage to fill a session.
  private var sales = 0
  private var saleAt = Moment.now
  /// The session whose last place was sold.
  private var sold: ID<Session>?

  private static let between = 4_000...8_000
  /// Soon enough that nobody waits for it, late enough that the cut comes first.
  private static let untilSale: Int64 = 3_000
  private static let betweenSales: Int64 = 2_000
  private static let mostSales = 3
  /// Fewer places are left to the story.
  private static let spare = 2

  init(_ store: DeskStore, seed: UInt64) throws {
    self.store = store
    chance = Chance(seed: seed)
    let name = DemoTimetable.staff[DemoTimetable.receptionists[1]].name
    let staff = store.studio.staff.first { $0.name == name }
    colleague = DeskStore.Hand(actor: staff.map { .staff($0.id) } ?? .device)
    var members: [ID<Member>] = []
    try store.rows(Member.self) { member in
      if member.status == .active, member.permission == .standard { members.append(member.id) }
    }
    self.members = members
  }

  /// To be called several times a second; whatever a rule refuses is left, as people leave it.
  mutating func turn(at now: Moment, isDark: Bool) throws {
    if isDark != self.isDark {
      self.isDark = isDark
      sales = isDark ? Self.mostSales : 0
      saleAt = now + Self.untilSale
    }
    if sales > 0, now >= saleAt {
      saleAt = now + Self.betweenSales
      sales = try sellLastPlace() ? 0 : sales - 1
    }
    guard now >= nextAt else { return }
    nextAt = now + Int64(chance.number(Self.between))
    acts += 1
    switch acts % 8 {
    case 1, 3, 6: try book(in: chance.pick(today), by: nil)
    case 2, 5: try checkIn()
    case 4: try book(in: chance.pick(later), by: colleague)
    case 7: try book(in: chance.pick(later), by: nil)
    default: try appCancels()
    }
  }

  // MARK: Acts

  /// True once the session that has fewest places left today has none.
  private mutating func sellLastPlace() throws -> Bool {
    guard let session = try scarce() else { return true }
    sold = session.session.id
    try book(in: session, by: colleague)
    return try store.session(session.session.id)?.free == 0
  }

  /// With `by` nil the member does it.
  private mutating func book(in session: SessionView?, by hand: DeskStore.Hand?) throws {
    guard let session else { return }
    for _ in 0..<30 {
      guard let member = chance.pick(members) else { return }
      let intent = Book(session: session.session.id, member: member, code: store.mintCode())
      if try isDone(intent, by: hand ?? Self.app(of: member)) { return }
    }
  }

  private mutating func appCancels() throws {
    let sure = store.clock.now + 25 * 3_600
    guard let session = chance.pick(try later.filter { $0.session.start > sure }),
      let booking = chance.pick(try booked(in: session))
    else { return }
    _ = try isDone(Cancel(booking: booking.id), by: Self.app(of: booking.member))
  }

  /// At the colleague's door: the other session keeps its people for the shown desk.
  private mutating func checkIn() throws {
    let now = store.clock.now
    let kept = [sold, try scarce()?.session.id]
    let sessions = try sessions(from: 0, days: 1).filter {
      !kept.contains($0.session.id)
        && ($0.session.start - 1_800...$0.session.start + 600).contains(now)
    }
    guard let session = chance.pick(sessions), let booking = chance.pick(try booked(in: session))
    else { return }
    _ = try isDone(CheckIn(booking: booking.id), by: colleague)
  }

  private static func app(of member: ID<Member>) -> DeskStore.Hand {
    DeskStore.Hand(actor: .member(member), channel: .api)
  }

  private func isDone(_ intent: any Intent, by hand: DeskStore.Hand) throws -> Bool {
    do {
      _ = try store.submit(intent, by: hand)
      return true
    } catch is Refusal {
      return false
    }
  }

  // MARK: The schedule

  private func sessions(from first: Int, days: Int) throws -> [SessionView] {
    let today = store.studio.zone.day(of: store.clock.now)
    return try store.schedule(from: today.adding(days: first), days: days, at: nil)
      .filter { $0.session.status == .scheduled }
  }

  private var today: [SessionView] {
    get throws {
      let soon = store.clock.now + 600
      return try sessions(from: 0, days: 1).filter {
        $0.session.start > soon && $0.free > Self.spare
      }
    }
  }

  private var later: [SessionView] {
    get throws { try sessions(from: 1, days: 6).filter { $0.free > Self.spare } }
  }

  /// Of today's sessions to come the one with the fewest free places, but some.
  private func scarce() throws -> SessionView? {
    let soon = store.clock.now + 60
    return try sessions(from: 0, days: 1).filter { $0.session.start > soon && $0.free > 0 }
      .min {
        ($0.free, $0.session.start, $0.session.id) < ($1.free, $1.session.start, $1.session.id)
      }
  }

  private func booked(in session: SessionView) throws -> [Booking] {
    try store.roster(session.session.id)?.bookings.map(\.booking)
      .filter { $0.state == .confirmed } ?? []
  }
}
