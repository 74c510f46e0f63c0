import Glibc
import Support
import Testing

/// Every document has exactly the contract's names, with null where there is nothing.
@Suite struct ContractTests {
  static let session: Set = [
    "id", "service", "serviceId", "type", "location", "locationId", "room", "roomId", "leader",
    "leaderId", "start", "end", "capacity", "taken", "waitlisted", "state", "provisional",
    "held", "heldLost", "granted", "overCapacity",
  ]
  static let booking: Set = [
    "id", "code", "reference", "member", "memberNumber", "name", "session", "state", "spots",
    "present", "late", "absent", "checkedInAt", "method", "waitlistPosition", "amountDue",
    "provisional", "flags", "participants", "overCapacity",
  ]
  static let member: Set = [
    "id", "number", "name", "email", "phone", "status", "credits", "flags",
  ]
  static let outcome: Set = ["operation", "state", "code"]

  @Test func studio() throws {
    let studio = try TestStudio()
    #expect(
      studio.founding.keys.isSuperset(of: ["organization", "location", "device", "staff"]))
    let staff = try studio.tell(
      "staff", "add", "--name", "Rita", "--role", "receptionist", "--pin", "2468")
    #expect(staff.keys == ["outcome", "staff"])
    #expect(staff["staff"]["name"] == .text("Rita"))
    let place = try studio.tell(
      "location", "add", "--name", "Gardens", "--timezone", "Africa/Johannesburg")
    #expect(place.keys == ["outcome", "location"])
    let room = try studio.tell("room", "add", "--name", "Studio A")
    #expect(room.keys == ["outcome", "room"])
    let policy = try studio.tell("policy", "holdLasts=5m")
    #expect(policy["policy"].list.contains { $0["value"] == .number(300) })
    let again = DeskProgram.run([
      "--data", studio.data, "init", "--name", "A", "--timezone", "UTC", "--location", "L",
      "--owner", "O", "--owner-pin", "1234",
    ])
    #expect(again.status == 2)
  }

  @Test func scheduleAndPeople() throws {
    let studio = try TestStudio()
    let service = try studio.tell(
      "service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0.5")
    #expect(service.keys == ["outcome", "service"])
    #expect(service["outcome"].keys == Self.outcome)
    #expect(service["outcome"]["state"] == .text("applied"))
    #expect(service["service"]["credits"] == .number(0.5))
    let made = try studio.tell(
      "session", "add", "--service", "Yoga", "--start", "2026-11-21T18:00", "--room", "Studio A",
      "--leader", TestStudio.owner)
    #expect(made.keys == ["outcome", "session"])
    #expect(made["session"].keys == Self.session)
    #expect(made["session"]["start"] == .text("2026-11-21T18:00:00+02:00"))
    #expect(made["session"]["end"] == .text("2026-11-21T19:00:00+02:00"))
    #expect(made["session"]["room"] == .text("Studio A"))
    #expect(made["session"]["capacity"] == .number(20))
    let id = try #require(made["session"]["id"].text)
    let changed = try studio.tell("session", "change", id, "capacity=9", "notes=bring a mat")
    #expect(changed["session"]["capacity"] == .number(9))
    let day = try studio.tell("schedule", as: nil)
    #expect(day.keys == ["from", "to", "sessions"])
    #expect(day["from"] == .text("2026-11-21") && day["to"] == .text("2026-11-21"))
    #expect(day["sessions"].list.count == 1)
    #expect(day["sessions"][0].keys == Self.session)
    #expect(try studio.tell("schedule", "--date", "tomorrow")["sessions"] == .list([]))

    let member = try studio.tell(
      "register", "--first", "Naledi", "--last", "Mokoena", "--email", "n@example.org", "--phone",
      "082 555 0101", "--born", "1990-02-03")
    #expect(member.keys == ["outcome", "member"])
    #expect(member["member"].keys == Self.member)
    #expect(member["member"]["name"] == .text("Naledi Mokoena"))
    #expect(member["member"]["credits"] == .number(0))
    let number = try #require(member["member"]["number"].text)
    let lot = try studio.tell(
      "grant", number, "2.5", "--reason", "welcome", "--expires", "2026-12-31")
    #expect(lot.keys == ["outcome", "lot"])
    #expect(lot["lot"].keys.isSuperset(of: ["id", "package", "left", "expires"]))
    #expect(lot["lot"]["left"] == .number(2.5))
    #expect(lot["lot"]["expires"] == .text("2026-12-31"))
    #expect(try studio.refusal("edit", number, "birthDate=2026-11-22") == "MALFORMED")
    _ = try studio.tell("edit", number, "birthDate=2026-11-21")
    _ = try studio.tell("edit", number, "birthDate=", "family=")
    let edited = try studio.tell("edit", number, "phone=083", "medical=knee")
    #expect(edited["member"]["phone"] == .text("083"))
    let found = try studio.tell("lookup", "naledi")
    #expect(found.keys == ["members"])
    #expect(found["members"][0].keys == Self.member.union(["score"]))
    #expect(try studio.tell("note", number, "likes", "the back row").keys == ["outcome"])
    #expect(try studio.tell("note", id, "fan is broken").keys == ["outcome"])
    #expect(try studio.tell("incident", "a fall").keys == ["outcome"])

    _ = try studio.book(id, number)
    let profile = try studio.tell("member", number)
    #expect(profile.keys == ["member", "lots", "ledger", "bookings"])
    #expect(profile["member"]["credits"] == .number(2))
    #expect(profile["lots"][0].keys.isSuperset(of: ["id", "package", "left", "expires"]))
    #expect(
      profile["ledger"][0].keys.isSuperset(
        of: ["at", "type", "amount", "balanceAfter", "reason"]))
    #expect(profile["bookings"][0].keys == Self.booking)
    _ = try studio.tell("grant", number, "unlimited", "--reason", "plan")
    #expect(try studio.tell("member", number)["member"]["credits"] == .null)
  }

  @Test func bookingsAndRecords() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session()
    let number = try studio.member("Thandi")
    let booked = try studio.tell("book", id, number, "--spots", "2")
    #expect(booked.keys == ["outcome", "booking"])
    #expect(booked["outcome"].keys == Self.outcome)
    let booking = booked["booking"]
    #expect(booking.keys == Self.booking)
    #expect(booking["state"] == .text("confirmed") && booking["spots"] == .number(2))
    #expect(booking["checkedInAt"] == .null && booking["waitlistPosition"] == .null)
    #expect(booking["amountDue"].keys == ["minor", "currency"])
    #expect(booking["reference"].text?.hasPrefix("SLD-2026-") ?? false)
    let code = try #require(booking["code"].text)
    let roster = try studio.tell("roster", id)
    #expect(roster.keys == ["session", "bookings", "judgedAt", "awaited"])
    #expect(roster["session"].keys == Self.session && roster["session"]["taken"] == .number(2))
    #expect(roster["bookings"][0] == booking)

    let pass = try studio.tell("qr", code)
    #expect(pass.keys == ["payload", "expires"])
    #expect(pass["payload"].text?.isEmpty == false)
    let picture = studio.run("qr", code, json: false)
    #expect(picture.status == 0 && picture.output.contains("█"))

    let entered = try studio.tell("checkin", code, "--count", "1", at: "17:45", as: nil)
    #expect(entered.keys == ["outcome", "booking", "session"])
    #expect(entered["booking"]["present"] == .number(1))
    #expect(entered["booking"]["checkedInAt"].text?.hasPrefix("2026-11-21T17:45:0") ?? false)
    #expect(entered["booking"]["method"] == .text("code"))
    let act = try #require(entered["outcome"]["operation"].text)
    let undone = try studio.tell("undo", act, "--reason", "wrong person", at: "17:46")
    #expect(undone.keys == ["outcome", "undone"])
    let marked = try studio.tell("attendance", id, "--present", code, at: "17:50")
    #expect(marked.keys == ["outcome", "results"])
    #expect(marked["results"][0]["booking"] == booking["id"])
    #expect(marked["results"][0]["state"] == .text("checkedIn"))

    let outbox = try studio.tell("outbox", as: nil)
    #expect(outbox.keys == ["pending", "total", "operations"])
    #expect(outbox["total"].number == Double(outbox["operations"].list.count))
    #expect(
      outbox["operations"][0].keys == [
        "id", "device", "epoch", "seq", "kind", "at", "actor", "state", "firm",
        "outcome", "receipt",
      ])
    let seqs = outbox["operations"].list.compactMap { $0["seq"].number }
    #expect(seqs == seqs.sorted() && Set(seqs).count == seqs.count && seqs.count > 5)
    let cut = try studio.tell("outbox", "--limit", "2", as: nil)
    #expect(cut["operations"].list.count == 2 && cut["total"] == outbox["total"])
    let pending = try studio.tell("outbox", "--pending", as: nil)
    #expect(pending["operations"] == .list([]) && pending["total"] == .number(0))

    let doctor = try studio.tell("doctor", as: nil)
    #expect(doctor.keys == ["ok", "checks"])
    #expect(doctor["ok"] == .flag(true))
    #expect(doctor["checks"][0].keys == ["name", "ok", "word", "detail", "mend"])
  }

  @Test func aRefusedSessionMakesNoRoom() throws {
    let studio = try TestStudio()
    try studio.service()
    let words = ["--service", "Yoga", "--start", "2026-11-21T18:00", "--room", "Loft"]
    let run = DeskProgram.run(
      ["--data", studio.data, "--clock", "2026-11-21T09:00", "--as", TestStudio.owner, "--pin"]
        + [TestStudio.pin, "session", "add", "--end", "2026-11-21T17:00"] + words)
    #expect(run.status == 1)
    let kinds = try studio.tell("outbox")["operations"].list.map { $0["kind"].text }
    #expect(!kinds.contains("room.add"))
  }

  @Test func exports() throws {
    let studio = try TestStudio()
    try studio.service()
    let id = try studio.session()
    let number = try studio.member("=cmd()", "Smith, \"Jo\"")
    _ = try studio.book(id, number)
    for (what, rows) in [
      ("members", 1), ("roster", 1), ("attendance", 1), ("ledger", 2), ("openactive", 1),
      // Beside its authority nothing waits.
      ("outbox", 0),
    ] {
      let file = studio.home.file("\(what).out")
      let made = try studio.tell("export", what, file)
      #expect(made.keys == ["rows", "file"])
      #expect(made["rows"] == .number(Double(rows)), "\(what)")
      #expect(made["file"] == .text(file))
    }
    let people = try SavedText.read(studio.home.file("members.out"))
    #expect(people.hasPrefix("externalId,number,barcode,firstName,lastName,email"))
    #expect(people.contains("'=cmd()") && people.contains("\"Smith, \"\"Jo\"\"\""))
    let feed = try #require(Document(try SavedText.read(studio.home.file("openactive.out"))))
    #expect(feed["items"][0]["data"]["subEvent"][0]["remainingAttendeeCapacity"] == .number(9))
    #expect(studio.run("export", "members", "/nonexistent/x").status == 3)
    // Neither a store's own file nor a pipe is replaced by a list.
    #expect(studio.run("export", "members", "\(studio.data)/operations.db").status == 2)
    let pipe = studio.home.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(studio.run("export", "members", pipe).status == 3)
    #expect(try studio.tell("doctor", as: nil)["ok"] == .flag(true))
  }
}
