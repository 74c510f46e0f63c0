/// All that a screen is told. Times are milliseconds of a clock that only runs forward.
package enum Event: Hashable, Sendable {
  case key(Key)
  /// Several characters at once, controls still in them; line ends are `\n`.
  case paste(String)
  /// A scanner's burst, without its line end.
  case scan(String)
  /// The same code again within the window: to be answered by a word, not by an act.
  case scanRepeated(String)
  /// Digits and Enter, too fast for a hand and torn for a scanner: they did nothing.
  case unclear
  /// The last so many printable keys were the beginning of a scan: the focused field has to give
  /// them back (`Field.takeBack`); `scan` or `scanRepeated` follows at once.
  case takeBack(Int)
  case resize(width: Int, height: Int)
  case tick(now: Int)
  /// Another thread posted to a mailbox.
  case wake
  /// Back from a suspension; the screen is painted anew.
  case resumed
  /// The terminal is gone; nothing can be painted any more.
  case hangup
  /// Someone asked the process to end (SIGTERM, SIGINT).
  case terminate
}
