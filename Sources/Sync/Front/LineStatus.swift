package import Domain
package import Wire

/// The line as the status line and `desk sync` tell it.
package struct LineStatus: Sendable, Equatable {
  package enum Connection: Sendable, Equatable {
    /// The authority is in this directory: there is no line to lose.
    case standAlone
    case online, catchingUp
    /// Since when nothing was heard; nil where nothing was since the program began.
    case offline(since: Instant?)
  }

  package var connection: Connection
  /// Operations that the authority has not decided.
  package var queued: Int
  /// Of the first of them, in seconds.
  package var age: Int?
  /// Decisions that wait for a person.
  package var decisions: Int
  /// What kept the last answer from coming.
  package var failure: LineFailure.Code?
  /// How far the machine's clock is ahead, in milliseconds; nil while nothing is known.
  package var clockOffset: Int64?
  /// True while the time is only guessed.
  package var clockIsUncertain: Bool
  package var cursor: Int64

  /// Before anything was counted.
  package init(_ connection: Connection) {
    self.connection = connection
    queued = 0
    decisions = 0
    clockIsUncertain = false
    cursor = 0
  }
}
