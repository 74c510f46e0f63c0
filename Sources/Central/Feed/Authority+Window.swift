import Domain

/// Which sessions travel (SYNC.md, "Scope is data").
extension Authority {
  /// Days that an ended row and an eviction are told of.
  private static var tombstones: Int { 60 }

  /// Moves the window of each location in which a new day has begun; returns how many moved.
  func moveWindows(at now: Instant) throws -> Int {
    let facts = try store.studio(knowing: nil)
    // The desk beside its authority has all sessions.
    guard facts.all(Device.self).contains(where: { $0.id != trusted && !$0.revoked }) else {
      return 0
    }
    let places = facts.all(Location.self)
    var count = 0
    for place in places {
      let zone = facts.zone(of: place.id)
      let day = zone.day(of: now)
      let note = "window \(place.id.text)"
      guard try store.note(note) != Array(day.text.utf8) else { continue }
      try commit(at: now) {
        _ = try act(MoveWindow(location: place.id, day: day), at: now, always: true)
        let sequence = try store.sequence()
        for role in DeviceRole.allCases {
          try store.moveWindow(
            SessionWindow(role, on: day, in: zone), of: place.id, role, at: sequence)
        }
        try store.setNote(note, Array(day.text.utf8))
        if place == places.first { try sweep(on: day, at: sequence) }
      }
      count += 1
    }
    return count
  }

  /// Where the feed stood on each day is kept as long as an ended row is.
  private func sweep(on day: Day, at sequence: Int64) throws {
    func name(_ day: Day) -> String { "day \(day.text)" }
    try store.setNote(name(day), Bits128(hi: 0, lo: UInt64(sequence)).bytes)
    let old = name(day.adding(days: -Self.tombstones))
    guard let bytes = try store.note(old), let then = Bits128(bytes: bytes) else { return }
    try store.sweep(to: Int64(then.lo))
    try store.setNote(old, nil)
  }
}
