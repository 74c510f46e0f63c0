import Central
import Domain
import Wire

/// One commit under way: what the database said at its start, and what is to be written at its end.
final class Turn {
  /// Where it asks; what it does goes the same way, but of one that is ahead.
  let link: Link
  /// It is decided before the one before it is durable, and holds no lock.
  let isAhead: Bool
  /// As it was when the turn began.
  let start: Int64
  let studioStart: Int64
  var sequence: Int64
  var studioVersion: Int64
  /// Takers of the answers to what was sent, in order.
  var waiting: [(Answer) throws -> Void] = []

  init(_ link: Link, sequence: Int64, studioVersion: Int64, isAhead: Bool = false) {
    self.link = link
    self.isAhead = isAhead
    start = sequence
    self.sequence = sequence
    studioStart = studioVersion
    self.studioVersion = studioVersion
  }

  /// One that is decided on what is known, and on what `before` did, which may still be on its way.
  convenience init(
    ahead link: Link, sequence: Int64, studioVersion: Int64, after before: Turn?
  ) {
    self.init(link, sequence: sequence, studioVersion: studioVersion, isAhead: true)
    guard let before else { return }
    contacts = before.contacts
    carried = before.done
    for chained in before.chainedDone {
      heads[chained.life] = .some(chained.head)
      links[chained.life, default: [:]][chained.head.seq] = chained.head.hash
    }
    for kept in before.done {
      known[kept.verdict.operation] = before.known[kept.verdict.operation]
    }
  }

  // MARK: Known

  /// Nil inside where nothing is stored.
  var heads: [Life: ChainHead?] = [:]
  var links: [Life: [Int: [UInt8]]] = [:]
  var known: [ID<Operation>: Known?] = [:]
  /// Those that wait for others.
  var waits: [ID<Operation>: Parked]?
  var contacts: [ID<Device>: Contact]?
  var notes: [String: [UInt8]?] = [:]

  // MARK: To be written

  var kept: [Kept] = []
  /// Those that have been sent.
  var done: [Kept] = []
  var chained: [Chained] = []
  var chainedDone: [Chained] = []
  /// What the turn before kept: the database may not have it yet.
  var carried: [Kept] = []
  /// Of a turn that is ahead: what it does.
  var writes: [(statement: Statement, parameters: Parameters)] = []
  /// It did what the next turn can only learn from the database.
  var mustRest = false
  /// Sessions that were made, or moved in place or time, with the sequence.
  var placed: [(session: Session, at: Int64)] = []
  var newParked: [ID<Operation>: Parked?] = [:]
  var newContacts: Set<ID<Device>> = []
  var newNotes: Set<String> = []
  /// Rows were changed by no operation.
  var hasStrays = false
  var scopeChanged = false

  /// One life of a device's file.
  struct Life: Hashable {
    let device: ID<Device>
    let epoch: Epoch
  }

  /// An operation with its verdict, and what it did to rows.
  struct Kept {
    enum What {
      case arrival(Arrival)
      /// It was parked under this sequence.
      case revision(Arrival, was: Int64)
    }

    let what: What
    let verdict: Verdict
    var touches: [Touch] = []

    var arrival: Arrival {
      switch what {
      case .arrival(let arrival), .revision(let arrival, _): arrival
      }
    }
  }

  struct Chained {
    let life: Life
    let head: ChainHead
    let id: ID<Operation>
    let bytes: StoredOperation?
  }
}
