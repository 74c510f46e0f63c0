import Crypto
import Domain
import Rows
import SQLite
import Wire

/// How a kiosk that joined comes by the names that it greets with, and how they go again.
extension DeskWriter {
  private static let ahead = 48 * 3_600
  private static let betweenTries = 15 * 60
  /// Seconds for which the name of somebody who is in stays: the screen that says so may just be
  /// asking for it.
  private static let afterwards = 60
  /// Milliseconds after which it is looked again though no row has changed: the two days move on.
  private static let betweenLooks: Int64 = 60_000

  private struct Expected {
    let mark: Int64
    /// Midnight after the session's day.
    let until: Instant
  }

  /// Bookings whose name is not here yet, or was locked for a pass or a day that has changed since;
  /// none at a desk. Where the rows are `whole`, all that the authority has said, the names of whoever
  /// is no longer expected go first.
  func wantedNames(whole: Bool = false) throws -> [ID<Booking>] {
    guard isNameless else { return [] }
    let changed = try replica.connection.first("SELECT changed FROM state") { $0.int(0) } ?? 0
    let now = MachineClock.sinceBoot
    guard now >= names.pausedUntil else { return [] }
    if let settled = names.settled, settled.changed == changed,
      now - settled.at < Self.betweenLooks
    {
      return []
    }
    return tending {
      if whole { try forgetUnexpected() }
      let marks = try names.marks()
      let shown = try log.usedPasses()
      let wanted = try expected().filter { booking, expected in
        marks[booking] != expected.mark && !shown.contains(booking)
      }.map(\.booking)
      if whole, wanted.isEmpty { names.settled = (changed, now) }
      return Array(wanted.prefix(ExchangeRequest.Want.mostNames))
    } ?? []
  }

  /// Keeps what came of those that were asked for.
  func keep(_ locked: [LockedName], of wanted: [ID<Booking>]) throws {
    guard !wanted.isEmpty else { return }
    let boxes = Dictionary(
      locked.map { ($0.booking, $0.boxes) }, uniquingKeysWith: { $1 })
    let expected = Dictionary(try expected(), uniquingKeysWith: { $1 })
    tending {
      try names.keep(
        wanted.compactMap { booking in
          guard let expected = expected[booking] else { return nil }
          let found = boxes[booking] ?? []
          return NameFile.Entry(
            booking: booking, mark: expected.mark,
            until: found.isEmpty ? clock.now + Self.betweenTries : expected.until, boxes: found)
        })
    }
  }

  /// What is kept of whoever is in, or of a day that is over, goes, whether or not there is a line.
  func forgetOldNames() { tending { try forgetUnexpected() } }

  private func forgetUnexpected() throws {
    try names.forget(at: clock.now)
    let still = try replica.connection.all(
      "SELECT id FROM booking WHERE state = 'confirmed' OR checkedInAt > ?",
      clock.now - Self.afterwards
    ) { $0.id(0, Booking.self) }
    let expected = Set(still)
    try names.forget(
      names.marks().keys.filter { !expected.contains($0) }.sorted { $0.raw < $1.raw })
  }

  /// True for a kiosk whose rows hold no names.
  private var isNameless: Bool {
    beside == nil && replica.studio.facts[log.identity.device]?.role == .kiosk
  }

  /// Who may come within two days, in the order in which they will; nobody to a session of yesterday
  /// that is still on, whose names are gone, nor by a booking that a kiosk made: its code stands in an
  /// operation there.
  private func expected() throws -> [(booking: ID<Booking>, expected: Expected)] {
    let facts = replica.studio.facts
    guard let device = facts[log.identity.device] else { return [] }
    let now = clock.now
    let zone = facts.zone(of: device.location)
    let keys = facts.all(PassKey.self).filter { key in key.validTo.map { $0 > now } ?? true }
      .map { String($0.number) }.joined(separator: " ")
    return try replica.connection.all(
      """
      SELECT b.id, s.start, s."end", b.bookedAt, b.code, m.number, b.passRevoked
      FROM session s JOIN booking b ON b.session = s.id JOIN member m ON m.id = b.member
      WHERE s.location = ? AND s."end" > ? AND s.start >= ? AND s.start < ?
        AND s.status = 'scheduled' AND b.state = 'confirmed' AND b.channel <> 'kiosk'
      ORDER BY s.start, b.id
      """, device.location, now, zone.start(of: zone.day(of: now)), now + Self.ahead
    ) { row in
      let start = Instant(row.int(1))
      let made = (1...3).map { String(row.int($0)) } + [row.text(4), row.text(5)]
      let mark = checksum(
        Array((made + [String(row.int(6)), keys]).joined(separator: "\n").utf8))
      return (
        row.id(0, Booking.self),
        Expected(
          mark: Int64(bitPattern: mark),
          until: zone.start(of: zone.day(of: start).adding(days: 1)))
      )
    }
  }

  /// A name is worth no failure of anything else: what is wrong with the file goes with it.
  @discardableResult
  private func tending<Result>(_ body: () throws -> Result) -> Result? {
    do {
      return try body()
    } catch {
      names.remove()
      names.pausedUntil = MachineClock.sinceBoot + Int64(Self.betweenTries) * 1_000
      return nil
    }
  }
}
