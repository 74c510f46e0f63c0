package import Domain

extension Authority {
  /// What somebody does at the service's own machine, as the system; returns what it was about. Throws
  /// the `Refusal`.
  @discardableResult
  package func administer(_ intent: any Intent, at now: Instant) throws -> Bits128? {
    try commit(at: now) { try act(intent, at: now) }?.subject
  }
}
