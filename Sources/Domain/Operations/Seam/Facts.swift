/// The rows that a decision may look at: a plain value, loaded before the rulebook is asked.
package struct Facts: Sendable {
  private var tables = ByTable<[Bits128: any Record]>([:])
  private var answered: Set<Read> = []
  private var operations: [ID<Operation>: Operation] = [:]
  /// Bookings by session, each in the order of the ids: an import asks for one roster after the other.
  private var rosters: [ID<Session>: [ID<Booking>]] = [:]
  package let zones: [String: Zone]
  /// Whether a signature over a message was made with this public key.
  package let verify: Verify
  /// What stands in these rows for a code, a number or a barcode: itself, or what a kiosk has of it.
  package let keyed: Keyed

  package typealias Verify =
    @Sendable (_ message: [UInt8], _ signature: [UInt8], _ publicKey: [UInt8]) -> Bool
  package typealias Keyed = @Sendable (String) -> String

  /// Without `verify` no pass holds.
  package init(
    zones: [String: Zone] = [:], verify: @escaping Verify = { _, _, _ in false },
    keyed: @escaping Keyed = { $0 }
  ) {
    self.zones = zones
    self.verify = verify
    self.keyed = keyed
  }

  package mutating func put(_ row: any Record) {
    let (table, key) = (type(of: row).table, row.key)
    guard table == .booking, let booking = row as? Booking else {
      tables[table][key] = row
      return
    }
    let old = tables[.booking].updateValue(row, forKey: key) as? Booking
    if old?.session == booking.session { return }
    if let old { leaveRoster(old) }
    let place = place(of: booking.id, in: booking.session)
    rosters[booking.session, default: []].insert(booking.id, at: place)
  }

  package mutating func remove(_ table: Table, _ key: Bits128) {
    let old = tables[table].removeValue(forKey: key)
    if let booking = old as? Booking { leaveRoster(booking) }
  }

  private mutating func leaveRoster(_ booking: Booking) {
    let place = place(of: booking.id, in: booking.session)
    rosters[booking.session]?.remove(at: place)
  }

  /// Where a booking stands in a roster, or would.
  private func place(of booking: ID<Booking>, in session: ID<Session>) -> Int {
    guard let roster = rosters[session] else { return 0 }
    var (low, high) = (0, roster.count)
    while low < high {
      let middle = (low + high) / 2
      if roster[middle] < booking { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Says that a read was answered, with rows or without.
  package mutating func answer(_ read: Read) { answered.insert(read) }

  package func has(_ read: Read) -> Bool { answered.contains(read) }

  package subscript<R: Record>(_ id: ID<R>) -> R? {
    tables[R.table][id.raw] as? R
  }

  package func row(_ table: Table, _ key: Bits128) -> (any Record)? { tables[table][key] }

  /// All loaded rows of a kind, by id: the same order wherever it is run.
  package func all<R: Record>(_ type: R.Type) -> [R] {
    tables[R.table].sorted { $0.key < $1.key }.compactMap { $0.value as? R }
  }

  package var organization: Organization? {
    tables[.organization].first?.value as? Organization
  }

  /// The member whom an id means since two were merged: its own where it is nobody's alias.
  package func standing(_ id: ID<Member>) -> ID<Member> {
    var id = id
    // Aliases of aliases end soon; a circle would be damage.
    for _ in 0..<8 {
      guard let next = self[id]?.mergedInto else { return id }
      id = next
    }
    return id
  }

  /// An operation that came before, as it was meant.
  package mutating func put(_ operation: Operation) { operations[operation.id] = operation }

  package subscript(_ id: ID<Operation>) -> Operation? { operations[id] }

  /// The bookings of a session; a rule that asks without having read them is a mistake here.
  package func roster(_ session: ID<Session>) -> [Booking] {
    precondition(has(.roster(session)), "a rule asked for a roster that it had not read")
    return (rosters[session] ?? []).compactMap { self[$0] }
  }

  package func lots(of member: ID<Member>) -> [CreditLot] {
    precondition(has(.lots(member)), "a rule asked for lots that it had not read")
    return all(CreditLot.self).filter { $0.member == member }
  }

  package func zone(of location: ID<Location>) -> Zone {
    guard let name = self[location]?.zone, let zone = zones[name] else { return .utc }
    return zone
  }
}
