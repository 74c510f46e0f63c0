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
  private var text = ""
  private var expires: Instant?

  /// The session where the booking does not bring its own.
  package init(_ booking: BookingView, in session: SessionView? = nil) {
    self.booking = booking
    self.booking.session = booking.session ?? session
  }

  /// A booking without a pass shows its code.
  package mutating func load(from store: DeskStore, _ station: Station) throws {
    let pass = try store.pass(booking.booking.id)
    text = pass?.text ?? booking.booking.code
    expires = pass?.expires
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    if case .key = event { [.close] } else { [] }
  }

  package func render(into canvas: inout Canvas, _ station: Station) {
    let code = (try? BookingCode(text: booking.booking.code))?.text ?? booking.booking.code
    guard let matrix = try? QRMatrix(text, level: .low) else {
      return words(Rect(0, 0, canvas.width, canvas.height), code, &canvas, station)
    }
    let picture = QRPicture(size: matrix.size) { matrix[$0, $1] }
    let columns = picture.extent(canvas.glyphs).columns
    let drawn = picture.draw(on: &canvas, in: Rect(0, 0, columns, canvas.height))
    let width = drawn ? columns : 0
    words(
      Rect(width + 2, 0, canvas.width - width - 2, canvas.height), code, &canvas, station)
  }

  private func words(
    _ area: Rect, _ code: String, _ canvas: inout Canvas, _ station: Station
  ) {
    canvas.inside(area) { canvas in
      var y = min(2, canvas.height / 4)
      var lines: [(String, Style)] = [(booking.member.name, .heading), (code, .title)]
      if let session = booking.session {
        lines.insert((Wording.session(session, station), .text), at: 1)
      }
      if let expires {
        lines.append(
          ("valid until \(Wording.time(expires, in: station.zone, station))", .dim))
      }
      lines.append(("any key goes back", .dim))
      for (line, style) in lines {
        canvas.put(0, y, columns: canvas.width, line, style)
        y += 1
      }
    }
  }
}
