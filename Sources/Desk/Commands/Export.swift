import Domain
import Interchange
import Sync

/// Files for other programs: CSV that no spreadsheet runs, and OpenActive.
enum Export {
  static let kinds = ["members", "roster", "attendance", "ledger", "openactive", "outbox"]

  static func run(_ desk: Desk) throws -> Answer {
    let kind = desk.arguments.operand(0)
    let file = desk.arguments.operand(1)
    // A kiosk has nobody to sign in, and its queue has to leave it all the same.
    let isKiosk = desk.studio.device.role == .kiosk
    if kind != "outbox" || !isKiosk { try desk.demandStaff() }
    try desk.demandOutside(file)
    let made: (rows: Int, bytes: [UInt8])
    switch kind {
    case "members": made = try people(desk, members)
    case "roster": made = try people(desk, roster)
    case "attendance": made = try people(desk, attendance)
    case "ledger": made = try people(desk, ledger)
    case "openactive": made = try openActive(desk)
    default: made = try Outbox.file(desk)
    }
    var notes = [try desk.save(made.bytes, to: file)].compactMap { $0 }
    if kind == "outbox", !isKiosk {
      notes.append("names stand in it as they were typed: empty the stick afterwards")
    }
    return Answer(
      ["rows": .whole(made.rows), "file": .text(file)],
      "\(made.rows.counted("row")) \(made.rows == 1 ? "is" : "are") in \(plainText(file))",
      note: notes.isEmpty ? nil : notes.joined(separator: "; "))
  }

  /// Whatever holds people leaves the house only by the hand of who may export them.
  private static func people(
    _ desk: Desk, _ make: (Desk) throws -> Sheet
  ) throws -> (rows: Int, bytes: [UInt8]) {
    try desk.demand(.importExport)
    let sheet = try make(desk)
    return (sheet.rows, Array(sheet.csv.text.utf8))
  }

  private struct Sheet {
    private(set) var csv: CSVWriter
    private(set) var rows = 0

    init(_ header: String) {
      csv = CSVWriter(header: header.split(separator: " ").map(String.init))
    }

    mutating func add(_ cells: String...) {
      csv.append(cells)
      rows += 1
    }
  }

  // MARK: People

  private static func members(_ desk: Desk) throws -> Sheet {
    var notes: [ID<Member>: [String]] = [:]
    try desk.store.rows(Note.self) { note in
      if let member = note.member, !note.removed { notes[member, default: []].append(note.text) }
    }
    var sheet = Sheet(
      """
      externalId number barcode firstName lastName email phone birthDate status language joined \
      notes emergencyName emergencyPhone
      """)
    try desk.store.rows(Member.self) { row in
      sheet.add(
        row.id.text, row.number, row.barcode, row.firstName, row.lastName, row.email, row.phone,
        row.birthDate?.text ?? "", row.status.rawValue, row.language, row.joined?.text ?? "",
        notes[row.id, default: []].joined(separator: "; "), row.emergencyName, row.emergencyPhone)
    }
    return sheet
  }

  private static func roster(_ desk: Desk) throws -> Sheet {
    var sheet = Sheet(
      "session start service room leader state number name phone code spots present marks")
    try eachBooking(desk) { session, row in
      guard row.booking.state.isLive else { return }
      sheet.add(
        session.session.id.text, session.session.start.iso8601(in: session.zone), session.service,
        session.room ?? "", session.leader ?? "", row.booking.state.rawValue, row.member.number,
        row.member.name, row.member.phone, row.code ?? "", "\(row.booking.spots)",
        "\(row.booking.present)", row.flags.map(\.rawValue).joined(separator: " "))
    }
    return sheet
  }

  private static func attendance(_ desk: Desk) throws -> Sheet {
    var sheet = Sheet(
      """
      session start service type location leader booking number name state spots present \
      checkedInAt method late absent
      """)
    try eachBooking(desk) { session, row in
      let booking = row.booking
      sheet.add(
        session.session.id.text, session.session.start.iso8601(in: session.zone), session.service,
        session.type, session.location, session.leader ?? "", booking.reference, row.member.number,
        row.member.name, booking.state.rawValue, "\(booking.spots)", "\(booking.present)",
        booking.checkedInAt?.iso8601(in: session.zone) ?? "", booking.method?.rawValue ?? "",
        booking.late ? "yes" : "", booking.absent ? "yes" : "")
    }
    return sheet
  }

  private static func ledger(_ desk: Desk) throws -> Sheet {
    var names: [ID<Member>: (number: String, name: String)] = [:]
    try desk.store.rows(Member.self) { names[$0.id] = ($0.number, $0.name) }
    var packages: [ID<CreditLot>: String] = [:]
    try desk.store.rows(CreditLot.self) { packages[$0.id] = $0.package }
    var sheet = Sheet("at member number name package type amount balanceAfter reason operation")
    try desk.store.rows(LedgerEntry.self) { entry in
      let member = names[entry.member]
      sheet.add(
        entry.at.iso8601(in: desk.zone), entry.member.text, member?.number ?? "",
        member?.name ?? "", packages[entry.lot] ?? "", entry.type.rawValue, entry.amount.text,
        entry.balanceAfter.text, entry.reason, entry.operation.text)
    }
    return sheet
  }

  private static func eachBooking(
    _ desk: Desk, _ body: (SessionView, BookingView) -> Void
  ) throws {
    // A role holds at its locations only, also where all are asked for.
    let seen = try sessions(desk).filter {
      desk.right(to: .importExport, at: $0.session.location) == .yes
    }
    for session in seen {
      for row in try desk.store.roster(session.session.id)?.bookings ?? [] { body(session, row) }
    }
  }

  private static func sessions(_ desk: Desk) throws -> [SessionView] {
    try desk.store.schedule(
      from: try desk.day(option: "date") ?? desk.today, days: desk.arguments.number("days") ?? 1,
      at: desk.arguments.has("all") ? nil : desk.location.id)
  }

  // MARK: Timetable

  /// One series for each service at each location, in the order of its first session.
  private static func openActive(_ desk: Desk) throws -> (rows: Int, bytes: [UInt8]) {
    let services = Dictionary(uniqueKeysWithValues: desk.studio.services.map { ($0.id, $0) })
    let views = try sessions(desk).filter { $0.state != .draft }
    var series: [OpenActiveSeries] = []
    var places: [String: Int] = [:]
    for view in views {
      let row = view.session
      let id = "\(row.service.text)@\(row.location.text)"
      let place = places[id] ?? series.count
      if places.updateValue(place, forKey: id) == nil {
        series.append(
          OpenActiveSeries(
            id: id, name: view.service, activity: view.type,
            organizer: desk.studio.organization.name, locationId: row.location.text,
            location: view.location, ageFrom: services[row.service]?.ageFrom,
            ageTo: services[row.service]?.ageTo))
      }
      series[place].sessions.append(
        OpenActiveSeries.Session(
          id: row.id.text, start: row.start.iso8601(in: view.zone),
          end: row.end.iso8601(in: view.zone), capacity: row.capacity, remaining: view.free,
          leader: view.leader ?? "", room: view.room ?? "", isCancelled: row.status == .cancelled))
    }
    return (views.count, try OpenActiveWriter.json(series, modified: desk.now.seconds))
  }
}
