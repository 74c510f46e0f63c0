import Domain
import Sync

extension Command {
  private static let confirm = Option("confirm", .flag, "though the room has another class then")

  static let schedule: [Command] = [
    Command(
      "schedule", [],
      [
        Option("date", .value("D"), "the first day (today)"),
        Option("days", .number("N", 1...366), "how many days (1)"),
      ], for: .anyone, "the sessions of a day or more", .desk(Schedule.list)),
    Command(
      "roster", [Operand("SESSION")], for: .right(.seeAll), "the people of a session",
      .desk(Schedule.roster)),
    Command(
      "service add", [],
      [
        Option("name", .value("N"), "its name", required: true),
        Option("type", .value("T"), "yoga, hiit, strength…", required: true),
        Option("minutes", .number("N", 1...2_880), "how long it lasts (60)"),
        Option("capacity", .number("N", 0...100_000), "places (20)"),
        Option("credits", .value("N"), "credits a place costs (0)"),
        Option(
          "price", .number("MINOR", 0...100_000_000),
          "what a place costs, in minor units: 15000 is 150.00"),
        Option("age-from", .number("N", 0...120), "the youngest who may come"),
        Option("age-to", .number("N", 0...120), "the oldest who may come"),
        Option("leader", .value("STAFF"), "who leads it unless a session says otherwise"),
        Option(
          "booking-mode", .choice(BookingMode.allCases.map(\.rawValue)), "who books it (self)"),
        Option("terms", .flag, "only who has accepted the terms"),
        Option("instructor-booking", .flag, "leaders may book for members"),
        Option("one-to-one", .flag, "one leader, one member"),
      ], for: .right(.manageSchedule), "define a service", .desk(Schedule.addService)),
    Command(
      "session add", [],
      [
        Option("service", .value("S"), "what is offered", required: true),
        Option("start", .value("TIME"), "local time of the place, or with offset", required: true),
        Option("end", .value("TIME"), "its end (start and the service's minutes)"),
        Option("room", .value("R"), "its room; a new name makes the room"),
        Option("leader", .value("L"), "who leads it (the service's)"),
        Option("capacity", .number("N", 0...100_000), "places (the service's)"),
        Option("repeat", .choice(["daily", "weekly", "monthly"]), "make a series"),
        Option("until", .value("D"), "the series' last day"),
        Option("interval", .number("N", 1...366), "every so many days, weeks or months (1)"),
        Option("weekdays", .value("mo,we,…"), "on these days of the week (the start's)"),
        Option("except", .repeated("D"), "not on this day; may be given several times"),
        confirm,
      ], for: .right(.manageSchedule), "put a session on the schedule",
      .desk(Schedule.addSession)),
    Command(
      "session change",
      [Operand("SESSION"), Operand("FIELD=VALUE", .many, words: Schedule.sessionFields)],
      [confirm],
      for: .right(.changeSession), "change fields of a session", .desk(Schedule.changeSession)),
    Command(
      "session cancel", [Operand("SESSION")], [Option("reason", .value("R"), "why")],
      for: .right(.manageSchedule), "cancel it for everybody; all credits go back",
      .desk(Schedule.cancelSession)),
  ]
}

enum Schedule {
  static let sessionFields = ["start", "end", "room", "leader", "capacity", "notes"]

  static func list(_ desk: Desk) throws -> Answer {
    let from = try desk.day(option: "date") ?? desk.today
    let days = desk.arguments.number("days") ?? 1
    let everywhere = desk.arguments.has("all")
    let asked = from...from.adding(days: days - 1)
    let held = try desk.store.daysHeld()
    let told = held.map(asked.clamped) ?? asked
    guard asked.overlaps(told) else {
      return Answer(
        ["from": JSON(asked.lowerBound), "to": JSON(asked.upperBound), "sessions": .null],
        held.map(notHeld) ?? "")
    }
    let sessions = try desk.store.schedule(
      from: told.lowerBound, days: told.upperBound.days(since: told.lowerBound) + 1,
      at: everywhere ? nil : desk.location.id)
    return Answer(
      [
        "from": JSON(told.lowerBound), "to": JSON(told.upperBound),
        "sessions": JSON(sessions.map(\.json)),
      ],
      text(sessions, showsPlace: everywhere, showsDay: days > 1, from: told.lowerBound),
      note: told == asked ? nil : held.map(notHeld))
  }

  private static func notHeld(_ days: ClosedRange<Day>) -> String {
    "not in this copy, which holds \(days.lowerBound.text) to \(days.upperBound.text)"
  }

  private static func text(
    _ sessions: [SessionView], showsPlace: Bool, showsDay: Bool, from: Day
  ) -> String {
    var table = Columns("time", "service", "leader", "where", ">taken", ">wait", "state", "id")
    for view in sessions {
      let start = view.zone.local(view.session.start)
      let day = showsDay ? "\(start.day.text) " : ""
      let room = view.room ?? ""
      table.add(
        "\(day)\(start.timeOfDay.text)–\(view.zone.timeOfDay(of: view.session.end).text)",
        view.service, view.leader ?? "",
        showsPlace ? (room.isEmpty ? view.location : "\(view.location), \(room)") : room,
        "\(view.taken)/\(view.session.capacity)", view.waitlisted > 0 ? "\(view.waitlisted)" : "",
        view.state.rawValue, view.session.id.text)
    }
    return table.text(empty: "no sessions on \(from.text)\(showsDay ? " and after" : "")")
  }

  static func roster(_ desk: Desk) throws -> Answer {
    let session = try desk.session(desk.arguments.operand(0))
    try desk.demandSight(of: session.session)
    guard let roster = try desk.store.roster(session.session.id) else {
      throw desk.missing("session")
    }
    return Answer(
      [
        "session": roster.session.json,
        "bookings": JSON(
          roster.bookings.map { $0.json(zone: session.zone, currency: desk.currency) }),
        "judgedAt": JSON(session.session.judgedAt, in: session.zone),
        "awaited": JSON(
          roster.blockers(at: desk.now).map {
            [
              "device": JSON($0.device), "name": .text($0.name),
              "lastSeen": JSON($0.lastSeen, in: session.zone),
            ]
          }),
      ], text(roster) + waiting(roster, at: desk.now) + lost(roster.session))
  }

  /// Places that stay empty unless somebody sees to it.
  private static func lost(_ session: SessionView) -> String {
    guard session.lostPlaces > 0 else { return "" }
    return
      "\n\(session.lostPlaces.counted("place")) held for files that a desk has lost, until the end: "
      + "desk places tells whose, and a manager frees them with desk places release"
  }

  /// Why a session is not judged though it is time; a device by its id only where it has no name, or
  /// shares it.
  private static func waiting(_ roster: RosterView, at now: Instant) -> String {
    let blockers = roster.blockers(at: now)
    return blockers.map { device in
      let zone = roster.session.zone
      let seen = device.lastSeen.map {
        "last seen \(zone.day(of: $0).text) \(zone.timeOfDay(of: $0).text)"
      }
      let isKnown = !device.name.isEmpty && blockers.count { $0.name == device.name } == 1
      let name = isKnown ? plainText(device.name) : device.device.text
      return "\nnot judged yet: \(name) \(seen ?? "never seen")"
    }.joined()
  }

  private static func text(_ roster: RosterView) -> String {
    let view = roster.session
    var table = Columns(">", "state", "name", "number", "code", ">spots", "marks")
    for (place, row) in roster.bookings.enumerated() {
      let booking = row.booking
      let time = booking.checkedInAt.map { " \(view.zone.timeOfDay(of: $0).text)" } ?? ""
      let wait = row.waitlistPosition.map { " \($0)" } ?? ""
      table.add(
        "\(place + 1)", row.standing(time + wait), row.member.name, row.member.number,
        row.code ?? "", booking.spots > 1 ? "\(booking.present)/\(booking.spots)" : "",
        ((booking.absent ? ["absent"] : []) + (booking.late ? ["late"] : [])
          + row.flags.map(\.rawValue)).joined(separator: ", "))
    }
    let notes = roster.notes.map { note in
      "\nnote \(view.zone.day(of: note.at).text) \(view.zone.timeOfDay(of: note.at).text): \(note.text)"
    }
    let over =
      view.over > 0
      ? "\n\(view.over) over capacity: \(view.taken) taken of \(view.session.capacity)" : ""
    return view.title + over + "\n" + table.text(empty: "nobody is booked") + notes.joined()
  }

  // MARK: Writing

  static func addService(_ desk: Desk) throws -> Answer {
    let given = desk.arguments
    var intent = DefineService(name: given["name"] ?? "", type: given["type"] ?? "")
    intent.minutes = given.number("minutes")
    intent.capacity = given.number("capacity")
    intent.credits = try given["credits"].map { try desk.credits($0) }
    intent.price = given.number("price")
    intent.ageFrom = given.number("age-from")
    intent.ageTo = given.number("age-to")
    intent.leader = try given["leader"].map { try desk.leader($0).id }
    intent.bookingMode = given["booking-mode"].flatMap(BookingMode.init(rawValue:))
    intent.terms = given.has("terms") ? true : nil
    intent.instructorBooking = given.has("instructor-booking") ? true : nil
    intent.oneToOne = given.has("one-to-one") ? true : nil
    let receipt = try desk.submit(intent)
    guard let service = desk.store.studio.services.first(where: { $0.id.raw == receipt.subject })
    else { throw desk.missing("service") }
    let price = service.price.map { Money(minor: $0, currency: desk.currency) }
    return Answer(
      [
        "outcome": receipt.json,
        "service": [
          "id": JSON(service.id), "name": .text(service.name), "type": .text(service.type),
          "minutes": .whole(service.minutes), "capacity": .whole(service.capacity),
          "credits": JSON(service.credits), "bookingMode": .text(service.bookingMode.rawValue),
          "price": price.map { JSON($0) } ?? .null, "terms": .flag(service.terms),
        ],
      ],
      "service \(plainText(service.name)) is defined"
        + (price.map { ", \($0.text) a place" } ?? "") + receipt.remark)
  }

  static func addSession(_ desk: Desk) throws -> Answer {
    let given = desk.arguments
    let start = try desk.instant(given["start"] ?? "")
    var intent = ScheduleSession(
      service: try desk.service(given["service"] ?? "").id, location: desk.location.id,
      start: start)
    intent.lasts = try given["end"].map { try desk.instant($0) - start }
    intent.leader = try given["leader"].map { try desk.leader($0).id }
    intent.capacity = given.number("capacity")
    intent.recurrence = try recurrence(desk)
    intent.room = try given["room"].map { try room($0, for: intent, desk) }
    try demandRoom(for: intent, desk)
    return try made(intent, desk, "is on the schedule", checked: true)
  }

  private static func recurrence(_ desk: Desk) throws -> Recurrence? {
    let given = desk.arguments
    guard let frequency = given["repeat"].flatMap({ Recurrence.Frequency(rawValue: $0) }) else {
      let stray = ["until", "interval", "weekdays", "except"].first { given.has($0) }
      if let stray { throw UsageError("--\(stray) needs --repeat daily, weekly or monthly") }
      return nil
    }
    guard let until = try desk.day(option: "until") else {
      throw UsageError("--repeat needs --until D, the last day of the series")
    }
    return Recurrence(
      frequency, every: given.number("interval") ?? 1,
      on: try given["weekdays"].map(weekdays) ?? [], until: until,
      except: try given.all("except").map { try desk.day($0) })
  }

  private static func weekdays(_ text: String) throws -> [Weekday] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let day = Weekday.allCases.first(where: { $0.word == word.lowercased() }) else {
        let words = Weekday.allCases.map(\.word).joined(separator: ",")
        throw UsageError("--weekdays takes some of \(words)")
      }
      return day
    }
  }

  /// A room is made by naming it, as there is nothing to say of it but its name; but not for a
  /// session that is refused.
  private static func room(
    _ name: String, for session: ScheduleSession, _ desk: Desk
  ) throws -> ID<Room> {
    let rooms = desk.store.studio.rooms.filter { $0.location == desk.location.id }
    do { return try rooms.named(name, "room", \.name).id } catch is Refusal {
      _ = try desk.store.preview(session, by: desk.hand)
      let receipt = try desk.store.submit(
        AddRoom(location: desk.location.id, name: name), by: desk.hand)
      guard let key = receipt.subject else { throw desk.missing("room") }
      return ID(key)
    }
  }

  static func changeSession(_ desk: Desk) throws -> Answer {
    let session = try desk.session(desk.arguments.operand(0))
    var intent = ChangeSession(session: session.session.id)
    for (field, value) in try desk.pairs(from: 1, fields: sessionFields) {
      switch field {
      case "start": intent.start = try desk.instant(value)
      case "end": intent.end = try desk.instant(value)
      case "room":
        let rooms = desk.studio.rooms.filter { $0.location == session.session.location }
        intent.room = try rooms.named(value, "room", \.name).id
      case "leader": intent.leader = try desk.leader(value).id
      case "capacity": intent.capacity = try desk.whole(value, of: field)
      default: intent.notes = value
      }
    }
    try demandRoom(for: intent, desk)
    return try made(intent, desk, "is changed", checked: true)
  }

  /// Two classes in one room are a slip more often than meant: throws NEEDS_CONFIRMATION for a session
  /// that comes there, as far as this desk knows the others. No rule forbids it, so that what was
  /// planned without a line, or stands in a file, is never refused for it.
  private static func demandRoom(for intent: any Intent, _ desk: Desk) throws {
    guard !desk.arguments.has("confirm") else { return }
    let decision = try desk.store.preview(
      intent, by: desk.hand, operation: desk.call.operation())
    for case .put(let row as Session) in decision.changes where row.status == .scheduled {
      let old = try desk.store.session(row.id)?.session
      guard let room = desk.store.studio.rooms.first(where: { $0.id == row.room }),
        old?.room != room.id || old?.start != row.start || old?.end != row.end
      else { continue }
      // A session lasts two days at most.
      let around = try desk.store.schedule(
        from: desk.zone.day(of: row.start).adding(days: -2), days: 5, at: row.location)
      let clash = around.first { other in
        other.session.id != row.id && other.session.room == room.id
          && other.session.status == .scheduled && other.session.start < row.end
          && row.start < other.session.end
      }
      guard let clash else { continue }
      throw Refusal(
        .needsConfirmation,
        ["room": .word(room.name), "start": .time(clash.session.start, zone: clash.zone.name)])
    }
  }

  static func cancelSession(_ desk: Desk) throws -> Answer {
    let session = try desk.session(desk.arguments.operand(0))
    var intent = CancelSession(session: session.session.id)
    intent.reason = desk.arguments["reason"] ?? ""
    return try made(intent, desk, "is cancelled; all credits went back")
  }

  /// A session of a day that this copy does not hold goes from it as soon as the authority has decided.
  private static func made(
    _ intent: any Intent, _ desk: Desk, _ what: String, checked: Bool = false
  ) throws -> Answer {
    func session(_ receipt: Receipt) throws -> SessionView? {
      try receipt.subject.flatMap { try desk.store.session(ID($0)) }
    }
    var before: SessionView?
    let receipt = try desk.submit(intent) { before = try session($0) }
    let after = try session(receipt)
    guard let key = receipt.subject else { throw desk.missing("session") }
    let seen = after ?? before
    let note: String? =
      if after == nil {
        try desk.store.daysHeld().map { "done, and \(notHeld($0))" }
      } else if let after, checked {
        try doubt(after, desk)
      } else {
        nil
      }
    return Answer(
      ["outcome": receipt.json, "session": seen?.json ?? .null],
      "\(seen?.title ?? "the session") \(what)\(receipt.remark)\n\(ID<Session>(key).text)",
      note: note)
  }

  /// What no rule forbids and is still likelier a slip: the same class twice, more places than the
  /// room holds.
  private static func doubt(_ view: SessionView, _ desk: Desk) throws -> String? {
    let session = view.session
    let twin = try desk.store.schedule(
      from: view.zone.day(of: session.start), days: 1, at: session.location
    ).first {
      $0.session.id != session.id && $0.session.service == session.service
        && $0.session.room == session.room && $0.session.start == session.start
        && $0.session.status != .cancelled
    }
    var doubts: [String] = []
    if let twin {
      doubts.append("the same class is there already at that time: \(twin.session.id.text)")
    }
    if let room = desk.store.studio.rooms.first(where: { $0.id == session.room }),
      let limit = room.limit, session.capacity > limit
    {
      doubts.append("\(session.capacity) places, and \(room.name) holds \(limit)")
    }
    return doubts.isEmpty ? nil : "done, but " + doubts.joined(separator: "; ")
  }
}

extension SessionView {
  /// "Vinyasa, 2026-11-21 16:30–17:30, Studio A, Lerato K"
  var title: String {
    let local = zone.local(session.start)
    let times = "\(local.day.text) \(local.timeOfDay.text)–\(zone.timeOfDay(of: session.end).text)"
    return ([service, times] + [room, leader].compactMap { $0 }).map(plainText)
      .joined(separator: ", ")
  }
}
