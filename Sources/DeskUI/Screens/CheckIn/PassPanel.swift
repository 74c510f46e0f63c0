import Domain
import QRCode
package import Sync

/// A booking's pass as QR for the member's camera: black on white, with its quiet zone, in as
/// many rows as the terminal has.
package struct PassPanel: Screen {
  package let context = Context.help
  package let title = "QR pass"
  package let wantsAllRows = true
  private var booking: BookingView
  /// The pass, and for small terminals the code alone, which any desk takes as well.
  private var matrices: [QRMatrix] = []
  private var expires: Instant?

  /// The session where the booking does not bring its own.
  package init(_ booking: BookingView, in session: SessionView? = nil) {
    self.booking = booking
    self.booking.session = booking.session ?? session
  }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    let pass = try store.pass(booking.booking.id)
    if pass == nil { try store.wishPass(booking.booking.id) }
    expires = pass?.expires
    matrices = [pass?.text, booking.booking.code].compactMap { text in
      text.flatMap { try? QRMatrix($0, level: .low) }
    }
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .key, .command: [.close]
    default: []
    }
  }

  package func render(into canvas: inout Canvas, _ station: Station) {
    let code = (try? BookingCode(text: booking.booking.code))?.text ?? booking.booking.code
    var width = 0
    for matrix in matrices where width == 0 {
      let picture = QRPicture(size: matrix.size) { matrix[$0, $1] }
      let columns = picture.extent(canvas.glyphs).columns
      if picture.draw(on: &canvas, in: Rect(0, 0, columns, canvas.height)) { width = columns }
    }
    words(width, code, &canvas, station)
  }

  /// What does as well where the window is too small for a picture, which is never drawn in part.
  private func instead(_ glyphs: Glyphs, _ code: String) -> [(String, Style)] {
    guard let least = matrices.last else { return [("no pass for this booking", .warn)] }
    let (columns, rows) = QRPicture(size: least.size) { least[$0, $1] }.extent(glyphs)
    return [
      ("", .text),
      ("The QR code needs a window of \(columns) x \(rows + 1).", .warn),
      ("The code above does as well: at the desk and the kiosk it is typed.", .text),
      ("In a shell, `desk qr \(code)` prints the QR code.", .text),
      ("", .text),
    ]
  }

  private func words(
    _ width: Int, _ code: String, _ canvas: inout Canvas, _ station: Station
  ) {
    canvas.inside(Rect(width + 2, 0, canvas.width - width - 2, canvas.height)) { canvas in
      var y = min(2, canvas.height / 4)
      var lines: [(String, Style)] = [(booking.member.name, .heading), (code, .title)]
      if let session = booking.session {
        lines.insert((Wording.session(session, station), .text), at: 1)
      }
      if let expires {
        lines.append(
          ("valid until \(Wording.time(expires, in: station.zone, station))", .dim))
      }
      if width == 0 { lines += instead(canvas.glyphs, code) }
      lines.append(("any key goes back", .dim))
      for (line, style) in lines { y = canvas.paragraph(y, line, style) }
    }
  }
}
