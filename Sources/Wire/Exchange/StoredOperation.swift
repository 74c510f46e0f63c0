package import Domain

/// An operation as a device stored and hashed it: these very bytes travel, nothing is encoded again.
package struct StoredOperation: Sendable, Equatable {
  package let header: [UInt8]
  package let payload: [UInt8]

  package init(header: [UInt8], payload: [UInt8]) {
    self.header = header
    self.payload = payload
  }
}

/// What the authority made of one operation: stored once by the operation's id, for ever.
package struct Verdict: Sendable, Equatable {
  package var operation: ID<Operation>
  /// Its place in the only order there is.
  package var sequence: Int64
  package var outcome: Outcome
  package var subject: Bits128?
  package var returned: Credits?
  package var results: [RowResult]

  package init(
    operation: ID<Operation>, sequence: Int64, outcome: Outcome, subject: Bits128? = nil,
    returned: Credits? = nil, results: [RowResult] = []
  ) {
    self.operation = operation
    self.sequence = sequence
    self.outcome = outcome
    self.subject = subject
    self.returned = returned
    self.results = results
  }
}
