import CMicrohttpd
import Glibc
import Threads
import Wire

/// The routes on a port: libmicrohttpd with one polling thread, every request parked until a worker
/// has answered it.
package final class HTTPServer {
  package struct Options: Sendable {
    package var host = "127.0.0.1"
    /// 0 takes any that is free.
    package var port: UInt16 = 0
    /// PEM of certificate and key; nil is plain HTTP.
    package var identity: TLSIdentity?
    package var connections: UInt32 = 2_000
    /// Connections of one address that have not shown to be a device's: when more come the oldest of
    /// them goes. Devices are not counted: a whole provider's customers may share one address.
    package var strangersPerAddress: UInt32 = 500
    package var idleSeconds: UInt32 = 90
    /// For TLS and the first header: some round trips over the slowest line.
    package var headerSeconds: UInt32 = 15
    package var receiveSeconds: UInt32 = 90
    package var sendSeconds: UInt32 = 300
    package var headerBytes = 32 << 10
    package var bodyBytes = 1 << 20

    package init() {}
  }

  /// Why it did not start; one sentence that says what to do.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// What the polling thread calls back to.
  private final class Receiver: Sendable {
    let service: WireService

    init(_ service: WireService) { self.service = service }
  }

  package let port: UInt16
  private let server: OpaquePointer
  private let receiver: Unmanaged<Receiver>
  private let service: WireService
  private let ticking = Monitor(true)
  private let ticker: Thread

  package init(_ service: WireService, _ options: Options) throws(Failure) {
    self.service = service
    receiver = Unmanaged.passRetained(Receiver(service))
    let calls = cmhd_calls(
      context: receiver.toOpaque(),
      arrived: { context, request in
        guard let context, let request else { return }
        let service = Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().service
        let parked = ParkedRequest(request)
        service.receive(parked.read()) { parked.answer($0) }
      })
    var why: Int32 = 0
    guard let server = Self.start(options, calls, &why) else {
      let reason = errno
      receiver.release()
      throw Self.failure(why, reason, options)
    }
    self.server = server
    port = cmhd_port(server)
    let handle = ServerHandle(server: server)
    ticker = Thread { [ticking] in
      while ticking.wait(until: .now + 1_000, { $0 ? nil : () }) == nil {
        cmhd_sweep(handle.server)
      }
    }
  }

  private static func start(
    _ options: Options, _ calls: cmhd_calls, _ why: inout Int32
  ) -> OpaquePointer? {
    withUnsafePointer(to: calls) { calls in
      withCStrings([options.host, ProtocolHeader.name, ProtocolHeader.value]) { words in
        func start(_ certificate: UnsafePointer<CChar>?, _ key: UnsafePointer<CChar>?)
          -> OpaquePointer?
        {
          var plain = cmhd_options(
            host: words[0], port: options.port, certificate: certificate, key: key,
            connections: options.connections,
            strangers_per_address: options.strangersPerAddress,
            idle_seconds: options.idleSeconds, header_seconds: options.headerSeconds,
            receive_seconds: options.receiveSeconds,
            send_seconds: options.sendSeconds, header_bytes: options.headerBytes,
            body_bytes: options.bodyBytes, header: words[1], header_value: words[2])
          return cmhd_start(&plain, calls, &why)
        }
        guard let identity = options.identity else { return start(nil, nil) }
        return withCStrings([identity.certificate, identity.key]) { start($0[0], $0[1]) }
      }
    }
  }

  /// `reason` is what the system said.
  private static func failure(_ why: Int32, _ reason: Int32, _ options: Options) -> Failure {
    let foreign =
      "this machine has no address of that name: try 127.0.0.1, or 0.0.0.0 for all it has"
    return switch Int(why) {
    case CMHD_NO_ADDRESS: Failure(description: foreign)
    case CMHD_NO_PORT where reason == EADDRNOTAVAIL: Failure(description: foreign)
    case CMHD_NO_PORT:
      Failure(
        description: "port \(options.port) cannot be had (\(String(cString: strerror(reason)))): "
          + (reason == EACCES ? "take one above 1023" : "is it in use?"))
    default:
      Failure(
        description: options.identity == nil
          ? "the server cannot start: is there memory?"
          : "the server cannot start with that certificate and key: do they belong together?")
    }
  }

  /// Requests that have begun to arrive and whose answer is not yet sent to its end.
  package var inFlight: Int { cmhd_in_flight(server) }

  /// What one request frees the next one takes: giving it back to the system in between costs a tenth
  /// of the processor's time. For the whole program, which should be there to serve.
  package static func keepMemory() { cmhd_keep_memory() }

  /// Takes nothing new, answers what waits, lets the answers go out for some seconds, and ends.
  package func stop(within seconds: Int64 = 5) {
    cmhd_quiesce(server)
    service.close()
    // Everything is answered, so nothing is parked for longer than the polling thread needs; what
    // still is under way belongs to slow clients.
    let deadline = Moment.now + seconds * 1_000
    while inFlight > 0, Moment.now < deadline { usleep(5_000) }
    ticking.change { $0 = false }
    ticker.join()
    cmhd_stop(server)
    receiver.release()
  }
}

/// The door's handle, which any thread may use.
private struct ServerHandle: @unchecked Sendable {
  let server: OpaquePointer
}

/// A request that libmicrohttpd holds until it is answered, from any thread and once.
private struct ParkedRequest: @unchecked Sendable {
  private let request: OpaquePointer

  init(_ request: OpaquePointer) { self.request = request }

  /// Only while the door's callback runs.
  func read() -> HTTPRequest {
    var count = 0
    let body = cmhd_body(request, &count)
    let bytes = [UInt8](UnsafeBufferPointer(start: body, count: count))
    let address = cmhd_peer(request, &count)
    let peer = [UInt8](UnsafeBufferPointer(start: address, count: count))
    return HTTPRequest(
      text(cmhd_method(request)) ?? "", text(cmhd_path(request)) ?? "",
      headers: found(HTTPRequest.headerNames) { text(cmhd_header(request, $0)) },
      parameters: found(HTTPRequest.parameterNames) { text(cmhd_parameter(request, $0)) },
      body: bytes, peer: peer)
  }

  private func found(_ names: [String], _ value: (String) -> String?) -> [String: String] {
    names.reduce(into: [:]) { $0[$1] = value($1) }
  }

  private func text(_ text: UnsafePointer<CChar>?) -> String? { text.map { String(cString: $0) } }

  func answer(_ response: HTTPResponse) {
    let words = response.headers.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    withCStrings(words) { words in
      cmhd_answer(
        request, UInt32(response.status), words, words.count, response.body, response.body.count,
        response.isForDevice)
    }
  }
}

/// The texts as C has them, for as long as `body` runs.
func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Result
) -> Result {
  let copies = texts.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies.map { UnsafePointer($0) })
}
