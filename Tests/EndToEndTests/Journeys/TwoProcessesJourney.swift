import Support
import Testing

/// A command and an open application on one data directory.
@Suite(.serialized) struct TwoProcessesJourney {
  @Test func eachSeesTheOthersWorkAtOnce() throws {
    let door = try Door()
    let names = ["Aisha", "Bongani", "Chipo"]
    let codes = try names.map { try door.booked($0) }
    _ = try door.booked("Zola")
    let seat = try Seat(door.studio)
    try seat.terminal.keys("F4")
    try seat.terminal.wait(for: "check-in open since 17:30", "4 of 10")

    // How soon is measured by `make bench`.
    for (place, code) in codes.enumerated() {
      _ = try door.studio.tell("checkin", code, at: Door.now)
      try seat.terminal.wait(for: "\(place + 1) in, 4 of 10")
    }

    // Zola is the last of the four.
    try seat.terminal.keys("End")
    try seat.terminal.wait(until: "the last row chosen") { _ in
      try seat.terminal.isSelected("Zola Walker")
    }
    #expect(try door.state("Zola") == "confirmed")
    try seat.terminal.keys("Enter")
    try seat.terminal.wait(for: "Zola Walker is in.")
    #expect(try door.state("Zola") == "checkedIn")
  }
}
