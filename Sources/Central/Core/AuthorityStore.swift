package import Domain
package import Wire

/// Where the authority of one organization keeps what it knows; SQLite and PostgreSQL answer alike.
///
/// Everything but `commit` and `page` is called inside a `commit`.
package protocol AuthorityStore {
  /// All of `body` is durable when this returns, or none of it was done.
  func commit<Result>(_ body: () throws -> Result) throws -> Result
  /// The last sequence that was given out.
  func sequence() throws -> Int64
  func head(of device: ID<Device>, _ epoch: Epoch) throws -> ChainHead
  /// What became of an operation, and the hash of the payload it had; nil where it never came.
  func verdict(on id: ID<Operation>) throws -> (verdict: Verdict, payloadHash: [UInt8])?
  /// The rows that its rules ask.
  func facts(for operation: Operation) throws -> Facts
  /// Ties an operation's id into the device's chain.
  func extend(_ device: ID<Device>, _ epoch: Epoch, to head: ChainHead, by id: ID<Operation>) throws
  /// Keeps an operation's bytes and its verdict, whose sequence is the next.
  func keep(_ arrival: Arrival, _ verdict: Verdict) throws
  func write(_ changes: [Change], at sequence: Int64) throws

  /// The rows changed after a cursor, each as it now stands; about `limit` of them, and never a part
  /// of one sequence.
  func page(after cursor: Int64, limit: Int) throws -> FeedPage
  /// The sum of the hashes of each table's rows, which equals a replica's with the same cursor.
  func digests() throws -> [Table: UInt64]
}
