import Central
import CentralHTTP
import Domain
import Sync
import Wire

/// The authority in a desk's directory, answering other devices of the studio on a port.
final class StudioService {
  private let http: HTTPServer
  /// Tells the screens of this desk that it serves.
  private let mark: LineHold
  var port: UInt16 { http.port }

  /// Throws a `UsageError` where the address cannot be had; `report` is told of exchanges that failed.
  init(
    _ store: DeskStore, _ server: HTTPServer.Options,
    _ options: WireService.Options = WireService.Options(),
    report: @escaping @Sendable (any Error) -> Void
  ) throws {
    let clock: @Sendable () -> Int64 = { store.clock.now.seconds * 1_000 }
    let metrics = Metrics()
    let writer = try OrganizationWriter(
      metrics: metrics, clock: clock, report: report,
      make: { OpenAuthority(ServedAuthority(store)) })
    let houses = Houses([try House(writer)], more: { _ in [] })
    let wire = WireService(houses, options: options, metrics: metrics, clock: clock)
    do { http = try HTTPServer(wire, server) } catch {
      wire.close()
      throw UsageError("\(error)")
    }
    mark = try store.markServing()
  }

  /// Answers what waits, and ends.
  func stop() { http.stop() }
}

/// The authority under the directory's lock, as the service asks it; what it decides is at once in the
/// rows of the desk beside it.
private final class ServedAuthority: AuthorityCore {
  private let store: DeskStore

  init(_ store: DeskStore) { self.store = store }

  private func ask<Result>(
    _ body: (Authority<SQLiteAuthorityStore>) throws -> Result
  ) throws -> Result {
    try store.withAuthority { try body($0.embedded) }
  }

  func exchange(_ deliveries: [Delivery], at milliseconds: Int64) throws -> [ExchangeAnswer] {
    try ask { try $0.exchange(deliveries, at: milliseconds) }
  }

  func begin(_ deliveries: [Delivery], at milliseconds: Int64) throws -> Begun {
    .durable(try exchange(deliveries, at: milliseconds))
  }

  func dispatch() {}
  func end(_ decided: DecidedExchange) throws -> [ExchangeAnswer] {
    try ask { try $0.answers(to: decided) }
  }

  func sequence() throws -> Int64 { try ask { try $0.sequence() } }
  func work(at now: Instant) throws -> Int { try ask { try $0.work(at: now) } }
  func contacts() throws -> [ID<Device>: Contact] { try ask { try $0.contacts() } }
  func device(_ id: ID<Device>) throws -> Device? { try ask { try $0.device(id) } }
  func door() throws -> DeviceDoor { try ask { try $0.door() } }

  func knows(code: String, at now: Instant) throws -> Bool {
    try ask { try $0.knows(code: code, at: now) }
  }

  func enrol(
    code: String, publicKey: [UInt8], name: String, at now: Instant
  ) throws -> Enrolment {
    try ask { try $0.enrol(code: code, publicKey: publicKey, name: name, at: now) }
  }

  func operations(
    of device: ID<Device>, _ epoch: Epoch, after seq: Int, limit: Int
  ) throws -> [StoredOperation] {
    try ask { try $0.operations(of: device, epoch, after: seq, limit: limit) }
  }

  func link(of device: ID<Device>, _ epoch: Epoch, at seq: Int) throws -> [UInt8]? {
    try ask { try $0.link(of: device, epoch, at: seq) }
  }
}
