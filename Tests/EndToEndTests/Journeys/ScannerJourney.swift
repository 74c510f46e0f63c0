import Support
import Testing

/// A scanner is a keyboard that nobody aims: whatever has the focus, it checks in and nothing else.
@Suite(.serialized) struct ScannerJourney {
  /// Fields that open over the roster: the key, what shows, what somebody types, how it is shown.
  static let fields: [(key: String, shows: String, typed: String, line: String)] = [
    ("b", "Book into Yoga 18:00", "mabel", "mabel"),
    ("n", "Note on Yoga 18:00", "towel for row 3", "towel for row 3"),
    (":", "Commands", "absen", "absen"),
    ("/", "register", "mabel", "Find mabel"),
  ]

  @Test(arguments: fields)
  func aFieldKeepsItsText(key: String, shows: String, typed: String, line: String) throws {
    let door = try Door()
    let code = try door.booked("Aisha")
    let seat = try roster(door)
    let terminal = seat.terminal
    try terminal.keys(key)
    try terminal.wait(for: shows)
    try terminal.type(typed)
    try terminal.wait(until: line) { Seat.holds($0, alone: line) }
    try terminal.scan(code)
    try terminal.wait(for: "Aisha Walker", "Esc close", "3 credits left")
    #expect(try door.state("Aisha") == "checkedIn")
    try terminal.keys("Escape")
    try terminal.wait(until: "\(shows) with \(typed) alone") {
      $0.contains(shows) && Seat.holds($0, alone: line) && !$0.contains("credits left")
    }
    try terminal.type("x")
    try terminal.wait(until: "\(line)x") { Seat.holds($0, alone: line + "x") }
  }

  @Test func theCodeFieldKeepsWhatIsBeingTyped() throws {
    let door = try Door()
    let code = try door.booked("Aisha")
    let seat = try roster(door)
    try seat.terminal.keys("F5")
    try seat.terminal.wait(for: "Code, number or pass")
    try seat.terminal.type("K7Q")
    try seat.terminal.wait(for: "pass  K7Q")
    try seat.terminal.scan(code)
    try seat.terminal.wait(for: "Aisha Walker", "credits left", "pass  K7Q")
    try seat.terminal.type("F")
    try seat.terminal.wait(until: "the next code") {
      Seat.holds($0, alone: "Code, number or pass K7QF")
    }
  }

  @Test func theQuestionWhoSitsHereTakesNothingFromIt() throws {
    let door = try Door()
    let number = try door.member("Aisha")
    _ = try door.code(number, in: door.session)
    _ = try door.studio.tell("edit", number, "barcode=A1X2C-2468")
    let seat = try Seat(door.studio, signedIn: false)
    try seat.terminal.wait(for: "Who is at the desk?")
    try seat.terminal.scan("A1X2C-2468")
    let shown = try seat.terminal.wait(for: "Aisha W", "Esc close")
    #expect(!shown.contains("Walker"), "nobody of the staff is here")
    #expect(try door.state("Aisha") == "checkedIn")
    try seat.terminal.keys("Escape")
    try seat.terminal.wait(for: "Digit", "Your digit, or the arrows; then your PIN.")
    #expect(try door.records("checkin.in").map(\.actor) == ["device"])
  }

  /// Every letter that the roster knows as a command is in the code.
  @Test func lettersOfACodeAreNoCommands() throws {
    let door = try Door()
    let number = try door.member("Aisha")
    _ = try door.code(number, in: door.session)
    _ = try door.studio.tell("edit", number, "barcode=axc/bwlpmniuyvq?:axc")
    for name in ["Bongani", "Chipo"] { _ = try door.booked(name) }
    let seat = try roster(door)
    try seat.terminal.scan("axc/bwlpmniuyvq?:axc")
    try seat.terminal.wait(for: "Aisha Walker", "Esc close", "3 credits left")
    try seat.terminal.keys("Escape")
    let screen = try seat.terminal.wait(until: "the roster alone") {
      !$0.contains("Esc close") && $0.contains("in 17:4")
    }
    let rows = screen.split(separator: "\n").filter { $0.contains(" Walker ") }
    #expect(rows.count == 3 && rows.count { $0.contains("booked") } == 2, "\(screen)")
    #expect(screen.contains("1 in, 3 of 10"))
    #expect(try door.roster().map(\.state).sorted() == ["checkedIn", "confirmed", "confirmed"])
    #expect(try door.records("checkin.in").count == 1)
    #expect(try door.records("checkin.refused").isEmpty)
  }

  /// Its digits are rows of the roster, and Enter would check in whoever stands there.
  @Test func aShortNumberIsNoRow() throws {
    let door = try Door()
    for name in ["Aisha", "Bongani"] { _ = try door.booked(name) }
    let chipo = try door.member("Chipo")
    _ = try door.code(chipo, in: door.session)
    _ = try door.studio.tell("edit", chipo, "barcode=4021")
    let seat = try roster(door)
    try seat.terminal.scan("4012")
    try seat.terminal.wait(for: "Read: 4012", "Esc close")
    try seat.terminal.keys("Escape")
    try seat.terminal.wait(until: "the roster alone") { !$0.contains("Esc close") }
    try seat.terminal.scan("4021")
    try seat.terminal.wait(for: "Chipo Walker", "Esc close", "3 credits left")
    #expect(try door.roster().filter { $0.state == "checkedIn" }.map(\.name) == ["Chipo Walker"])
    try seat.terminal.keys("Escape")
    try seat.terminal.wait(until: "the roster alone") { !$0.contains("Esc close") }
    try seat.terminal.type("2")
    try seat.terminal.wait(until: "the second row") { screen in
      screen.split(separator: "\n").contains { $0.hasPrefix("▸") && $0.contains("  2 ") }
    }
    try seat.terminal.keys("Enter")
    try seat.terminal.wait(for: "Bongani Walker is in.")
  }

  @Test func theSameCodeTwiceIsOneCheckIn() throws {
    let door = try Door()
    let code = try door.booked("Aisha")
    // A moment long enough for a machine that is busy with other tests.
    let seat = try roster(door, configuration: "[input]\nscan_repeat_ms = 60000\n")
    try seat.terminal.scan(code)
    try seat.terminal.wait(for: "Aisha Walker", "3 credits left")
    try seat.terminal.scan(code)
    try seat.terminal.wait(for: "Already scanned a moment ago.")
    #expect(try door.records("checkin.in").count == 1)
    #expect(try door.records("checkin.refused").isEmpty)
  }

  /// It acts as the device, and whoever unlocks finds the screen as it was.
  @Test func aLockedDeskStillLetsPeopleIn() throws {
    let door = try Door()
    let code = try door.booked("Aisha")
    let seat = try roster(door)
    try seat.terminal.keys("C-k")
    let locked = try seat.terminal.wait(for: "Scan a code or a pass to check in.")
    #expect(!locked.contains("Walker"))
    try seat.terminal.scan(code)
    let result = try seat.terminal.wait(for: "Yoga 18:00", "Esc close")
    #expect(!result.contains("credits"), "what staff see stays with staff")
    #expect(try door.records("checkin.in").map(\.actor) == ["device"])
    #expect(try door.state("Aisha") == "checkedIn")
    try seat.terminal.keys("Escape")
    try seat.terminal.wait(for: "F2 sign in")
    try seat.signIn()
    try seat.terminal.wait(for: "check-in open since 17:30", "1 in, 1 of 10")
  }

  private func roster(_ door: Door, configuration: String? = nil) throws -> Seat {
    let seat = try Seat(door.studio, configuration: configuration)
    try seat.terminal.keys("F4")
    try seat.terminal.wait(for: "check-in open since 17:30", "Aisha Walker")
    return seat
  }
}
