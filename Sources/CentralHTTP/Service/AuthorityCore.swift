package import Central
package import Domain
package import Wire

/// What the service asks of one organization's authority, on its writer's thread only; the stores
/// differ, and the routes need not know.
package protocol AuthorityCore: AnyObject {
  func exchange(_ deliveries: [Delivery], at milliseconds: Int64) throws -> [ExchangeAnswer]
  /// As `exchange`, but what is decided may be ahead of the store; then it is dispatched when nothing
  /// else is on its way, and ends when it is durable.
  func begin(_ deliveries: [Delivery], at milliseconds: Int64) throws -> Begun
  func dispatch() throws
  /// Throws where what was dispatched may not be durable.
  func end(_ decided: DecidedExchange) throws -> [ExchangeAnswer]
  /// The last sequence given out, by whatever process.
  func sequence() throws -> Int64
  @discardableResult func work(at now: Instant) throws -> Int
  func contacts() throws -> [ID<Device>: Contact]
  func device(_ id: ID<Device>) throws -> Device?
  func door() throws -> DeviceDoor
  func knows(code: String, at now: Instant) throws -> Bool
  func enrol(
    code: String, publicKey: [UInt8], name: String, at now: Instant
  ) throws -> Enrolment
  func operations(
    of device: ID<Device>, _ epoch: Epoch, after seq: Int, limit: Int
  ) throws -> [StoredOperation]
  func link(of device: ID<Device>, _ epoch: Epoch, at seq: Int) throws -> [UInt8]?
}

/// An exchange that is decided.
package enum Begun {
  case durable([ExchangeAnswer])
  /// `mayFollow`: another may be begun before this one has ended.
  case ahead(DecidedExchange, mayFollow: Bool)
}

/// An authority that a writer's thread has opened for itself.
package struct OpenAuthority {
  let core: any AuthorityCore
  /// Runs what changes the store: where other processes may too, it keeps them out meanwhile.
  let around: (() throws -> Void) throws -> Void

  package init(
    _ core: any AuthorityCore,
    around: @escaping (() throws -> Void) throws -> Void = { body in try body() }
  ) {
    self.core = core
    self.around = around
  }

  func alone<Result>(_ body: (any AuthorityCore) throws -> Result) throws -> Result {
    var result: Result?
    try around { result = try body(core) }
    guard let result else { preconditionFailure("what goes around a change runs it, or throws") }
    return result
  }
}

extension Authority: AuthorityCore {
  package func begin(_ deliveries: [Delivery], at milliseconds: Int64) throws -> Begun {
    let decided = try decideAhead(deliveries, at: milliseconds)
    guard store.isAhead else { return .durable(try answers(to: decided)) }
    return .ahead(decided, mayFollow: decided.isWhole && !store.mustRest)
  }

  package func dispatch() throws { try store.dispatch() }

  package func end(_ decided: DecidedExchange) throws -> [ExchangeAnswer] {
    try store.confirm()
    return try answers(to: decided)
  }

  package func sequence() throws -> Int64 { try store.sequence() }
  package func contacts() throws -> [ID<Device>: Contact] { try store.contacts() }

  package func link(of device: ID<Device>, _ epoch: Epoch, at seq: Int) throws -> [UInt8]? {
    try store.link(of: device, epoch, at: seq)
  }
}
