import Domain

extension DeskStore {
  /// This device's operations, oldest first (`newestFirst` turns that round), and how many pend.
  package func outbox(pendingOnly: Bool = false, limit: Int? = nil, newestFirst: Bool = false)
    throws -> (pending: Int, operations: [OperationView])
  { preconditionFailure("being written") }
}
