/// Holds the name that the frame opens; it shows nothing yet.
struct MembersScreen: Screen {
  let context = Context.members
  let title = "Members"

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] { [] }
  init(_ station: Station, query: String = "") {}

  func render(into canvas: inout Canvas, _ station: Station) {}
}
