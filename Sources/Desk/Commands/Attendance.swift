import Domain
import Sync

extension Command {
  static let attendance: [Command] = [
    Command(
      "checkin", [Operand("CODE")],
      [
        Option("session", .value("S"), "only this session counts"),
        Option("count", .number("N", 1...1_000), "how many are here (all still missing)"),
        Option("override", .value("REASON"), "against a rule, and why"),
      ], for: .anyone, "check in by booking code, member number, barcode or QR pass",
      .desk(Attendance.checkIn)),
    Command(
      "undo", [Operand("OPERATION")],
      [
        Option("reason", .value("R"), "why"),
        Option("confirm", .flag, "even where another person did it"),
      ], for: .staff, "take an act back", .desk(Attendance.undo)),
    Command(
      "attendance", [Operand("SESSION")],
      [
        Option("present", .list("B"), "bookings that are here"),
        Option("absent", .list("B"), "bookings that are not"),
        Option("all-present", .flag, "all who are not marked absent"),
        Option("confirm", .flag, "absent even where checked in"),
        Option("reason", .value("R"), "why, after the judgement"),
      ], for: .right(.checkIn), "mark many at once: one operation", .desk(Attendance.mark)),
    Command(
      "judge", [Operand("SESSION")],
      [Option("without", .repeated("DEVICE"), "do not wait for this device")],
      for: .right(.judge), "who is still only booked did not come", .desk(Attendance.judge)),
    Command(
      "forgive", [Operand("BOOKING")], [Option("reason", .value("R"), "why", required: true)],
      for: .right(.judge), "take a no-show back, or let off what is owed",
      .desk(Attendance.forgive)),
  ]
}

enum Attendance {
  static func checkIn(_ desk: Desk) throws -> Answer {
    let given = desk.arguments
    if let staff = desk.staff, !staff.active { throw desk.denied(Action.checkIn.rawValue) }
    var intent = CheckIn(presented: given.operand(0))
    intent.session = try given["session"].map { try desk.session($0).session.id }
    intent.count = given.number("count")
    intent.override = given["override"]
    do {
      // A pass speaks for itself by its signature, whether or not its booking has come here.
      if case .pass(let pass) = Presented(text: given.operand(0)),
        try desk.store.booking(ID(pass.claim.booking)) == nil
      {
        do { return try letIn(desk, intent) } catch let refusal as Refusal
          where refusal.code != .alreadyCheckedIn
        {
          // The check-in says what is wrong with it.
        }
      }
      return try checkIn(desk, intent)
    } catch let refusal as Refusal where !refusal.choices.isEmpty {
      return try choices(refusal, desk)
    } catch let refusal as Refusal where refusal.code == .unknownCode {
      guard desk.staff != nil, !desk.store.isStandAlone else { throw refusal }
      if try desk.store.ask(within: Desk.patience) { return try checkIn(desk, intent) }
      do { return try letIn(desk, intent) } catch is Refusal { throw refusal }
    }
  }

  private static func checkIn(_ desk: Desk, _ intent: CheckIn) throws -> Answer {
    let receipt = try desk.submit(intent)
    let booking = try desk.booking(of: receipt)
    let session = try desk.session(of: booking)
    return Answer(
      [
        "outcome": receipt.json,
        "booking": booking.json(zone: session.zone, currency: desk.currency),
        "session": session.json,
      ], welcome(booking, session) + receipt.remark)
  }

  /// What this copy lacks, the authority may know: staff let them in, and it is found out later.
  private static func letIn(_ desk: Desk, _ checkIn: CheckIn) throws -> Answer {
    var intent = LetIn(presented: desk.arguments.operand(0))
    (intent.session, intent.count) = (checkIn.session, checkIn.count)
    let receipt = try desk.submit(intent)
    return Answer(
      ["outcome": receipt.json, "booking": .null, "session": .null],
      "let in: who that was is found out when the line is back\(receipt.remark)")
  }

  private static func welcome(_ booking: BookingView, _ session: SessionView) -> String {
    let row = booking.booking
    let spots = row.spots > 1 ? ", \(row.present) of \(row.spots) here" : ""
    let marks = booking.flags.map(\.rawValue).joined(separator: ", ")
    return "in: \(plainText(booking.member.name))\(spots)\(row.late ? ", late" : "") · "
      + session.title + (marks.isEmpty ? "" : "\n\(marks)")
  }

  private static func choices(_ refusal: Refusal, _ desk: Desk) throws -> Answer {
    let rows = try refusal.choices.compactMap { id in
      try desk.store.booking(id).map { (booking: $0, session: try desk.session(of: $0)) }
    }
    var table = Columns("session", "name", "code", "session id")
    for (booking, session) in rows {
      table.add(session.title, booking.member.name, booking.code ?? "", session.session.id.text)
    }
    let list = table.text(empty: "")
    return Answer(
      [
        "choices": JSON(
          rows.map {
            [
              "booking": $0.booking.json(zone: $0.session.zone, currency: desk.currency),
              "session": $0.session.json,
            ]
          })
      ], list, exit: .refused,
      note: "there are several bookings; choose with --session S or by the booking's code")
  }

  static func undo(_ desk: Desk) throws -> Answer {
    let named = desk.arguments.operand(0)
    let receipt = ReceiptNumber(text: named)
    let found = try receipt.flatMap { try desk.store.act($0) }
    if let receipt, found == nil || found?.undone ?? false {
      return Refusal(found == nil ? .notFound : .stale).answer(
        now: desk.now, note: "\(receipt.text) \(try nothingToUndo(receipt, found, desk))")
    }
    guard let id = ID<Act>(text: named) ?? found?.id else {
      throw UsageError(
        "OPERATION is an operation's id, as outcome and desk outbox tell it, or a kiosk's receipt")
    }
    if let another = try another(who: id, desk), !desk.arguments.has("confirm") {
      return Refusal(.needsConfirmation, ["act": .word("another")]).answer(
        now: desk.now, note: "\(another.name) did this: repeat it with --confirm to take it back")
    }
    var intent = Undo(act: id)
    intent.reason = desk.arguments["reason"] ?? ""
    let stored = try desk.submit(intent)
    let rest = try found.flatMap { try desk.store.before($0) }
    let next = rest == nil ? "" : "\nthe booking stays: the same again takes it back too"
    return Answer(["outcome": stored.json, "undone": JSON(id)], "undone\(stored.remark)\(next)")
  }

  /// Why a receipt names nothing that could be taken back here, and what to do.
  private static func nothingToUndo(
    _ receipt: ReceiptNumber, _ found: Act?, _ desk: Desk
  ) throws -> String {
    if found != nil { return "is taken back already" }
    if try desk.store.isDecided(receipt) {
      return "has become one with what another device did: undo that; desk decisions --all tells it"
    }
    // Its device may not have delivered it yet.
    let next = desk.store.isStandAlone ? "" : "run desk sync, or "
    return "is not known here yet: \(next)undo it at the device that gave it"
  }

  /// Who of the staff did an act that is not one's own; the device itself is nobody.
  private static func another(who act: ID<Act>, _ desk: Desk) throws -> Staff? {
    guard let actor = try desk.store.act(act)?.actor, actor != desk.staff?.id else { return nil }
    return desk.studio.staff.first { $0.id == actor }
  }

  static func mark(_ desk: Desk) throws -> Answer {
    let given = desk.arguments
    let session = try desk.session(given.operand(0)).session.id
    var unknown: [String] = []
    let present = try bookings(given.all("present"), &unknown, desk)
    let absent = try bookings(given.all("absent"), &unknown, desk)
    // Whoever names a booking here has just looked: its check-in counts as seen.
    var intent = MarkAttendance(session: session, present: present, absent: absent, seen: absent)
    intent.allPresent = given.has("all-present")
    intent.confirm = given.has("confirm")
    intent.reason = given["reason"]
    guard intent.allPresent || !(present + absent).isEmpty else {
      guard unknown.isEmpty else { throw desk.missing("booking") }
      throw UsageError("say who: --present B…, --absent B… or --all-present")
    }
    return try results(desk.submit(intent), unknown: unknown, desk)
  }

  /// What names no booking is a refused row of its own and keeps nobody else out.
  private static func bookings(
    _ names: [String], _ unknown: inout [String], _ desk: Desk
  ) throws -> [ID<Booking>] {
    var found: [ID<Booking>] = []
    for name in names {
      if let view = try desk.store.booking(named: name) {
        found.append(view.booking.id)
      } else {
        unknown.append(name)
      }
    }
    return found
  }

  static func judge(_ desk: Desk) throws -> Answer {
    var intent = JudgeSession(session: try desk.session(desk.arguments.operand(0)).session.id)
    let awaited = try desk.store.roster(intent.session)?.awaited ?? []
    intent.without = try desk.arguments.all("without").map { text in
      guard let id = ID<Device>(text: text) ?? awaited.first(where: { $0.name == text })?.device
      else { throw UsageError("--without takes a device's name or id, as desk roster tells it") }
      return id
    }
    // A manager who judges waits for nobody: what is still out is on record with it, and told.
    let others = awaited.filter { !intent.without.contains($0.device) }
    intent.without += others.map(\.device)
    let names = awaited.map { plainText($0.name.isEmpty ? $0.device.text : $0.name) }
    let note =
      "not waited for: \(names.joined(separator: ", ")); a check-in that comes from there later takes "
      + "its no-show back"
    return try results(desk.submit(intent), desk, note: names.isEmpty ? nil : note)
  }

  static func forgive(_ desk: Desk) throws -> Answer {
    let booking = try desk.booking(desk.arguments.operand(0)).booking.id
    return try results(
      desk.submit(Forgive(booking: booking, reason: desk.arguments["reason"] ?? "")), desk)
  }

  private static func results(
    _ receipt: Receipt, unknown: [String] = [], _ desk: Desk, note: String? = nil
  ) throws -> Answer {
    var table = Columns("name", "state", "refused")
    var rows: [JSON] = []
    for result in receipt.results {
      guard let key = result.key else { continue }
      let view = try desk.store.booking(ID(key))
      let refusal = result.kind == .refused ? result.refusal : nil
      rows.append([
        "booking": .text(key.uuidText), "state": JSON(view?.booking.state.rawValue),
        "refusal": JSON(refusal?.rawValue),
      ])
      table.add(
        view?.member.name ?? "", view?.booking.state.rawValue ?? "", refusal?.rawValue ?? "")
    }
    for name in unknown {
      let code = RefusalCode.notFound.rawValue
      rows.append(["booking": .text(name), "state": nil, "refusal": .text(code)])
      table.add(name, "", code)
    }
    let (document, text) = (rows, table.text(empty: "nothing to change"))
    return Answer(
      ["outcome": receipt.json, "results": JSON(document)],
      receipt.remark.isEmpty ? text : "\(text)\n\(receipt.remark.drop { $0 == " " })", note: note)
  }
}
