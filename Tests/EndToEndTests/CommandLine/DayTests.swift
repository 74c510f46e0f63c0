import Support
import Testing

/// A receptionist's day from the opening to the judgement, as scripts would do it.
@Suite struct DayTests {
  @Test func wholeDay() throws {
    let studio = try TestStudio()
    _ = try studio.staff("Rita Reception", "receptionist", pin: "2468")
    try studio.service(capacity: "2")
    let evening = try studio.session(start: "18:00", capacity: "2")
    let later = try studio.session(start: "20:00", capacity: "2")
    func desk(_ words: String..., at time: String) throws -> Document {
      let run = DeskProgram.run(
        [
          "--data", studio.data, "--clock", "2026-11-21T\(time)", "--as", "rita reception",
          "--pin", "2468", "--json",
        ] + words)
      try #require(run.status == 0, "\(words): \(run.errors)\(run.output)")
      return try #require(Document(run.output))
    }
    let people = try ["Aisha", "Bongani", "Chris", "Dineo"].map { try studio.member($0) }

    // Two have places, the third waits.
    let first = try desk("book", evening, people[0], at: "09:10")["booking"]
    let second = try desk("book", evening, people[1], at: "09:11")["booking"]
    let full = try studio.refusal("book", evening, people[2], at: "09:12")
    #expect(full == "CLASS_FULL")
    let waits = try desk("book", evening, people[2], "--waitlist", at: "09:13")["booking"]
    #expect(waits["state"] == .text("waitlisted") && waits["waitlistPosition"] == .number(1))
    #expect(try studio.tell("member", people[2])["member"]["credits"] == .number(10))

    // A cancellation seven hours before returns nothing and offers the place.
    let code = try #require(second["code"].text)
    let cancelled = try desk("cancel", code, "--reason", "ill", at: "11:00")
    #expect(cancelled["returned"] == .number(0))
    #expect(cancelled["booking"]["state"] == .text("cancelled"))
    let offered = try studio.tell("roster", evening, at: "11:01")["bookings"].list
    #expect(offered.contains { $0["state"] == .text("offered") && $0["id"] == waits["id"] })
    let confirmed = try desk("confirm", waits["id"].text ?? "", at: "11:05")["booking"]
    #expect(confirmed["state"] == .text("confirmed"))

    // A hold lapses by itself, a moved booking keeps what it paid.
    let held = try desk("hold", later, people[3], at: "12:00")["booking"]
    #expect(held["state"] == .text("held"))
    #expect(
      try studio.refusal("confirm", held["id"].text ?? "", at: "12:11") == "HOLD_EXPIRED")
    let moved = try desk("book", later, people[3], at: "12:12")["booking"]
    let third = try studio.session(start: "20:30", capacity: "2")
    let there = try desk("move", moved["code"].text ?? "", third, at: "12:13")["booking"]
    #expect(there["session"] == .text(third))
    #expect(try studio.tell("member", people[3])["member"]["credits"] == .number(9))

    // In by code, by number and by pass; one let back out.
    let entered = try desk("checkin", first["code"].text ?? "", at: "17:31")
    #expect(entered["booking"]["state"] == .text("checkedIn"))
    let act = try #require(entered["outcome"]["operation"].text)
    #expect(try desk("undo", act, at: "17:32")["undone"] == .text(act))
    #expect(try desk("checkin", people[0], at: "17:33")["booking"]["method"] == .text("number"))
    let pass = try #require(try desk("qr", waits["id"].text ?? "", at: "17:40")["payload"].text)
    let byPass = DeskProgram.run([
      "--data", studio.data, "--clock", "2026-11-21T18:12", "--json", "checkin", pass,
    ])
    #expect(byPass.status == 0, "\(byPass.errors)\(byPass.output)")
    #expect(Document(byPass.output)?["booking"]["late"] == .flag(true))

    // Nobody of the third session came: judged, and one forgiven.
    let judged = try studio.tell("judge", third, at: "21:35")
    #expect(judged["results"][0]["state"] == .text("noShow"))
    let forgiven = try studio.tell(
      "forgive", there["id"].text ?? "", "--reason", "load-shedding", at: "21:40")
    #expect(forgiven["results"][0]["state"] == .text("cancelled"))
    #expect(try studio.tell("member", people[3])["member"]["credits"] == .number(10))
    #expect(try studio.tell("doctor", as: nil)["ok"] == .flag(true))
  }

  @Test func waitingIsPromotedByHand() throws {
    let studio = try TestStudio()
    try studio.service(capacity: "1")
    let id = try studio.session(start: "10:00", capacity: "1")
    let people = try ["A", "B"].map { try studio.member($0) }
    let first = try studio.book(id, people[0])
    let waits = try studio.tell("book", id, people[1], "--waitlist")["booking"]
    // Within the last quarter of an hour nothing is offered: staff promote.
    _ = try studio.tell("cancel", first["code"].text ?? "", at: "09:50")
    let promoted = try studio.tell("promote", waits["id"].text ?? "", at: "09:51")["booking"]
    #expect(promoted["state"] == .text("confirmed"))
  }

  @Test func placesComeAndGoSingly() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session(capacity: "3")
    let code = try #require(try studio.book(id, try studio.member("Group"))["code"].text)
    let more = try studio.tell("spots", code, "+2")
    #expect(more["booking"]["spots"] == .number(3) && more["returned"] == .number(0))
    #expect(more["outcome"]["state"] == .text("applied"))
    #expect(try studio.refusal("spots", code, "+1") == "CLASS_FULL")
    let less = try studio.tell("spots", code, "-1", at: "09:00")
    #expect(less["booking"]["spots"] == .number(2))
    for wrong in ["2", "+0", "-0", "+x", "+1001", "--1"] {
      #expect(studio.run("spots", code, wrong).status == 2, "\(wrong)")
    }
    let gone = try studio.tell("spots", code, "-2")
    #expect(gone["booking"]["state"] == .text("cancelled"))
    #expect(try studio.refusal("spots", code, "+1") == "BOOKING_CANCELLED")
  }

  @Test func refundTiers() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session(start: "2026-11-23T09:00")
    let number = try studio.member("Tiers")
    for (moment, returned) in [
      ("2026-11-21T09:00", 1.0), ("2026-11-22T08:58", 1.0), ("2026-11-22T12:00", 0.5),
      ("2026-11-22T21:30", 0.0),
    ] {
      let booking = try studio.book(id, number, at: moment)
      let back = try studio.tell("cancel", booking["code"].text ?? "", at: moment)
      #expect(back["returned"] == .number(returned), "\(moment)")
    }
    let booking = try studio.book(id, number, at: "2026-11-22T22:00")
    let waived = try studio.tell(
      "cancel", booking["code"].text ?? "", "--waive", "--reason", "kind", at: "2026-11-22T22:01")
    #expect(waived["returned"] == .number(1))
  }

  @Test func cancelledSessionReturnsAll() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session()
    let number = try studio.member("Zoë")
    _ = try studio.book(id, number)
    let ended = try studio.tell("session", "cancel", id, "--reason", "no power", at: "17:00")
    #expect(ended["session"]["state"] == .text("cancelled"))
    #expect(try studio.tell("member", number)["member"]["credits"] == .number(10))
  }

  @Test func attendanceInOneGo() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session()
    let codes = try ["A", "B", "C"].map { name in
      try #require(try studio.book(id, try studio.member(name))["code"].text)
    }
    _ = try studio.tell("checkin", codes[2], at: "17:40")
    let marked = try studio.tell(
      "attendance", id, "--present", codes[0], "--absent", codes[1], codes[2], at: "17:45")
    #expect(
      marked["results"].list.map { $0["refusal"] } == [.null, .null, .text("NEEDS_CONFIRMATION")])
    #expect(
      marked["results"].list.map { $0["state"].text } == ["checkedIn", "confirmed", "checkedIn"])
    let forced = try studio.tell(
      "attendance", id, "--absent", codes[2], "--confirm", at: "17:46")
    #expect(forced["results"][0]["state"] == .text("confirmed"))
    let all = try studio.tell("attendance", id, "--all-present", at: "17:47")
    #expect(all["results"].list.allSatisfy { $0["state"] == .text("checkedIn") })
    let partly = try studio.tell(
      "attendance", id, "--present", codes[0], "0000-0000", at: "17:48")
    #expect(partly["results"].list.map { $0["refusal"] } == [.null, .text("NOT_FOUND")])
    #expect(
      try studio.refusal("attendance", id, "--present", "0000-0000", at: "17:48") == "NOT_FOUND")
    #expect(studio.run("attendance", id, at: "17:48").status == 2)
  }
}
