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
