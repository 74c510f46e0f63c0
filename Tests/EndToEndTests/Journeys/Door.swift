import FoundationEssentials
import Support
import Testing

/// A studio at a quarter to six on Saturday, with somebody at the door for every answer it has.
struct Door {
  static let reception = "Rita Reception"
  static let pin = "2468"
  /// Yoga begins at six and takes check-ins since half past five.
  static let now = "17:45"

  let studio: TestStudio
  /// Yoga at six.
  let session: String

  init() throws {
    studio = try TestStudio()
    _ = try studio.staff(Self.reception, "receptionist", pin: Self.pin)
    try studio.service(credits: "0")
    session = try studio.session(start: "18:00")
  }

  // MARK: People

  func member(_ first: String) throws -> String { try studio.member(first, "Walker", credits: "3") }

  /// The code of a new member's booking.
  func booked(_ first: String, into session: String? = nil) throws -> String {
    try code(try member(first), in: session ?? self.session)
  }

  func code(_ member: String, in session: String) throws -> String {
    try #require(try studio.book(session, member)["code"].text)
  }

  func pass(_ code: String, at time: String) throws -> String {
    try #require(try studio.tell("qr", code, at: time)["payload"].text)
  }

  // MARK: What is on record

  func roster() throws -> [RosterBooking] {
    try told(Roster.self, "roster", session).bookings
  }

  func booking(_ name: String) throws -> RosterBooking {
    try #require(try roster().first { $0.name == "\(name) Walker" })
  }

  func state(_ name: String) throws -> String { try booking(name).state }

  struct Record: Decodable, Equatable {
    let kind: String
    let actor: String
  }

  /// Every operation of this kind, the oldest first.
  func records(_ kind: String) throws -> [Record] {
    struct Page: Decodable { let operations: [Record] }
    return try told(Page.self, "outbox").operations.filter { $0.kind == kind }
  }

  private func told<T: Decodable>(_ type: T.Type, _ command: String, _ more: String...) throws -> T
  {
    let run = DeskProgram.run(
      ["--data", studio.data, "--clock", "2026-11-21T\(Self.now)", "--json"]
        + ["--as", TestStudio.owner, "--pin", TestStudio.pin, command] + more)
    try #require(run.status == 0, "\(command): \(run.errors)")
    return try JSONDecoder().decode(type, from: Data(run.output.utf8))
  }
}
