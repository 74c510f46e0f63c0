import Domain
import Support
import Wire

/// What desks took from their grants by what they sent: each place is given out once.
struct Drawn {
  private var places: [ID<Allotment>: Int] = [:]
  private var allotments: [ID<Operation>: ID<Allotment>] = [:]
  /// A manager has said that nobody waits for them.
  private var released: Set<ID<Allotment>> = []
  /// Since they were last looked at.
  private var fresh: Set<ID<Allotment>> = []

  /// Each operation that was decided once; `rows` are those before it.
  mutating func take(_ intent: any Intent, of id: ID<Operation>, isApplied: Bool, rows: World) {
    if let release = intent as? ReleasePlaces, isApplied {
      for row in rows.all(Allotment.self)
      where row.session == release.session && row.device == release.target
        && release.allotments?.contains(row.id) ?? true
      {
        released.insert(row.id)
      }
    }
    guard let draw = (intent as? any TakesPlaces)?.draw else { return }
    allotments[id] = draw.allotment
    places[draw.allotment, default: 0] += draw.places
    fresh.insert(draw.allotment)
  }

  func isReleased(for id: ID<Operation>) -> Bool {
    allotments[id].map(released.contains) ?? false
  }

  /// All that was drawn was there to be drawn.
  mutating func look(in rows: World) throws {
    for id in fresh.sorted() where !released.contains(id) {
      let used = rows[id]?.used ?? 0
      try promise(
        "P10", used == places[id],
        "\(places[id] ?? 0) were drawn from \(id.text), which had \(used)")
    }
    fresh = []
  }
}

extension AuthorityOracle.Stored {
  /// What was confirmed is refused for what a person did alone: to the session, or to the booking that
  /// was there before.
  var endings: Set<RefusalCode> {
    header.kind == OperationKind.book.rawValue
      ? [.sessionCancelled] : [.sessionCancelled, .bookingCancelled, .alreadyBooked]
  }
}
