import Support
import Testing

/// Every refusal of the check-in order that the command line can provoke, one by one.
@Suite struct CheckInOrderTests {
  private func code(_ studio: TestStudio, _ session: String, _ member: String) throws -> String {
    try #require(try studio.book(session, member)["code"].text)
  }

  /// The code with its last character replaced by the next of its alphabet.
  private func mistyped(_ code: String) -> String {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    let place = code.last.flatMap { alphabet.firstIndex(of: $0) } ?? 0
    return String(code.dropLast()) + String(alphabet[(place + 1) % alphabet.count])
  }

  @Test func codesAndPasses() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session()
    let number = try studio.member("Anna")
    let code = try code(studio, id, number)
    #expect(try studio.refusal("checkin", "!!", at: "17:45", as: nil) == "MALFORMED")
    #expect(try studio.refusal("checkin", mistyped(code), at: "17:45") == "MISTYPED_CODE")
    let pass = try #require(try studio.tell("qr", code, at: "17:40")["payload"].text)
    // Another character of base45 in the signature's place: no longer what the studio signed.
    let last = pass.last == "0" ? "1" : "0"
    #expect(
      try studio.refusal("checkin", pass.dropLast() + last, at: "17:45") == "PASS_FORGED")
    // The same machine's other studio: a sound code that is not known here.
    let stranger = try TestStudio()
    try stranger.service()
    let other = try self.code(stranger, try stranger.session(), try stranger.member("X"))
    #expect(try studio.refusal("checkin", other, at: "17:45") == "UNKNOWN_CODE")
    #expect(try studio.refusal("checkin", try studio.member("B"), at: "17:45") == "NOT_FOUND")
    // In the words of the desk, and with who it was where that is known.
    let outbox = studio.run("outbox", at: "17:45", json: false).output
    #expect(outbox.contains("refused check-in") && outbox.contains("unknown code"), "\(outbox)")
    #expect(outbox.contains("B Member · no booking here") && !outbox.contains("checkin.refused"))
    #expect(studio.run("checkin", pass, at: "17:45", as: nil).status == 0)
    #expect(try studio.refusal("checkin", pass, at: "23:30") == "PASS_EXPIRED")
  }

  @Test func placeStateAndPerson() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session()
    _ = try studio.tell(
      "location", "add", "--name", "Gardens", "--timezone", "Africa/Johannesburg")
    let far = try studio.tell(
      "session", "add", "--service", "Yoga", "--start", "2026-11-21T18:00", "--location", "Gardens")
    let farID = try #require(far["session"]["id"].text)
    let anna = try studio.member("Anna")
    let away = try #require(try studio.book(farID, try studio.member("Away"))["code"].text)
    #expect(try studio.refusal("checkin", away, at: "17:45", as: nil) == "WRONG_LOCATION")

    let booked = try code(studio, id, anna)
    _ = try studio.tell("cancel", booked, at: "10:00")
    #expect(try studio.refusal("checkin", booked, at: "17:45") == "BOOKING_CANCELLED")
    let again = try code(studio, id, anna)
    #expect(
      try studio.tell("checkin", booked, at: "17:45")["booking"]["code"] == .text(again),
      "a cancelled code finds the live booking")
    #expect(try studio.refusal("checkin", again, at: "17:46") == "ALREADY_CHECKED_IN")

    let bad = try studio.member("Bad")
    let badCode = try code(studio, id, bad)
    _ = try studio.tell("edit", bad, "status=banned")
    #expect(try studio.refusal("checkin", badCode, at: "17:45", as: nil) == "MEMBER_BANNED")
    _ = try studio.tell("edit", bad, "status=inactive")
    #expect(try studio.refusal("checkin", badCode, at: "17:45", as: nil) == "MEMBER_INACTIVE")
    _ = try studio.tell("checkin", badCode, "--override", "paid at the desk", at: "17:45")

    let gone = try studio.session(start: "18:30")
    let goneCode = try code(studio, gone, try studio.member("Gone"))
    _ = try studio.tell("session", "cancel", gone)
    #expect(try studio.refusal("checkin", goneCode, at: "18:15") == "SESSION_CANCELLED")
  }

  @Test func times() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session()
    let code = try code(studio, id, try studio.member("Anna"))
    #expect(try studio.refusal("checkin", code, at: "2026-11-20T17:45") == "WRONG_DAY")
    #expect(try studio.refusal("checkin", code, at: "17:29:50") == "CHECKIN_TOO_EARLY")
    #expect(try studio.refusal("checkin", code, at: "18:16", as: nil) == "CHECKIN_CLOSED")
    #expect(try studio.refusal("checkin", code, at: "19:01", as: nil) == "SESSION_OVER")
    let early = studio.run("checkin", code, at: "17:00", json: false)
    #expect(early.status == 1 && early.output.isEmpty)
    #expect(early.errors.contains("17:30"), "\(early.errors)")
    _ = try studio.staff("Rita", "receptionist", pin: "2468")
    _ = try studio.tell("judge", id, at: "19:30")
    #expect(
      try studio.refusal("checkin", code, at: "19:31", as: "Rita", pin: "2468")
        == "ALREADY_JUDGED")
    let reversed = try studio.tell("checkin", code, "--override", "was here", at: "19:32")
    #expect(reversed["booking"]["state"] == .text("checkedIn"))
  }

  @Test func severalAreAsked() throws {
    let studio = try TestStudio()
    try studio.service()
    let sessions = [try studio.session(start: "18:00"), try studio.session(start: "18:00")]
    let parent = try studio.member("Parent")
    let child = try studio.member("Child")
    _ = try studio.tell("edit", child, "family=\(parent)")
    _ = try studio.book(sessions[0], parent)
    _ = try studio.book(sessions[1], child)
    let run = studio.run("checkin", parent, at: "17:45", as: nil)
    #expect(run.status == 1)
    let choices = try #require(Document(run.output))
    #expect(choices.keys == ["choices"])
    #expect(choices["choices"].list.count == 2)
    #expect(choices["choices"][0].keys == ["booking", "session"])
    #expect(choices["choices"][0]["session"].keys == ContractTests.session)
    let chosen = try studio.tell(
      "checkin", parent, "--session", sessions[1], at: "17:45", as: nil)
    #expect(chosen["booking"]["memberNumber"] == .text(child))
  }
}
