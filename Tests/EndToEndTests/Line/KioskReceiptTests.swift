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
    let door = try DoorStudio()
    let (studio, desk) = (door.central, door.desk)
    let session = try door.session(in: 600)
    let member = try door.member("Naledi", "Mokoena", "language=xh")
    let booking = try door.book(member, into: session)
    try desk.run("sync")
    let kiosk = try door.kiosk()
    studio.stop()
    let terminal = try kiosk.openKiosk()
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
    #expect(found.map(\.id) == [member.id])
    try desk.run("undo", String(receipt).lowercased(), "--reason", "was somebody else")
    let roster = try desk.json(Roster.self, "roster", session).bookings
    #expect(roster.map(\.state) == ["confirmed"])
    let again = DeskProgram.run(desk.words(["undo", String(receipt)]))
    #expect(again.status == 1 && again.errors.contains("is taken back already"), "\(again)")
  }
}
