import DeskUI
import Domain
import Sync

/// What the places cost that desks may sell without a line: how many stood unused, on the screen or in a
/// file.
enum UnusedReport {
  /// Columns of a terminal, and of a sheet of paper.
  private static let width = 80
  /// Days back where nobody says.
  private static let days = 14

  static func answer(_ desk: Desk) throws -> Answer {
    let back = desk.arguments.number("days") ?? days
    let since = desk.zone.start(of: desk.today.adding(days: -back))
    let rows = try desk.store.unusedPlaces(
      since: since, at: desk.arguments.has("all") ? nil : desk.location.id)
    let document: JSON = [
      "from": JSON(since, in: desk.zone), "to": JSON(desk.now, in: desk.zone),
      "rows": JSON(rows.map { json($0) }),
    ]
    return try desk.report(
      document, text(rows, since: since, desk),
      columns: "session service location start capacity taken granted used unused")
  }

  private static func text(_ rows: [UnusedPlaces], since: Instant, _ desk: Desk) -> String {
    let title =
      "Places granted to desks: \(desk.studio.organization.name), \(desk.location.name), since "
      + desk.zone.day(of: since).text
    var head = TextFit.wrap(plainText(title), columns: width)
    guard !rows.isEmpty else {
      return (head + ["no desk was granted places of a session that is over"])
        .joined(separator: "\n")
    }
    let (granted, unused) = rows.reduce((0, 0)) { ($0.0 + $1.granted, $0.1 + $1.unused) }
    head.append("\(unused) of \(granted) places stood unused when their session was over")
    var table = Columns("when", "session", "capacity", "taken", "granted", "used", "unused")
    for row in rows {
      let local = row.session.zone.local(row.session.session.start)
      table.add(
        "\(local.day.text) \(local.timeOfDay.text)", row.session.service,
        "\(row.session.session.capacity)", "\(row.session.taken)", "\(row.granted)", "\(row.used)",
        "\(row.unused)")
    }
    return (head + ["", table.text(within: width)]).joined(separator: "\n")
  }

  private static func json(_ row: UnusedPlaces) -> JSON {
    let session = row.session
    return [
      "session": JSON(session.session.id), "service": .text(session.service),
      "location": .text(session.location), "start": JSON(session.session.start, in: session.zone),
      "capacity": .whole(session.session.capacity), "taken": .whole(session.taken),
      "granted": .whole(row.granted), "used": .whole(row.used), "unused": .whole(row.unused),
    ]
  }
}
