import DeskUI
import Domain
import Sync

/// What was said of people's attendance and did not stay so, on the screen or in a file.
enum CorrectionsReport {
  /// Columns of a terminal, and of a sheet of paper.
  private static let width = 80

  static func answer(_ desk: Desk) throws -> Answer {
    let days = desk.arguments.number("days") ?? CorrectionsScreen.days
    let since = desk.zone.start(of: desk.today.adding(days: -days))
    let rows = try desk.store.corrections(
      since: since, at: desk.arguments.has("all") ? nil : desk.location.id)
    let sight = OutageWords.Sight(of: desk.staff?.roles(at: desk.location.id) ?? [])
    let document: JSON = [
      "from": JSON(since, in: desk.zone), "to": JSON(desk.now, in: desk.zone),
      "rows": JSON(rows.map { json($0, desk, sight) }),
    ]
    return try desk.report(
      document, text(rows, since: since, desk, sight),
      columns: """
        at cause booking member name session service start was became by deviceName reason credits \
        judgedAt judgedBy operation
        """)
  }

  private static func text(
    _ rows: [Correction], since: Instant, _ desk: Desk, _ sight: OutageWords.Sight
  ) -> String {
    func moment(_ instant: Instant, _ zone: Zone) -> String {
      let local = zone.local(instant)
      return "\(local.day.text) \(local.timeOfDay.text)"
    }
    let studio = desk.studio
    let title =
      "Corrections of attendance: \(studio.organization.name), \(desk.location.name), since "
      + desk.zone.day(of: since).text
    let head = TextFit.wrap(plainText(title), columns: width)
    guard !rows.isEmpty else {
      return (head + ["no attendance was corrected"]).joined(separator: "\n")
    }
    var table = Columns("when", "who", "was, and is", "by", "why")
    for row in rows {
      table.add(
        moment(row.at, row.session.zone), row.about(sight, moment), row.turn, row.who(studio),
        row.why(studio, sight: sight, moment))
    }
    return (head + ["", table.text(within: width)]).joined(separator: "\n")
  }

  private static func json(_ row: Correction, _ desk: Desk, _ sight: OutageWords.Sight) -> JSON {
    let session = row.session
    let judged = session.session.judgedAt
    return [
      "operation": JSON(row.operation), "at": JSON(row.at, in: session.zone),
      "cause": .text(row.cause.rawValue), "booking": JSON(row.booking),
      "member": JSON(sight.names ? row.member?.id : nil),
      "name": JSON(sight.names ? row.member?.name : nil),
      "session": JSON(session.session.id), "service": .text(session.service),
      "start": JSON(session.session.start, in: session.zone),
      "was": .text(row.was.rawValue), "became": .text(row.became.rawValue),
      "by": .text(row.who(desk.studio)), "device": JSON(row.device),
      "deviceName": .text(row.deviceName), "reason": .text(row.reason),
      "credits": sight.worth ? JSON(row.credits) : .null,
      "judgedAt": JSON(judged, in: session.zone),
      "judgedBy": judged == nil
        ? .null : JSON(row.judgedBy.map { desk.studio.name(of: .staff($0)) }),
    ]
  }
}
