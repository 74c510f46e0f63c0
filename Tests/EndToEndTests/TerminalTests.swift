import Glibc
import Testing

/// The program on a real terminal: it opens, follows the size, and gives the terminal back.
@Suite(.serialized) struct TerminalTests {
  @Test func opensResizesAndQuits() throws {
    let demo = try Demo()
    let terminal = try demo.terminal()
    try terminal.wait(for: "Sea Point", "HIIT", "TRAINING")
    #expect(try terminal.told("alternate_on") == "1")
    for (width, height) in [(200, 50), (40, 12), (1, 1), (132, 43), (80, 24)] {
      try terminal.resize(width, height)
      let screen = try terminal.wait(until: "a screen of \(width)x\(height)") { _ in
        try terminal.told("pane_width") == "\(width)" && terminal.told("pane_height") == "\(height)"
      }
      #expect(try terminal.told("pane_dead") == "0", "\(screen)")
    }
    try terminal.wait(for: "Sea Point", "HIIT")
    try demo.quit(terminal)
    try expectRestored(terminal, ending: "ended 0")
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGALRM, SIGXCPU])
  func aSignalGivesTheTerminalBack(_ signal: Int32) throws {
    let demo = try Demo(members: 60)
    let terminal = try demo.terminal()
    try terminal.wait(for: "Sea Point")
    kill(try terminal.child(), signal)
    try expectRestored(terminal, ending: "ended")
  }

  /// Nobody holds the terminal and waits for keys: it is given back with a sentence.
  @Test(arguments: [SIGSEGV, SIGILL, SIGABRT, SIGBUS])
  func aFaultGivesTheTerminalBack(_ signal: Int32) throws {
    let demo = try Demo(members: 60)
    let terminal = try demo.terminal()
    try terminal.wait(for: "Sea Point")
    kill(try terminal.child(), signal)
    try terminal.wait(for: "desk stopped by a fault of its own")
    try expectRestored(terminal, ending: "ended \(128 + signal)")
  }

  @Test func afterAKillItStartsAgainAndNothingIsMissing() throws {
    let demo = try Demo(members: 60)
    for _ in 0..<3 {
      let terminal = try demo.terminal()
      try terminal.wait(for: "Sea Point", "HIIT")
      kill(try terminal.child(), SIGKILL)
      try terminal.wait(for: "ended 137")
    }
    #expect(try demo.program.json(Doctor.self, "doctor").ok)
  }

  @Test func suspendsAndComesBack() throws {
    let demo = try Demo(members: 60)
    let terminal = try demo.terminal(underShell: true)
    try terminal.wait(for: "Sea Point", "HIIT")
    try terminal.keys("C-z")
    try terminal.wait(until: "the shell") { _ in try terminal.told("alternate_on") == "0" }
    try terminal.type("fg")
    try terminal.keys("Enter")
    try terminal.wait(for: "Sea Point", "HIIT")
    #expect(try terminal.told("alternate_on") == "1")
  }

  private func expectRestored(_ terminal: Tmux, ending: String) throws {
    let screen = try terminal.wait(for: ending, "speed")
    #expect(try terminal.told("alternate_on") == "0")
    #expect(try terminal.told("cursor_flag") == "1")
    #expect(!screen.contains("-icanon") && !screen.contains("-echo"), "\(screen)")
    // Bracketed paste would reach the shell as text.
    try terminal.keys("x", "Enter")
    try terminal.wait(for: "x\nx")
  }
}
