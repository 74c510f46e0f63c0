import Central
import Crypto
import Domain
import Support
import Testing
import Wire

/// Names for kiosks, which nobody reads who shows neither pass nor code.
extension DeviceBody {
  private func names(
    of bookings: [ID<Booking>], for player: Player<Store>
  ) throws -> [LockedName] {
    var request = player.request()
    request.want.names = bookings
    let answer = try player.exchange(request)
    #expect(answer.names.isEmpty, "nothing is locked where others wait for a decision")
    return try answer.lockingNames().names
  }

  private func signature(
    of booking: ID<Booking>, _ desk: Player<Store>
  ) throws -> [UInt8] {
    var request = desk.request()
    request.want.passes = [booking]
    let text = try desk.exchange(request).passes.first?.text
    return try QRPass.Sealed(text: try #require(text)).signature
  }

  func kiosksGetLockedNames() throws {
    let town = try Town(try make())
    let work = try TownWork(town)
    let desk = work.desk
    func booking(at place: Int = 0, named first: String, _ last: String) throws -> ID<Booking> {
      let session: ID<Session> = try desk.make(
        ScheduleSession(
          service: work.service, location: work.places[place], start: town.now + 3_600))
      let member = try work.member()
      var details = MemberDetails()
      (details.firstName, details.lastName) = (first, last)
      try desk.send(EditMember(member: member, details))
      return try desk.make(try work.book(session, member))
    }
    let thandi = try booking(named: "Thandi", "Mokoena")
    let naani = try booking(named: "ǃNani", "ǃXabagu")
    let nameless = try booking(named: "", "Lotus (Pty) Ltd")
    let elsewhere = try booking(at: 1, named: "Pieter", "Visagie")
    let kiosk = try town.enrol(.kiosk)
    let wanted = [thandi, naani, nameless, elsewhere, ID(Bits128(hi: 7, lo: 7))]
    let given = try names(of: wanted, for: kiosk)
    #expect(given.map(\.booking) == [thandi, naani])
    #expect(given.allSatisfy { $0.boxes.count == 2 * DoorBox.length })
    // A desk has them in its rows.
    #expect(try names(of: wanted, for: desk).isEmpty)

    func opened(_ name: LockedName, _ key: [UInt8]) -> String? {
      DoorBox.open(name.boxes, key: key).flatMap { Greeting(packed: $0) }?.short
    }
    func key(_ booking: ID<Booking>, days: Int = 0) throws -> [UInt8] {
      let row = try #require(try town.row(booking, .booking(booking)))
      let zone = try town.facts.zone(of: work.places[0])
      let day = zone.day(of: town.now + 3_600).adding(days: days)
      return try DoorBox.key(code: row.code, place: LockedName.place(work.places[0], day))
    }
    #expect(opened(given[0], try key(thandi)) == "Thandi M.")
    #expect(opened(given[1], try key(naani)) == "ǃNani ǃX.")
    #expect(opened(given[0], try key(naani)) == nil)
    #expect(opened(given[0], try key(thandi, days: 1)) == nil)

    // A pass is the same whenever it is issued, so what was locked before opens with it.
    let first = try signature(of: thandi, desk)
    #expect(opened(given[0], try DoorBox.key(signature: first)) == "Thandi M.")
    town.now = town.now + 600
    #expect(try signature(of: thandi, desk) == first)
    // Those of both keys are taken, and greeted.
    _ = try town.authority.rotatePassKey(keepingOldUntil: town.now + 86_400, at: town.now)
    try desk.pull()
    let second = try signature(of: thandi, desk)
    let both = try names(of: [thandi], for: kiosk)
    #expect(second != first && both.first?.boxes.count == 3 * DoorBox.length)
    for signature in [first, second] {
      #expect(opened(both[0], try DoorBox.key(signature: signature)) == "Thandi M.")
    }

    // Whoever is in is expected no more.
    town.now = town.now + 2_400
    try desk.send(CheckIn(booking: thandi))
    #expect(try names(of: [thandi, naani], for: kiosk).map(\.booking) == [naani])
  }
}
