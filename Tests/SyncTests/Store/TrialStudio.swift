import Central
import Domain
import Support
import Sync
import Testing
import Wire

/// A training studio in a directory of its own, with one service and as much of a day as a test asks.
struct TrialStudio {
  let directory = TemporaryDirectory()
  let start = Instant(1_795_000_000)
  let store: DeskStore
  let owner: DeskStore.Hand

  init(training: Bool = true) throws {
    let founding = Founding(
      name: "Studio", location: "Main", zone: "Africa/Johannesburg", owner: "Owner", pin: "4711",
      training: training)
    store = try DeskStore.found(
      founding, in: directory.path, clock: training ? DeskClock(startingAt: start) : DeskClock(),
      authority: AuthorityPlace.beside)
    owner = DeskStore.Hand(actor: .staff(try #require(store.studio.staff.first).id))
  }

  /// The same directory as another program sees it, at another time.
  func opened(after seconds: Int = 0) throws -> DeskStore {
    try DeskStore.open(
      directory.path, clock: DeskClock(startingAt: start + seconds),
      authority: AuthorityPlace.beside)
  }

  @discardableResult
  func submit(
    _ intent: any Intent, to other: DeskStore? = nil, settling: Bool = true
  ) throws -> Receipt {
    try (other ?? store).submit(intent, by: owner, settling: settling)
  }

  func service(credits: Int = 0, capacity: Int = 20) throws -> ID<Service> {
    var service = DefineService(name: "Yoga", type: "yoga")
    service.credits = Credits(credits)
    service.capacity = capacity
    return ID(try #require(try submit(service).subject))
  }

  /// A session that starts so many seconds after the studio's start.
  func session(_ service: ID<Service>, in seconds: Int, capacity: Int? = nil) throws -> ID<Session>
  {
    var session = ScheduleSession(
      service: service, location: store.studio.location.id, start: start + seconds)
    session.capacity = capacity
    return ID(try #require(try submit(session).subject))
  }

  @discardableResult
  func member(
    _ name: String, barcode: String? = nil, settling: Bool = true
  ) throws -> ID<Member> {
    var details = MemberDetails()
    details.firstName = name
    details.barcode = barcode
    return ID(try #require(try submit(RegisterMember(details), settling: settling).subject))
  }

  func book(
    _ session: ID<Session>, _ member: ID<Member>, waitlist: Bool = false
  ) throws -> (booking: ID<Booking>, code: BookingCode) {
    let code = try #require(store.mintCode())
    var book = Book(session: session, member: member, code: code)
    book.waitlist = waitlist
    return (ID(try #require(try submit(book).subject)), code)
  }
}
