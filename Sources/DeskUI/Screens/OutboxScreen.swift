/// Holds the name that the frame opens; it shows nothing yet.
struct OutboxScreen: Screen {
  let context = Context.outbox
  let title = "Outbox"

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] { [] }
  func render(into canvas: inout Canvas, _ station: Station) {}
}
