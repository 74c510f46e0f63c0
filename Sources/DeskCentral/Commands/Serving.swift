import CentralHTTP
import Domain
import Glibc
import Wire

enum Serving {
  static func run(_ call: Call) throws -> Answer {
    guard try call.store.isTraining() == call.clockIsSet else {
      throw UsageError(
        call.clockIsSet
          ? "this store is none for training: leave --clock out"
          : "this is a store for training: give --clock TIME")
    }
    var options = HTTPServer.Options()
    let place = HostPort(call.arguments["listen"] ?? "127.0.0.1:8470")
    guard let place, let port = place.port else {
      throw UsageError("--listen takes HOST:PORT, such as 127.0.0.1:8470")
    }
    (options.host, options.port) = (place.host, port)
    let isSecure = place.isLoopback ? call.arguments.has("tls") : !call.arguments.has("plain-http")
    var wire = WireService.Options()
    if isSecure || call.arguments.has("certificate") {
      let identity = try identity(call, &wire)
      options.identity = identity
    }
    let metrics = Metrics()
    let houses = try Houses(
      call.store.organizations().map { try house($0, call, metrics) },
      more: { known in
        try call.store.organizations().filter { !known.contains($0.id) }
          .map { try house($0, call, metrics) }
      })
    let service = WireService(houses, options: wire, metrics: metrics, clock: call.clock)
    let server: HTTPServer
    do {
      server = try HTTPServer(service, options)
    } catch {
      service.close()
      throw Problem(error.description, .offline)
    }
    let here = HostPort(host: place.host, port: server.port)
    let url = "\(options.identity == nil ? "http" : "https")://\(here.text)"
    // Once it answers, so that whoever started it can begin; the run goes on.
    Program.print(
      call.arguments.has("json") ? (["listening": .text(url)] as JSON).text : "listening on \(url)",
      to: .output)
    HTTPServer.keepMemory()
    StopSignals.wait()
    Program.print("desk-central: stopping", to: .error)
    server.stop()
    return .silent
  }

  private static func identity(
    _ call: Call, _ wire: inout WireService.Options
  ) throws -> TLSIdentity {
    if let path = call.arguments["certificate"] {
      let identity = TLSIdentity(
        certificate: try Identities.text(of: path),
        key: try Identities.text(of: try call.arguments.needed("key")))
      guard let pin = identity.pin else { throw Problem("\(path) is no certificate", .usage) }
      wire.pins = [pin]
      return identity
    }
    let own = try Identities(at: call.store.identityPath, now: Upkeep.machineNow)
    wire.pins = own.pins
    wire.certificate = own.current.certificate
    return own.current
  }

  private static func house(
    _ organization: Registered, _ call: Call, _ metrics: Metrics
  ) throws -> House {
    try House(
      OrganizationWriter(
        metrics: metrics, clock: call.clock,
        report: { error in Program.print("desk-central: \(error)", to: .error) },
        make: {
          let opened = try call.store.open(
            organization, clockIsSet: call.clockIsSet, serves: true)
          return OpenAuthority(opened.authority, around: opened.around)
        }))
  }
}

/// SIGTERM and SIGINT, which no thread is to be interrupted by.
enum StopSignals {
  private static var set: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    sigaddset(&set, SIGINT)
    return set
  }

  /// Threads that are made afterwards block them too.
  static func block() {
    var set = set
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  static func wait() {
    var set = set
    var signal: Int32 = 0
    sigwait(&set, &signal)
  }
}
