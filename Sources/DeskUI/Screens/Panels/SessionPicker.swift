import Domain
package import Sync

/// Finds one of the coming sessions, narrowed by text; Enter hands it to the screen below.
package struct SessionPicker: Screen {
  package let context = Context.picker
  package let title = "Find a session"
  package let isPanel = true
  package let isTyping = true
  private let topic: Command
  private let question: String
  private let except: ID<Session>?
  private var field = Field("")
  private var coming: [SessionView] = []
  private var selected = 0

  init(_ topic: Command, _ question: String, except: ID<Session>? = nil) {
    self.topic = topic
    self.question = question
    self.except = except
  }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    let days = topic == .walkIn ? 1 : 14
    coming = try store.schedule(from: station.today, days: days, at: station.location.id).filter {
      $0.session.status == .scheduled && $0.session.end > station.now && $0.session.id != except
    }
    // Whoever walks in comes for what lets in now; what has long begun comes last.
    if topic == .walkIn {
      let turns = coming.map { view in
        let window = station.window(of: view)
        return window.isOpen(at: station.now) ? 0 : station.now < window.opens ? 1 : 2
      }
      coming = (0...2).flatMap { turn in zip(coming, turns).filter { $1 == turn }.map(\.0) }
    }
  }

  private func found(_ station: Station) -> [SessionView] {
    let words = field.text.lowercased().split(separator: " ")
    return coming.filter { view in
      let line = self.line(view, station).lowercased()
      return words.allSatisfy { line.contains($0) }
    }
  }

  private func line(_ view: SessionView, _ station: Station) -> String {
    [
      day(view, station), Wording.time(view.session.start, in: view.zone, station), view.service,
      view.leader ?? "", view.room ?? "",
    ].joined(separator: " ")
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    if case .command(let command) = event,
      let place = command.row(from: selected, of: found(station).count)
    {
      selected = place
      return []
    }
    switch event {
    case .command(.choose):
      let found = found(station)
      return found.indices.contains(selected)
        ? [.answer(.session(topic: topic, found[selected]))] : []
    case .command(.next): selected += 1
    case .key, .paste, .takeBack:
      field.take(event)
      selected = 0
    default: break
    }
    selected = max(0, min(selected, found(station).count - 1))
    return []
  }

  package func render(into canvas: inout Canvas, _ station: Station) {
    canvas.panel(question, width: min(canvas.width, 76), height: min(canvas.height, 18)) {
      canvas in
      let found = found(station)
      if found.isEmpty {
        canvas.put(0, 2, columns: canvas.width, "No such session.", .dim)
      } else {
        Table(columns(found, station), header: false).draw(
          on: &canvas, in: Rect(0, 2, canvas.width, canvas.height - 2), count: found.count,
          scroll: Scroll(selected: selected)
        ) { row(found[$0], station) }
      }
      if field.isEmpty {
        canvas.put(0, 1, columns: canvas.width, "A day, time, class, leader or room.", .dim)
      }
      // Last, so that the cursor rests where letters go.
      field.draw(on: &canvas, 0, 0, columns: canvas.width, focused: true)
    }
  }

  private func columns(_ found: [SessionView], _ station: Station) -> [Table.Column] {
    let days = found.map { Width.columns(day($0, station)) }.max() ?? 0
    return [
      Table.Column("", .fixed(days)),
      Table.Column("", .fixed(station.options.clock24 ? 5 : 7)),
      Table.Column("", .flexible(least: 8, weight: 3)),
      Table.Column("", .flexible(least: 8, weight: 2), rank: 2),
      Table.Column("", .flexible(least: 8, weight: 2), rank: 3),
      Table.Column("", .fixed(7), align: .right),
      Table.Column("", .fixed(7), rank: 1),
    ]
  }

  private func row(_ view: SessionView, _ station: Station) -> [Table.Item] {
    let rest = view.waitlisted > 0 ? "\(view.waitlisted) wait" : view.free == 0 ? "full" : ""
    return [
      Table.Item(day(view, station), view.style),
      Table.Item(Wording.time(view.session.start, in: view.zone, station), view.style),
      Table.Item(view.service, view.style),
      Table.Item(view.leader.map(Wording.short) ?? "", .dim),
      Table.Item(view.room ?? "", .dim),
      Table.Item(view.fill, view.fillStyle),
      Table.Item(rest, .warn),
    ]
  }

  private func day(_ view: SessionView, _ station: Station) -> String {
    Wording.day(view.zone.day(of: view.session.start), today: station.today)
  }
}
