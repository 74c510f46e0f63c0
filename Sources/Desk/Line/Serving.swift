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
    guard store.isStandAlone else { throw StoreError.elsewhere }
    let place = HostPort(desk.arguments["listen"] ?? "127.0.0.1:7468")
    guard let place, let port = place.port else {
      throw UsageError("--listen takes HOST:PORT, such as 0.0.0.0:7468")
    }
    let plainAllowed = desk.config.line.plainHTTP == .onThisNetwork
    var wire = WireService.Options()
    var server = HTTPServer.Options()
    (server.host, server.port) = (place.host, port)
    if !place.isLoopback, !plainAllowed {
      let identity = try identity(store)
      server.identity = identity
      wire.certificate = identity.certificate
      wire.pins = identity.pin.map { [$0] } ?? []
    }
    let watch = try LocalTimetable.watch(store, desk.call, desk.config)
    let service = try StudioService(store, server, wire) { told($0) }
    let scheme = server.identity == nil ? "http" : "https"
    let here = HostPort(host: place.host, port: service.port)
    try StandardStream.output.line("listening on \(scheme)://\(here.text)")
    Stop.wait { look(watch, desk.zone) }
    service.stop()
    return Answer(text: "")
  }

  private static func told(_ error: any Error) {
    let sentence = (error as? StoreError)?.message ?? "\(error)"
    try? StandardStream.error.line("desk: an exchange failed: \(plainText(sentence))")
  }

  /// Nobody may sit at a screen here: what is done for an outage is said where the service's words go.
  private static func look(_ watch: PowerWatch, _ zone: Zone) {
    do {
      let look = try watch.look()
      if let done = look.done {
        try StandardStream.error.line("desk: \(done.told { zone.local($0).timeOfDay.text })")
      }
      if look.isSecured {
        try StandardStream.error.line("desk: the battery is almost empty: a copy was made")
      }
    } catch { told(error) }
  }

  /// Made once: devices trust its pin, whatever the machine is called.
  static func identity(_ store: DeskStore) throws -> TLSIdentity {
    if let kept = try kept(store) { return kept }
    guard let made = TLSIdentity(names: ["localhost"], at: store.clock.now) else {
      throw UsageError("no certificate could be made: look at desk doctor")
    }
    try store.keep(made.key, as: key)
    try store.keep(made.certificate, as: certificate)
    return made
  }

  private static func kept(_ store: DeskStore) throws -> TLSIdentity? {
    guard let kept = try store.kept(certificate), let key = try store.kept(Self.key) else {
      return nil
    }
    return TLSIdentity(certificate: kept, key: key)
  }

  private static let certificate = "serve.pem"
  private static let key = "serve.key"
}

/// Waits for the end that a person or the system asks for.
private enum Stop {
  private nonisolated(unsafe) static var asked: sig_atomic_t = 0

  /// Looks after something else now and each half minute.
  static func wait(_ look: () -> Void) {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      Glibc.signal(signal) { _ in Stop.asked = 1 }
    }
    // A signal ends the waiting; one that came just before it is seen a moment later.
    var seconds = 0
    while asked == 0 {
      if seconds.isMultiple(of: 30) { look() }
      seconds += 1
      _ = poll(nil, 0, 1_000)
    }
  }
}
