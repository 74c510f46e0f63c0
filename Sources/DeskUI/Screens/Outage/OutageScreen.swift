import Domain
package import Sync

/// What was done on this desk while the line was down: the last outage, and those before it.
package struct OutageScreen: Screen {
  package let context = Context.outage
  package let title = "Outage report"
  private var outages: [Outage] = []
  private var report: OutageReport?
  /// From the newest, which is 0.
  private var back = 0
  private var selected = 0

  package init() {}

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    outages = try store.outages()
    back = max(0, min(back, outages.count - 1))
    report = outages.isEmpty ? nil : try store.report(outages[back])
    selected = max(0, min(selected, (report?.rows.count ?? 0) - 1))
  }

  package var isEmpty: Bool { report?.rows.isEmpty ?? true }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .previous: back + 1 < outages.count ? nil : "there is none before it"
    case .next: back > 0 ? nil : "it is the last one"
    case .open:
      row?.session == nil ? "no session" : station.obstacle(to: .seeAll, in: row?.session?.session)
    default: nil
    }
  }

  private var row: OutageReport.Row? {
    guard let rows = report?.rows, rows.indices.contains(selected) else { return nil }
    return rows[selected]
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    guard case .command(let command) = event else { return [] }
    if let place = command.row(from: selected, of: report?.rows.count ?? 0) {
      selected = place
      return []
    }
    switch command {
    case .previous, .next:
      back += command == .previous ? 1 : -1
      selected = 0
      return [.reload]
    case .open: return row?.session.map { [.open(RosterScreen($0.session.id))] } ?? []
    default: break
    }
    return []
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    guard let report else {
      return canvas.put(
        0, canvas.height / 3, columns: canvas.width, Self.none(station), .good, align: .centre)
    }
    let roles = station.staff?.roles(at: station.location.id) ?? []
    let began = station.zone.day(of: report.outage.began)
    let words = OutageWords(
      report, station.studio, at: station.now, zone: station.zone, sight: .init(of: roles),
      moment: { Wording.moment($0, in: $1, station) },
      brief: { instant, zone in
        zone.day(of: instant) == began
          ? Wording.time(instant, in: zone, station) : Wording.moment(instant, in: zone, station)
      })
    let scope = TextFit.wrap(words.scope, columns: canvas.width - 2)
    let (head, body) = canvas.bounds.split(top: canvas.height > 12 ? 4 + scope.count : 2)
    let whole = words.rows.indices.contains(selected) ? words.rows[selected].whole : ""
    let lines = TextFit.wrap(whole, columns: canvas.width - 3).prefix(2)
    let (list, foot) = body.split(bottom: body.height > 8 ? lines.count + 1 : 0)
    canvas.inside(head) { canvas in
      let place = outages.count > 1 ? "outage \(outages.count - back) of \(outages.count)" : ""
      canvas.put(canvas.width - Width.columns(place) - 1, 0, place, .dim)
      let room = canvas.width - Width.columns(place) - 3
      canvas.put(1, 0, columns: room, "Offline \(words.span)", .title)
      canvas.put(
        1, 1, columns: canvas.width - 2, words.counts, report.rows.isEmpty ? .good : .text)
      let by = words.people.joined(separator: ", ")
      let risk = words.risk.map { "at risk: \($0)" } ?? ""
      let right = Width.columns(risk)
      canvas.put(1, 2, columns: canvas.width - right - 4, by.isEmpty ? "" : "by \(by)", .dim)
      canvas.put(canvas.width - right - 1, 2, risk, .warn)
      for (y, line) in scope.enumerated() { canvas.put(1, 3 + y, line, .dim) }
    }
    guard !words.rows.isEmpty else { return }
    for (y, line) in lines.enumerated() where foot.height > y + 1 {
      canvas.put(2, foot.y + y + 1, columns: canvas.width - 3, line, .dim)
    }
    let times = words.rows.map { Width.columns($0.time) }.max() ?? 0
    let kinds = words.rows.map { Width.columns($0.what) }.max() ?? 0
    Table(
      [
        Table.Column("When", .fixed(max(times, 5))), Table.Column("What", .fixed(max(kinds, 4))),
        Table.Column("Who and what", .flexible(least: 14, weight: 3)),
        Table.Column("By", .fixed(words.people.count > 1 ? 12 : 0)),
        Table.Column("Outcome", .flexible(least: 16, weight: 3)),
      ], header: list.height > 4
    ).draw(
      on: &canvas, in: list, count: words.rows.count,
      scroll: Scroll(around: selected, height: list.height)
    ) { place in
      let row = words.rows[place]
      return [
        Table.Item(row.time, .dim), Table.Item(row.what), Table.Item(row.about),
        Table.Item(Wording.short(row.who), .dim), Table.Item(row.outcome, row.result.style),
      ]
    }
  }

  private static func none(_ station: Station) -> String {
    station.line.connection == .standAlone
      ? "The authority is in this desk: there is no line to lose."
      : "No outage. One of less than a minute counts only where something was done."
  }
}
