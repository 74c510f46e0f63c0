package import Domain

/// One act of a made-up past, at the time at which it is said to have happened.
package struct Rehearsed: Sendable {
  package let intent: any Intent
  package let hand: DeskStore.Hand
  package let at: Instant
  package let operation: ID<Operation>

  package init(
    _ intent: any Intent, by hand: DeskStore.Hand, at: Instant, operation: ID<Operation>
  ) {
    self.intent = intent
    self.hand = hand
    self.at = at
    self.operation = operation
  }
}
