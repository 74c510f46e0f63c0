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
  /// Other devices whose authority is in this directory.
  package var served = 0
  /// Some program of this directory lets them reach it.
  package var isServing = false
  /// How many exchanges have come to their end since the program began.
  package var tries = 0

  /// Before anything was counted.
  package init(_ connection: Connection) {
    self.connection = connection
    queued = 0
    decisions = 0
    clockIsUncertain = false
    cursor = 0
  }
}

extension LineFailure.Code {
  /// What happened, and what to do next.
  package var sentence: String {
    switch self {
    case .unreachable, .cutOff: "the service does not answer: look at the line and at the address"
    case .timedOut: "the service took too long to answer: try again"
    case .interrupted: "the exchange was broken off: try again"
    case .stranger:
      "something else answered in the service's place: sign in to the network, or check the address"
    case .revoked: "this device was shut out: a manager can let it in again with a new code"
    case .unauthenticated: "the code or key was not accepted: ask for a new code"
    case .tooOld: "this program is too old for the service: update it"
    case .busy: "the service is busy: wait a little and try again"
    case .malformed: "the service's answer could not be read: update this program"
    case .failed: "the service or this disk failed: try again, then look at desk doctor"
    }
  }
}
