internal import Domain

/// Bookings and past visits out of another system's export.
package enum BookingImport {
  package static var formats: [String] { ColumnFormat.bookings.map(\.name) }

  /// Throws where the file as a whole cannot be understood; rows are refused one by one.
  package static func read(
    _ bytes: [UInt8], _ options: ImportOptions = .none
  ) throws(FileProblem) -> Reading<BookingRow> {
    try Table(DecodedText(bytes), options, formats: ColumnFormat.bookings).reading {
      row throws(RowReason) in [try booking(row)]
    }
  }

  private static func booking(_ row: TableRow<BookingField>) throws(RowReason) -> BookingRow {
    let member = MemberKey(
      externalId: row[.memberId], barcode: row[.barcode], number: row[.number], email: row[.email],
      firstName: row[.firstName], lastName: row[.lastName], fullName: row[.fullName],
      text: row[.member])
    guard !member.isEmpty else { throw row.reason(.missingMember, "it names no member") }
    var booking = BookingRow(
      member: member, session: try session(row), state: try state(row), extra: row.extra)
    booking.externalId = row[.externalId]
    return booking
  }

  private static func session(_ row: TableRow<BookingField>) throws(RowReason) -> SessionKey {
    var session = named(row[.session], row.table.dateOrder)
    if !row[.service].isEmpty { session.service = row[.service] }
    session.location = row[.location]
    if let day = try row.day(.date) {
      guard let second = ClockText.second(row[.start]) else {
        throw row.reason(.badTime, "start is not a time of day")
      }
      let start = Moment(day: day, second: second)
      session.start = start
      if let end = ClockText.second(row[.end]) {
        session.end = Moment(day: day, second: end + (end <= second ? 86_400 : 0))
      }
    } else if !row[.start].isEmpty {
      guard let start = Moment(text: row[.start], row.table.dateOrder) else {
        throw row.reason(.badTime, "start is not a date with a time")
      }
      session.start = start
    }
    guard session.start != nil || !session.externalId.isEmpty else {
      throw row.reason(.missingSession, "it names no session")
    }
    return session
  }

  /// Our `session` column: `2025-12-06T14:45 Cardio Dance`, or an outside id.
  private static func named(_ text: String, _ order: DateOrder?) -> SessionKey {
    var key = SessionKey()
    let (date, rest) = DateText.split(text)
    if let day = date.day(order), let (second, name) = ClockText.split(rest) {
      let words = name.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      let zone = words.first ?? ""
      if zone.isEmpty || ClockText.offset(zone) != nil {
        key.start = Moment(day: day, second: second, offset: ClockText.offset(zone))
        key.service = words.count > 1 ? String(words[1]).trimmed : ""
        return key
      }
    }
    key.externalId = text
    return key
  }

  /// Without a column for it, a booking is a booking.
  private static func state(_ row: TableRow<BookingField>) throws(RowReason) -> BookingRow.State {
    switch row[.state].columnKey {
    case "", "booked", "confirmed", "reserved": return .booked
    case "waitlisted", "waitlist": return .waitlisted
    case "completed", "attended", "checkedin", "signedin": return .attended
    case "noshow", "absent": return .noShow
    case "latecancel", "latecancelled", "latecanceled": return .lateCancelled
    case "cancelled", "canceled", "earlycancel", "earlycancelled", "earlycanceled":
      return .cancelled
    default: throw row.reason(.unknownStatus, "its state is not known")
    }
  }
}

extension ColumnFormat<BookingField> {
  /// Visits and reservations have the same columns.
  static let bookings: [ColumnFormat] = [
    ColumnFormat(
      "mindbody", signature: ["MBSystemID", "VisitDate", "VisitStartTime"],
      columns: [
        ("MBSystemID", .memberId), ("BarcodeID", .barcode), ("VisitDate", .date),
        ("VisitStartTime", .start), ("VisitEndTime", .end), ("Description", .service),
        ("Status", .state), ("VisitLocation", .location), ("VisitID", .externalId),
      ]),
    ColumnFormat("plain"),
  ]
}
