import Central
import Crypto
import Domain
import SQLite
import Support
import Sync
import Testing
import Wire
import Zones

/// A desk that has lived a little by itself: its operations as bytes, and its rows.
struct DeskLife {
  let directory: TemporaryDirectory
  let device: ID<Device>
  let epoch: Epoch
  let arrivals: [StoredOperation]

  /// Members who book, wait, cancel, come and undo by chance; sessions of two places.
  init(seed: UInt64, acts: Int = 60) throws {
    let founding = Founding(
      name: "Studio", location: "Main", zone: "Africa/Johannesburg", owner: "Owner", pin: "4711",
      training: true)
    // By the machine's clock: then no jobs run in a training studio, here and there.
    let clock = DeskClock()
    let start = clock.now
    let directory = TemporaryDirectory()
    let store = try DeskStore.found(
      founding, in: directory.path, clock: clock, authority: AuthorityPlace.beside)
    let by = DeskStore.Hand(actor: .staff(try #require(store.studio.staff.first).id))
    var chance = SeededGenerator(seed: seed)
    func subject(_ intent: any Intent) throws -> Bits128 {
      try #require(try store.submit(intent, by: by).subject)
    }
    var service = DefineService(name: "Yoga", type: "yoga")
    service.credits = Credits(1)
    service.capacity = 2
    let yoga = ID<Service>(try subject(service))
    let sessions = try [1_200, 5_000, 90_000].map { seconds in
      ID<Session>(
        try subject(
          ScheduleSession(
            service: yoga, location: store.studio.location.id, start: start + seconds)))
    }
    let members = try (1...5).map { number in
      var details = MemberDetails()
      details.firstName = "Person \(number)"
      let member = ID<Member>(try subject(RegisterMember(details)))
      _ = try subject(GrantCredits(member: member, credits: Credits(3), reason: "start"))
      return member
    }
    var bookings: [ID<Booking>] = []
    for _ in 0..<acts {
      let intent: any Intent
      switch Int.random(in: 0..<12, using: &chance) {
      case 0, 1, 2, 3, 4, 5:
        var book = Book(
          session: try #require(sessions.randomElement(using: &chance)),
          member: try #require(members.randomElement(using: &chance)), code: store.mintCode())
        book.waitlist = Bool.random(using: &chance)
        intent = book
      case 6, 7:
        guard let booking = bookings.randomElement(using: &chance) else { continue }
        intent = Cancel(booking: booking)
      case 8, 9:
        guard let booking = bookings.randomElement(using: &chance) else { continue }
        intent = CheckIn(booking: booking)
      case 10 where Int.random(in: 0..<3, using: &chance) == 0:
        // Who asks next what a member has at that time is asked by rows that moved.
        var change = ChangeSession(session: try #require(sessions.last))
        change.start = start + 90_000 + Int.random(in: 0...20, using: &chance) * 600
        intent = change
      default:
        guard let act = try store.undoable(limit: 1).first else { continue }
        intent = Undo(act: act.id)
      }
      do {
        let receipt = try store.submit(intent, by: by)
        if intent is Book, let booking = receipt.subject { bookings.append(ID(booking)) }
      } catch is Refusal {
        // What a desk refuses by itself never travels.
      }
    }
    try store.close()
    let log = try Connection(directory.path + "/operations.db", .init(readOnly: true))
    arrivals = try log.all(
      "SELECT header, payload FROM operations JOIN payloads USING(position) ORDER BY position"
    ) { StoredOperation(header: $0.blob(0), payload: $0.blob(1)) }
    let first = try PayloadCodec.header(try #require(arrivals.first).header)
    (self.directory, device, epoch) = (directory, first.device, first.epoch)
  }

  /// In the order in which they were meant.
  var ids: [ID<Operation>] {
    arrivals.compactMap { try? PayloadCodec.header($0.header).id }
  }

  /// What the chain holds before an operation, by its place from 0.
  func hash(before place: Int) -> [UInt8] {
    arrivals.prefix(place).reduce(Chain.start) { hash, arrival in
      Chain.link(
        after: hash, header: arrival.header, payloadHash: SHA256.hash(arrival.payload))
    }
  }

  /// The sum of the row hashes of each table of the desk's replica but the number blocks, which every
  /// authority gives in its own way.
  func digests() throws -> [Table: UInt64] {
    let replica = try Connection(directory.path + "/replica.db", .init(readOnly: true))
    return try Table.allCases.filter { $0 != .numberBlock }.reduce(into: [:]) { digests, table in
      digests[table] = try replica.all("SELECT rowhash FROM \"\(table.rawValue)\"") {
        UInt64(bitPattern: $0.int(0))
      }.reduce(0, &+)
    }
  }

  func authority() throws -> Authority<SQLiteAuthorityStore> {
    Authority(
      try SQLiteAuthorityStore(directory.path + "/other.db", zones: TZifTree()),
      trusting: device)
  }

  /// One exchange of some operations, by their places from 0.
  func send(
    _ range: Range<Int>, to authority: Authority<some AuthorityStore>, acknowledged: Int64 = 0
  ) throws -> ExchangeAnswer {
    let request = request(range, acknowledged: acknowledged)
    return try #require(try authority.exchange([request], at: Self.moment).first)
  }

  /// When everything is sent; milliseconds since 1970.
  static let moment: Int64 = 1_795_000_000_000

  /// What `send` sends.
  func request(_ range: Range<Int>, acknowledged: Int64 = 0) -> ExchangeRequest {
    var request = ExchangeRequest(
      device: device, epoch: epoch, previous: hash(before: range.lowerBound), cursor: 0,
      acknowledged: acknowledged)
    request.operations = Array(arrivals[range])
    return request
  }

  func exchange(
    _ operations: [StoredOperation], of device: ID<Device>? = nil, _ epoch: Epoch? = nil,
    parent: Epoch? = nil, after previous: [UInt8], with authority: Authority<some AuthorityStore>,
    acknowledged: Int64 = 0
  ) throws -> ExchangeAnswer {
    var request = ExchangeRequest(
      device: device ?? self.device, epoch: epoch ?? self.epoch, parent: parent, previous: previous,
      cursor: 0, acknowledged: acknowledged)
    request.operations = operations
    return try #require(try authority.exchange([request], at: Self.moment).first)
  }

  /// The same of an authority.
  func digests(
    of authority: Authority<some AuthorityStore>
  ) throws -> [Table: UInt64] {
    try authority.store.digests(nil).filter { $0.key != .numberBlock }
  }
}
