import CCurl
import Glibc
import Synchronization
import Wire

/// libcurl behind a door: keeps its connection between requests, and can be interrupted.
final class HTTPClient: Sendable {
  struct Ask {
    var method: String
    var url: String
    var headers: [String]
    var body: [UInt8]?
    var trust: Trust
    var limit: Int
  }

  /// What of TLS is checked.
  struct Trust: Sendable {
    /// The server's key must be one of them; empty for any.
    var pins: [String] = []
    /// Path of a PEM of who may have signed; nil for the machine's.
    var authorities: String?
    var checksCertificate = true
    var checksHost = true
  }

  struct Answer {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]
    let milliseconds: Double
  }

  /// What is asked in the course of one call, which ends as a whole where it is interrupted.
  final class Call: Sendable {
    fileprivate struct State {
      var isInterrupted = false
      var transfer: Transfer?
    }

    fileprivate let state = Mutex(State())

    func interrupt() {
      state.withLock { state in
        state.isInterrupted = true
        if let transfer = state.transfer { ccurl_cancel(transfer.handle) }
      }
    }
  }

  /// Freed by who waits for it, after nobody else knows it any more.
  fileprivate struct Transfer: @unchecked Sendable {
    let handle: OpaquePointer
  }

  private let client: Transfer
  private static let names = [
    ProtocolHeader.lowercase, "content-type", "content-encoding", "retry-after",
  ]
  /// Older than this a request is given up, whatever it waits for.
  private static let longest = 90_000
  private static let connecting = 10_000

  init() {
    guard let client = ccurl_open() else {
      preconditionFailure("libcurl finds no memory or thread to start")
    }
    self.client = Transfer(handle: client)
  }

  deinit { ccurl_close(client.handle) }

  /// Waits to the end.
  func send(_ ask: Ask, in call: Call) throws(LineFailure) -> Answer {
    let transfer = try start(ask, in: call)
    let end = ccurl_wait(transfer)
    call.state.withLock { $0.transfer = nil }
    defer { ccurl_free(transfer) }
    guard end == CCURL_DONE else {
      throw Self.failure(end, after: ccurl_microseconds(transfer) / 1_000)
    }
    var count = 0
    let body = ccurl_body(transfer, &count)
    let headers = Self.names.reduce(into: [String: String]()) { headers, name in
      headers[name] = ccurl_header(transfer, name).map { String(cString: $0) }
    }
    return Answer(
      status: ccurl_status(transfer), headers: headers,
      body: [UInt8](UnsafeBufferPointer(start: body, count: count)),
      milliseconds: Double(ccurl_microseconds(transfer)) / 1_000)
  }

  private func start(_ ask: Ask, in call: Call) throws(LineFailure) -> OpaquePointer {
    try call.state.withLock { state throws(LineFailure) in
      guard !state.isInterrupted else { throw LineFailure(.interrupted) }
      guard let handle = begin(ask) else { throw LineFailure(.unreachable) }
      state.transfer = Transfer(handle: handle)
      return handle
    }
  }

  private func begin(_ ask: Ask) -> OpaquePointer? {
    withCStrings([ask.method, ask.url, ask.trust.pins.joined(separator: ";")] + ask.headers) {
      words in
      let headers = Array(words.dropFirst(3))
      return (ask.trust.authorities ?? "").withCString { authorities in
        (ask.body ?? []).withUnsafeBufferPointer { body in
          headers.withUnsafeBufferPointer { headers in
            var plain = ccurl_ask(
              method: words[0], url: words[1], headers: headers.baseAddress,
              header_count: headers.count, body: ask.body == nil ? nil : body.baseAddress,
              body_bytes: body.count, pins: ask.trust.pins.isEmpty ? nil : words[2],
              authorities: ask.trust.authorities == nil ? nil : authorities,
              check_certificate: ask.trust.checksCertificate, check_host: ask.trust.checksHost,
              connect_ms: Self.connecting, total_ms: Self.longest, answer_limit: ask.limit)
            return ccurl_start(client.handle, &plain)
          }
        }
      }
    }
  }

  private static func failure(_ end: ccurl_end, after milliseconds: Int64) -> LineFailure {
    switch end {
    // Before the whole time was over only connecting can have taken too long.
    case CCURL_TIMED_OUT: LineFailure(milliseconds < longest ? .unreachable : .timedOut)
    case CCURL_CUT_OFF: LineFailure(.cutOff)
    case CCURL_CANCELLED: LineFailure(.interrupted)
    case CCURL_WRONG_KEY, CCURL_WRONG_CERTIFICATE: LineFailure(.stranger)
    case CCURL_TOO_LARGE: LineFailure(.malformed)
    default: LineFailure(.unreachable)
    }
  }
}

/// The texts as C has them, for as long as `body` runs.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Result
) -> Result {
  let copies = texts.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies.map { UnsafePointer($0) })
}
