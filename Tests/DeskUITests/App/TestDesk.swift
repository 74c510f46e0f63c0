import Central
import DeskUI
import Domain
import Glibc
import Support
import Sync
import Testing
import Wire

/// A made-up studio on disk, on a Saturday at 17:42, and the application on it without a terminal.
///
/// Codes and numbers are the same in every run, so that screens can be compared.
final class TestDesk {
  static let zone = "Africa/Johannesburg"
  static let day = Day(text: "2026-11-21") ?? Day.first

  let directory = TemporaryDirectory()
  private(set) var store: DeskStore
  let owner: Staff
  let reception: Staff
  let trainer: Staff
  private(set) var sessions: [String: ID<Session>] = [:]
  private(set) var members: [String: ID<Member>] = [:]
  private(set) var codes: [String: BookingCode] = [:]
  private(set) var bookings: [String: ID<Booking>] = [:]
  private var minted: UInt64 = 1_000

  /// Local times of the fixture's day.
  static func at(_ hour: Int, _ minute: Int = 0) -> Instant {
    Instant(1_795_212_000) + (hour * 60 + minute) * 60
  }

  init() throws {
    // Furnished at noon, when everything can be booked; opened again for the evening.
    let clock = Self.clock
    store = try DeskStore.found(
      Founding(
        name: "Atlantic Studio", location: "Sea Point", zone: Self.zone, owner: "Olga Owner",
        pin: "1111", training: true), in: directory.path, clock: clock(12, 0),
      authority: AuthorityPlace.beside)
    guard let first = store.studio.staff.first else { throw StoreError(.missing, "no owner") }
    owner = first
    let by = DeskStore.Hand(actor: .staff(owner.id))
    let store = store
    func add(_ name: String, _ role: Domain.Role, pin: String) throws -> Staff {
      let receipt = try store.submit(
        AddStaff(name: name, roles: [RoleAt(role)], verifier: store.verifier(pin: pin)), by: by)
      guard let found = store.studio.staff.first(where: { $0.id.raw == receipt.subject }) else {
        throw StoreError(.missing, "no such staff")
      }
      return found
    }
    reception = try add("Thandi Mthembu", .receptionist, pin: "2222")
    trainer = try add("Lerato Khumalo", .instructor, pin: "3333")
    try furnish(by)
    try store.close()
    self.store = try DeskStore.open(
      directory.path, clock: clock(17, 42), authority: AuthorityPlace.beside)
  }

  // MARK: The studio

  static let names =
    [
      ("Naledi", "Mokoena"), ("Pieter", "van der Merwe"), ("Aisha", "Patel"), ("Zanele", "Dlamini"),
      ("Johan", "Botha"), ("Zoë", "Nkosi"), ("ǃXóõ", "Kruger"), ("王", "小明"), ("Fatima", "Adams"),
      ("Sibusiso", "Zulu"), ("Anna", "O'Brien"), ("Lwazi", "Ngcobo"), ("Mia", "Visser"),
      ("Thabo", "Molefe"), ("Priya", "Naidoo"), ("Kagiso", "Tau"), ("Ruan", "Fourie"),
      ("Nomsa", "Sithole"), ("Imraan", "Khan"), ("Elsa", "Steyn"),
    ] + (1...15).map { ("Guest\($0)", "Example") }

  private func furnish(_ by: DeskStore.Hand) throws {
    let place = store.studio.location.id
    var rooms: [ID<Room>] = []
    for name in ["Studio A", "Studio B", "Pool"] {
      rooms.append(
        ID(try #require(try store.submit(AddRoom(location: place, name: name), by: by).subject)))
    }
    for (first, last) in Self.names {
      var details = MemberDetails()
      (details.firstName, details.lastName) = (first, last)
      details.phone = "+27 82 555 0100"
      if first != "Aisha" { details.waiverOn = Self.day }
      details.parqOn = Self.day
      if first == "Zanele" { details.medical = "left knee, no jumps" }
      let member = try #require(try store.submit(RegisterMember(details), by: by).subject)
      members[first] = ID(member)
      if first != "Johan" {
        _ = try store.submit(
          GrantCredits(member: ID(member), credits: Credits(10), reason: "ten"), by: by)
      }
    }
    var services: [String: ID<Service>] = [:]
    for (name, type, credits) in [
      ("Vinyasa", "yoga", 1), ("HIIT", "hiit", 2), ("Aqua", "aqua", 1), ("Pilates", "pilates", 1),
      ("Night Yoga", "yoga", 0),
    ] {
      var service = DefineService(name: name, type: type)
      service.credits = Credits(credits)
      service.price = 12_000
      service.leader = trainer.id
      services[name] = ID(try #require(try store.submit(service, by: by).subject))
    }
    for (name, key, day, hour, minute, lasts, room, capacity, booked) in [
      ("Vinyasa", "vinyasa", 0, 16, 30, 60, 0, 20, 0..<18),
      ("HIIT", "hiit", 0, 17, 0, 60, 1, 5, 20..<25),
      ("Aqua", "aqua", 0, 17, 15, 45, 2, 15, 28..<35),
      ("Pilates", "pilates", 0, 18, 0, 60, 0, 14, 0..<6),
      ("HIIT", "late", 0, 18, 30, 45, 1, 12, 0..<0),
      ("Aqua", "off", 0, 19, 0, 60, 2, 15, 0..<2),
      ("Night Yoga", "night", 0, 22, 30, 120, 0, 20, 0..<0),
      ("Vinyasa", "sunday", 1, 9, 0, 60, 0, 20, 5..<8),
      ("Pilates", "monday", 2, 18, 0, 60, 1, 14, 0..<0),
    ] {
      var session = ScheduleSession(
        service: try #require(services[name]), location: place,
        start: Self.at(hour + 24 * day, minute))
      session.room = rooms[room]
      session.lasts = lasts * 60
      session.capacity = capacity
      session.leader = key == "vinyasa" || key == "pilates" ? trainer.id : nil
      let id = ID<Session>(try #require(try store.submit(session, by: by).subject))
      sessions[key] = id
      for place in booked { try book(Self.names[place].0, into: key) }
    }
    for name in ["Guest6", "Guest7", "Guest8"] { try book(name, into: "hiit", waitlist: true) }
    _ = try store.submit(
      CancelSession(session: try #require(sessions["off"])), by: by)
  }

  /// Under the name "naledi/pilates" its code and id are found again.
  func book(_ name: String, into key: String, spots: Int = 1, waitlist: Bool = false) throws {
    minted += 1
    let code = BookingCode(random: minted &* 0x9E37_79B9_7F4A_7C15)
    var intent = Book(
      session: try #require(sessions[key]), member: try #require(members[name]), code: code)
    intent.spots = spots
    intent.waitlist = waitlist
    intent.unpaid = name == "Johan"
    let receipt = try store.submit(intent, by: .init(actor: .staff(owner.id)))
    codes["\(name)/\(key)"] = code
    bookings["\(name)/\(key)"] = receipt.subject.map { ID($0) }
  }

  /// As after a restart.
  func reopen() throws {
    try store.close()
    store = try DeskStore.open(directory.path, clock: store.clock, authority: AuthorityPlace.beside)
  }

  func state(_ name: String) throws -> Booking {
    let id = try #require(bookings[name])
    return try #require(try store.booking(id)).booking
  }

  /// A clock that was set by hand, and runs.
  static func clock(_ hour: Int, _ minute: Int) -> DeskClock {
    DeskClock(offset: at(hour, minute) - DeskClock().now, isSet: true)
  }

  /// Opens the studio again at another hour of its day.
  func later(_ hour: Int, _ minute: Int) throws {
    try store.close()
    store = try DeskStore.open(
      directory.path, clock: Self.clock(hour, minute), authority: AuthorityPlace.beside)
  }

  /// Opens the studio again after a process that died, and perhaps left the count of the free
  /// pages of operations.db wrong.
  func stopUncleanly(damaged: Bool) throws {
    try store.close()
    if damaged {
      let log = open(directory.file("operations.db"), O_WRONLY)
      try #require(pwrite(log, [7, 7, 7, 7] as [UInt8], 4, 36) == 4)
      close(log)
      unlink(directory.file("operations.db-wal"))
    }
    let mark = open(directory.file("running/1-died"), O_CREAT | O_WRONLY, 0o600)
    try #require(mark >= 0)
    close(mark)
    store = try DeskStore.open(directory.path, clock: store.clock, authority: AuthorityPlace.beside)
  }

  // MARK: The application

  func application(
    signedIn staff: Staff?, mode: DeskMode = .desk, options: DeskOptions = DeskOptions(),
    lineSwitch: LineSwitch? = nil, on other: DeskStore? = nil
  ) -> Driver {
    Driver(
      Application(
        store: other ?? store, options: options, mode: mode,
        entry: staff.map { .known($0.id) } ?? .nobody, lineSwitch: lineSwitch, inline: true))
  }
}

/// Types at a program and looks at its picture.
struct Driver: CustomTestStringConvertible {
  private var program: any TerminalProgram
  private(set) var last = Reaction()
  private var size: (width: Int, height: Int)

  init(_ program: any TerminalProgram, width: Int = 80, height: Int = 24) {
    self.program = program
    size = (width, height)
    resize(width, height)
  }

  mutating func resize(_ width: Int, _ height: Int) {
    size = (width, height)
    tell(.resize(width: width, height: height))
  }

  mutating func tell(_ event: Event) { last = program.handle(event) }

  mutating func press(_ keys: Key...) { for key in keys { tell(.key(key)) } }

  mutating func type(_ text: String) { for character in text { tell(.key(.char(character))) } }

  /// So long without a key.
  mutating func wait(_ seconds: Int) {
    for tick in 0...4 * seconds { tell(.tick(now: tick)) }
  }

  /// One digit, and nothing after it.
  mutating func choose(_ digit: Character) {
    press(.char(digit))
    wait(1)
  }

  func picture(_ glyphs: Glyphs = .unicode) -> Grid {
    var canvas = Canvas(width: size.width, height: size.height, glyphs: glyphs)
    program.render(into: &canvas)
    return canvas.grid
  }

  /// As `shows`, however the words are broken into lines.
  func says(_ words: String) -> Bool {
    func plain(_ text: String) -> String {
      text.split { $0.isWhitespace || $0 == "│" }.joined(separator: " ")
    }
    return plain(text).contains(plain(words))
  }

  /// The last line with single blanks.
  var keyLine: String {
    (picture().lines.last ?? "").split(separator: " ").joined(separator: " ")
  }

  /// A failed expectation shows the screen.
  var testDescription: String { "\n" + text }

  var text: String { picture().text }

  func shows(_ text: String) -> Bool { self.text.contains(text) }
}
