internal import Domain

/// One ScheduledSession together with the series it belongs to.
struct OpenActiveSession {
  private let session: JSONValue
  private let series: JSONValue?

  init(_ session: JSONValue, of series: JSONValue?) {
    self.session = session
    self.series = series
  }

  /// What the session says, else what its series says.
  private subscript(_ key: String) -> JSONValue? { session[key] ?? series?[key] }

  func row(_ number: Int) throws(RowReason) -> SessionRow {
    switch session["eventStatus"]?.text?.lastPart {
    case "EventCancelled", "EventPostponed":
      throw RowReason(row: number, code: .cancelledSession, "it is cancelled or postponed")
    default: break
    }
    guard let start = session["startDate"]?.text.flatMap({ Moment(text: $0, nil) }) else {
      throw RowReason(row: number, code: .badTime, "startDate is not a date with a time")
    }
    var row = SessionRow(start: start, end: try end(after: start, number))
    try describe(&row, number)
    row.externalId = session.id ?? session["identifier"]?.text ?? ""
    if row.externalId.isEmpty {
      row.externalId = [row.seriesId, row.service, row.location, start.text].joined(separator: "|")
    }
    let texts = [
      row.externalId, row.seriesId, row.service, row.type, row.location, row.locationId, row.room,
      row.leader,
    ]
    guard texts.reduce(0, { $0 + $1.utf8.count }) <= RowReason.longestRow else {
      throw RowReason(
        row: number, code: .rowTooLong, "it holds more than \(RowReason.longestRow) bytes")
    }
    return row
  }

  /// Everything but times and the id.
  func describe(_ row: inout SessionRow, _ number: Int) throws(RowReason) {
    guard let name = self["name"]?.text, !name.isEmpty else {
      throw RowReason(
        row: number, code: .missingField, "no name, and its series is not in this file")
    }
    row.service = name
    row.seriesId = series?.id ?? session["superEvent"]?.text ?? ""
    row.type = self["activity"]?.elements.first?["prefLabel"]?.text ?? ""
    let place = self["location"]
    row.location = place?["name"]?.text ?? ""
    row.locationId = place?["identifier"]?.text ?? place?.id ?? ""
    if row.location.isEmpty, !row.locationId.isEmpty {
      row.location = "Location \(row.locationId)"
    }
    row.room = self["beta:sportsActivityLocation"]?.elements.first?["name"]?.text ?? ""
    row.leader = self["leader"]?.elements.first.map(Self.name) ?? ""
    row.capacity = try count(self["maximumAttendeeCapacity"], number)
    row.ageFrom = try count(self["ageRange"]?["minValue"], number)
    row.ageTo = try count(self["ageRange"]?["maxValue"], number)
  }

  private func end(after start: Moment, _ number: Int) throws(RowReason) -> Moment? {
    if let text = session["endDate"]?.text {
      guard let end = Moment(text: text, nil), end.seconds(since: start) > 0 else {
        throw RowReason(row: number, code: .badTime, "endDate is not a time after startDate")
      }
      return end
    }
    return self["duration"]?.text.flatMap(Self.seconds).map(start.adding)
  }

  private func count(_ value: JSONValue?, _ number: Int) throws(RowReason) -> Int? {
    guard let value else { return nil }
    guard let count = value.count else {
      throw RowReason(row: number, code: .badNumber, "a capacity or an age is not a whole number")
    }
    return count
  }

  private static func name(_ person: JSONValue) -> String {
    let parts = [person["givenName"]?.text, person["familyName"]?.text].compactMap(\.self)
    return person["name"]?.text ?? person.text ?? parts.joined(separator: " ")
  }

  /// `PT1H30M`; days and longer are no length of a class.
  static func seconds(_ duration: String) -> Int? {
    var scanner = TextScanner(duration)
    guard scanner.take("P"), scanner.take("T") else { return nil }
    var seconds = 0
    while let part = scanner.number(), part.digits <= 5 {
      if scanner.take("H") {
        seconds += part.value * 3_600
      } else if scanner.take("M") {
        seconds += part.value * 60
      } else if scanner.take("S") {
        seconds += part.value
      } else {
        return nil
      }
    }
    return scanner.isAtEnd && seconds > 0 ? seconds : nil
  }
}
