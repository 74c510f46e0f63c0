import Crypto
import Domain
import Rows
import SQLite
import Synchronization
import Wire

/// Bookings of which somebody wants the pass at once, however far ahead the session is.
final class PassWishes: Sendable {
  private let bookings = Mutex<Set<ID<Booking>>>([])

  func add(_ booking: ID<Booking>) { bookings.withLock { _ = $0.insert(booking) } }
  func remove(_ booking: ID<Booking>) { bookings.withLock { _ = $0.remove(booking) } }
  var all: [ID<Booking>] { bookings.withLock { $0.sorted { $0.raw < $1.raw } } }
}

/// Passes that the authority has signed: fetched two days ahead, so that they can be shown in the dark.
extension DeskWriter {
  /// Seconds.
  private static let ahead = 48 * 3_600
  private static let betweenTries = 15 * 60

  /// Bookings whose pass is not here yet; none where passes are signed here.
  func wantedPasses() throws -> [ID<Booking>] {
    guard let device = replica.studio.facts[log.identity.device], device.role == .desk,
      secrets.passes == nil
    else { return [] }
    let now = clock.now
    let coming = try replica.connection.all(
      """
      SELECT b.id FROM session s JOIN booking b ON b.session = s.id
      WHERE s.location = ? AND s."end" > ? AND s.start < ? AND s.status = 'scheduled'
        AND b.state = 'confirmed' AND NOT b.passRevoked
        AND NOT EXISTS (SELECT 1 FROM pass p WHERE p.booking = b.id AND (
          p.text IS NULL AND p.until > ?
          OR p.until >= s."end" AND EXISTS (SELECT 1 FROM passKey k
            WHERE k.number = p.key AND (k.validTo IS NULL OR k.validTo >= s."end"))))
      ORDER BY s.start, b.id LIMIT ?
      """, device.location, now, now + Self.ahead, now, ExchangeRequest.Want.mostPasses
    ) { $0.id(0, Booking.self) }
    return Array((wishes.all + coming).prefix(ExchangeRequest.Want.mostPasses))
  }

  /// Keeps what came of those that were asked for; what is no pass of this studio counts as none.
  func keep(_ passes: [IssuedPass], of wanted: [ID<Booking>]) throws {
    guard !wanted.isEmpty else { return }
    let now = clock.now
    let keys = replica.studio.facts.all(PassKey.self)
    let texts = Dictionary(
      passes.compactMap { pass in pass.text.map { (pass.booking, $0) } }, uniquingKeysWith: { $1 })
    try replica.atomically {
      let connection = replica.connection
      try connection.run("DELETE FROM pass WHERE until <= ?", now)
      for booking in wanted {
        let text = texts[booking]
        let pass = text.flatMap { Self.opened($0, keys) }.flatMap {
          $0.booking == booking.raw ? $0 : nil
        }
        try connection.run(
          "INSERT OR REPLACE INTO pass VALUES(?, ?, ?, ?)", booking,
          pass == nil ? nil : text, pass.map { Int($0.key) },
          pass?.validTo ?? now + Self.betweenTries)
      }
      try connection.run("UPDATE state SET changed = changed + 1")
    }
    for booking in wanted { wishes.remove(booking) }
  }

  private static func opened(_ text: String, _ keys: [PassKey]) -> QRPass? {
    guard let sealed = try? QRPass.Sealed(text: text) else { return nil }
    return try? sealed.opened { message, signature, number in
      keys.contains {
        $0.number == Int(number)
          && SigningKey.verify(signature, of: message, by: $0.publicKey.bytes)
      }
    }
  }
}
