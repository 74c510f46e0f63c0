import Domain
import Sync

/// Chooses what the schedule shows: arrows step through what there is, letters narrow by text.
struct FilterPanel: Screen {
  let context = Context.filter
  let title = "Filter"
  let isPanel = true

  private enum Row: String, CaseIterable {
    case text = "Text"
    case type = "Type"
    case leader = "Leader"
    case room = "Room"
    case location = "Location"
    case free = "Places"
  }

  private var filter: ScheduleFilter
  private let options: [Row: [String]]
  private var row = Row.text
  private var text: Field

  init(_ filter: ScheduleFilter, sessions: [SessionView]) {
    self.filter = filter
    text = Field(filter.text)
    func values(_ value: (SessionView) -> String?) -> [String] {
      [""] + Set(sessions.compactMap(value)).subtracting([""]).sorted()
    }
    options = [
      .type: values(\.type), .leader: values(\.leader), .room: values(\.room),
      .location: values(\.location),
    ]
  }

  var isTyping: Bool { row == .text }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose):
      filter.text = text.text.trimmed
      return [.answer(.filter(filter))]
    case .command(.clear):
      filter = ScheduleFilter()
      text = Field("")
    case .command(.up): step(-1)
    case .command(.down): step(1)
    case .command(.left): turn(-1)
    case .command(.right): turn(1)
    case .key(.char(" ")) where row != .text: turn(1)
    case .key(.char(let character)) where row != .text:
      row = .text
      _ = text.handle(.key(.char(character)))
    case .key, .paste, .takeBack: text.take(event)
    default: break
    }
    return []
  }

  private mutating func step(_ step: Int) {
    let place = (Row.allCases.firstIndex(of: row) ?? 0) + step
    row = Row.allCases[max(0, min(place, Row.allCases.count - 1))]
  }

  private mutating func turn(_ step: Int) {
    switch row {
    case .text: break
    case .free: filter.freeOnly.toggle()
    case .type: filter.type = turned(filter.type, step)
    case .leader: filter.leader = turned(filter.leader, step)
    case .room: filter.room = turned(filter.room, step)
    case .location: filter.location = turned(filter.location, step)
    }
  }

  private func turned(_ value: String, _ step: Int) -> String {
    let values = options[row] ?? [""]
    let place = (values.firstIndex(of: value) ?? 0) + step
    return values[(place + values.count) % values.count]
  }

  private func value(_ row: Row) -> String {
    switch row {
    case .text: text.text
    case .type: filter.type
    case .leader: filter.leader
    case .room: filter.room
    case .location: filter.location
    case .free: filter.freeOnly ? "free places only" : ""
    }
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    canvas.panel("Show only", width: min(canvas.width, 50), height: 9) { canvas in
      for (y, row) in Row.allCases.enumerated() {
        let chosen = row == self.row
        canvas.put(0, y, columns: 10, row.rawValue, chosen ? .title : .heading)
        if row == .text && chosen {
          text.draw(on: &canvas, 10, y, columns: canvas.width - 10, focused: true)
        } else {
          let value = value(row)
          let shown = value.isEmpty ? "any" : value
          canvas.put(
            10, y, columns: canvas.width - 10, chosen ? "‹ \(shown) ›" : shown,
            chosen ? .selected : value.isEmpty ? .dim : .warn)
        }
      }
      canvas.put(0, 6, columns: canvas.width, "Arrows choose, Enter shows, Del clears.", .dim)
    }
  }
}
