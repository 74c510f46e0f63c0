import Central
import CentralHTTP
import Domain
import Wire

/// Where a service keeps its organizations; SQLite and PostgreSQL answer alike.
protocol CentralStore: Sendable {
  /// Beside it, or where the machine's own files are, lie the keys for TLS.
  var identityPath: String { get }
  /// Throws `Problem` where there is one already.
  func make(isTraining: Bool) throws
  func isTraining() throws -> Bool
  /// In the order in which they were added; throws `Problem` where there is no store.
  func organizations() throws -> [Registered]
  /// `serves` says that this process will decide what devices send, and remembers what it died of.
  func open(_ organization: Registered, clockIsSet: Bool, serves: Bool) throws -> Opened
  /// Makes room for one, founds it and enters it.
  func add(
    _ name: String, clockIsSet: Bool, _ found: (any AuthorityDesk) throws -> ID<Organization>
  ) throws -> Registered
  /// Returns the version. `service` is the role as which a service will connect, where stores have
  /// roles.
  func migrate(for service: String?) throws -> Int
  func backup(_ organization: Registered, to path: String) throws
  /// What is wrong; empty where nothing is. `looked` may hear how many rows it was so far.
  func problems(_ organization: Registered, looked: (Int) -> Void) throws -> [String]
}

struct Registered: Sendable, Equatable {
  let id: ID<Organization>
  let name: String
  /// Where the store has it.
  let place: String
}

/// An organization's authority in this process.
struct Opened {
  let authority: any AuthorityDesk
  /// Keeps other processes out while it runs.
  let around: (() throws -> Void) throws -> Void

  func alone<Result>(_ body: () throws -> Result) throws -> Result {
    var result: Result?
    try around { result = try body() }
    guard let result else { preconditionFailure("a store runs what it is given, or throws") }
    return result
  }
}

/// What is done at the service's own machine, beside what devices ask.
protocol AuthorityDesk: AuthorityCore {
  func found(
    name: String, location: String, zone: String, owner: String, verifier: String,
    training: Bool, at now: Instant
  ) throws -> ID<Organization>
  func administer(_ intent: any Intent, at now: Instant) throws -> Bits128?
  func enrolmentCode(
    for role: DeviceRole, at location: ID<Location>, named name: String, at now: Instant
  ) throws -> String
  func revoke(_ device: ID<Device>, at now: Instant) throws
  func rotatePassKey(keepingOldUntil end: Instant, at now: Instant) throws -> Int
  func keys() throws -> AuthorityKeys
  func facts() throws -> Facts
  func bring(_ operations: [StoredOperation], at now: Instant) throws -> [TakenStray]
  func open(sealed box: [UInt8]) throws -> [UInt8]
}

extension Authority: AuthorityDesk {
  func facts() throws -> Facts { try store.studio(knowing: nil) }
}
