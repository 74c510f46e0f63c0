import DeskUI
import Domain
import Sync

extension Command {
  static let reports: [Command] = [
    Command(
      "report outage", [Operand("FILE", .optional)], for: .anyone,
      "what was done while the line was last down, and what came of it", .desk(Report.outage)),
    Command(
      "report corrections", [Operand("FILE", .optional)],
      [Option("days", .number("N", 1...366), "how many days back (14)")], for: .staff,
      "what was corrected of people's attendance, by whom and why",
      .desk(CorrectionsReport.answer)),
    Command(
      "report unused", [Operand("FILE", .optional)],
      [Option("days", .number("N", 1...366), "how many days back (14)")], for: .staff,
      "how many places that desks may sell without a line stood unused",
      .desk(UnusedReport.answer)),
  ]
}

/// Reports for whoever runs the studio, on the screen or in a file.
enum Report {
  static func outage(_ desk: Desk) throws -> Answer {
    // A kiosk knows no staff, and its report nobody's name and nothing of money.
    guard desk.staff != nil || desk.studio.device.role == .kiosk else {
      throw desk.denied("signIn")
    }
    let report = try desk.store.outages().first.map { try desk.store.report($0) }
    let sight = OutageWords.Sight(of: desk.staff?.roles(at: desk.location.id) ?? [])
    return try desk.report(
      json(report, desk, sight), text(report, desk, sight),
      columns: """
        at uncertain kind by member name session service state code result decision worth.credits \
        worth.money.minor worth.money.currency operation
        """)
  }

  // MARK: As text

  /// Columns of a terminal, and of a sheet of paper.
  private static let width = 80

  private static func text(
    _ report: OutageReport?, _ desk: Desk, _ sight: OutageWords.Sight
  ) -> String {
    guard let report else {
      return desk.store.isStandAlone
        ? "this studio's authority is in this desk, which has no line to lose; devices that have one "
          + "report their own outages"
        : "no outage: one of less than a minute counts only where something was done"
    }
    let words = OutageWords(
      report, desk.studio, at: desk.now, zone: desk.zone, sight: sight
    ) { moment, zone in
      let local = zone.local(moment)
      return "\(local.day.text) \(local.timeOfDay.text)"
    }
    let studio = desk.studio
    var head = TextFit.wrap(
      plainText(
        "Outage report: \(studio.organization.name), \(studio.location.name), \(studio.device.name)"
      ),
      columns: width)
    for (title, told) in [
      ("Offline: ", words.span), ("Done:    ", words.counts),
      ("What:    ", words.kinds.joined(separator: ", ")),
      ("By:      ", words.people.joined(separator: ", ")), ("At risk: ", words.risk ?? ""),
    ] where !told.isEmpty {
      let lines = TextFit.wrap(plainText(told), columns: width - title.count)
      let indent = String(repeating: " ", count: title.count)
      head += lines.enumerated().map { ($0 == 0 ? title : indent) + $1 }
    }
    head += TextFit.wrap(plainText(words.scope), columns: width)
    guard !words.rows.isEmpty else { return head.joined(separator: "\n") }
    var table = Columns("when", "what", "who and what", "by", "outcome")
    for row in words.rows { table.add(row.time, row.what, row.about, row.who, row.outcome) }
    var lines = head + ["", table.text(within: width)]
    if report.count(.decision) > 0 { lines += ["", "To settle them: desk decisions"] }
    return lines.joined(separator: "\n")
  }

  // MARK: As a document

  private static func json(
    _ report: OutageReport?, _ desk: Desk, _ sight: OutageWords.Sight
  ) -> JSON {
    [
      "from": JSON(report?.outage.began, in: desk.zone),
      "to": JSON(report?.outage.ended, in: desk.zone),
      "uncertain": .flag(report?.outage.isGuess ?? false), "device": JSON(desk.studio.device.id),
      "counts": counts(report?.rows ?? []),
      "atRisk": sight.worth ? worth(report?.credits, report?.money, desk) : .null,
      "rows": JSON((report?.rows ?? []).map { json($0, desk, sight) }),
    ]
  }

  private static func json(
    _ row: OutageReport.Row, _ desk: Desk, _ sight: OutageWords.Sight
  ) -> JSON {
    let operation = row.operation
    return [
      "operation": JSON(operation.id), "at": JSON(row.at, in: desk.zone),
      "uncertain": .flag(row.isUncertain), "kind": .text(operation.kind.rawValue),
      "actor": .text(operation.actor.text), "by": .text(desk.studio.name(of: operation.actor)),
      "member": JSON(sight.names ? row.member?.id : nil),
      "name": JSON(sight.names ? row.member?.name : nil),
      "session": JSON(row.session?.session.id), "service": JSON(row.session?.service),
      "state": .text(operation.standing.word),
      "code": JSON(operation.outcome?.code?.rawValue), "result": .text(row.result.rawValue),
      "decision": JSON(row.decision?.id),
      "worth": sight.worth ? worth(row.credits, row.money, desk) : .null,
    ]
  }

  private static func counts(_ rows: [OutageReport.Row]) -> JSON {
    func counted(_ words: [String]) -> JSON {
      .object(Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +).mapValues { .whole($0) })
    }
    return [
      "kinds": counted(rows.map { $0.operation.kind.rawValue }),
      "actors": counted(rows.map { $0.operation.actor.text }),
      "results": counted(rows.map { $0.result.rawValue }),
    ]
  }

  private static func worth(_ credits: Credits?, _ money: Int?, _ desk: Desk) -> JSON {
    [
      "credits": JSON(credits ?? .zero),
      "money": JSON(Money(minor: money ?? 0, currency: desk.currency)),
    ]
  }
}
