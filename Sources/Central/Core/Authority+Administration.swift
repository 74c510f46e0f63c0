import Crypto
package import Domain
package import Wire

extension Authority {
  /// What somebody does at the service's own machine, as the system; returns what it was about. Throws
  /// the `Refusal`.
  @discardableResult
  package func administer(_ intent: any Intent, at now: Instant) throws -> Bits128? {
    try commit(at: now) { try act(intent, at: now) }?.subject
  }

  private static var broughtAtOnce: Int { 200 }

  /// Takes the operations of a file that somebody brings to the service's own machine, in their order.
  /// Says of each that can be read what became of it.
  package func bring(
    _ operations: [StoredOperation], at now: Instant
  ) throws -> [TakenStray] {
    var taken: [TakenStray] = []
    for start in stride(from: 0, to: operations.count, by: Self.broughtAtOnce) {
      let end = min(operations.count, start + Self.broughtAtOnce)
      // Whoever brings a file speaks for no device.
      var request = ExchangeRequest(
        device: .none, epoch: Epoch(0), previous: Chain.start, cursor: 0, acknowledged: 0)
      request.strays = Array(operations[start..<end])
      let delivery = Delivery(request, isCarried: true)
      taken += try commit(at: now) {
        try store.expect(Expected([delivery]))
        var intake = Intake(head: .start)
        for stray in delivery.strays {
          try take(stray: stray, by: request, &intake, at: now)
        }
        return intake.strays
      }
    }
    return taken
  }
}
