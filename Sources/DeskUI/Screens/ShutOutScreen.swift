/// A device that the studio's authority has shut out: it says what happened to what it had, and what
/// a supervisor does next.
struct ShutOutScreen: Screen {
  let context = Context.locked
  let title = "Shut out"
  private let message: String

  init(_ message: String) { self.message = message }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] { [] }

  func render(into canvas: inout Canvas, _ station: Station) {
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
    command == .quit ? nil : "this device was shut out"
  }
}
