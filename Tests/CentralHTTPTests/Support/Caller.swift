import CentralHTTP
import Domain
import Glibc
import Support
import Synchronization
import Testing
import Wire

/// Two ways to ask the same: the routes themselves, and the same routes over a socket.
protocol Caller: Sendable {
  func call(_ request: HTTPRequest) throws -> HTTPResponse
}

struct DirectCaller: Caller {
  let service: WireService

  func call(_ request: HTTPRequest) throws -> HTTPResponse {
    let answered = Mutex<HTTPResponse?>(nil)
    service.receive(request) { response in answered.withLock { $0 = response } }
    try eventually { answered.withLock { $0 != nil } }
    return try #require(answered.withLock { $0 })
  }
}

struct LiveCaller: Caller {
  let port: UInt16

  func call(_ request: HTTPRequest) throws -> HTTPResponse {
    let socket = try RawSocket(port: port)
    try socket.send(request.bytes)
    return try socket.response()
  }
}

extension HTTPRequest {
  /// As it goes over the line.
  var bytes: [UInt8] {
    let query = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var text = "\(method) \(path)\(query.isEmpty ? "" : "?" + query.joined(separator: "&"))"
    text += " HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.count)\r\n"
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
    return Array((text + "\r\n").utf8) + body
  }
}

/// A house with a caller to it, and a server where the caller needs one.
struct Asked {
  enum Way: CaseIterable, Sendable { case direct, live }

  let house: TestHouse
  let caller: any Caller
  let server: HTTPServer?

  init(_ way: Way, _ change: (inout WireService.Options) -> Void = { _ in }) throws {
    house = try TestHouse(change)
    server = way == .live ? try HTTPServer(house.service, HTTPServer.Options()) : nil
    caller = server.map { LiveCaller(port: $0.port) } ?? DirectCaller(service: house.service)
  }

  func close() {
    if let server { server.stop() } else { house.service.close() }
    #expect(house.errors.isEmpty)
  }
}

/// Waits for a condition, and fails the test where it does not come true in time.
func eventually(
  within seconds: Double = Double(patience), _ condition: () throws -> Bool,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let deadline = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < deadline {
    if try condition() { return }
    usleep(1_000)
  }
  try #require(try condition(), "not in time", sourceLocation: sourceLocation)
}
