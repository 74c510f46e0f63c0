/// The one sum of a session's places (RULES.md, "Capacity and booking").
package struct Capacity: Equatable, Sendable {
  /// Places the session sells.
  package let capacity: Int
  /// Spots of all bookings that hold places.
  package let taken: Int
  /// Spots among them that an override put above the capacity, also where there is room for them by now.
  package let over: Int
  package let waitlisted: Int
  /// Places granted to devices and unused.
  package let granted: Int

  package init(_ session: Session, _ roster: [Booking], _ allotments: [Allotment] = []) {
    capacity = session.capacity
    taken = roster.reduce(0) { $0 + ($1.state.takesPlace ? $1.spots : 0) }
    over = roster.reduce(0) { $0 + ($1.state.takesPlace ? $1.overSpots : 0) }
    waitlisted = roster.reduce(0) { $0 + ($1.state == .waitlisted ? $1.spots : 0) }
    granted = allotments.reduce(0) { $0 + $1.places }
  }

  /// Places that are nobody's; below 0 where somebody stands above the capacity: who does has the next
  /// one that comes free, and it is not sold again.
  var left: Int { capacity - taken - granted }

  /// Places that may be given without an override; never below 0.
  package var free: Int { max(0, left) }

  /// Spots that stand above the capacity now; never more than `over`.
  package var above: Int { max(0, -left) }

  /// What the session cannot be made smaller than.
  var needed: Int { taken + granted - above }

  /// The invariant of every session, always.
  package var holds: Bool { holds(adding: 0, above: 0) }

  /// Whether it would hold with so many more spots, some of them above the capacity.
  func holds(adding spots: Int, above: Int) -> Bool {
    taken + granted + spots <= capacity + over + above
  }
}

extension Session {
  /// Nobody is thrown out: below what is taken the capacity becomes that, with a target.
  mutating func resize(to wished: Int, given sum: Capacity) {
    capacity = max(wished, sum.needed)
    target = wished < sum.needed ? wished : nil
  }
}

extension Situation {
  package func capacity(of session: Session) -> Capacity {
    Capacity(session, facts.roster(session.id), facts.allotments(of: session.id))
  }

  /// Throws CLASS_FULL unless the spots fit, or are let in over the capacity by an override.
  ///
  /// Draws what a device may draw for them. Returns how many stand above the capacity.
  mutating func takePlaces(
    _ spots: Int, in session: Session, _ gate: inout Gate
  ) throws(Refusal) -> Int {
    draw(spots, in: session)
    let sum = capacity(of: session)
    let over = spots - places(for: session, sum)
    isFirm = isDrawn(spots, in: session.id) && over <= 0
    guard over > 0 else { return 0 }
    var full = told(sum, session, spots)
    if !gate.overridden.isEmpty { full["beside"] = .count(gate.overridden.count) }
    try gate.refuse(.classFull, full, if: true, self, at: session.location)
    guard conceded.contains(.classFull) || over <= extraPlaces(in: session, sum) else {
      throw Refusal(.classFull, full)
    }
    return over
  }

  /// True where an operation that asks for so many spots would go above the capacity.
  func isFull(_ session: Session, for spots: Int) -> Bool {
    places(for: session, capacity(of: session)) < spots
  }

  /// What this operation may take: places that are nobody's, those it has drawn, and what else its
  /// device alone may ask for.
  private func places(for session: Session, _ sum: Capacity) -> Int {
    let drawn = spent(in: session.id)
    return max(0, sum.left - drawn) + drawn + own(in: session)
  }

  /// Throws CLASS_FULL unless the places that a booking had have been given to nobody since, those
  /// above the capacity by the room's limit.
  func checkPlaces(of booking: Booking, in session: Session) throws(Refusal) {
    let sum = capacity(of: session)
    let limit = session.room.flatMap { facts[$0]?.limit } ?? Int.max
    guard sum.holds(adding: booking.spots, above: booking.overSpots),
      booking.overSpots == 0 || sum.taken + sum.granted + booking.spots <= limit
    else { throw Refusal(.classFull, told(sum, session, booking.spots)) }
  }

  private func told(
    _ sum: Capacity, _ session: Session, _ spots: Int
  ) -> [String: Refusal.Argument] {
    var told: [String: Refusal.Argument] = [
      "taken": .count(sum.taken), "capacity": .count(session.capacity),
      "waiting": .count(sum.waitlisted), "spots": .count(spots),
    ]
    if sum.free > 0 { told["free"] = .count(sum.free) }
    let held = facts.allotments(of: session.id).filter { $0.places > 0 }
    if let first = held.first {
      told["held"] = .count(sum.granted)
      // Of several one name would say too little.
      let isOne = held.allSatisfy { $0.device == first.device }
      if isOne, let name = facts[first.device]?.name { told["holder"] = .word(name) }
    }
    return told
  }

  /// How many places above the capacity the actor may still add at the door. Those added before count,
  /// though somebody may have left since: whoever did can be brought back.
  private func extraPlaces(in session: Session, _ sum: Capacity) -> Int {
    let room = session.room.flatMap { facts[$0]?.limit }.map {
      max(0, $0 - sum.taken - sum.granted - sum.free)
    }
    if isManager(at: session.location) { return room ?? Int.max }
    let allowance = policy(for: session)[.overCapacityReceptionist] - sum.over
    return min(max(0, allowance), room ?? Int.max)
  }

  /// After places came free: a target pulls the capacity down with each, the waitlist is told.
  mutating func settle(_ id: ID<Session>) {
    guard var session = facts[id] else { return }
    if let target = session.target {
      let sum = capacity(of: session)
      let least = max(target, sum.needed)
      if least < session.capacity {
        session.capacity = least
        if least == target { session.target = nil }
        put(session)
      }
    }
    if !freed.contains(id) { freed.append(id) }
  }
}
