package import Domain
package import Wire

/// Where the authority of one organization keeps what it knows; SQLite and PostgreSQL answer alike.
///
/// Everything above the line "Reading" is called inside a `commit`.
package protocol AuthorityStore: AnyObject {
  /// All of `body` is durable when this returns, or none of it was done.
  func commit<Result>(_ body: () throws -> Result) throws -> Result
  /// As `commit`, but a store far away may leave it to `dispatch` to send what was done, and to
  /// `confirm` to say that it is durable: then it `isAhead`, and one more may be decided between the
  /// two, unless the store `mustRest`.
  func decide<Result>(_ body: () throws -> Result) throws -> Result
  /// Sends what was decided; nothing else is on its way.
  func dispatch() throws
  /// Returns when what was sent is durable; throws where it may not be, and then what was decided
  /// since is lost as well.
  func confirm() throws
  /// Something is not durable yet: what only rows can tell cannot be asked.
  var isAhead: Bool { get }
  var mustRest: Bool { get }
  /// Told at the start of a commit what will be asked, so that a store far away can fetch it all in
  /// few trips.
  func expect(_ expected: Expected) throws

  /// The last sequence that was given out.
  func sequence() throws -> Int64
  /// Nil where nothing of this life of the file was stored.
  func head(of device: ID<Device>, _ epoch: Epoch) throws -> ChainHead?
  /// The chain's hash at one operation of a device's life; nil where that never came.
  func link(of device: ID<Device>, _ epoch: Epoch, at seq: Int) throws -> [UInt8]?
  /// Nil where it never came.
  func known(_ id: ID<Operation>) throws -> Known?
  /// The studio's own rows, from which every decision starts, knowing also a zone by its name.
  func studio(knowing zone: String?) throws -> Facts
  /// Adds the rows of these reads, in one trip.
  func answer(_ reads: [Read], into facts: inout Facts) throws
  /// Ties an operation's id into the device's chain; `bytes` are given where they differ from those
  /// kept under the id: it came before, in another life of the device's file.
  func extend(
    _ device: ID<Device>, _ epoch: Epoch, to head: ChainHead, by id: ID<Operation>,
    bytes: StoredOperation?) throws
  /// Keeps an operation's bytes and its verdict, whose sequence is the next; its device is told.
  func keep(_ arrival: Arrival, _ verdict: Verdict) throws
  /// Replaces the verdict of an operation that was parked by a later one, whose sequence is the next.
  func revise(_ arrival: Arrival, _ verdict: Verdict) throws
  /// Remembers what a parked operation waits for, or something else than before.
  func park(_ parked: Parked) throws
  func unpark(_ id: ID<Operation>) throws
  /// Those that wait for one of these.
  func waiting(for ids: [ID<Operation>]) throws -> [Parked]
  func write(_ changes: [Change], at sequence: Int64) throws
  func setContact(_ contact: Contact, of device: ID<Device>) throws
  /// Small things of the authority itself, by name: its secret, open codes for enrolling.
  func setNote(_ name: String, _ value: [UInt8]?) throws
  /// From this sequence on other sessions of a location travel to its devices of a role.
  func moveWindow(
    _ window: SessionWindow, of location: ID<Location>, _ role: DeviceRole, at sequence: Int64)
    throws
  /// Forgets ended rows and evictions up to a sequence: no device that may need them is left.
  func sweep(to sequence: Int64) throws

  // MARK: Reading

  func note(_ name: String) throws -> [UInt8]?
  func contact(of device: ID<Device>) throws -> Contact?
  func contacts() throws -> [ID<Device>: Contact]
  /// The outcomes of a device's operations behind a sequence, in order.
  func outcomes(of device: ID<Device>, after: Int64, limit: Int) throws -> [Verdict]
  /// Of one life of a device's file, in their order, as the device sent them.
  func operations(
    of device: ID<Device>, _ epoch: Epoch, after seq: Int, limit: Int
  ) throws -> [StoredOperation]
  /// As it is kept; nil where it never came.
  func operation(_ id: ID<Operation>) throws -> StoredOperation?
  func parked(_ reason: Parked.Reason) throws -> [Parked]
  /// What the jobs may have to do by the clock; whether they have to, the rules and the devices'
  /// watermarks say.
  func due(at now: Instant) throws -> Due
  /// True where this process does the jobs; the first that asks, until it ends.
  func holdsJobs() throws -> Bool
  /// True where somebody waits for a place of the session.
  func isWaited(for session: ID<Session>) throws -> Bool
  /// The sessions of a location that are going to begin after a moment and until another, in order;
  /// what this commit changed may be passed over.
  func coming(
    to location: ID<Location>, after now: Instant, until end: Instant
  ) throws -> [ID<Session>]
  /// The rows changed after a cursor, each as it now stands; about `limit` of them, and never a part
  /// of one sequence. From the first row on for a cursor beyond the last sequence.
  func page(after cursor: Int64, limit: Int, _ scope: FeedScope?) throws -> FeedPage
  /// The sum of the hashes of each table's rows, which equals a replica's with the same cursor.
  func digests(_ scope: FeedScope?) throws -> [Table: UInt64]
}

extension AuthorityStore {
  package func decide<Result>(_ body: () throws -> Result) throws -> Result { try commit(body) }
  package func dispatch() {}
  package func confirm() {}
  package var isAhead: Bool { false }
  package var mustRest: Bool { true }
}

/// An error after which the same may be asked again, for nothing is wrong with what was asked: the
/// store was away, or others held it for too long.
package protocol PassingError: Error {
  var passes: Bool { get }
  /// Nothing was done, since another process was faster: worth asking again at once.
  var isOvertaken: Bool { get }
}

extension PassingError {
  package var isOvertaken: Bool { false }
}
