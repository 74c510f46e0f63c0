/// Holds the name that the frame opens; it shows nothing yet.
struct KioskScreen: Screen {
  let context = Context.kiosk
  let title = "Kiosk"

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] { [] }
  func render(into canvas: inout Canvas, _ station: Station) {}
}
