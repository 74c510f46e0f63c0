import Support
import Testing

/// The same operation id again has the same outcome, and does nothing twice.
@Suite struct OperationIDTests {
  private func id(_ number: Int) -> String {
    "0190f5a2-7c1e-7d3a-9b50-\(String(100_000_000_000 + number))"
  }

  @Test func everyKindOfWriteIsRepeatable() throws {
    let studio = try TestStudio()
    try studio.service()
    let session = try studio.session()
    let other = try studio.session(start: "20:00")
    let member = try studio.member("Anna")
    let friend = try studio.member("Zola")
    let booked = try #require(try studio.book(other, member)["code"].text)
    let writes: [[String]] = [
      ["book", session, member], ["book", session, friend, "--override", "x"],
      ["register", "--first", "New", "--last", "Person"],
      ["grant", member, "3", "--reason", "gift"], ["note", member, "hello"],
      ["staff", "add", "--name", "Sam", "--role", "trainer", "--pin", "5555"],
      ["service", "add", "--name", "Spin", "--type", "spin"],
      ["session", "add", "--service", "Yoga", "--start", "2026-11-22T10:00", "--room", "New room"],
      ["edit", member, "phone=1"], ["cancel", booked, "--reason", "x"],
      ["location", "add", "--name", "Gardens", "--timezone", "UTC"],
    ]
    func tell(_ words: [String], _ operation: String) throws -> Document {
      let run = DeskProgram.run(
        [
          "--data", studio.data, "--clock", "2026-11-21T09:00", "--as", TestStudio.owner, "--pin",
          TestStudio.pin, "--json", "--operation", operation,
        ] + words)
      try #require(run.status == 0, "\(words): \(run.errors)\(run.output)")
      return try #require(Document(run.output))
    }
    for (number, words) in writes.enumerated() {
      let first = try tell(words, id(number))
      #expect(first["outcome"]["operation"] == .text(id(number)))
      let before = try studio.tell("outbox")["operations"].list.count
      let second = try tell(words, id(number))
      #expect(second == first, "\(words)")
      #expect(try studio.tell("outbox")["operations"].list.count == before, "\(words)")
    }
    let entered = try tell(["book", session, try studio.member("B")], id(50))
    #expect(entered["booking"]["state"] == .text("confirmed"))
    #expect(
      try studio.refusal("book", other, member, "--operation", id(50)) == "IDEMPOTENCY_MISMATCH")
    #expect(studio.run("note", member, "x", "--operation", "nonsense").status == 2)
  }

  @Test func aRepeatedCheckInIsTheSameOutcome() throws {
    let studio = try TestStudio()
    try studio.service()
    let code = try #require(
      try studio.book(try studio.session(), try studio.member("Anna"))["code"].text)
    let first = try studio.tell("checkin", code, "--operation", id(1), at: "17:40", as: nil)
    let second = try studio.tell("checkin", code, "--operation", id(1), at: "17:41", as: nil)
    #expect(first == second)
    #expect(try studio.refusal("checkin", code, at: "17:42", as: nil) == "ALREADY_CHECKED_IN")
  }
}
