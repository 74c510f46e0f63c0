import Central
import Crypto
import Domain
import Rows
import SQLite
import Testing
import Wire

/// Passes for desks that cannot sign them.
extension DeviceBody {
  private func opened(_ text: String?, by player: Player<Store>) throws -> QRPass {
    let keys = try player.copy.records(PassKey.self, "")
    return try QRPass.Sealed(text: try #require(text)).opened { message, signature, number in
      keys.contains {
        $0.number == Int(number)
          && SigningKey.verify(signature, of: message, by: $0.publicKey.bytes)
      }
    }
  }

  private func booking(
    in work: TownWork<Store>, at place: ID<Location>, after seconds: Int
  ) throws -> (booking: ID<Booking>, end: Instant) {
    let start = work.town.now + seconds
    let session: ID<Session> = try work.desk.make(
      ScheduleSession(service: work.service, location: place, start: start))
    let member = try work.member()
    let booking: ID<Booking> = try work.desk.make(try work.book(session, member))
    return (booking, try #require(try work.town.row(session, .session(session))).end)
  }

  private func passes(
    of bookings: [ID<Booking>], for player: Player<Store>
  ) throws -> [IssuedPass] {
    var request = player.request()
    request.want.passes = bookings
    return try player.exchange(request).passes
  }

  func desksGetSignedPasses() throws {
    let town = try Town(try make())
    let work = try TownWork(town)
    let own = try booking(in: work, at: work.places[0], after: 3_600)
    let elsewhere = try booking(in: work, at: work.places[1], after: 3_600)
    let gone = try booking(in: work, at: work.places[0], after: 7_200)
    try work.desk.send(Cancel(booking: gone.booking))
    let wanted = [own, elsewhere, gone].map(\.booking) + [ID(Bits128(hi: 7, lo: 7))]
    let given = try passes(of: wanted, for: work.desk)
    #expect(given.map(\.booking) == wanted)
    #expect(given.map { $0.text != nil } == [true, false, false, false])
    let pass = try opened(given[0].text, by: work.desk)
    #expect(pass.booking == own.booking.raw && pass.validTo >= own.end)
    #expect(!pass.claim.isExpired(at: own.end) && pass.claim.isExpired(at: own.end + 60))
    // A kiosk shows none.
    #expect(try passes(of: [own.booking], for: try town.enrol(.kiosk)).isEmpty)
    // It is what any device of the studio takes.
    town.now = town.now + 3_600
    let verdict = try work.desk.send(CheckIn(presented: try #require(given[0].text))).first
    #expect(verdict?.outcome.state == .applied && verdict?.subject == own.booking.raw)
  }

  func aPassOutlivesTheKeyBefore() throws {
    let town = try Town(try make())
    let work = try TownWork(town)
    let own = try booking(in: work, at: work.places[0], after: 3_600)
    let before = try passes(of: [own.booking], for: work.desk)
    #expect(try opened(before.first?.text, by: work.desk).key == 1)
    _ = try town.authority.rotatePassKey(keepingOldUntil: own.end - 60, at: town.now)
    try work.desk.pull()
    let after = try passes(of: [own.booking], for: work.desk)
    #expect(try opened(after.first?.text, by: work.desk).key == 2)
  }
}
