/// A device that the studio's authority has shut out: a desk says what happened to what it had, and what
/// a supervisor does next; a kiosk tells members to go to the desk.
struct ShutOutScreen: Screen {
  /// A kiosk is left by its exit PIN even now.
  let context: Context
  let title = "Shut out"
  private let message: String

  init(_ message: String, _ station: Station) {
    self.message = message
    context = station.mode == .kiosk ? .kiosk : .locked
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] { [] }

  func render(into canvas: inout Canvas, _ station: Station) {
    if context == .kiosk {
      return KioskWords(.outOfOrder, station.options.language, station).draw(into: &canvas)
    }
    let width = min(canvas.width - 4, 72)
    let rows = TextFit.wrap(message, columns: width)
    let top = max(1, (canvas.height - rows.count - 2) / 2)
    let left = (canvas.width - width) / 2
    canvas.put(left, top, columns: width, "Out of order", .bad)
    for (y, row) in rows.enumerated() {
      canvas.put(left, top + 2 + y, columns: width, row, .heading)
    }
  }

  /// There is nobody here to sign in.
  func obstacle(to command: Command, _ station: Station) -> String? {
    command == .quit || context == .kiosk ? nil : "this device was shut out"
  }
}
