import Crypto
package import Domain

/// An operation as it came from a device: the very bytes that were stored and hashed there.
package struct Arrival: Sendable, Equatable {
  package let header: [UInt8]
  package let payload: [UInt8]

  package init(header: [UInt8], payload: [UInt8]) {
    self.header = header
    self.payload = payload
  }

  var payloadHash: [UInt8] { SHA256.hash(payload) }
}

/// How far one life of a device's file has been stored here.
package struct ChainHead: Sendable, Equatable {
  package var seq: Int
  package var hash: [UInt8]

  package init(seq: Int, hash: [UInt8]) {
    self.seq = seq
    self.hash = hash
  }

  /// Before the first operation.
  package static let start = ChainHead(seq: 0, hash: Chain.start)
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

/// The answer to what one device sent.
package struct Intake: Sendable, Equatable {
  /// The device's last operation that is stored here; it sends on from the next.
  package var storedTo: Int
  /// One for each operation that arrived and is stored, in the order in which they came.
  package var verdicts: [Verdict] = []
  /// Why nothing after `storedTo` was taken; nil where all was.
  package var stop: Stop?

  package init(storedTo: Int, verdicts: [Verdict] = [], stop: Stop? = nil) {
    self.storedTo = storedTo
    self.verdicts = verdicts
    self.stop = stop
  }

  package enum Stop: String, Sendable {
    /// Operations between those stored and those sent are missing.
    case gap
    /// What was sent does not follow what is stored: a restored, cloned or rewound desk.
    case fork
    /// The bytes are no operation of this device and epoch.
    case malformed
  }
}

/// Rows in the order of their last change.
package struct FeedPage: Sendable {
  package var from: Int64
  /// The highest sequence examined: the cursor after this page.
  package var to: Int64
  package var more: Bool
  package var changes: [Change]

  package init(from: Int64, to: Int64, more: Bool, changes: [Change]) {
    self.from = from
    self.to = to
    self.more = more
    self.changes = changes
  }
}
