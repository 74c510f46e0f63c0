import Domain

/// Holds the name that the frame opens; it shows nothing yet.
struct ProfileScreen: Screen {
  let context = Context.profile
  let title = "Profile"
  let id: ID<Member>

  init(_ id: ID<Member>) { self.id = id }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] { [] }
  func render(into canvas: inout Canvas, _ station: Station) {}
}
