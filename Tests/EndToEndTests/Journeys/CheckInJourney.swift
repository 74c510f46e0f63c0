import Domain
import Support
import Testing

/// Shortly before a class: booking, letting in, and every no of the check-in order, by keys alone
/// and by commands beside it.
@Suite(.serialized) struct CheckInJourney {
  private struct Refused {
    let code: String
    let presented: String
    /// By a locked desk, for which the rules of members hold.
    var locked = false
  }

  @Test func bookLetInAndRefuse() throws {
    let door = try Door()
    _ = try door.member("Aisha")
    let bongani = try door.member("Bongani")
    _ = try door.code(bongani, in: door.session)
    let chipo = try door.booked("Chipo")
    let refused = try everyNo(door)
    let pass = try door.pass(chipo, at: "17:31")

    let seat = try Seat(door.studio, signedIn: false)
    let terminal = seat.terminal
    try terminal.wait(for: "Who is at the desk?")
    try terminal.keys("Escape")
    try terminal.wait(until: "no question") { !$0.contains("Who is at the desk?") }
    try seat.signIn()

    try terminal.keys("Enter")
    try terminal.wait(for: "check-in open since 17:30")
    try terminal.keys("b")
    try terminal.wait(for: "Book into Yoga 18:00")
    try terminal.type("Aisha")
    try terminal.wait(for: "Aisha Walker")
    try terminal.keys("Enter")
    try terminal.wait(for: "Places")
    try terminal.keys("Enter")
    try seat.read("Aisha Walker is booked into Yoga 18:00.")

    let aisha = try door.booking("Aisha").code
    try terminal.keys("F5")
    try terminal.wait(for: "Code, number or pass")
    try seat.enter(aisha)
    try terminal.wait(for: "Aisha Walker", "credits left")
    try seat.enter(bongani)
    try terminal.wait(for: "Bongani Walker", "credits left")
    try terminal.scan(pass)
    try terminal.wait(for: "Chipo Walker", "credits left")
    for (name, method) in [("Aisha", "code"), ("Bongani", "number"), ("Chipo", "pass")] {
      let found = try methods(door)["\(name) Walker"]
      #expect(found == method, "\(name)")
    }

    let again = Refused(code: "ALREADY_CHECKED_IN", presented: aisha)
    for row in refused.filter({ !$0.locked }) + [again] { try expect(row, at: seat, of: door) }
    try terminal.keys("C-k")
    try terminal.wait(for: "Scan a code or a pass to check in.")
    for row in refused where row.locked { try expect(row, at: seat, of: door) }
    try terminal.keys("Escape")
    try terminal.wait(for: "F2 sign in")
    try seat.signIn()
    try terminal.wait(for: "Code, number or pass")

    let all = Set(refused.map(\.code) + ["ALREADY_CHECKED_IN"])
    #expect(all.count == 17)
    #expect(try door.studio.tell("doctor", at: Door.now, as: nil)["ok"] == .flag(true))
  }

  /// Only a kiosk sends people away for a form; what is said there is said to members.
  @Test func theKioskAsksForTheHealthForm() throws {
    let door = try Door()
    let number = try door.member("Lerato")
    let code = try door.code(number, in: door.session)
    let seat = try Seat(door.studio, signedIn: false, kiosk: true)
    try seat.terminal.wait(for: "Scan your pass")
    try seat.terminal.scan(code)
    try seat.read("Please fill in the health form at the desk first.")
    #expect(try door.state("Lerato") == "confirmed")
    #expect(try door.records("checkin.refused").map(\.actor) == ["device"])
    _ = try door.studio.tell("edit", number, "parqOn=2026-11-21", at: Door.now)
    try seat.terminal.scan(number)
    try seat.read("Lerato, you are in.")
    #expect(try door.state("Lerato") == "checkedIn")
  }

  // MARK: The order

  /// Somebody for each of them, all at the same quarter to six.
  private func everyNo(_ door: Door) throws -> [Refused] {
    let studio = door.studio
    let forged = try door.pass(try door.booked("Forged"), at: "15:30")
    let mistyped = try door.booked("Mistyped")
    let regular = try door.member("Regular")
    let judged = try door.code(regular, in: studio.session(start: "13:00"))
    let over = try door.code(regular, in: studio.session(start: "16:00"))
    let early = try door.code(regular, in: studio.session(start: "20:00"))
    let tomorrow = try door.code(regular, in: studio.session(start: "2026-11-22T09:00"))
    let started = try door.booked("Started", into: studio.session(start: "17:15"))
    let expired = try door.pass(over, at: "15:30")

    _ = try studio.tell(
      "location", "add", "--name", "Gardens", "--timezone", "Africa/Johannesburg")
    let far = try studio.tell(
      "session", "add", "--service", "Yoga", "--start", "2026-11-21T18:00", "--location", "Gardens")
    let there: String = try #require(far["session"]["id"].text)
    let away = try door.booked("Away", into: there)

    let off = try studio.session(start: "18:30")
    let gone = try door.booked("Gone", into: off)
    _ = try studio.tell("session", "cancel", off)
    let left = try door.booked("Left")
    _ = try studio.tell("cancel", left)
    let people = try ["banned", "inactive"].map { status in
      let number = try door.member(status)
      let code = try door.code(number, in: door.session)
      _ = try studio.tell("edit", number, "status=\(status)")
      return code
    }
    return [
      Refused(code: "MALFORMED", presented: "!!"),
      Refused(code: "MISTYPED_CODE", presented: other(mistyped)),
      Refused(code: "PASS_FORGED", presented: other(forged)),
      Refused(code: "PASS_EXPIRED", presented: expired),
      Refused(code: "UNKNOWN_CODE", presented: BookingCode(random: 20_261_121).text),
      Refused(code: "NOT_FOUND", presented: try door.member("Nowhere")),
      Refused(code: "WRONG_LOCATION", presented: away),
      Refused(code: "SESSION_CANCELLED", presented: gone),
      Refused(code: "BOOKING_CANCELLED", presented: left),
      Refused(code: "MEMBER_BANNED", presented: people[0]),
      Refused(code: "MEMBER_INACTIVE", presented: people[1]),
      Refused(code: "WRONG_DAY", presented: tomorrow),
      Refused(code: "CHECKIN_TOO_EARLY", presented: early),
      Refused(code: "SESSION_OVER", presented: over, locked: true),
      Refused(code: "CHECKIN_CLOSED", presented: started, locked: true),
      Refused(code: "ALREADY_JUDGED", presented: judged),
    ]
  }

  /// The text with another last character.
  private func other(_ text: String) -> String { text.dropLast() + (text.last == "0" ? "1" : "0") }

  /// The command says no with this code; the screen says the same sentence, and both are on record.
  private func expect(_ row: Refused, at seat: Seat, of door: Door) throws {
    let words = ["checkin", row.presented]
    let run = DeskProgram.run(
      ["--data", door.studio.data, "--clock", "2026-11-21T\(Door.now)", "--json"]
        + (row.locked ? [] : ["--as", Door.reception, "--pin", Door.pin]) + words)
    let refusal = try #require(Document(run.output), "\(run.errors)")["refusal"]
    #expect(run.status == 1)
    #expect(refusal["code"] == .text(row.code), "\(row.presented)")
    let before = try door.records("checkin.refused")
    if row.locked || row.presented.count > 12 {
      try seat.terminal.scan(row.presented)
    } else {
      try seat.enter(row.presented)
    }
    try seat.read(try #require(refusal["staff"].text))
    let after = try door.records("checkin.refused")
    #expect(after.count == before.count + 1, "\(row.code)")
    #expect(after.last == before.last, "\(row.code): by the same actor as the command")
  }

  private func methods(_ door: Door) throws -> [String: String] {
    let rows = try door.studio.tell("roster", door.session, at: Door.now)["bookings"].list
    return Dictionary(rows.map { ($0["name"].text ?? "", $0["method"].text ?? "") }) { $1 }
  }
}
