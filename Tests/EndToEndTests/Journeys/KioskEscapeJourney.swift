import FoundationEssentials
import Glibc
import Support
import Testing

/// What nobody should type at a kiosk, sent to the real program: bytes, sequences and signals.
@Suite(.serialized) struct KioskEscapeJourney {
  private static let signals = [
    SIGINT, SIGQUIT, SIGTSTP, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGWINCH, SIGCONT,
  ]

  @Test(.timeLimit(.minutes(2))) func nothingLeadsOut() throws {
    let door = try Door()
    let names = ["Naledi", "Lerato", "Sipho"]
    for name in names { _ = try door.booked(name) }
    let seat = try Seat(door.studio, signedIn: false, kiosk: true)
    let terminal = seat.terminal
    try terminal.wait(for: "Scan your pass")
    let program = try terminal.pid()
    var generator = SeededGenerator(seed: 20_261_122)
    for round in 0..<150 {
      try terminal.send(bytes(&generator))
      if round % 5 == 0 {
        let signal = Self.signals[round / 5 % Self.signals.count]
        #expect(kill(program, signal) == 0)
      }
      if round % 25 == 0 {
        try terminal.resize(
          Int.random(in: 20...200, using: &generator), Int.random(in: 5...60, using: &generator))
      }
      guard round % 10 == 9 else { continue }
      #expect(try terminal.told("pane_dead") == "0", "after round \(round)")
      let screen = try terminal.screen()
      for name in names { #expect(!screen.contains(name), "\(screen)") }
      #expect(!screen.contains("Owner"), "\(screen)")
    }
    try terminal.resize(80, 24)
    // What was half typed is left by Esc, and the answer to it by time.
    try terminal.wait(until: "the welcome") { screen in
      if screen.contains("F1 English") { return true }
      try terminal.keys("Escape")
      // A paste that was begun ends in a pause.
      usleep(500_000)
      return false
    }
    #expect(try terminal.pid() == program)
    #expect(kill(program, SIGTERM) == 0, "whoever runs the machine may stop it")
    try terminal.waitForEnd()
  }

  private func bytes(_ generator: inout SeededGenerator) -> [UInt8] {
    let tail = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
      UInt8.random(in: 1...255, using: &generator)
    }
    let heads: [[UInt8]] = [[], [27], [27, 91], [27, 79], [24], [27, 91, 50, 48, 48, 126]]
    return (heads.randomElement(using: &generator) ?? []) + tail
  }

  /// As systemd reads it; the program and the font stand elsewhere here.
  @Test func theUnitIsSound() throws {
    let tool = "/usr/bin/systemd-analyze"
    let folder = TemporaryDirectory()
    let source = Translated.root + "systemd/studioloop-kiosk.service"
    let unit = try String(contentsOfFile: source, encoding: .utf8)
    for line in ["Restart=always", "TTYPath=/dev/tty1", "ExecStart=/opt/studioloop/desk kiosk"] {
      #expect(unit.contains(line))
    }
    guard access(tool, X_OK) == 0 else { return }
    let path = folder.file("studioloop-kiosk.service")
    try unit.replacing("/opt/studioloop/desk", with: DeskProgram.path)
      .replacing("/usr/bin/setfont", with: "/bin/true")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let ended = try Spawned.run([tool, "verify", "--man=no", path])
    #expect(ended.status == 0 && !ended.errors.contains("studioloop-kiosk"), "\(ended.errors)")
  }
}
