import Domain
package import Sync

/// What this desk has written, the newest first, and how far each has come; never who it was about.
package struct OutboxScreen: Screen {
  package let context = Context.outbox
  package let title = "Outbox"
  private var operations: [OperationView] = []
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
  }

  private var selected: Int { operations.firstIndex { $0.id == selectedID } ?? 0 }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(let command): return act(command)
    case .answered(.text(topic: .toStick, let path)): return [.toStick(path)]
    case .answered(.text(topic: .fromStick, let path)): return [.fromStick(path)]
    default: return []
    }
  }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    let isForStaff = command == .toStick || command == .fromStick
    return isForStaff && station.staff == nil ? "sign in first" : nil
  }

  private mutating func act(_ command: Command) -> [Effect] {
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
    case .up: return select(selected - 1)
    case .down: return select(selected + 1)
    case .pageUp: return select(selected - 10)
    case .pageDown: return select(selected + 10)
    case .first: return select(0)
    case .last: return select(operations.count - 1)
    case .filter:
      pendingOnly.toggle()
      (limit, selectedID) = (Self.page, nil)
      return [.reload]
    default: return []
    }
  }

  private mutating func select(_ place: Int) -> [Effect] {
    guard !operations.isEmpty else { return [] }
    let place = max(0, min(place, operations.count - 1))
    selectedID = operations[place].id
    guard place > operations.count - 20, operations.count == limit else { return [] }
    limit += Self.page
    return [.reload]
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    let (head, body) = canvas.bounds.split(top: canvas.height > 8 ? 2 : 1)
    let (list, foot) = body.split(bottom: body.height > 6 ? 1 : 0)
    canvas.put(
      1, head.y, columns: canvas.width - 2,
      pending == 0
        ? "All that was written here is stored and confirmed."
        : "\(pending) wait for the central service; all are stored here.",
      pending == 0 ? .good : .provisional)
    if operations.isEmpty {
      let all = pendingOnly ? " \(station.keys.key(of: .filter)) shows everything." : ""
      return canvas.put(2, list.y, columns: canvas.width - 3, "Nothing waits.\(all)", .dim)
    }
    Table(Self.columns, header: list.height > 4).draw(
      on: &canvas, in: list, count: operations.count,
      scroll: Scroll(selected: selected, top: max(0, selected - list.height / 2))
    ) { row(operations[$0], station) }
    if operations.indices.contains(selected), !foot.isEmpty {
      let operation = operations[selected]
      canvas.put(
        2, foot.y, columns: canvas.width - 3,
        "\(operation.id.text) · number \(operation.seq) of this desk", .dim)
    }
  }

  private static let columns = [
    Table.Column("When", .fixed(17)), Table.Column("Age", .fixed(6), align: .right, rank: 2),
    Table.Column("What", .flexible(least: 16)),
    Table.Column("Who", .flexible(least: 12), rank: 1),
    Table.Column("State", .flexible(least: 10)),
  ]

  private func row(_ operation: OperationView, _ station: Station) -> [Table.Item] {
    let local = station.zone.local(operation.at)
    let time = Wording.time(local.timeOfDay, station)
    let day = local.day == station.today ? "today" : Wording.day(local.day, today: station.today)
    let age = station.now - operation.at
    let (state, style) = Self.state(operation.outcome)
    return [
      Table.Item("\(day) \(time)"),
      Table.Item(age < 60 ? "now" : Wording.age(age), .dim),
      Table.Item(Wording.kind(operation.kind)),
      Table.Item(station.studio.name(of: operation.actor), .dim),
      Table.Item(state, style),
    ]
  }

  private static func state(_ outcome: Outcome?) -> (String, Style) {
    let code = outcome?.code.map { " (\($0.rawValue))" } ?? ""
    return switch outcome?.state {
    case nil: ("provisional", .provisional)
    case .applied: ("confirmed", .good)
    case .adjusted: ("adjusted\(code)", .warn)
    case .rejected: ("refused\(code)", .bad)
    case .parked: ("needs decision\(code)", .decision)
    }
  }
}
