import Domain
import Glibc
import QRCode
import Sync

/// A booking's pass as a picture of half blocks, for a phone's camera or a printer.
enum Pass {
  static func draw(_ desk: Desk) throws -> Answer {
    guard !desk.arguments.has("png") else {
      throw UsageError("desk qr --png comes with a later version of this program")
    }
    let booking = try desk.booking(desk.arguments.operand(0))
    let session = try desk.session(of: booking)
    try desk.demandSight(of: session.session)
    let pass = try desk.store.pass(booking.booking.id)
    let payload = pass?.text ?? booking.code
    let matrix = try QRMatrix(payload, level: pass == nil ? .medium : .low)
    return Answer(
      ["payload": .text(payload), "expires": JSON(pass?.expires, in: session.zone)],
      picture(matrix, inColour: isatty(STDOUT_FILENO) == 1) + "\n" + booking.code)
  }

  /// Black on white said outright on a terminal, whatever its theme; as ink on paper elsewhere.
  private static func picture(_ matrix: QRMatrix, inColour: Bool) -> String {
    let quiet = 4
    let edge = -quiet..<matrix.size + quiet
    return stride(from: edge.lowerBound, to: edge.upperBound, by: 2).map { y in
      let line = edge.map { x in block(matrix[x, y], matrix[x, y + 1]) }.joined()
      return inColour ? "\u{1B}[38;5;16;48;5;231m\(line)\u{1B}[0m" : line
    }.joined(separator: "\n")
  }

  private static func block(_ upper: Bool, _ lower: Bool) -> String {
    switch (upper, lower) {
    case (true, true): "█"
    case (true, false): "▀"
    case (false, true): "▄"
    case (false, false): " "
    }
  }
}
