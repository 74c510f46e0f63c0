import Central
import Crypto
import Domain
import Support
import Sync
import Synchronization
import Testing
import Wire

/// Another desk or kiosk of the same studio, on a line to the first one's authority that can be cut.
final class SecondDesk {
  let directory = TemporaryDirectory()
  let store: DeskStore
  let line: CutLine

  init(
    of desk: TestDesk, as role: DeviceRole = .desk, clock: DeskClock = DeskClock()
  ) throws {
    line = CutLine(to: desk.store)
    let now = desk.store.clock.now
    let place = desk.store.studio.location.id
    try Joining.join(in: directory.path) { key in
      let welcome = try desk.store.withAuthority { authority in
        let embedded = try #require(authority as? EmbeddedAuthority).authority
        let name = "Side \(role.rawValue)"
        let code = try embedded.enrolmentCode(for: role, at: place, named: name, at: now)
        return try embedded.enrol(code: code, publicKey: key.publicKey, name: name, at: now)
      }
      return Joining.Admission(
        device: welcome.device, location: welcome.location,
        membership: Membership(
          url: "http://127.0.0.1:1", organization: welcome.organization,
          signingKey: Bytes(welcome.signingKey), boxKey: Bytes(welcome.boxKey), pins: [],
          certificate: nil),
        verifierKey: welcome.verifierKey, codeKey: welcome.codeKey)
    }
    let line = line
    store = try DeskStore.open(
      directory.path, clock: clock, authority: AuthorityPlace.beside, line: { _ in line })
    try visit()
  }

  /// Says and hears all that there is; with the line cut it finds that out.
  func visit() throws { _ = try store.visit() }
}

/// A line within one process.
final class CutLine: Line {
  private let authority: Mutex<DeskStore>
  private let cut = Mutex(false)

  init(to store: DeskStore) { authority = Mutex(store) }

  /// The same authority, opened again.
  func leads(to store: DeskStore) { authority.withLock { $0 = store } }

  var isCut: Bool {
    get { cut.withLock { $0 } }
    set { cut.withLock { $0 = newValue } }
  }

  func exchange(_ request: ExchangeRequest) throws(LineFailure) -> ExchangeAnswer {
    if isCut { throw LineFailure(.unreachable) }
    let authority = authority.withLock { $0 }
    do {
      return try authority.withAuthority { try $0.exchange(request) }.lockingNames()
    } catch {
      throw error as? LineFailure ?? LineFailure(.failed)
    }
  }

  func interrupt() {}
}

extension TestDesk {
  /// What both desks did while the line was cut, and what came of it: one decision of many kinds.
  func disagree() throws -> SecondDesk {
    let boss = DeskStore.Hand(actor: .staff(owner.id))
    let desk = DeskStore.Hand(actor: .staff(reception.id))
    let pool = try #require(store.studio.services.first { $0.name == "Aqua" })
    func session(_ key: String, _ hour: Int, capacity: Int) throws -> ID<Session> {
      var plan = ScheduleSession(
        service: pool.id, location: store.studio.location.id, start: Self.at(24 + hour))
      plan.capacity = capacity
      let id = ID<Session>(try #require(try store.submit(plan, by: boss).subject))
      return id
    }
    let duo = try session("duo", 10, capacity: 1)
    let off = try session("off", 12, capacity: 5)
    let second = try SecondDesk(of: self)
    second.line.isCut = true
    try second.visit()
    // Ids in their order, so that screens can be compared.
    var count: UInt64 = 0
    func submit(_ intent: any Intent, to store: DeskStore, by hand: DeskStore.Hand) throws {
      count += 1
      let id = ID<Operation>(Bits128(hi: 0x0190_0000_0000_7000, lo: 1 << 63 | count))
      _ = try store.submit(intent, by: hand, operation: id)
    }
    func book(_ name: String, _ session: ID<Session>, _ store: DeskStore) throws {
      let member = try #require(members[name])
      let code = BookingCode(random: (count + 1) &* 0x9E37_79B9_7F4A_7C15)
      try submit(
        Book(session: session, member: member, code: code), to: store,
        by: store === self.store ? boss : desk)
    }
    let (elsewhere, here) = (second.store, store)
    try book("Naledi", duo, here)
    try book("Pieter", duo, elsewhere)
    try submit(LetIn(presented: BookingCode(random: 77).text), to: elsewhere, by: desk)
    try book("Sibusiso", off, elsewhere)
    try submit(CancelSession(session: off), to: here, by: boss)
    let id = try #require(members["Zanele"])
    let zanele = try #require(try here.profile(id)?.member)
    for (store, text) in [(here, "left knee, better now"), (elsewhere, "left knee; asthma")] {
      var details = MemberDetails()
      details.medical = text
      try submit(EditMember(zanele, details), to: store, by: store === here ? boss : desk)
    }
    let aisha = try #require(bookings["Aisha/pilates"])
    try submit(Cancel(booking: aisha), to: here, by: boss)
    try submit(CheckIn(booking: aisha), to: elsewhere, by: desk)
    let zoe = try #require(bookings["Zoë/pilates"])
    for store in [here, elsewhere] {
      try submit(CheckIn(booking: zoe, by: .pass), to: store, by: desk)
    }
    for store in [here, elsewhere] {
      var details = MemberDetails()
      (details.firstName, details.lastName) = ("Sam", "Jacobs")
      details.email = "sam@example.org"
      try submit(RegisterMember(details), to: store, by: desk)
    }
    second.line.isCut = false
    try second.visit()
    return second
  }
}
