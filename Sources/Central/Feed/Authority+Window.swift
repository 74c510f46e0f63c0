import Domain

/// Which sessions travel (SYNC.md, "Scope is data").
extension Authority {
  /// Days that an ended row and an eviction are told of.
  private static var tombstones: Int { 60 }

  /// True where rows may have ended of which the device will not be told any more: it begins from 0.
  func isForgotten(_ contact: Contact, at now: Instant) -> Bool {
    now - contact.at >= Self.tombstones * 86_400
  }

  /// Moves the window of each location in which a new day has begun; returns how many moved.
  ///
  /// A location has one since its first device was let in: the desk beside its authority has all
  /// sessions.
  func moveWindows(at now: Instant) throws -> Int {
    let facts = try store.studio(knowing: nil)
    var count = 0
    for place in facts.all(Location.self) {
      let day = facts.zone(of: place.id).day(of: now)
      guard let known = try store.note(Self.window(place.id)), known != day.note else { continue }
      try commit(at: now) {
        _ = try act(MoveWindow(location: place.id, day: day), at: now, always: true)
        let sequence = try store.sequence()
        try setWindow(of: place.id, to: day, facts, at: sequence)
        try sweep(on: day, at: sequence)
      }
      count += 1
    }
    return count
  }

  /// The first window of a location. Nobody has passed over its sessions yet: they come with their own
  /// sequences, and not all at once.
  func openWindow(of place: ID<Location>, at now: Instant) throws {
    guard try store.note(Self.window(place)) == nil else { return }
    let facts = try store.studio(knowing: nil)
    try setWindow(of: place, to: facts.zone(of: place).day(of: now), facts, at: 0)
  }

  private static func window(_ place: ID<Location>) -> String { "window \(place.text)" }

  private func setWindow(
    of place: ID<Location>, to day: Day, _ facts: Facts, at sequence: Int64
  ) throws {
    for role in DeviceRole.allCases {
      try store.moveWindow(
        SessionWindow(role, on: day, in: facts.zone(of: place)), of: place, role, at: sequence)
    }
    try store.setNote(Self.window(place), day.note)
  }

  /// Where the feed stood on each day is kept as long as an ended row is.
  private func sweep(on day: Day, at sequence: Int64) throws {
    func name(_ day: Day) -> String { "day \(day.text)" }
    if try store.note(name(day)) == nil {
      try store.setNote(name(day), Bits128(hi: 0, lo: UInt64(sequence)).bytes)
    }
    let old = name(day.adding(days: -Self.tombstones))
    guard let bytes = try store.note(old), let then = Bits128(bytes: bytes) else { return }
    try store.sweep(to: Int64(then.lo))
    try store.setNote(old, nil)
  }
}

extension Day {
  fileprivate var note: [UInt8] { Array(text.utf8) }
}
