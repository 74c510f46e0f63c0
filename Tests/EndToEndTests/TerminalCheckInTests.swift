import Support
import Testing

/// Checking people in on a real terminal: by keys, by scanner on whatever screen, by a drawn pass.
@Suite(.serialized) struct TerminalCheckInTests {
  @Test func aCodeIsTypedOnTheCheckInScreen() throws {
    let demo = try Demo()
    let waited = try #require(try demo.waited().first)
    let terminal = try demo.terminal()
    try terminal.wait(for: "HIIT")
    try terminal.keys("F5")
    try terminal.type(waited.code)
    try terminal.keys("Enter")
    try terminal.wait(until: "\(waited.id) to be in") { _ in
      try demo.state(of: waited) == "checkedIn"
    }
    try terminal.wait(for: waited.name)
  }

  /// The letters of the codes are commands of the roster: all in, absent, cancel.
  @Test func aScanOnTheRosterIsNoCommand() throws {
    let demo = try Demo()
    let waited = try demo.waited().first { booking in
      ["A", "X", "C"].contains { booking.code.contains($0) }
    }
    let scanned = try #require(waited)
    let before = try demo.states()
    let terminal = try demo.terminal()
    try terminal.wait(for: "HIIT")
    try terminal.keys("F4")
    try terminal.wait(for: "Space")
    try terminal.scan(scanned.code.lowercased())
    try terminal.wait(until: "\(scanned.id) to be in") { _ in
      try demo.state(of: scanned) == "checkedIn"
    }
    var expected = before
    expected[scanned.id] = "checkedIn"
    #expect(try demo.states() == expected)
  }

  @Test func aScanWhileAFieldHasTheFocusStaysOutOfIt() throws {
    let demo = try Demo()
    let scanned = try #require(try demo.waited().first)
    let terminal = try demo.terminal()
    try terminal.wait(for: "HIIT")
    try terminal.keys("F6")
    try terminal.type("na")
    try terminal.scan(scanned.code)
    try terminal.wait(until: "\(scanned.id) to be in") { _ in
      try demo.state(of: scanned) == "checkedIn"
    }
    try terminal.keys("Escape")
    let screen = try terminal.wait(until: "the field as it was") { $0.contains("na") }
    #expect(!screen.contains(scanned.code) && !screen.contains(scanned.code.prefix(4)))
  }

  /// What a phone's camera would see is a pass that lets its member in.
  @Test(arguments: ["dark", "light", "high-contrast", "mono"])
  func theDrawnPassLetsItsMemberIn(_ theme: String) throws {
    let demo = try Demo()
    let waited = try #require(try demo.waited().last)
    let terminal = try demo.terminal(theme: theme)
    try terminal.wait(for: "HIIT")
    try terminal.keys("F4")
    try terminal.wait(for: "Space")
    for _ in 0..<60 where try !terminal.isSelected(waited.code) { try terminal.keys("Down") }
    try terminal.keys("y")
    var codes: [String] = []
    try terminal.wait(until: "a QR code that can be read") { _ in
      codes = try ScreenPicture(try terminal.cells()).codes(in: demo.program.directory.path)
      return !codes.isEmpty
    }
    #expect(codes.count == 1)
    let entry = try demo.program.json(Entry.self, "checkin", try #require(codes.first))
    #expect(entry.booking.id == waited.id && entry.booking.state == "checkedIn")
  }
}

private struct Entry: Decodable {
  let booking: RosterBooking
}
