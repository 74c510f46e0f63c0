import Crypto
import Domain
import Wire

/// Passes for desks that cannot sign them: they verify with the public key alone.
extension Authority {
  /// One answer for each booking that was asked for; nothing for a kiosk, which shows no passes.
  func issuePasses(for request: ExchangeRequest, at now: Instant) throws -> [IssuedPass] {
    let wanted = request.want.passes
    guard !wanted.isEmpty else { return [] }
    var facts = try store.studio(knowing: nil)
    guard let device = facts[request.device], !device.revoked, device.role == .desk else {
      return []
    }
    try store.answer(wanted.map { .booking($0) }, into: &facts)
    try store.answer(facts.all(Booking.self).map { .member($0.member) }, into: &facts)
    let keys = try passKeys(among: facts)
    return wanted.map { id in
      guard let booking = facts[id], let session = facts[booking.session],
        session.location == device.location,
        // One that outlives the session, so that the pass does.
        let key = keys.first(where: { $0.row.validTo.map { $0 >= session.end } ?? true }),
        let pass = QRPass(
          of: booking, in: session, memberNumber: facts[booking.member]?.number ?? "",
          key: key.row.number, at: now)
      else { return IssuedPass(booking: id, text: nil) }
      return IssuedPass(booking: id, text: pass.text(signature: key.secret.sign(pass.body)))
    }
  }

  /// Those whose secret is here, the newest first.
  func passKeys(among facts: Facts) throws -> [(row: PassKey, secret: SigningKey)] {
    let own = try keys()
    return try facts.all(PassKey.self).sorted { $0.number > $1.number }.compactMap { row in
      let secrets = [foundingPassKey, try own.passes(row.number)]
      let secret = secrets.compactMap { $0 }.first { $0.publicKey == row.publicKey.bytes }
      return secret.map { (row, $0) }
    }
  }
}
