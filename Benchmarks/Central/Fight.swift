import Central
import Domain
import Glibc

/// All devices at once want the last places of ten sessions, and give up some that they got, so that
/// the fight does not end.
enum Fight {
  /// Prints `ANSWERED CONFIRMED GIVEN-UP FULL OVERBOOKED`; a session is overbooked where more places
  /// are taken than it has.
  static func run(
    _ authority: Authority<some AuthorityStore>, port: UInt16, seconds: Double
  ) throws {
    let desks = try (0..<Crowd.desks).map {
      try Desk($0, authority, host: "127.0.0.1", at: machineNow)
    }
    var clients = try Clients(desks.count, port: port)
    var sent: [(prepared: Desk.Prepared, isBooking: Bool)?] = Array(
      repeating: nil, count: desks.count)
    // Confirmed or waiting.
    var held: [[ID<Booking>]] = Array(repeating: [], count: desks.count)
    var (answered, confirmed, given) = (0, 0, 0)
    let begun = Clients.now
    var turn = 0
    _ = try clients.run(
      warmUp: 0, seconds: seconds,
      next: { client in
        let desk = desks[client]
        let next: Desk.Prepared
        let now = machineNow
        let passed = (Clients.now - begun) / seconds
        let present = min(Crowd.hotTurns - 1, Int(passed * Double(Crowd.hotTurns)))
        if present != turn {
          turn = present
          for client in held.indices { held[client] = [] }
        }
        if !held[client].isEmpty, held[client].count > 1 || Bool.random() {
          let place = Int.random(in: held[client].indices)
          next = try desk.prepare(Cancel(booking: held[client].remove(at: place)), at: now)
          sent[client] = (next, false)
        } else {
          next = try desk.book(
            Crowd.hotSession(turn * Crowd.hot + .random(in: 0..<Crowd.hot)),
            Crowd.member(.random(in: 0..<Crowd.members)), at: now)
          sent[client] = (next, true)
        }
        return desk.request(next)
      },
      taken: { client, status, body in
        guard status == 200, let (prepared, isBooking) = sent[client] else { throw Crowd.Unfit() }
        let told = try desks[client].take(body, of: prepared)
        answered += 1
        if isBooking, told.state != .rejected { held[client].append(ID(prepared.id.raw)) }
        guard told.state == .applied else { return }
        if isBooking { confirmed += 1 } else { given += 1 }
      })
    let rooms = try (0..<Crowd.hot * Crowd.hotTurns).map { number in
      let id = Crowd.hotSession(number)
      var facts = try authority.store.studio(knowing: nil)
      try authority.store.answer([.session(id), .roster(id)], into: &facts)
      let taken = facts.all(Booking.self).filter { $0.session == id && $0.state.takesPlace }
        .reduce(0) { $0 + $1.spots }
      return (taken: taken, capacity: facts[id]?.capacity ?? 0)
    }
    print(
      answered, confirmed, given, rooms.count { $0.taken == $0.capacity },
      rooms.count { $0.taken > $0.capacity })
  }
}
