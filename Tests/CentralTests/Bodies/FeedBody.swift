import Central
import Domain
import Rows
import SQLite
import Support
import Testing
import Wire

/// What devices are sent of the rows; the same on every store.
struct FeedBody<Store: AuthorityStore>: StoreBody {
  let make: () throws -> Store

  /// Whenever a device asks, in whatever pages, and however the window moves: it ends with the rows of
  /// its scope, and the digests say so.
  func everyDeviceEndsWithItsRows() throws {
    let seen = try (1...6).map { try everyDeviceEndsWithItsRows(seed: $0) }
    #expect(seen.contains { $0.moved > 0 } && seen.contains { $0.desk > 0 }, "too tame")
    #expect(seen.contains { $0.kiosk > 0 }, "too tame")
  }

  /// Says how many bookings moved, and how many sessions a desk and a kiosk had.
  private func everyDeviceEndsWithItsRows(
    seed: UInt64
  ) throws -> (moved: Int, desk: Int, kiosk: Int) {
    let work = try TownWork(try Town(try make(), seed: seed))
    let town = work.town
    let devices =
      [work.desk, try town.enrol(at: work.places[1])]
      + [try town.enrol(), try town.enrol(.kiosk), try town.enrol(.kiosk, at: work.places[1])]
    var seen = 0
    for step in 1...160 {
      try work.step()
      for device in devices where Int.random(in: 0..<6, using: &town.chance) == 0 {
        let rows = Int.random(in: 1...60, using: &town.chance)
        let answer = try device.exchange(device.request(rows: rows))
        #expect(answer.to > answer.from || !answer.more)
      }
      guard step % 40 == 0 else { continue }
      for device in devices {
        try device.pull(rows: Int.random(in: 1...500, using: &town.chance))
        try compare(device, work)
      }
      seen += try work.inSight(of: devices[3])
    }
    // One that begins now has the same.
    let late = try town.enrol()
    try late.pull(rows: 7)
    try compare(late, work)
    return (work.moved, try work.inSight(of: late), seen)
  }

  private func compare(_ device: Player<Store>, _ work: TownWork<Store>) throws {
    let expected = try NaiveScope(work, device).rows
    for table in Table.allCases {
      let held = try device.lines(of: table)
      let lines = expected[table] ?? []
      #expect(held == lines, "\(device.enrolment.role) \(table): \(held.count), \(lines.count)")
    }
    var request = device.request()
    request.want.digest = true
    let digest = try #require(try device.exchange(request).digest)
    #expect(try digest == Replica.digests(device.copy))
  }

  /// After more nights than ended rows are remembered a device begins again.
  func whoSleptTooLongStartsFromNothing() throws {
    let work = try TownWork(try Town(try make(), seed: 5))
    let town = work.town
    for _ in 0..<40 { try work.step(days: 0) }
    let sleeper = try town.enrol()
    try sleeper.pull()
    let before = sleeper.cursor
    for _ in 1...62 {
      town.now = town.now + 86_400
      try work.tick()
    }
    #expect(work.desk.cursor > before, "who comes each day goes on")
    // However often the answer gets lost.
    for _ in 0..<2 {
      let answer = try #require(
        try town.authority.exchange([sleeper.request(rows: 10)], at: town.milliseconds).first)
      #expect(answer.from == 0 && answer.to == 0 && answer.more && answer.changes.isEmpty)
    }
    try sleeper.pull()
    try compare(sleeper, work)
  }

  /// A booking that moves out of sight is taken from whoever had it, with its entries.
  func whatMovesOutOfSightIsTaken() throws {
    let work = try TownWork(try Town(try make(), seed: 6))
    let (town, desk) = (work.town, work.desk)
    let other = try town.enrol()
    let (near, far) = (try work.session(in: 3), try work.session(in: 30))
    let member = try work.member()
    let booking: ID<Booking> = try desk.make(work.book(near, member))
    try other.pull()
    #expect(try other.copy.record(booking)?.session == near)
    #expect(try other.copy.records(LedgerEntry.self, "WHERE booking = ?", booking).count == 1)
    town.now = town.now + 60
    try #expect(desk.send(Move(booking: booking, to: far)).first?.outcome.state == .applied)
    try other.pull()
    #expect(try other.copy.record(booking)?.session == far)
    // A session is put off: it leaves the window, and comes back.
    func put(_ days: Int) throws {
      var change = ChangeSession(session: far)
      change.start = town.now + days * 86_400
      try #expect(desk.send(change).first?.outcome.state == .applied)
      try other.pull()
    }
    try put(60)
    #expect(try other.copy.record(booking) == nil && other.copy.record(far) == nil)
    #expect(try other.copy.records(LedgerEntry.self, "WHERE booking = ?", booking).isEmpty)
    try put(10)
    #expect(try other.copy.record(booking)?.session == far)
    #expect(try other.copy.records(LedgerEntry.self, "WHERE booking = ?", booking).count == 1)
    try compare(other, work)
  }

  /// A booking moved, then the session that it left went out of sight, then the booking changed again, all
  /// before the next page: its entries stay with it.
  func whatMovedBeforeItsSessionLeftStays() throws {
    let work = try TownWork(try Town(try make(), seed: 7))
    let (town, desk) = (work.town, work.desk)
    let other = try town.enrol()
    let (from, to) = (try work.session(in: 3), try work.session(in: 10))
    let booking: ID<Booking> = try desk.make(work.book(from, try work.member()))
    try other.pull()
    #expect(try other.copy.record(booking)?.session == from)
    var away = ChangeSession(session: from)
    away.start = town.now + 60 * 86_400
    for intent: any Intent in [Move(booking: booking, to: to), away, Cancel(booking: booking)] {
      town.now = town.now + 60
      try #expect(desk.send(intent).first?.outcome.state == .applied)
    }
    try other.pull(rows: 2)
    #expect(try other.copy.records(LedgerEntry.self, "WHERE booking = ?", booking).count == 2)
    try compare(other, work)
  }

  /// A page had the entries of a booking that changed later; before the next one its session leaves.
  func whatLeavesBetweenTwoPagesIsTakenWhole() throws {
    let work = try TownWork(try Town(try make(), seed: 9))
    let (town, desk) = (work.town, work.desk)
    let other = try town.enrol()
    let session = try work.session(in: 3)
    let booking: ID<Booking> = try desk.make(work.book(session, try work.member()))
    for _ in 0..<20 { _ = try work.member() }
    try #expect(desk.send(Cancel(booking: booking)).first?.outcome.state == .applied)
    func entries() throws -> [LedgerEntry] {
      try other.copy.records(LedgerEntry.self, "WHERE booking = ?", booking)
    }
    while try entries().isEmpty { try other.exchange(other.request(rows: 2)) }
    #expect(try other.copy.record(booking) == nil)
    var change = ChangeSession(session: session)
    change.start = town.now + 60 * 86_400
    try #expect(desk.send(change).first?.outcome.state == .applied)
    try other.pull(rows: 2)
    #expect(try entries().isEmpty)
    try compare(other, work)
  }

  /// No line that goes to a kiosk holds a name, address, number, code or word about a person.
  func aKioskReadsNobodysName() throws {
    let work = try TownWork(try Town(try make(), seed: 7))
    let (town, desk) = (work.town, work.desk)
    let kiosk = try town.enrol(.kiosk)
    var details = MemberDetails()
    details.firstName = "Xolisile"
    details.lastName = "Vandermerwe"
    details.email = "xolisile@example.org"
    details.phone = "+27821234567"
    details.barcode = "BC0099887"
    details.medical = "peanut allergy"
    details.emergencyName = "Grandmother Busisiwe"
    details.emergencyPhone = "0115550199"
    var register = RegisterMember(details)
    register.numbers = try work.numbers(.member)
    let member: ID<Member> = try desk.make(register)
    try desk.send(GrantCredits(member: member, credits: Credits(5), reason: "for Xolisile"))
    var schedule = ScheduleSession(
      service: work.service, location: work.places[0], start: town.now + 3_600)
    schedule.notes = "Xolisile comes late"
    let session: ID<Session> = try desk.make(schedule)
    var book = try work.book(session, member)
    book.spots = 2
    book.participants = [Participant(name: "Xolisile"), Participant(name: "Friend Thulani")]
    let booking: ID<Booking> = try desk.make(book)
    try desk.send(
      AddNote(member: member, session: session, text: "likes the window"),
      ReportIncident(session: session, member: member, text: "slipped on the mat"))
    try desk.pull()
    try kiosk.pull()
    let row = try #require(try desk.copy.record(booking))
    let person = try #require(try desk.copy.record(member))
    #expect(try kiosk.copy.record(booking)?.spots == 2)
    #expect(try kiosk.copy.record(member)?.status == .active)
    let secrets = [
      "Xolisile", "Vandermerwe", "example.org", "27821234567", "BC0099887", "peanut", "Busisiwe",
      "0115550199", "Thulani", "window", "slipped", "comes late", "Olwethu", person.number,
      row.code,
      row.reference,
    ]
    let read = kiosk.lines.joined(separator: "\n").lowercased()
    let full = desk.lines.joined(separator: "\n").lowercased()
    for secret in secrets {
      #expect(!read.contains(secret.lowercased()), "\(secret)")
      #expect(full.contains(secret.lowercased()), "\(secret)")
    }
    // What is typed there is known again all the same.
    let key = try #require(kiosk.enrolment.codeKey)
    #expect(try kiosk.copy.record(booking)?.code == work.keyed(row.code, key))
    #expect(try kiosk.copy.record(member)?.number == work.keyed(person.number, key))
  }

  func verifiersGoOnlyWhereTheirPeopleWork() throws {
    let work = try TownWork(try Town(try make(), seed: 8))
    let (here, there) = (try work.town.enrol(), try work.town.enrol(at: work.places[1]))
    let verifier = Bytes([1, 2, 3])
    try work.desk.send(
      AddStaff(
        name: "Here", roles: [RoleAt(.receptionist, at: work.places[0])], verifier: verifier),
      AddStaff(
        name: "There", roles: [RoleAt(.receptionist, at: work.places[1])], verifier: verifier))
    for (desk, name) in [(here, "Here"), (there, "There")] {
      try desk.pull()
      let staff = try desk.copy.records(Staff.self, "")
      let held = staff.filter { !$0.verifier.bytes.isEmpty }.map(\.name).sorted()
      #expect(staff.count == 3 && held == [name, "Olwethu Owner"].sorted())
      #expect(desk.enrolment.verifierKey?.count == 32 && desk.enrolment.codeKey == nil)
    }
  }
}

extension Player {
  /// The rows of a table that it has, as they travelled.
  func lines(of table: Table) throws -> [String] {
    func all<R: Record>(_ type: R.Type) throws -> [String] {
      try copy.records(R.self, "").map { try NaiveScope<Store>.line($0) }.sorted()
    }
    return try all(table.type)
  }
}
