import Glibc
import Support
import Sync
import Testing

/// What a kiosk said yes to in the dark is found again by the number that it showed.
@Suite(.serialized) struct KioskReceiptTests {
  private struct Roster: Decodable {
    struct Row: Decodable { let id, state: String }
    let bookings: [Row]
  }
  private struct Outbox: Decodable {
    struct Row: Decodable { let id, receipt, kind: String }
    let operations: [Row]
  }

  @Test(.timeLimit(.minutes(2))) func staffFindAnOfflineCheckIn() throws {
    #expect(Translated.isMade)
    let studio = try CentralStudio()
    let desk = try studio.device()
    try desk.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    let session =
      try desk.json(
        Printed.Made.self, "session", "add", "--service", "Yoga", "--start",
        CentralStudio.time(in: 600), "--capacity", "5"
      ).session?.id ?? ""
    let member =
      try desk.json(Printed.Made.self, "register", "--first", "Naledi", "--last", "Mokoena").member?
      .id ?? ""
    try desk.run("edit", member, "parqOn=2020-01-01", "language=xh")
    let booking = try #require(
      try desk.json(Printed.Made.self, "book", session, member).booking)
    try desk.run("sync")
    let kiosk = try studio.device("kiosk", always: [])
    studio.stop()
    #expect(unlink(kiosk.data + "/exit.pin") == 0)
    let terminal = try Tmux(
      "exec \(DeskProgram.path) kiosk --exit-pin 4821 --data \(kiosk.data)",
      environment: ["HOME": "/nonexistent", "XDG_CONFIG_HOME": ""])
    try terminal.wait(for: "Scan your pass")
    try terminal.scan(booking.code)
    // The name comes a moment after the yes, and stands in the same sentence.
    let screen = try terminal.wait(for: "ngenile.", "Irisithi R-")
    let receipt = try #require(screen.firstMatch(of: /R-[0-9A-Z]{6}/)).output
    let written = try kiosk.json(Outbox.self, "outbox").operations
    #expect(written.filter { $0.receipt == receipt }.map(\.kind) == ["checkin.in"])

    try studio.start()
    _ = try kiosk.json(Printed.Sync.self, "sync")
    try desk.run("sync")
    let found = try desk.json(Printed.Member.self, "lookup", String(receipt)).members
    #expect(found.map(\.id) == [member])
    try desk.run("undo", String(receipt).lowercased(), "--reason", "was somebody else")
    let roster = try desk.json(Roster.self, "roster", session).bookings
    #expect(roster.map(\.state) == ["confirmed"])
  }
}
