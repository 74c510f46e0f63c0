import Domain
package import Sync

/// Everybody the studio knows, found as you type; on wide screens with a look at the one selected.
package struct MembersScreen: Screen {
  package let context = Context.members
  package let title = "Members"
  package let isTyping = true
  private var field: Field
  private var hits: [MemberHit] = []
  private var selected: ID<Member>?
  private var preview: MemberProfile?
  /// What is done in the profile of whoever is chosen.
  private var pending: Command?
  /// The hits are still right: only another one is looked at.
  private var onlyMoved = false

  private static let limit = 50
  private static let wide = 110
  /// What of a profile may be asked for before anybody is found, and what it is called until then.
  static let ofOne: [Command: String] = [.edit: "edit", .grant: "credits"]

  package init(query: String = "") { field = Field(query) }

  private var index: Int { hits.firstIndex { $0.id == selected } ?? 0 }
  private var hit: MemberHit? { hits.indices.contains(index) ? hits[index] : nil }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    defer { onlyMoved = false }
    if !onlyMoved {
      let text = field.text.trimmed
      hits = text.isEmpty ? [] : try store.lookup(text, limit: Self.limit, seeing: station.sight)
      if !hits.contains(where: { $0.id == selected }) { selected = hits.first?.id }
    }
    let previews = station.width >= Self.wide && station.seesEverybody
    preview = previews ? try selected.flatMap { try store.profile($0) } : nil
  }

  package var isEmpty: Bool { hits.isEmpty }

  package func label(of command: Command) -> String? {
    command == .open ? pending.flatMap { Self.ofOne[$0] } : nil
  }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .open: hit == nil ? "nobody is selected" : station.obstacle(to: .seeAll)
    case .book: hit == nil ? "nobody is selected" : station.obstacle(to: .bookForMember)
    case .register, .edit: station.obstacle(to: .editMember)
    case .grant: station.obstacle(to: .grantCredits)
    default: nil
    }
  }

  // MARK: Events

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(let command): return obey(command)
    case .key, .paste, .takeBack:
      let before = field.text.trimmed
      field.take(event)
      guard field.text.trimmed != before else { return [] }
      selected = nil
      return [.reload]
    case .returned: pending = nil
    case .answered(.session(topic: .book, let session)):
      return hit.map { [.open(BookPanel(session, $0))] } ?? []
    default: break
    }
    return []
  }

  private mutating func obey(_ command: Command) -> [Effect] {
    if let place = command.row(from: index, of: hits.count) { return select(place) }
    switch command {
    case .open:
      guard let hit else { return [] }
      defer { pending = nil }
      return [.open(ProfileScreen(hit.id))] + (pending.map { [.perform($0)] } ?? [])
    case .edit, .grant:
      pending = command
      return hit == nil ? [] : obey(.open)
    case .book:
      return hit.map { [.open(SessionPicker(.book, "Book \($0.name) into"))] } ?? []
    case .register: return [.open(MemberForm(named: hits.isEmpty ? field.text.trimmed : ""))]
    default: return []
    }
  }

  private mutating func select(_ place: Int) -> [Effect] {
    guard !hits.isEmpty else { return [] }
    selected = hits[max(0, min(place, hits.count - 1))].id
    onlyMoved = true
    return [.reload]
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    let (head, body) = canvas.bounds.split(top: canvas.height > 8 ? 2 : 1)
    if hits.isEmpty {
      canvas.inside(body) { canvas in advice(&canvas, station) }
    } else if let preview, canvas.width >= Self.wide {
      let (list, rest) = body.split(left: canvas.width * 3 / 5)
      MemberTable.draw(hits, selected: index, in: list, into: &canvas, station)
      canvas.inside(rest) { canvas in
        canvas.verticalLine(0)
        canvas.inside(canvas.bounds.inset(2, 0)) { canvas in
          ProfilePicture.preview(preview, into: &canvas, station)
        }
      }
    } else {
      MemberTable.draw(hits, selected: index, in: body, into: &canvas, station)
    }
    // Last, so that the cursor rests where letters go.
    canvas.inside(head) { canvas in search(&canvas) }
  }

  private func search(_ canvas: inout Canvas) {
    let found = hits.count < Self.limit ? "\(hits.count) found" : "the best \(hits.count)"
    let right = hits.isEmpty ? 0 : Width.columns(found) + 2
    canvas.put(1, 0, "Find ", .heading)
    field.draw(on: &canvas, 6, 0, columns: canvas.width - 7 - right, focused: true)
    if !hits.isEmpty { canvas.put(canvas.width - right, 0, found, .dim) }
  }

  private func advice(_ canvas: inout Canvas, _ station: Station) {
    let new = station.keys.key(of: .register)
    let asked = pending.flatMap { Self.ofOne[$0] }.map { ["\($0): find the member, then Enter."] }
    let lines =
      field.text.trimmed.isEmpty
      ? (asked ?? []) + [
        "Name, number, e-mail, phone or booking code, in any spelling.",
        "\(new) registers somebody new.",
      ] : ["Nobody found.", "\(new) registers them under this name."]
    for (y, line) in lines.enumerated() {
      canvas.put(6, y, columns: canvas.width - 7, line, .dim)
    }
  }
}

extension Station {
  /// True for whom every member's data are open; others have the people of their own sessions.
  var seesEverybody: Bool { right(to: .seeAll) == .yes }

  var sight: LookupSight { seesEverybody ? .everything : .nameAndNumber }
}
