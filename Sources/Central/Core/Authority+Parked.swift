package import Domain
import Wire

/// Operations that could not be decided when they came; each is tried again when it may be.
extension Authority {
  /// What waited for operations of this commit, and then what waited for those.
  func retryWaiting() throws {
    while !came.isEmpty {
      let waiting = try store.waiting(for: came)
      came = []
      for parked in waiting { try retry(parked) }
    }
  }

  /// Tries again what could not be read; with `died` also those of which the program died, after
  /// somebody has mended the rule. Returns how many were decided.
  @discardableResult
  package func retryParked(died: Bool = false, at now: Instant) throws -> Int {
    let reasons: [Parked.Reason] = died ? [.unread, .died] : [.unread]
    let parked = try reasons.flatMap { try store.parked($0) }
    // One a commit: the one of which the program dies takes no other with it.
    return try parked.filter { parked in try commit(at: now) { try retry(parked) } }.count
  }

  /// True where it is parked no more; its device hears of that by the new sequence.
  @discardableResult
  private func retry(_ parked: Parked) throws -> Bool {
    guard let stored = try store.operation(parked.operation), let arrival = Arrival(stored) else {
      return false
    }
    switch try judge(arrival, at: parked.at) {
    case .parked(let reason, let awaits):
      let again = Parked(parked.operation, reason, awaits: awaits, at: parked.at)
      if again != parked { try store.park(again) }
      return false
    case .decided(let outcome, let decision):
      let verdict = Verdict(
        operation: parked.operation, sequence: try store.sequence() + 1, outcome: outcome,
        decision)
      try store.unpark(parked.operation)
      try store.revise(arrival, verdict)
      try apply(decision, verdict)
      return true
    }
  }
}
