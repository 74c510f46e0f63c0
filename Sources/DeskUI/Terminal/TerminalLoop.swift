import Glibc

/// Owns the terminal, turns what comes from it into events and paints what the program draws.
/// One thread; it sleeps in `poll` until there is a key, a signal, a wake or a deadline.
package final class TerminalLoop<Program: TerminalProgram> {
  private enum Ended: Error { case now }

  private var program: Program
  private let options: TerminalOptions
  private let glyphs: Glyphs
  private var terminal: Terminal
  private var detector: ScanDetector
  private var paste: PasteBuffer?
  private var last = Reaction()
  private var dirty = true

  /// Takes the terminal, runs until the program quits, the terminal is gone or the process is
  /// asked to end, and gives the terminal back. Throws with nothing painted when there is none.
  package static func run(
    _ program: Program, _ options: TerminalOptions = TerminalOptions()
  ) throws(TerminalFailure) -> Program {
    let terminal = try Terminal(escapeDelay: options.escapeDelay)
    let loop = TerminalLoop(program, options, terminal)
    loop.run()
    return loop.program
  }

  private init(
    _ program: Program, _ options: TerminalOptions, _ terminal: consuming Terminal
  ) {
    glyphs =
      options.unicode ?? terminal.printsUnicode ? terminal.isConsole ? .console : .unicode : .ascii
    if options.kiosk { terminal.lock() }
    detector = ScanDetector(options.scan)
    self.terminal = terminal
    self.options = options
    self.program = program
    use(options.theme)
  }

  private func run() {
    do {
      try resized()
      var heard = TerminalClock.now
      while true {
        if dirty { paint() }
        let before = TerminalClock.now
        let ready = terminal.wait(timeout(before))
        let now = TerminalClock.now
        // Keys that were there at once came while we were busy: measured from the last wait, or
        // a slow answer would tear a scanner's burst apart.
        if now - before > 1 { heard = now }
        if ready.contains(.input) { try type(at: heard) }
        heard = now
        try attend(to: ready)
        try meetDeadlines(now)
      }
    } catch {}
  }

  private func type(at heard: Int) throws(Ended) {
    while let typed = terminal.typed() {
      switch typed {
      case .pasteBegin:
        for event in detector.flush(at: .max) { try tell(event) }
        paste = PasteBuffer(at: heard)
      case .pasteEnd: try endPaste()
      case .key(let key) where paste != nil: paste?.append(key, at: heard)
      case .key(let key):
        for event in detector.feed(key, at: heard, fieldFocused: last.typing) { try tell(event) }
      }
    }
  }

  private func attend(to ready: Terminal.Ready) throws(Ended) {
    if ready.contains(.hungUp) {
      try tell(.hangup)
      throw .now
    }
    if ready.contains(.endAsked) {
      try tell(.terminate)
      throw .now
    }
    if ready.contains(.stopAsked) && !options.kiosk { try suspend() }
    if ready.contains(.resumed) { try resumed() }
    if ready.contains(.resized) { try resized() }
    if ready.contains(.woken) { try tell(.wake) }
  }

  private func meetDeadlines(_ now: Int) throws(Ended) {
    for event in detector.flush(at: now) { try tell(event) }
    if let paste, now >= paste.deadline { try endPaste() }
    if let tickAt = last.tickAt, now >= tickAt {
      last.tickAt = nil
      try tell(.tick(now: now))
    }
  }

  private func timeout(_ now: Int) -> Int? {
    [detector.deadline, paste?.deadline, last.tickAt].compactMap { $0 }.min().map { $0 - now }
  }

  private func endPaste() throws(Ended) {
    guard let text = paste?.text else { return }
    paste = nil
    try tell(.paste(text))
  }

  private func tell(_ event: Event) throws(Ended) {
    last = program.handle(event)
    if last.repaint { dirty = true }
    if let theme = last.theme { use(theme) }
    if last.rings { terminal.ring() }
    switch last.after {
    case .carryOn: break
    case .suspend: try suspend()
    case .quit: throw .now
    }
  }

  private func suspend() throws(Ended) {
    terminal.suspend()
    try resumed()
  }

  private func resumed() throws(Ended) {
    try resized()
    try tell(.resumed)
  }

  private func resized() throws(Ended) {
    terminal.repaintAll()
    dirty = true
    let size = terminal.size
    try tell(.resize(width: size.width, height: size.height))
  }

  /// Without colours asked for (NO_COLOR) there are none but those of the QR code.
  private func use(_ theme: Theme) {
    let plain = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    terminal.use(plain ? .mono : theme)
    dirty = true
  }

  private func paint() {
    let size = terminal.size
    var canvas = Canvas(width: size.width, height: size.height, glyphs: glyphs)
    program.render(into: &canvas)
    terminal.paint(canvas.grid)
    dirty = false
  }
}

/// A pasted text as it comes; a lost end marker must not swallow the keys that follow for long.
private struct PasteBuffer {
  private static let patience = 300
  private static let room = 20_000

  private(set) var text = ""
  private(set) var deadline: Int
  private var count = 0

  init(at now: Int) { deadline = now + PasteBuffer.patience }

  mutating func append(_ key: Key, at now: Int) {
    deadline = now + PasteBuffer.patience
    guard count < PasteBuffer.room else { return }
    count += 1
    switch key {
    case .char(let character): text.append(character)
    case .enter: text.append("\n")
    case .tab: text.append("\t")
    default: break
    }
  }
}
