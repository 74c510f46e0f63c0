package import Domain

/// What a desk has for an announced outage, and what it lacks: a copy, and a line over which everything
/// was said and heard.
package struct Readiness: Sendable, Equatable {
  /// Nil where somebody saw one coming that nobody announced.
  package var cut: PowerCut?
  /// When the copy was made; nil where none could be.
  package var copiedAt: Instant?
  /// As it was when this was judged.
  package var line: LineStatus

  package init(for cut: PowerCut?, copiedAt: Instant?, _ line: LineStatus) {
    self.cut = cut
    self.copiedAt = copiedAt
    self.line = line
  }

  package var isReady: Bool { copiedAt != nil && line.queued == 0 && line.isHeard }

  /// One line: "ready for 18:00: copy of 17:58, 0 to send", or what is not ready and what to do.
  package func told(time: (Instant) -> String) -> String {
    let start = cut.map { time($0.from) } ?? "an outage"
    let state = state(time: time)
    return missing.map { "not ready for \(start): \(state): \($0)" }
      ?? "ready for \(start): \(state)"
  }

  /// What there is: "copy of 17:58, 0 to send".
  package func state(time: (Instant) -> String) -> String {
    let copy = copiedAt.map { "copy of \(time($0))" } ?? "no copy"
    return "\(copy), \(line.queued) to send"
  }

  /// What is not ready, and what mends it; nil where all is.
  package var missing: String? {
    if isReady { return nil }
    if copiedAt == nil { return "a copy is made while desk runs and the disk has room" }
    return line.failure?.sentence ?? "the rest goes out when the service has answered"
  }
}

extension DeskStore {
  /// Makes this desk ready for an outage: asks for all that there is, copies what could not be made
  /// anew, and says and hears once more what came meanwhile. Takes its time, so for a thread beside the
  /// screen.
  package func prepare(for cut: PowerCut?) throws -> Readiness {
    _ = try caughtUp()
    let copied = copies.makeNow()
    let copiedAt = copied ? clock.now : nil
    return Readiness(for: cut, copiedAt: copiedAt, try caughtUp())
  }

  /// How ready this desk is as it stands, with the last copy that was made.
  package func readiness(for cut: PowerCut, _ line: LineStatus) -> Readiness {
    Readiness(
      for: cut, copiedAt: copies.made.map { Instant(Int64($0)) + clock.offset }, line)
  }

  /// The battery comes to its end: everything that was stored reaches its file, and a copy of it.
  package func secure() throws {
    try locked { try $0.checkpoint(now: true) }
    _ = copies.makeNow()
  }

  private static let patience: Int64 = 30_000

  /// Exchanges until nothing is left on either side, or for half a minute.
  private func caughtUp() throws -> LineStatus {
    guard let engine else {
      try settle()
      return try lineStatus()
    }
    guard engine.isRunning else { return try lineStatus(askingFor: Self.patience) }
    var tries = engine.state.tries
    let deadline = MachineClock.sinceBoot + Self.patience
    engine.hurry()
    while engine.awaitTry(after: tries, until: deadline) {
      let status = try lineStatus()
      let isWorking = status.connection == .catchingUp || status.isHeard && status.queued > 0
      guard isWorking, engine.isRunning else { return status }
      tries = status.tries
    }
    return try lineStatus()
  }
}

extension LineStatus {
  /// The authority answers, or is here.
  fileprivate var isHeard: Bool {
    switch connection {
    case .standAlone, .online: true
    case .catchingUp, .offline: false
    }
  }
}
