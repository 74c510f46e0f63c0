import Domain
package import Sync

/// Finds one member as you type; Enter hands it to the screen below.
package struct MemberPicker: Screen {
  package let context = Context.picker
  package let title = "Find a member"
  package let isPanel = true
  package let isTyping = true
  private let topic: Command
  private let question: String
  private var field = Field("")
  private var hits: [MemberHit] = []
  private var selected: ID<Member>?
  private var looked = ""

  /// `text` is what was typed for them already.
  init(_ topic: Command, _ question: String, text: String = "") {
    self.topic = topic
    self.question = question
    field = Field(text)
  }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    looked = field.text.trimmed
    hits = looked.isEmpty ? [] : try store.lookup(looked, limit: 50, seeing: station.sight)
    if !hits.contains(where: { $0.id == selected }) { selected = hits.first?.id }
  }

  private var index: Int { hits.firstIndex { $0.id == selected } ?? 0 }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    if case .command(let command) = event, let place = command.row(from: index, of: hits.count) {
      select(place)
      return []
    }
    switch event {
    case .command(.choose):
      guard hits.indices.contains(index) else { return [] }
      return [.answer(.member(topic: topic, hits[index]))]
    case .command(.next): select(index + 1)
    case .key, .paste, .takeBack:
      field.take(event)
      if field.text.trimmed != looked {
        selected = nil
        return [.reload]
      }
    default: break
    }
    return []
  }

  private mutating func select(_ place: Int) {
    guard !hits.isEmpty else { return }
    selected = hits[max(0, min(place, hits.count - 1))].id
  }

  package func render(into canvas: inout Canvas, _ station: Station) {
    let height = min(canvas.height, 16)
    canvas.panel(question, width: min(canvas.width, 76), height: height) { canvas in
      let area = Rect(0, 2, canvas.width, canvas.height - 2)
      if hits.isEmpty {
        let keys = station.keys
        let register = "\(keys.key(of: .members)), then \(keys.key(of: .register))"
        let hint =
          looked.isEmpty
          ? "Name, number, e-mail, phone or code."
          : "Nobody found. Who is new is registered first: Esc, \(register)."
        canvas.put(0, 2, columns: canvas.width, hint, .dim)
      } else {
        MemberTable.draw(hits, selected: index, in: area, into: &canvas, station)
      }
      // Last, so that the cursor rests where letters go.
      field.draw(on: &canvas, 0, 0, columns: canvas.width, focused: true)
    }
  }
}
