import Support
import Testing

/// Two hours without a line on three devices, by script; what each reports is what the script did there.
@Suite(.serialized) struct OutageReportTests {
  private struct Person {
    let id, code, booking: String
  }

  private func session(_ studio: DarkStudio, _ time: String, capacity: Int) throws -> String {
    let made = try studio.tell(
      [
        "session", "add", "--service", "Yoga", "--start", DarkStudio.moment(time), "--capacity",
        String(capacity),
      ], at: "08:40")
    return try #require(made["session"]["id"].text)
  }

  private func person(_ studio: DarkStudio, _ name: String) throws -> String {
    let made = try studio.tell(["register", "--first", name, "--last", "Test"], at: "08:45")
    let id = try #require(made["member"]["id"].text)
    try studio.tell(["grant", id, "5", "--reason", "start"], at: "08:46")
    return id
  }

  private func booked(_ studio: DarkStudio, _ name: String, in session: String) throws -> Person {
    let id = try person(studio, name)
    let made = try studio.tell(["book", session, id], at: "08:50")["booking"]
    return Person(
      id: id, code: try #require(made["code"].text), booking: try #require(made["id"].text))
  }

  @Test(.timeLimit(.minutes(3))) func everyFigureIsWhatTheScriptDid() throws {
    let studio = try DarkStudio()
    try studio.tell(["policy", "parqRequired=0"], at: "08:30")
    try studio.tell(
      ["service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "1", "--price", "15000"],
      at: "08:35")
    let early = try session(studio, "14:30", capacity: 5)
    let last = try session(studio, "15:00", capacity: 1)
    let late = try session(studio, "15:30", capacity: 10)
    let (naledi, pieter) = (
      try booked(studio, "Naledi", in: early), try booked(studio, "Pieter", in: early)
    )
    let (zanele, busi) = (
      try booked(studio, "Zanele", in: late), try booked(studio, "Busi", in: late)
    )
    let (thabo, aisha) = (
      try booked(studio, "Thabo", in: early), try booked(studio, "Aisha", in: late)
    )
    let (first, second) = (try person(studio, "First"), try person(studio, "Second"))
    for device in studio.devices { try studio.sync(device.name, at: "13:58") }

    try studio.stop()
    try workInTheDark(
      studio, early: early, last: last, late: late, naledi: naledi, pieter: pieter, zanele: zanele,
      busi: busi, thabo: thabo, aisha: aisha, first: first, second: second)

    // While it lasts everything is open, and what hangs on it is the credit and the price of the two
    // places that were sold.
    let open = try report(studio, "desk 1", at: "15:55")
    #expect(
      open["to"] == .null && open["counts"]["results"] == .object(["provisional": .number(8)]))
    #expect(open["atRisk"]["credits"].number == 1)
    #expect(open["atRisk"]["money"]["minor"].number == 15_000)
    try check(studio, "desk 1", open) { _ in "provisional" }

    try studio.start(at: "16:00")
    for device in studio.devices { try studio.sync(device.name, at: "16:01") }
    // What the later ones brought.
    for device in studio.devices { try studio.sync(device.name, at: "16:02") }

    let one = try report(studio, "desk 1", at: "16:05")
    try check(studio, "desk 1", one) { _ in "confirmed" }
    #expect(one["atRisk"]["credits"].number == 0 && one["atRisk"]["money"]["minor"].number == 0)
    let two = try report(studio, "desk 2", at: "16:05")
    // Who came second at both: the last place, and the check-in.
    try check(studio, "desk 2", two) {
      $0.hasPrefix("book") || $0.hasPrefix("checkin") ? "decision" : "confirmed"
    }
    #expect(two["atRisk"]["credits"].number == 1 && two["atRisk"]["money"]["minor"].number == 0)
    let kiosk = try report(studio, "kiosk", at: "16:05")
    try check(studio, "kiosk", kiosk) { _ in "confirmed" }
    #expect(kiosk["atRisk"] == .null && kiosk["rows"].list.allSatisfy { $0["name"] == .null })
    try checkWords(studio)
  }

  /// 14:02 to 15:50, by two receptionists' desks and a kiosk.
  private func workInTheDark(
    _ studio: DarkStudio, early: String, last: String, late: String, naledi: Person,
    pieter: Person, zanele: Person, busi: Person, thabo: Person, aisha: Person, first: String,
    second: String
  ) throws {
    let (one, two) = ("desk 1", "desk 2")
    try studio.act("booking.book", ["book", last, first], on: one, at: "14:02", as: "Thandi")
    try studio.act("booking.book", ["book", last, second], on: two, at: "14:05", as: "Thandi")
    try studio.act("checkin.in", ["checkin", naledi.code], on: one, at: "14:10", as: "Thandi")
    try studio.act("checkin.in", ["checkin", thabo.code], on: "kiosk", at: "14:11")
    try studio.act("checkin.in", ["checkin", naledi.code], on: two, at: "14:15", as: "Thandi")
    try studio.act(
      "booking.cancel", ["cancel", zanele.booking], on: one, at: "14:20", as: "Thandi")
    // A full class is refused on the spot: nothing was done, and nothing is reported.
    let full = try studio.run(["book", last, second], on: one, at: "14:21", as: "Thandi")
    #expect(full.status == 1 && full.output.contains("CLASS_FULL"), "\(full)")
    let walkIn = try studio.act(
      "member.register", ["register", "--first", "Walk", "--last", "In"], on: one, at: "14:25",
      as: "Thandi")
    try studio.act(
      "booking.book",
      ["book", late, try #require(walkIn["member"]["id"].text), "--unpaid"], on: one, at: "14:26",
      as: "Thandi")
    try studio.act(
      "checkin.batch", ["attendance", early, "--present", pieter.booking], on: one, at: "14:35",
      as: "Thandi")
    try studio.act("booking.cancel", ["cancel", busi.booking], on: two, at: "14:40")
    try studio.act(
      "note.add", ["note", naledi.id, "left her mat"], on: two, at: "14:45", as: "Thandi")
    try studio.act(
      "checkin.refused", ["checkin", "K7QF-2M9Y"], on: "kiosk", at: "15:01", refused: true)
    try studio.act("checkin.in", ["checkin", aisha.code], on: "kiosk", at: "15:05")
    try studio.act(
      "credits.grant", ["grant", first, "2", "--reason", "sorry for the dark"], on: one, at: "15:10"
    )
    try studio.act(
      "checkin.refused", ["checkin", "K7QF-2M9Y"], on: one, at: "15:50", as: "Thandi", refused: true
    )
  }

  private func report(_ studio: DarkStudio, _ device: String, at time: String) throws -> Document {
    try studio.tell(["report", "outage"], on: device, at: time)
  }

  /// Row by row, and every count.
  private func check(
    _ studio: DarkStudio, _ device: String, _ report: Document, result: (String) -> String
  ) throws {
    let done = studio.done.filter { $0.device == device }
    let rows = report["rows"].list
    try #require(rows.count == done.count, "\(device): \(rows.map { $0["kind"].text ?? "" })")
    #expect(report["from"].text?.hasPrefix("2026-11-21T13:58") == true, "\(report["from"])")
    if report["to"] != .null {
      #expect(report["to"].text?.hasPrefix("2026-11-21T16:01") == true, "\(report["to"])")
    }
    var (kinds, actors, results) = ([String: Double](), [String: Double](), [String: Double]())
    for (row, done) in zip(rows, done) {
      let expected = result(done.words)
      #expect(row["kind"].text == done.kind && row["actor"].text == done.by, "\(done.words)")
      if let operation = done.operation { #expect(row["operation"].text == operation) }
      #expect(
        row["at"].text?.hasPrefix("2026-11-21T\(done.time)") == true
          && row["uncertain"] == .flag(false),
        "\(done.words): \(row["at"])")
      #expect(row["result"].text == expected, "\(done.words): \(row)")
      kinds[done.kind, default: 0] += 1
      actors[done.by, default: 0] += 1
      results[expected, default: 0] += 1
    }
    let counts = report["counts"]
    #expect(counts["kinds"] == .object(kinds.mapValues { .number($0) }), "\(device)")
    #expect(counts["actors"] == .object(actors.mapValues { .number($0) }), "\(device)")
    #expect(counts["results"] == .object(results.mapValues { .number($0) }), "\(device)")
  }

  /// The same as people read it.
  private func checkWords(_ studio: DarkStudio) throws {
    let device = try #require(studio.devices.first)
    let told = DeskProgram.run(
      device.program.words([
        "report", "outage", "--as", "Olga", "--pin", "4711", "--clock", DarkStudio.moment("16:05"),
      ])
    ).output
    for line in [
      "Offline: 2026-11-21 13:58 to 2026-11-21 16:01, 2 h 3 min",
      "Done:    8 operations: 8 confirmed",
      "What:    booking 2, attendance 1, cancellation 1, check-in 1, credits 1, refused\n         check-in 1, registration 1",
      "By:      Thandi 7, Olga 1",
    ] { #expect(told.contains(line), "\(line)\n\(told)") }
    #expect(!told.contains("At risk"), "\(told)")
  }
}
