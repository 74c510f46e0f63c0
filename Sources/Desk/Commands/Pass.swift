import Config
import DeskUI
import Domain
import Glibc
import QRCode
import Sync

/// A booking's pass as a picture in text, for a phone's camera or a printer.
enum Pass {
  static func draw(_ desk: Desk) throws -> Answer {
    let booking = try desk.booking(desk.arguments.operand(0))
    let session = try desk.session(of: booking)
    try desk.demandSight(of: session.session)
    let pass = try desk.store.pass(booking.booking.id, askingFor: desk.patience)
    guard let payload = pass?.text ?? booking.code else { throw desk.missing("booking") }
    let matrix = try QRMatrix(payload, level: pass == nil ? .medium : .low)
    let told: JSON = ["payload": .text(payload), "expires": JSON(pass?.expires, in: session.zone)]
    guard let file = desk.arguments["png"] else {
      let words = caption(booking, session).joined(separator: "\n")
      return Answer(told, picture(matrix, desk.config) + "\n" + words)
    }
    let note = try desk.save(try matrix.png(), to: file)
    return Answer(
      told.adding(["file": .text(file)]), "the picture is in \(plainText(file))", note: note)
  }

  /// Under the picture: what a hand can type, and what the pass is for.
  private static func caption(_ booking: BookingView, _ session: SessionView) -> [String] {
    let local = session.zone.local(session.session.start)
    let place = [session.location, session.room].compactMap { $0 }.joined(separator: ", ")
    return [
      booking.code ?? "", booking.member.name,
      "\(session.service), \(local.day.text) \(local.timeOfDay.text)", place,
    ].map(plainText)
  }

  /// Black on white said outright on a terminal, whatever its theme; as ink on paper elsewhere.
  private static func picture(_ matrix: QRMatrix, _ config: Config) -> String {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let glyphs = glyphs(config, isTerminal)
    let lines = QRPicture(size: matrix.size) { matrix[$0, $1] }.lines(glyphs)
    guard isTerminal else { return lines.joined(separator: "\n") }
    return lines.map { line in
      // Signs leave gaps that a camera sees: dark blanks do not.
      let line = glyphs.isASCII ? line.replacing("##", with: "\u{1B}[7m  \u{1B}[27m") : line
      return "\u{1B}[38;5;16;48;5;231m\(line)\u{1B}[0m"
    }.joined(separator: "\n")
  }

  /// As the application chooses them; a file takes half blocks whatever the locale.
  private static func glyphs(_ config: Config, _ isTerminal: Bool) -> Glyphs {
    switch config.display.glyphs {
    case .ascii: return .ascii
    case .unicode: return .unicode
    case .auto:
      setlocale(LC_CTYPE, "")
      let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) }
      return isTerminal && codeset != "UTF-8" ? .ascii : .unicode
    }
  }
}
