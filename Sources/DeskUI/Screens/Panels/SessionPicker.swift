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
    coming = try store.schedule(from: station.today, days: 14, at: station.location.id).filter {
      $0.session.status == .scheduled && $0.session.end > station.now && $0.session.id != except
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
    let day = Wording.day(view.zone.day(of: view.session.start), today: station.today)
    return [
      day, Wording.time(view.session.start, in: view.zone, station), view.service,
      view.leader ?? "", view.room ?? "",
    ].joined(separator: "  ")
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose):
      let found = found(station)
      return found.indices.contains(selected)
        ? [.answer(.session(topic: topic, found[selected]))] : []
    case .command(.up): selected -= 1
    case .command(.down), .command(.next): selected += 1
    case .command(.pageUp): selected -= 10
    case .command(.pageDown): selected += 10
    case .command(.first): selected = 0
    case .command(.last): selected = coming.count
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
      field.draw(on: &canvas, 0, 0, columns: canvas.width, focused: true)
      let rows = max(0, canvas.height - 2)
      let found = found(station)
      let top = max(0, selected - rows + 1)
      for (y, view) in found.dropFirst(top).prefix(rows).enumerated() {
        let marked = top + y == selected
        if marked { canvas.fill(Rect(0, y + 2, canvas.width, 1), .selected) }
        canvas.put(
          0, y + 2, columns: canvas.width - 9, line(view, station), marked ? .selected : view.style)
        canvas.put(
          canvas.width - 8, y + 2, columns: 8, view.fill, marked ? .selected : view.fillStyle,
          align: .right)
      }
      if found.isEmpty { canvas.put(0, 2, columns: canvas.width, "No such session.", .dim) }
    }
  }
}
