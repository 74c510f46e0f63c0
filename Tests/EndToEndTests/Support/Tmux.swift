import Glibc
import Support

/// A real terminal: a program in tmux, on a socket of its own that goes with the owner.
final class Tmux {
  private let socket: String

  struct Late: Error, CustomStringConvertible {
    let expected: String
    let screen: String
    var description: String { "not within the time: \(expected)\nthe screen was:\n\(screen)" }
  }

  /// The command is a line for a shell; the pane stays when it ends, so that its rest can be seen.
  init(_ command: String, width: Int = 80, height: Int = 24, environment: [String: String] = [:])
    throws
  {
    socket = "studioloop-\(getpid())-\(Int.random(in: 0..<1_000_000_000))"
    var variables = ["LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TMUX": ""]
    variables.merge(environment) { $1 }
    let passed = environment.flatMap { ["-e", "\($0.key)=\($0.value)"] }
    let made = try Spawned.run(
      ["tmux", "-L", socket, "-f", "/dev/null", "-u", "new-session", "-d", "-s", "t"]
        + ["-x", "\(width)", "-y", "\(height)"] + passed
        + [
          "tmux -L \(socket) set -g status off \\; set -g remain-on-exit on; exec sh -c '\(command)'"
        ],
      environment: variables)
    guard made.status == 0 else { throw Spawned.Failed(what: "tmux: \(made.errors)") }
  }

  deinit { _ = try? tmux("kill-server") }

  /// tmux's own names: Enter, Escape, F3, M-3, C-c, Up…
  func keys(_ names: String...) throws { try tmux(["send-keys", "-t", "t"] + names) }

  /// Bytes as they are, all at once.
  func send(_ bytes: [UInt8]) throws {
    try tmux(["send-keys", "-t", "t", "-H"] + bytes.map { String($0, radix: 16) })
  }

  /// Characters as a person types them: no two so close together as a scanner's.
  func type(_ text: String) throws {
    for character in text {
      try tmux("send-keys", "-t", "t", "-l", "--", String(character))
      usleep(45_000)
    }
  }

  /// Enter as a person presses it: later than a scanner after what the screen shows already.
  func enter() throws {
    usleep(45_000)
    try keys("Enter")
  }

  /// Characters and Enter in one burst, as a scanner sends them.
  func scan(_ text: String) throws {
    try tmux(
      "send-keys", "-t", "t", "-l", "--", text, ";", "send-keys", "-t", "t", "Enter")
  }

  func resize(_ width: Int, _ height: Int) throws {
    try tmux("resize-window", "-t", "t", "-x", "\(width)", "-y", "\(height)")
  }

  func screen() throws -> String { try tmux("capture-pane", "-p", "-t", "t") }

  func cells() throws -> [[TerminalCell]] {
    TerminalCell.lines(of: try tmux("capture-pane", "-p", "-e", "-N", "-t", "t"))
  }

  /// True where the line with this text is marked as the chosen one.
  func isSelected(_ text: String) throws -> Bool {
    let lines = try screen().split(separator: "\n").filter { $0.contains(text) }
    return lines.contains { $0.contains("▸") || $0.contains("›") || $0.contains("> ") }
  }

  /// One of tmux's words about the pane, such as `alternate_on` or `pane_dead`.
  func told(_ word: String) throws -> String {
    let text = try tmux("display-message", "-p", "-t", "t", "#{\(word)}")
    return String(text.prefix { $0 != "\n" })
  }

  /// The process in the pane.
  func pid() throws -> pid_t { pid_t(try told("pane_pid")) ?? 0 }

  /// The program that the pane's shell has started, the youngest if there are several.
  func child() throws -> pid_t {
    let shell = try pid()
    let found = try Spawned.run(["cat", "/proc/\(shell)/task/\(shell)/children"]).output
    return found.split(separator: " ").compactMap { pid_t($0) }.last ?? 0
  }

  /// The screen as soon as it holds all of the texts; throws `Late` with the screen otherwise.
  @discardableResult
  func wait(for texts: String..., seconds: Int = patience) throws -> String {
    try wait(until: texts.joined(separator: " · "), seconds: seconds) { screen in
      texts.allSatisfy { screen.contains($0) }
    }
  }

  @discardableResult
  func wait(until what: String, seconds: Int = patience, _ holds: (String) throws -> Bool) throws
    -> String
  {
    let deadline = Self.now + seconds * 1_000
    while true {
      let seen = try screen()
      if try holds(seen) { return seen }
      if Self.now > deadline { throw Late(expected: what, screen: seen) }
      usleep(10_000)
    }
  }

  @discardableResult
  private func tmux(_ words: String...) throws -> String { try tmux(words) }

  @discardableResult
  private func tmux(_ words: [String]) throws -> String {
    let done = try Spawned.run(["tmux", "-L", socket] + words)
    guard done.status == 0 else { throw Spawned.Failed(what: "tmux \(words[0]): \(done.errors)") }
    return done.output
  }

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1_000 + Int(time.tv_nsec) / 1_000_000
  }
}

/// A kiosk that knows no staff, in a terminal.
extension Tmux {
  func leaveKiosk(by pin: String) throws {
    try keys("C-x")
    try wait(for: "its exit PIN")
    try type(pin)
    try wait(for: String(repeating: "•", count: pin.count))
    try enter()
  }

  func waitForEnd() throws {
    try wait(until: "its end") { _ in try told("pane_dead") == "1" }
  }
}
