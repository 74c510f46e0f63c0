import Domain
package import Sync

/// What was said of people's attendance and did not stay so, of the last two weeks, the newest first.
package struct CorrectionsScreen: Screen {
  package let context = Context.corrections
  package let title = "Corrections"
  private var rows: [Correction] = []
  private var selected = 0

  /// As far back as a desk has the sessions.
  package static let days = 14

  package init() {}

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    let since = station.zone.start(of: station.today.adding(days: -Self.days))
    rows = try store.corrections(since: since, at: station.location.id, newestFirst: true)
    select(selected)
  }

  package var isEmpty: Bool { rows.isEmpty }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    guard command == .open else { return nil }
    guard rows.indices.contains(selected) else { return "nothing is here" }
    return station.obstacle(to: .seeAll, in: rows[selected].session.session)
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    guard case .command(let command) = event else { return [] }
    if let place = command.row(from: selected, of: rows.count) {
      select(place)
      return []
    }
    switch command {
    case .open:
      guard rows.indices.contains(selected) else { return [] }
      return [.open(RosterScreen(rows[selected].session.session.id))]
    default: break
    }
    return []
  }

  private mutating func select(_ place: Int) {
    selected = max(0, min(place, rows.count - 1))
  }

  package func render(into canvas: inout Canvas, _ station: Station) {
    guard !rows.isEmpty else {
      return canvas.put(
        0, canvas.height / 3, columns: canvas.width,
        "No attendance was corrected in the last \(Self.days) days.", .good, align: .centre)
    }
    let sight = OutageWords.Sight(of: station.staff?.roles(at: station.location.id) ?? [])
    func moment(_ instant: Instant, _ zone: Zone) -> String {
      Wording.moment(instant, in: zone, station)
    }
    let (head, body) = canvas.bounds.split(top: 1)
    canvas.put(
      1, head.y, columns: canvas.width - 2,
      "\(rows.count.counted("correction")) of attendance in \(Self.days) days", .title)
    let chosen = rows[selected]
    let whole =
      "by \(chosen.who(station.studio)): "
      + chosen.why(station.studio, sight: sight, moment)
    let lines = TextFit.wrap(whole, columns: canvas.width - 3).prefix(3)
    let (list, foot) = body.split(bottom: body.height > 8 ? lines.count + 1 : 0)
    for (y, line) in lines.enumerated() where foot.height > y + 1 {
      canvas.put(2, foot.y + y + 1, columns: canvas.width - 3, line, .dim)
    }
    let times = rows.map { Width.columns(moment($0.at, $0.session.zone)) }.max() ?? 0
    Table(
      [
        Table.Column("When", .fixed(max(times, 5))),
        Table.Column("Who", .flexible(least: 14, weight: 3)),
        Table.Column("Was, and is", .fixed(22)),
        Table.Column("By", .flexible(least: 10, weight: 1), rank: 1),
      ], header: list.height > 4
    ).draw(
      on: &canvas, in: list, count: rows.count,
      scroll: Scroll(around: selected, height: list.height)
    ) { place in
      let row = rows[place]
      return [
        Table.Item(moment(row.at, row.session.zone), .dim),
        Table.Item(row.about(sight, moment)),
        Table.Item(row.turn, row.became == .checkedIn ? .good : .warn),
        Table.Item(Wording.short(row.who(station.studio)), .dim),
      ]
    }
  }
}
