import Domain
package import Sync

/// Finds one member as you type; Enter hands it to the screen below. Whoever is looked for to be checked
/// in and is expected now comes first.
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
  /// Into what they are booked that takes check-ins now.
  private var expected: [ID<Member>: SessionView] = [:]
  /// What else is here is still right: only more was typed.
  private var onlyTyped = false

  private static let limit = 50

  /// `text` is what was typed for them already.
  init(_ topic: Command, _ question: String, text: String = "") {
    self.topic = topic
    self.question = question
    field = Field(text)
  }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    defer { onlyTyped = false }
    looked = field.text.trimmed
    if topic == .checkIn, !onlyTyped { expected = try Self.expected(in: store, station) }
    // A name that many have must not keep back the one who stands there.
    let most = expected.isEmpty ? Self.limit : 4 * Self.limit
    let found = looked.isEmpty ? [] : try store.lookup(looked, limit: most, seeing: station.sight)
    let first = found.filter { expected[$0.id] != nil }
    hits = Array((first + found.filter { expected[$0.id] == nil }).prefix(Self.limit))
    if !hits.contains(where: { $0.id == selected }) { selected = hits.first?.id }
  }

  /// Of classes that staff check in to now and may see the people of, the earliest first.
  private static func expected(
    in store: DeskStore, _ station: Station
  ) throws -> [ID<Member>: SessionView] {
    let open = try store.schedule(
      from: station.today.adding(days: -1), days: 2, at: station.location.id
    ).filter { view in
      view.session.status == .scheduled && station.opening(of: view) == nil
        && view.session.end > station.now && station.may(.seeAll, in: view.session)
    }
    let people = try open.flatMap { view in
      try (store.roster(view.session.id)?.bookings ?? []).filter(\.booking.isMissing)
        .map { ($0.member.id, view) }
    }
    return Dictionary(people) { earliest, _ in earliest }
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
        onlyTyped = true
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
        MemberTable.draw(
          hits, selected: index, expected: expected, in: area, into: &canvas, station)
      }
      // Last, so that the cursor rests where letters go.
      field.draw(on: &canvas, 0, 0, columns: canvas.width, focused: true)
    }
  }
}
