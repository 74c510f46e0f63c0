package import Domain

/// An operation that could not be decided, and what it is waiting for.
package struct Parked: Sendable, Equatable {
  package var operation: ID<Operation>
  package var reason: Reason
  /// The first operation that it depends on and that is not decided; with `.waits` only.
  package var awaits: ID<Operation>?
  /// The moment at which it will be judged: settled when it came.
  package var at: Instant

  package enum Reason: String, Sendable {
    /// This program cannot read it.
    case unread
    case waits
    /// Twice the process died while it was being decided.
    case died
  }

  package init(
    _ operation: ID<Operation>, _ reason: Reason, awaits: ID<Operation>? = nil, at: Instant
  ) {
    self.operation = operation
    self.reason = reason
    self.awaits = awaits
    self.at = at
  }
}
