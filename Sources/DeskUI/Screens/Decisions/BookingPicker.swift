import Domain
import Sync

/// One member's bookings of a day; Enter hands one to the screen below.
struct BookingPicker: Screen {
  let context = Context.picker
  let title = "Which booking?"
  let isPanel = true
  private let topic: Command
  private let member: MemberHit
  private let day: Day
  private var bookings: [BookingView] = []
  private var selected = 0

  init(_ topic: Command, of member: MemberHit, on day: Day) {
    self.topic = topic
    self.member = member
    self.day = day
  }

  mutating func load(from store: DeskStore, _ station: Station) throws {
    bookings =
      try store.profile(member.id)?.bookings.filter { view in
        guard let session = view.session, !session.isOff, view.booking.state.isLive else {
          return false
        }
        return session.zone.day(of: session.session.start) == day
      } ?? []
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    guard case .command(let command) = event else { return [] }
    switch command {
    case .choose:
      return bookings.indices.contains(selected)
        ? [.answer(.booking(topic: topic, bookings[selected].booking.id))] : [.close]
    case .up: selected -= 1
    case .down, .next: selected += 1
    case .first: selected = 0
    case .last: selected = bookings.count
    default: break
    }
    selected = max(0, min(selected, bookings.count - 1))
    return []
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let height = max(bookings.count, 2) + 2
    canvas.panel(member.name, width: min(canvas.width, 60), height: min(height, canvas.height)) {
      canvas in
      guard !bookings.isEmpty else {
        let day = Wording.day(day, today: station.today)
        _ = canvas.paragraph(0, "No booking on \(day): book a walk-in on the roster first.", .warn)
        return
      }
      Table(
        [
          Table.Column("", .flexible(least: 16)), Table.Column("", .fixed(12)),
        ], header: false
      ).draw(
        on: &canvas, in: canvas.bounds, count: bookings.count, scroll: Scroll(selected: selected)
      ) { place in
        let (state, style) = bookings[place].stateWord
        return [
          Table.Item(bookings[place].session.map { Wording.session($0, station) } ?? ""),
          Table.Item(state, style),
        ]
      }
    }
  }
}
