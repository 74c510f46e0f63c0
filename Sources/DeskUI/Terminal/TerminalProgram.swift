/// What the loop runs: a model that is told events and draws itself, nothing else.
package protocol TerminalProgram {
  /// Told in order, on the loop's thread; the first is a `resize`.
  mutating func handle(_ event: Event) -> Reaction
  /// Draws the whole screen; called once when no more input waits.
  func render(into canvas: inout Canvas)
}

/// What the program wants after an event.
package struct Reaction: Sendable {
  package enum After: Sendable {
    case carryOn
    /// Leave the screen to the shell until continued.
    case suspend
    case quit
  }

  package var after = After.carryOn
  /// False if nothing on the screen can have changed.
  package var repaint = true
  /// Whether a field has the focus: decides if printable keys wait for a scan to show itself.
  package var typing = false
  /// When the next `tick` is wanted, on the clock of `TerminalClock`.
  package var tickAt: Int?
  package var theme: Theme?
  package var rings = false

  package init(
    _ after: After = .carryOn, repaint: Bool = true, typing: Bool = false, tickAt: Int? = nil,
    theme: Theme? = nil
  ) {
    self.after = after
    self.repaint = repaint
    self.typing = typing
    self.tickAt = tickAt
    self.theme = theme
  }
}

/// What the configuration may say about the terminal.
package struct TerminalOptions: Sendable {
  package var theme = Theme.dark
  /// None takes what the locale can print.
  package var unicode: Bool?
  /// Milliseconds after which an Esc is no beginning of a sequence; more on slow lines.
  package var escapeDelay = 25
  /// A stop asked for from outside (SIGTSTP) is not obeyed.
  package var kiosk = false
  package var scan = ScanDetector.Settings()

  package init() {}
}
