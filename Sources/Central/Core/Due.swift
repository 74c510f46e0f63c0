package import Domain

/// What the clock makes due, as a store finds it: all that must be done, and perhaps more.
package struct Due: Sendable {
  /// Sessions with holds or offers past their time, or with places for those who wait.
  package var tend: [ID<Session>]
  /// Sessions in which somebody is still only confirmed, some time after their end.
  package var judge: [ID<Session>]
  /// Lots past their last day with credits left.
  package var lots: [ID<CreditLot>]

  package init(tend: [ID<Session>], judge: [ID<Session>], lots: [ID<CreditLot>]) {
    self.tend = tend
    self.judge = judge
    self.lots = lots
  }
}

/// Up to when nothing can come any more of what was done at a location.
struct Settled {
  private let places: [ID<Location>: Instant]
  private let now: Instant

  /// A device that counts has nothing unsent from before its watermark; see `Watermarks`.
  init(_ places: [ID<Location>: Instant], now: Instant) {
    self.places = places
    self.now = now
  }

  subscript(place: ID<Location>) -> Instant { min(now, places[place] ?? now) }

  var everywhere: Instant { places.values.reduce(now, min) }
}
