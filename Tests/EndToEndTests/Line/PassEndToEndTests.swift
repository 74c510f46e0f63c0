import Support
import Testing

/// Passes of a desk that cannot sign them: fetched ahead, drawn and taken in the dark.
@Suite(.serialized) struct PassEndToEndTests {
  private struct Pass: Decodable {
    let payload: String
    let expires: String?
  }
  private struct CheckedIn: Decodable {
    let booking: Printed.Booking?
  }
  private struct Roster: Decodable { let bookings: [Printed.Booking] }

  @Test(.timeLimit(.minutes(2))) func aPassOfTheAuthorityHoldsInTheDark() throws {
    let studio = try CentralStudio()
    let (desk, other) = (try studio.device(), try studio.device())
    try desk.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
    func session(in seconds: Int) throws -> String {
      try #require(
        try desk.json(
          Printed.Made.self, "session", "add", "--service", "Yoga", "--start",
          CentralStudio.time(in: seconds)
        ).session?.id)
    }
    let member = try #require(
      try desk.json(Printed.Made.self, "register", "--first", "Naledi", "--last", "Test")
        .member?.id)
    let soon = try session(in: 1_200)
    let far = try session(in: 9 * 86_400)
    try other.run("sync")
    let booked = try #require(try desk.json(Printed.Made.self, "book", soon, member).booking)
    let later = try #require(try desk.json(Printed.Made.self, "book", far, member).booking)
    try desk.run("sync")
    studio.stop()

    // Of the next two days it lies here; of any other day it has to be asked for.
    let folder = TemporaryDirectory()
    let file = folder.file("pass.png")
    let pass = try desk.json(Pass.self, "qr", booked.code, "--png", file)
    #expect(pass.expires != nil)
    #expect(try Spawned.run(["zbarimg", "-q", "--raw", file]).output == pass.payload + "\n")
    #expect(try desk.json(Pass.self, "qr", later.code).expires == nil, "only the code")

    // The other desk has never heard of this booking; the signature is enough, once.
    try other.run("checkin", pass.payload)
    let again = DeskProgram.run(other.words(["checkin", pass.payload, "--json"]))
    #expect(again.status == 1 && again.output.contains("ALREADY_CHECKED_IN"), "\(again.output)")

    try studio.start()
    try other.run("sync", "--wait", "20")
    try desk.run("sync", "--wait", "20")
    #expect(try desk.json(Roster.self, "roster", soon).bookings.map(\.state) == ["checkedIn"])
    #expect(try desk.json(Pass.self, "qr", later.code).expires != nil)
  }
}
