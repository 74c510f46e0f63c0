import Glibc

/// Asks for a PIN at the terminal without showing it.
enum AskedPIN {
  /// Nil where nobody sits at a terminal. Throws `UsageError` for Ctrl+C, Ctrl+D or Escape.
  static func ask(_ what: String) throws -> String? {
    var before = termios()
    guard isatty(STDERR_FILENO) == 1, tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
    // Keys come one by one: a signal would leave the terminal without its echo.
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
      try? StandardStream.error.line("")
    }
    try StandardStream.error.write(Array("\(what): ".utf8))
    var typed: [UInt8] = []
    while true {
      var key: UInt8 = 0
      guard read(STDIN_FILENO, &key, 1) == 1 else { throw UsageError("nothing was typed") }
      switch key {
      case 3, 4, 27: throw UsageError("given up: nothing is done")
      case 8, 127: _ = typed.popLast()
      case 10, 13: return String(decoding: typed, as: UTF8.self)
      default: typed.append(key)
      }
    }
  }
}
