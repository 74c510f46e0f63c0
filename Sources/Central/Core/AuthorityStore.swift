package import Domain
package import Wire

/// Where the authority of one organization keeps what it knows; SQLite and PostgreSQL answer alike.
///
/// Everything above the line "Reading" is called inside a `commit`.
package protocol AuthorityStore: AnyObject {
  /// All of `body` is durable when this returns, or none of it was done.
  func commit<Result>(_ body: () throws -> Result) throws -> Result
  /// Told at the start of a commit what will be asked, so that a store far away can fetch it all in
  /// few trips.
  func expect(_ expected: Expected) throws

  /// The last sequence that was given out.
  func sequence() throws -> Int64
  /// Nil where nothing of this life of the file was stored.
  func head(of device: ID<Device>, _ epoch: Epoch) throws -> ChainHead?
  /// Nil where it never came.
  func known(_ id: ID<Operation>) throws -> Known?
  /// The studio's own rows, from which every decision starts, knowing also a zone by its name.
  func studio(knowing zone: String?) throws -> Facts
  /// Adds the rows of these reads, in one trip.
  func answer(_ reads: [Read], into facts: inout Facts) throws
  /// Ties an operation's id into the device's chain.
  func extend(_ device: ID<Device>, _ epoch: Epoch, to head: ChainHead, by id: ID<Operation>) throws
  /// Keeps an operation's bytes and its verdict, whose sequence is the next; `device` is told its
  /// outcome.
  func keep(_ operation: StoredOperation, of device: ID<Device>, _ verdict: Verdict) throws
  func write(_ changes: [Change], at sequence: Int64) throws
  func setContact(_ contact: Contact, of device: ID<Device>) throws
  /// Small things of the authority itself, by name: its identity, codes for enrolling.
  func setNote(_ name: String, _ value: [UInt8]?) throws

  // MARK: Reading

  func note(_ name: String) throws -> [UInt8]?
  func contacts() throws -> [ID<Device>: Contact]
  /// The outcomes of a device's operations behind a sequence, in order.
  func outcomes(of device: ID<Device>, after: Int64, limit: Int) throws -> [Verdict]
  /// What the jobs have to do; see `DueWork`.
  func due(at now: Instant) throws -> [any Intent]
  /// True where somebody waits for a place of the session.
  func isWaited(for session: ID<Session>) throws -> Bool
  /// The rows changed after a cursor, each as it now stands; about `limit` of them, and never a part
  /// of one sequence.
  func page(after cursor: Int64, limit: Int, _ scope: FeedScope?) throws -> FeedPage
  /// The sum of the hashes of each table's rows, which equals a replica's with the same cursor.
  func digests(_ scope: FeedScope?) throws -> [Table: UInt64]
}

/// What a batch is going to ask.
package struct Expected: Sendable {
  package var operations: [Operation] = []
  package var ids: [ID<Operation>] = []
  package var chains: [(device: ID<Device>, epoch: Epoch)] = []

  package init() {}
}
