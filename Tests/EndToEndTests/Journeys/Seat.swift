import FoundationEssentials
import Support
import Testing

/// The application of a studio on a terminal of 80x24, and the words of who sits there.
struct Seat {
  let terminal: Tmux
  private let staff: String
  private let pin: String

  /// Opens it shortly before six; signed in from the start if asked.
  init(
    _ studio: TestStudio, as staff: String = Door.reception, pin: String = Door.pin,
    signedIn: Bool = true, kiosk: Bool = false, at time: String = Door.now,
    configuration: String? = nil
  ) throws {
    (self.staff, self.pin) = (staff, pin)
    var environment = ["HOME": "/nonexistent", "XDG_CONFIG_HOME": ""]
    if signedIn {
      environment["STUDIOLOOP_AS"] = staff
      environment["STUDIOLOOP_PIN"] = pin
    }
    if let configuration {
      let path = "\(studio.data)/desk.toml"
      try configuration.write(toFile: path, atomically: true, encoding: .utf8)
      environment["STUDIOLOOP_CONFIG"] = path
    }
    let mode = kiosk ? " kiosk" : ""
    terminal = try Tmux(
      "exec \(DeskProgram.path)\(mode) --data \(studio.data) --clock 2026-11-21T\(time)",
      environment: environment)
    if signedIn { try terminal.wait(for: "(reception)") }
  }

  /// By F2, the digit that stands before the name, and the PIN.
  func signIn() throws {
    try terminal.keys("F2")
    let panel = try terminal.wait(for: "Who is at the desk?", staff)
    let row = try #require(
      panel.split { $0 == "\n" || $0 == "│" }.first { $0.contains(staff) })
    let digit = try #require(row.first { $0.isNumber })
    try terminal.type(String(digit))
    try terminal.wait(for: "Enter when the PIN is typed.")
    try terminal.type(pin)
    try terminal.wait(for: String(repeating: "•", count: pin.count))
    try terminal.enter()
    try terminal.wait(for: "(reception)")
  }

  /// Typed as people do, and sent when the field shows it.
  func enter(_ text: String) throws {
    try terminal.type(text)
    try terminal.wait(for: text)
    try terminal.enter()
  }

  /// The screen as soon as these words stand on it one after the other, however they are broken
  /// into lines.
  @discardableResult
  func read(_ sentence: String) throws -> String {
    try terminal.wait(until: sentence) { Self.words($0).contains(Self.words(sentence)) }
  }

  private static func words(_ text: String) -> String {
    text.split { $0.isWhitespace || $0 == "│" }.joined(separator: " ")
  }

  /// The text alone on its line, between the frame of a panel or nothing: a field and its content.
  static func holds(_ screen: String, alone text: String) -> Bool {
    screen.split(separator: "\n").contains { line in
      line.split(separator: "│").contains { words(String($0)) == text }
    }
  }
}
