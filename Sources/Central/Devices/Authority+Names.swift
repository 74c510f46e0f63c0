import Crypto
import Domain
package import Wire

/// Names for kiosks, which greet by them and can read none that nobody shows the pass or the code of.
extension Authority {
  /// One for each booking that was asked for and whose member is expected; nothing for a desk, which
  /// has the names in its rows.
  func openNames(for request: ExchangeRequest, at now: Instant) throws -> [OpenName] {
    let wanted = request.want.names
    guard !wanted.isEmpty else { return [] }
    var facts = try store.studio(knowing: nil)
    guard let device = facts[request.device], !device.revoked, device.role == .kiosk else {
      return []
    }
    try store.answer(wanted.map { .booking($0) }, into: &facts)
    try store.answer(facts.all(Booking.self).map { .member($0.member) }, into: &facts)
    let keys = try passKeys(among: facts).filter { key in key.row.validTo.map { $0 > now } ?? true }
    return wanted.compactMap { id in
      guard let booking = facts[id], let session = facts[booking.session],
        session.location == device.location, booking.state == .confirmed,
        session.status == .scheduled, let member = facts[booking.member],
        let greeting = Greeting(member)
      else { return nil }
      let day = facts.zone(of: session.location).day(of: session.start)
      return OpenName(
        booking: id, greeting: greeting, code: booking.code,
        place: LockedName.place(session.location, day),
        signatures: keys.compactMap { key in
          QRPass(
            of: booking, in: session, memberNumber: member.number, key: key.row.number, at: now
          ).map { key.secret.sign($0.body) }
        })
    }
  }
}

extension ExchangeAnswer {
  /// With its names locked: some 30 ms for each, so not where anybody waits for a decision.
  package consuming func lockingNames() throws -> ExchangeAnswer {
    var answer = self
    answer.names = try answer.openNames.map { name in
      let keys =
        try [DoorBox.key(code: name.code, place: name.place)]
        + name.signatures.map { try DoorBox.key(signature: $0) }
      return LockedName(
        booking: name.booking,
        boxes: try keys.flatMap { try DoorBox.seal(name.greeting.packed, key: $0) })
    }
    answer.openNames = []
    return answer
  }
}
