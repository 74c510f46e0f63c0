internal import Domain

/// Sessions out of a city's open data, an OpenActive feed or a plain timetable.
package enum TimetableImport {
  package static var formats: [String] { ColumnFormat.timetables.map(\.name) + ["openactive"] }

  /// Throws where the file as a whole cannot be understood; rows are refused one by one.
  package static func read(
    _ bytes: [UInt8], _ options: ImportOptions = .none
  ) throws(FileProblem) -> Reading<SessionRow> {
    let text = DecodedText(bytes)
    if options.format == "openactive" || options.format == nil && startsAsJSON(text) {
      return try OpenActiveReader.read(text)
    }
    var identities = Identities<SessionRow>()
    return try Table(text, options, formats: ColumnFormat.timetables).reading {
      row throws(RowReason) in
      var sessions = try SessionBuilder(row: row).sessions()
      for index in sessions.indices where sessions[index].externalId.isEmpty {
        sessions[index].externalId = identify(sessions[index], among: &identities)
      }
      return sessions
    }
  }

  /// A course at a place and a time; the city's own row numbers change with every publication.
  private static func identify(
    _ session: SessionRow, among identities: inout Identities<SessionRow>
  ) -> String {
    var content = session
    content.extra = []
    let course = session.seriesId.isEmpty ? session.service : session.seriesId
    let place = session.locationId.isEmpty ? session.location : session.locationId
    let base = [course, place, session.room, session.start.text].joined(separator: "|")
    return identities.id(base, for: content)
  }

  private static func startsAsJSON(_ text: DecodedText) -> Bool {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    let first = text.bytes.first { !blanks.contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }
}

extension ColumnFormat<SessionField> {
  static let timetables: [ColumnFormat] = [
    ColumnFormat(
      "city", signature: ["Course_ID", "Course Title", "First Date", "Start Hour", "End Hour"],
      columns: [
        ("Location ID", .locationId), ("Course_ID", .seriesId), ("Course Title", .service),
        ("Section", .type), ("Age Min", .ageFrom), ("Age Max", .ageTo), ("First Date", .date),
        ("Last Date", .lastDate), ("DayOftheWeek", .weekdays), ("Start Hour", .startHour),
        ("Start Minute", .startMinute), ("End Hour", .endHour), ("End Min", .endMinute),
      ],
      ignored: ["_id", "Date Range"]),
    ColumnFormat("plain"),
  ]
}
