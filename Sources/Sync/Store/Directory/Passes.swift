import Crypto
package import Domain
import Rows
import SQLite

extension DeskStore {
  /// The signed pass of a booking as QR text, with the moment it ends; nil where there is none to
  /// give: nobody is expected, the session is over or cancelled, or the authority that signs is
  /// elsewhere and has not sent it.
  package func pass(_ booking: ID<Booking>) throws -> (text: String, expires: Instant)? {
    let now = clock.now
    return try read { connection in
      guard let row = try connection.record(booking),
        let session = try connection.record(row.session),
        QRPass.isGiven(of: row, in: session, at: now)
      else { return nil }
      guard let key = secrets.passes else {
        return try connection.first(
          "SELECT text, until FROM pass WHERE booking = ? AND text IS NOT NULL AND until >= ?",
          booking, session.end
        ) { ($0.text(0), Instant($0.int(1))) }
      }
      guard let member = try connection.record(row.member),
        let published = try connection.records(PassKey.self, "").first(where: {
          $0.publicKey.bytes == key.publicKey
        }),
        let pass = QRPass(
          of: row, in: session, memberNumber: member.number, key: published.number, at: now)
      else { return nil }
      return pass.text(signature: key.sign(pass.body)).map { ($0, pass.validTo) }
    }
  }

  /// Lets the line ask for a pass that is not here; it comes as a change of the rows. Not again where
  /// the authority had none a moment ago.
  package func wishPass(_ booking: ID<Booking>) throws {
    guard let engine else { return }
    let now = clock.now
    let isRefused = try read { connection in
      try connection.first(
        "SELECT 1 FROM pass WHERE booking = ? AND text IS NULL AND until > ?", booking, now
      ) { _ in true } ?? false
    }
    guard !isRefused else { return }
    wishes.add(booking)
    engine.stir()
  }

  /// As `pass`, waiting up to so many milliseconds for the authority.
  package func pass(
    _ booking: ID<Booking>, askingFor milliseconds: Int64
  ) throws -> (text: String, expires: Instant)? {
    if let pass = try pass(booking) { return pass }
    guard engine != nil, milliseconds > 0 else { return nil }
    wishes.add(booking)
    _ = try lineStatus(askingFor: milliseconds)
    return try pass(booking)
  }
}
