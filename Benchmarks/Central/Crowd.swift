import Central
import Crypto
import Domain
import Wire

/// The rows of a studio as large as that of the peers it is measured against: 100,000 members with 100
/// credits, 5,000 coming sessions of 30 places, 100,000 bookings of 5,000 past ones; and 64 desks.
enum Crowd {
  static let members = 100_000
  static let sessions = 5_000
  static let past = 100_000
  static let desks = 64
  /// Those that all want at once, and how often all turn to other ones: a session that was cancelled a
  /// thousand times is nobody's.
  static let hot = 10
  static let hotTurns = 40

  struct Unfit: Error {}

  // MARK: Ids

  private static func id<R>(_ kind: UInt64, _ number: Int) -> ID<R> {
    // Spread as ids of any age are.
    ID(Bits128(hi: kind << 48, lo: 1).derived(number))
  }

  static func device(_ number: Int) -> ID<Device> { id(2, number) }
  static func session(_ number: Int) -> ID<Session> { id(4, number) }
  static func member(_ number: Int) -> ID<Member> { id(5, number) }
  static func hotSession(_ number: Int) -> ID<Session> { id(8, number) }

  static func key(_ device: Int) throws -> SigningKey {
    try SigningKey(seed: SHA256.hash(Array("desk \(device)".utf8)))
  }

  // MARK: Rows

  /// Writes them into the store of a studio that was founded, as one operation for some thousand.
  static func fill(_ store: some AuthorityStore, at now: Instant) throws {
    guard let location = try store.studio(knowing: nil).all(Location.self).first?.id else {
      throw Unfit()
    }
    var service = Service()
    service.id = id(1, 0)
    service.name = "Yoga"
    service.credits = Credits(1)
    var rows: [any Record] = [service] + (try devices(at: location))
    rows += timetable(of: service.id, at: location, now)
    rows += people()
    rows += history(now)
    for first in stride(from: 0, to: rows.count, by: 5_000) {
      try keep(Array(rows[first..<min(first + 5_000, rows.count)]), in: store, location, now)
    }
  }

  private static func devices(at location: ID<Location>) throws -> [any Record] {
    var rows: [any Record] = []
    for number in 0..<desks {
      var device = Device()
      device.id = self.device(number)
      device.location = location
      device.publicKey = Bytes(try key(number).publicKey)
      rows.append(device)
      for (place, kind) in NumberKind.allCases.enumerated() {
        var block = NumberBlock()
        block.id = id(3, number * 8 + place)
        block.device = device.id
        block.kind = kind
        block.next = 1_000_000 * (number + 1)
        block.end = block.next + 1_000_000
        rows.append(block)
      }
    }
    return rows
  }

  private static func timetable(
    of service: ID<Service>, at location: ID<Location>, _ now: Instant
  ) -> [any Record] {
    func session(_ id: ID<Session>, hours: Int, capacity: Int) -> Session {
      var session = Session()
      session.id = id
      session.service = service
      session.location = location
      session.start = now + hours * 3_600
      session.end = session.start + 3_000
      session.capacity = capacity
      if hours < 0 { session.judgedAt = session.end }
      return session
    }
    let coming = (0..<sessions).map {
      session(self.session($0), hours: 24 + $0 % 650, capacity: 30)
    }
    let gone = (0..<sessions).map {
      session(self.session(sessions + $0), hours: -24 - $0 % 650, capacity: 30)
    }
    return coming + gone
      + (0..<hot * hotTurns).map { session(hotSession($0), hours: 48, capacity: 3) }
  }

  private static func people() -> [any Record] {
    (0..<members).flatMap { number -> [any Record] in
      var member = Member()
      member.id = self.member(number)
      member.number = String(10_000_000 + number)
      member.firstName = "Person"
      member.lastName = "Number \(number)"
      member.email = "person\(number)@example.org"
      var lot = CreditLot()
      lot.id = id(6, number)
      lot.member = member.id
      lot.package = "hundred"
      lot.bought = Credits(100)
      lot.left = Credits(100)
      return [member, lot]
    }
  }

  private static func history(_ now: Instant) -> [any Record] {
    (0..<past).map { number in
      var booking = Booking()
      booking.id = id(7, number)
      booking.code = BookingCode(random: UInt64(number) &* 0x9E37_79B9_7F4A_7C15).compact
      booking.reference = "SLD-2025-\(100_000 + number)"
      booking.member = member(number)
      booking.session = session(sessions + number % sessions)
      booking.state = .checkedIn
      booking.present = 1
      booking.bookedAt = now - 864_000
      return booking
    }
  }

  private static func keep(
    _ rows: [any Record], in store: some AuthorityStore, _ location: ID<Location>, _ now: Instant
  ) throws {
    try store.commit {
      let operation = Operation(
        id: freshID(at: now), device: .none, location: location, actor: .system,
        channel: .system, at: now, intent: TendSession(session: .none))
      let header = OperationHeader(
        operation, epoch: Epoch(1), seq: 1, clock: .own, wall: now, mono: 0,
        boot: Bits128(hi: 0, lo: 0))
      let stored = StoredOperation(
        header: try PayloadCodec.encode(header),
        payload: try PayloadCodec.encode(operation.intent))
      guard let arrival = Arrival(stored) else { throw Unfit() }
      let sequence = try store.sequence() + 1
      try store.keep(
        arrival,
        Verdict(operation: operation.id, sequence: sequence, outcome: Outcome(.applied)))
      try store.write(rows.map { .put($0) }, at: sequence)
    }
  }
}

func freshID<R>(at now: Instant) -> ID<R> {
  ID(Bits128(milliseconds: now.seconds * 1_000, random: randomBytes(16)))
}
