import Crypto
package import Domain
import Rows
import SQLite

extension DeskStore {
  /// The signed pass of a booking as QR text, with the moment it ends; nil where there is none to
  /// give: nobody is expected, the session is over or cancelled, or the key is elsewhere.
  package func pass(_ booking: ID<Booking>) throws -> (text: String, expires: Instant)? {
    guard let key = secrets.passes else { return nil }
    let now = clock.now
    return try read { connection in
      guard let row = try connection.record(booking), !row.passRevoked,
        row.state == .confirmed || row.state == .checkedIn,
        let session = try connection.record(row.session), session.status == .scheduled,
        session.end > now,
        let member = try connection.record(row.member),
        let published = try connection.records(PassKey.self, "").first(where: {
          $0.publicKey.bytes == key.publicKey
        })
      else { return nil }
      let pass = QRPass(
        key: UInt16(clamping: published.number), booking: row.id.raw,
        member: (try? MemberNumber(text: member.number).sequence) ?? 0,
        session: UInt32(truncatingIfNeeded: session.id.raw.lo), validFrom: now,
        validTo: session.end)
      return pass.text(signature: key.sign(pass.body)).map { ($0, pass.validTo) }
    }
  }
}
