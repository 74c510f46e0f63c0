import Domain
package import Sync

/// The inbox of conflicts: what happened on each side, what it is worth, and the choices.
package struct DecisionsScreen: Screen {
  package let context = Context.decisions
  package let title = "Decisions"
  private var decisions: [DecisionView] = []
  /// That wait for somebody else.
  private var hidden = 0
  private var showsSettled = false
  private var selectedID: ID<Conflict>?
  /// Where the next one stands when the one selected goes away.
  private var place = 0
  /// A choice that still wants a session or a person.
  private var asked: ResolveDecision?

  /// Of those that are settled so many are looked back on.
  private static let remembered = 100

  package init() {}

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    (decisions, hidden) = try store.decisions(
      seenBy: station.staff, settled: showsSettled ? Self.remembered : nil)
    if let found = decisions.firstIndex(where: { $0.conflict.id == selectedID }) {
      place = found
    } else {
      place = max(0, min(place, decisions.count - 1))
      selectedID = selected?.conflict.id
    }
  }

  private var selected: DecisionView? {
    decisions.indices.contains(place) ? decisions[place] : nil
  }

  package var isEmpty: Bool { decisions.isEmpty }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .settle:
      guard let selected else { return "nothing is selected" }
      return selected.conflict.status == .open
        ? station.obstacle(to: .resolveDecisions, in: selected.session?.session)
        : "it waits for nobody"
    case .open:
      return selected?.session == nil
        ? "no session" : station.obstacle(to: .seeAll, in: selected?.session?.session)
    case .profile: return selected?.member == nil ? "no member" : station.obstacle(to: .seeAll)
    default: return nil
    }
  }

  // MARK: Events

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(let command): return obey(command)
    case .key(.char(let digit)):
      guard let number = digit.wholeNumberValue, let selected,
        selected.choices.indices.contains(number - 1)
      else { return [] }
      if let why = obstacle(to: .settle, station) { return [.say(Toast("Settle: \(why).", .warn))] }
      return [.open(SettlePanel(selected, choice: number - 1))]
    case .answered(.chosen(let intent)): return ask(intent)
    case .answered(.session(topic: .settle, let session)):
      asked?.session = session.session.id
      return submit()
    case .answered(.member(topic: .settle, let hit)):
      guard let day = selected.map({ $0.zone.day(of: $0.conflict.at) }) else { return [] }
      return [.open(BookingPicker(.settle, of: hit, on: day))]
    case .answered(.booking(topic: .settle, let booking)):
      asked?.booking = booking
      return submit()
    default: return []
    }
  }

  private mutating func obey(_ command: Command) -> [Effect] {
    if let place = command.row(from: place, of: decisions.count) {
      select(place)
      return []
    }
    switch command {
    case .settle: return selected.map { [.open(SettlePanel($0))] } ?? []
    case .open: return selected?.session.map { [.open(RosterScreen($0.session.id))] } ?? []
    case .profile: return selected?.member.map { [.open(ProfileScreen($0.id))] } ?? []
    case .filter:
      showsSettled.toggle()
      return [.reload]
    default: break
    }
    return []
  }

  private mutating func select(_ wanted: Int) {
    place = max(0, min(wanted, decisions.count - 1))
    selectedID = selected?.conflict.id
  }

  /// What a choice still needs; then it goes the way of every other act.
  private mutating func ask(_ intent: ResolveDecision) -> [Effect] {
    guard let selected, selected.conflict.id == intent.conflict else { return [] }
    asked = intent
    let name = selected.member?.name ?? "them"
    switch intent.choice {
    case .moveToSession:
      return [
        .open(SessionPicker(.settle, "Move \(name) to", except: selected.session?.session.id))
      ]
    case .name: return [.open(MemberPicker(.settle, "Who was it?"))]
    default: return submit()
    }
  }

  private mutating func submit() -> [Effect] {
    guard let intent = asked, let selected else { return [] }
    asked = nil
    return [
      .submit(
        Submission(
          intent, done: "Settled: \(intent.choice.label.lowercasedFirst).",
          about: selected.member?.name ?? selected.conflict.title))
    ]
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    guard !decisions.isEmpty else { return advice(&canvas, station) }
    let wide = canvas.width >= 110
    let rows = decisions.count + (canvas.height > 12 ? 1 : 0)
    let (list, rest) =
      wide
      ? canvas.bounds.split(left: min(66, canvas.width / 2))
      : canvas.bounds.split(top: min(rows, max(2, canvas.height / 3)))
    table(list).draw(
      on: &canvas, in: list, count: decisions.count,
      scroll: Scroll(around: place, height: list.height)
    ) { row(decisions[$0], station) }
    guard let selected else { return }
    canvas.inside(rest) { canvas in
      if wide { canvas.verticalLine(0) } else { canvas.horizontalLine(0) }
      let inner =
        wide ? canvas.bounds.inset(2, 0) : Rect(1, 1, canvas.width - 2, canvas.height - 1)
      canvas.inside(inner) { canvas in
        DecisionPicture.draw(selected, into: &canvas, station)
      }
    }
  }

  private func table(_ area: Rect) -> Table {
    Table(
      [
        Table.Column("When", .fixed(16), rank: 1),
        Table.Column("What", .fixed(24)),
        Table.Column("Who", .flexible(least: 10)),
        Table.Column("Worth", .flexible(least: 9), rank: 2),
      ], header: area.height > min(decisions.count, 3))
  }

  private func row(_ view: DecisionView, _ station: Station) -> [Table.Item] {
    let words = DecisionWords(view, station)
    let row = view.conflict
    let style: Style = row.status == .open ? row.rank == .low ? .text : .decision : .dim
    return [
      Table.Item(Wording.moment(row.at, in: view.zone, station), .dim),
      Table.Item(row.title, style),
      Table.Item(view.member?.name ?? view.session?.service ?? "", row.isOver ? .dim : .text),
      Table.Item(words.worth ?? "", .dim),
    ]
  }

  private func advice(_ canvas: inout Canvas, _ station: Station) {
    let y = canvas.height / 3
    canvas.put(
      0, y, columns: canvas.width,
      hidden == 0
        ? showsSettled ? "Nothing was ever to be decided." : "Nothing waits for a decision."
        : "\(hidden.counted("decision")) for others: nothing for your role.",
      hidden == 0 ? .good : .warn, align: .centre)
    let key = station.keys.key(of: .filter, in: context) ?? ""
    guard !showsSettled else { return }
    canvas.put(
      0, y + 1, columns: canvas.width, "\(key) shows what was settled.", .dim, align: .centre)
  }
}

extension Conflict {
  var isOver: Bool { status != .open }
}

extension DecisionWords {
  init(_ view: DecisionView, _ station: Station) {
    self.init(view, station.studio) { Wording.moment($0, in: $1, station) }
  }
}

extension String {
  /// As it stands inside a sentence.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
