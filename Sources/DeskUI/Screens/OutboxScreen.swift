import Domain
package import Sync

/// What this desk has written, the newest first, whom each was about and how far it has come.
package struct OutboxScreen: Screen {
  package let context = Context.outbox
  package let title = "Outbox"
  private var operations: [OperationView] = []
  /// Whom the ones in sight are about: those of a year would take too long.
  private var told: [ID<Operation>: OutageReport.Row] = [:]
  /// Columns that the longest time, kind and state take; a state that says why takes what it gets.
  private var widths = (time: 0, kind: 0, state: 0)
  private static let most = (kind: 16, state: 18)
  /// Where the middle of `told` lies.
  private var toldAt = 0
  private var pending = 0
  private var pendingOnly = false
  private var selectedID: ID<Operation>?
  /// Grows when the end comes in sight: a year of a desk's work is long.
  private var limit = Self.page

  private static let page = 200

  package init() {}

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    (pending, operations) = try store.outbox(
      pendingOnly: pendingOnly, limit: limit, newestFirst: true)
    if selectedID == nil { selectedID = operations.first?.id }
    toldAt = selected
    let reach = 2 * station.height
    let last = min(toldAt + reach, operations.count)
    let near = operations[min(max(0, toldAt - reach), last)..<last]
    told = try store.rows(of: near)
    func widest(_ words: [String]) -> Int { words.reduce(5) { max($0, Width.columns($1)) } }
    widths = (
      widest(operations.map { Wording.moment($0.at, in: station.zone, station) }),
      min(widest(Set(operations.map(\.kind)).map(Wording.kind)), Self.most.kind),
      min(widest(near.map { state($0).0 }), Self.most.state)
    )
  }

  private var selected: Int { operations.firstIndex { $0.id == selectedID } ?? 0 }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(let command): return act(command, station)
    case .answered(.text(topic: .toStick, let path)): return [.toStick(path)]
    case .answered(.text(topic: .fromStick, let path)): return [.fromStick(path)]
    default: return []
    }
  }

  package var isEmpty: Bool { operations.isEmpty }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .toStick, .fromStick: station.staff == nil ? "sign in first" : nil
    case .filter: operations.isEmpty && !pendingOnly ? "nothing is written here yet" : nil
    default: nil
    }
  }

  private mutating func act(_ command: Command, _ station: Station) -> [Effect] {
    if let place = command.row(from: selected, of: operations.count) {
      return select(place, station)
    }
    switch command {
    case .toStick:
      return [
        .open(
          PromptPanel(
            command, "Write to which file?", hint: "Names stand in it as they were typed."))
      ]
    case .fromStick:
      return [
        .open(PromptPanel(command, "Take from which file?", hint: "The same again does no harm."))
      ]
    case .filter:
      pendingOnly.toggle()
      (limit, selectedID) = (Self.page, nil)
      return [.reload]
    default: return []
    }
  }

  private mutating func select(_ place: Int, _ station: Station) -> [Effect] {
    guard !operations.isEmpty else { return [] }
    let place = max(0, min(place, operations.count - 1))
    selectedID = operations[place].id
    if place > operations.count - 20, operations.count == limit {
      limit += Self.page
      return [.reload]
    }
    return abs(place - toldAt) > station.height ? [.reload] : []
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    let (head, body) = canvas.bounds.split(top: canvas.height > 8 ? 2 : 1)
    let lines = TextFit.wrap(whole(station), columns: canvas.width - 3).prefix(2)
    let (list, foot) = body.split(bottom: body.height > 8 ? lines.count + 1 : 0)
    canvas.put(
      1, head.y, columns: canvas.width - 2,
      pending == 0
        ? "All that was written here is stored and confirmed."
        : "\(pending.counted("operation")) to send; all that was written is stored here.",
      pending == 0 ? .good : .provisional)
    if operations.isEmpty {
      let all = pendingOnly ? " \(station.keys.key(of: .filter)) shows everything." : ""
      return canvas.put(2, list.y, columns: canvas.width - 3, "Nothing waits.\(all)", .dim)
    }
    Table(columns, header: list.height > 4).draw(
      on: &canvas, in: list, count: operations.count,
      scroll: Scroll(around: selected, height: list.height)
    ) { row(operations[$0], station) }
    guard operations.indices.contains(selected), foot.height > 0 else { return }
    for (y, line) in lines.enumerated() {
      canvas.put(2, foot.y + y, columns: canvas.width - 3, line)
    }
    let operation = operations[selected]
    canvas.put(
      2, foot.y + lines.count, columns: canvas.width - 3,
      "\(operation.id.text) · number \(operation.seq) of this desk · "
        + ReceiptNumber(operation.id).text, .dim)
  }

  /// The selected one uncut; empty where there is none.
  private func whole(_ station: Station) -> String {
    guard operations.indices.contains(selected), let row = told[operations[selected].id] else {
      return ""
    }
    let operation = operations[selected]
    let sight = OutageWords.Sight(of: station.staff?.roles(at: station.location.id) ?? [])
    let about = row.about(sight) { Wording.moment($0, in: $1, station) }
    let by = "by \(station.studio.name(of: operation.actor))"
    return [Wording.kind(operation.kind), about, by, state(operation).0]
      .filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private var columns: [Table.Column] {
    [
      Table.Column("When", .fixed(widths.time)),
      Table.Column("Age", .fixed(6), align: .right, rank: 3),
      Table.Column("What", .fixed(widths.kind)),
      Table.Column("Who and what", .flexible(least: 24, weight: 3), rank: 1),
      Table.Column("By", .flexible(least: 12), rank: 2),
      Table.Column(
        "State", .flexible(least: widths.state, weight: widths.state == Self.most.state ? 2 : 0)),
    ]
  }

  private func row(_ operation: OperationView, _ station: Station) -> [Table.Item] {
    let age = station.now - operation.at
    let sight = OutageWords.Sight(of: station.staff?.roles(at: station.location.id) ?? [])
    let about = told[operation.id]?.about(sight) { Wording.moment($0, in: $1, station) }
    let (state, style) = state(operation)
    return [
      Table.Item(Wording.moment(operation.at, in: station.zone, station)),
      Table.Item(age < 60 ? "now" : Wording.age(age), .dim),
      Table.Item(Wording.kind(operation.kind)), Table.Item(about ?? ""),
      Table.Item(Wording.short(station.studio.name(of: operation.actor)), .dim),
      Table.Item(state, style),
    ]
  }

  /// What may still be decided otherwise is here what it is on every other screen: provisional.
  private func state(_ operation: OperationView) -> (String, Style) {
    guard operation.standing != nil else { return (operation.standing.word, .provisional) }
    guard let row = told[operation.id] else { return ("", .dim) }
    return (row.outcome, row.result.style)
  }
}
