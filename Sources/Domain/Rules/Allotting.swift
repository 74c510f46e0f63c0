/// How many places a device is granted (RULES.md, "Capacity and booking").
package struct AllotmentSize: Sendable {
  private let perDesk: Int
  private let together: Int

  /// `wish` is what a device asks for before an announced outage: by the walk-ins of that slot.
  package init(capacity: Int, _ policy: Policy, wish: Int? = nil) {
    let usual = policy[.allotPerDesk]
    perDesk = max(usual, wish ?? 0)
    let share = capacity * policy[.allotPercent] / 100
    let most = policy.isOn(.allotLeastOne) ? max(1, share) : share
    // Half of a class stays with those who have a line.
    together = perDesk > usual ? max(most, capacity / 2) : most
  }

  /// How many more; the last place that is nobody's stays so, or it would be asked back at once.
  package func more(held: Int, granted: Int, free: Int) -> Int {
    max(0, min(perDesk - held, together - granted, free - 1))
  }
}

extension Situation {
  /// Takes what an operation drew when it was first decided from its allotment, whatever becomes of
  /// it: the device counts it as spent.
  mutating func spend(_ intent: any Intent) {
    guard let draw = (intent as? any TakesPlaces)?.draw else { return }
    spend(draw)
  }

  private mutating func spend(_ draw: Draw) {
    drawn = draw
    guard var row = facts[draw.allotment], row.device == device else { return }
    let places = min(draw.places, row.places)
    row.places -= places
    row.used += places
    spent = places
    put(row)
  }

  /// Draws what a booking needs that is being made here and now, as far as this device may.
  mutating func draw(_ spots: Int, in session: Session) {
    guard let drawing, drawn == nil, let own = allotment(of: session) else { return }
    let short = max(0, spots - capacity(of: session).free)
    // Where it does not make the answer sure, it is only for what is missing.
    let places = drawing == .sparingly || own.places < spots ? short : spots
    if places > 0, places <= own.places { spend(Draw(places, from: own)) }
  }

  /// True where the device did not have to ask for any of so many places of the session.
  func isDrawn(_ spots: Int, in session: ID<Session>) -> Bool {
    drawn.map { $0.places >= spots && facts[$0.allotment]?.session == session } ?? false
  }

  /// Places of the session that the operation took from an allotment: fewer than it drew where a manager
  /// has released them since.
  func spent(in session: ID<Session>) -> Int {
    drawn.map { facts[$0.allotment]?.session == session } ?? false ? spent : 0
  }

  /// Places that this device alone may ask for. Those of an earlier life of its file are nobody's to ask
  /// for: it may have given them out.
  func own(in session: Session) -> Int { allotment(of: session)?.places ?? 0 }

  /// What was granted to the present life of this device's file, and is unused; nil at the authority.
  private func allotment(of session: Session) -> Allotment? {
    facts.allotments(of: session.id).first {
      $0.device == device && $0.life == life && $0.places > 0
    }
  }

  /// What was drawn and not needed is nobody's now: the waiting are told.
  mutating func noteReturned() {
    guard let drawn, adjusted != nil || rejected != nil, let row = facts[drawn.allotment] else {
      return
    }
    settle(row.session)
  }

  /// Asks granted places back where no others are left, or where somebody waits: before anybody is
  /// told that the class is full.
  mutating func callBack() {
    for id in sessionsTouched where facts.has(.roster(id)) {
      guard let session = facts[id], session.status == .scheduled, at < session.end else {
        continue
      }
      let held = facts.allotments(of: id).filter { $0.places > 0 && !$0.recalled }
      guard !held.isEmpty,
        capacity(of: session).free == 0
          || facts.roster(id).contains(where: { $0.state == .waitlisted })
      else { continue }
      for var row in held {
        row.recalled = true
        put(row)
      }
    }
  }

  /// Gives those their place who lost it while it was granted to somebody who has returned it: nobody
  /// has to choose any more.
  mutating func seatReturned(_ session: Session) {
    guard session.status == .scheduled, at < session.start else { return }
    for var booking in waiting(for: session) {
      guard booking.lostPlace, booking.spots <= capacity(of: session).free,
        var lost = facts.all(Conflict.self).first(where: {
          $0.booking == booking.id && $0.status == .open && $0.awaitsReturn
        })
      else { return }
      seat(&booking, in: session)
      if lost.isUnpaid, let service = facts[session.service] {
        owe(for: &booking, adding: booking.spots, session, service)
      } else {
        collect(for: &booking, session)
      }
      put(booking)
      lost.status = .told
      put(lost)
      results.append(RowResult(.kept, key: booking.id.raw))
    }
  }
}
