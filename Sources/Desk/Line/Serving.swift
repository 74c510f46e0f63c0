import Central
import CentralHTTP
import Config
import Domain
import Glibc
import Sync
import Wire

extension Command {
  static let serving = Command(
    "serve", [], [Option("listen", .value("HOST:PORT"), "where (127.0.0.1:7468)")],
    for: .right(.manageStudio), "be the authority for other devices of the studio",
    .desk(Serving.run))
}

/// The authority in this directory, open to other devices of the studio.
enum Serving {
  static func run(_ desk: Desk) throws -> Answer {
    let store = desk.store
    let place = try listening(desk.arguments["listen"] ?? "127.0.0.1:7468")
    let plainAllowed = desk.config.line.plainHTTP == .onThisNetwork
    let isLoopback = place.host == "127.0.0.1" || place.host == "::1" || place.host == "localhost"
    let clock: @Sendable () -> Int64 = { store.clock.now.seconds * 1_000 }
    let metrics = Metrics()
    let writer = try OrganizationWriter(
      metrics: metrics, clock: clock, report: { told($0) },
      make: { OpenAuthority(ServedAuthority(store)) })
    let houses = Houses([try House(writer)], more: { _ in [] })
    var service = WireService.Options()
    var server = HTTPServer.Options()
    (server.host, server.port) = (place.host, place.port)
    if !isLoopback, !plainAllowed {
      let identity = try identity(store, place.host)
      server.identity = identity
      service.certificate = identity.certificate
      service.pins = identity.pin.map { [$0] } ?? []
    }
    let wire = WireService(houses, options: service, metrics: metrics, clock: clock)
    let http: HTTPServer
    do { http = try HTTPServer(wire, server) } catch {
      wire.close()
      throw UsageError("\(error)")
    }
    let scheme = server.identity == nil ? "http" : "https"
    try StandardStream.output.line("listening on \(scheme)://\(place.host):\(http.port)")
    Stop.wait { try? writer.perform { _ = try $0.work(at: store.clock.now) } }
    http.stop()
    return Answer(text: "")
  }

  private static func told(_ error: any Error) {
    try? StandardStream.error.line("desk: an exchange failed: \(plainText("\(error)"))")
  }

  private static func listening(_ text: String) throws -> (host: String, port: UInt16) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { throw UsageError("--listen takes HOST:PORT, such as 0.0.0.0:7468") }
    let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
    guard !host.isEmpty else { throw UsageError("--listen takes HOST:PORT") }
    return (host, port)
  }

  /// Made once: devices trust its pin.
  private static func identity(_ store: DeskStore, _ host: String) throws -> TLSIdentity {
    if let kept = try store.kept(certificate), let key = try store.kept(Self.key) {
      return TLSIdentity(certificate: kept, key: key)
    }
    guard let made = TLSIdentity(names: [host, "localhost"], at: store.clock.now) else {
      throw UsageError("no certificate could be made: look at desk doctor")
    }
    try store.keep(made.key, as: key)
    try store.keep(made.certificate, as: certificate)
    return made
  }

  private static let certificate = "serve.pem"
  private static let key = "serve.key"
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

/// Waits for the end that a person or the system asks for.
private enum Stop {
  private nonisolated(unsafe) static var asked: sig_atomic_t = 0
  private static let between: Int32 = 5_000

  /// `each` runs every five seconds until then.
  static func wait(_ each: () -> Void) {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      Glibc.signal(signal) { _ in Stop.asked = 1 }
    }
    while asked == 0 {
      // A signal ends the waiting.
      _ = poll(nil, 0, between)
      if asked == 0 { each() }
    }
  }
}
