import CentralHTTP
import Glibc
import Support
import Synchronization
import Testing
import Wire

/// A socket as it is: what no HTTP client would send can be sent.
final class RawSocket: Sendable {
  struct Closed: Error {}

  private let descriptor: Int32
  private let read = Mutex<[UInt8]>([])

  /// `receiving` bounds what the system takes in for a reader that does not read.
  init(port: UInt16, receiving bytes: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var bytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Closed() }
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  fileprivate init(accepted descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Closed() }
      rest = rest.dropFirst(count)
    }
  }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// False at the end of what the other side sends.
  func receive() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    read.withLock { $0 += buffer[..<count] }
    return true
  }

  func shutdownWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next whole answer; its body is as long as it says.
  func response() throws -> HTTPResponse {
    while true {
      if let response = read.withLock({ Self.take(from: &$0) }) { return response }
      guard receive() else { throw Closed() }
    }
  }

  private static func take(from bytes: inout [UInt8]) -> HTTPResponse? {
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: [13, 10, 13, 10]) })
    else { return nil }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    var response = HTTPResponse(status, type: "", [])
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      response.headers[String(line[..<colon])] = String(
        line[line.index(after: colon)...].drop { $0 == " " })
    }
    let count = response.headers["Content-Length"].flatMap { Int($0) } ?? 0
    guard bytes.count >= end + 4 + count else { return nil }
    response.body = Array(bytes[(end + 4)..<(end + 4 + count)])
    bytes.removeFirst(end + 4 + count)
    return response
  }

  /// What has come, as text.
  var text: String { read.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// A server that does to each connection what a test says: a captive portal, a line that is cut.
final class RawServer: Sendable {
  let port: UInt16
  private let descriptor: Int32

  init(_ serve: @escaping @Sendable (RawSocket) throws -> Void) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard result else { throw RawSocket.Closed() }
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
    spawn {
      while true {
        let accepted = accept(descriptor, nil, nil)
        guard accepted >= 0 else { return }
        let socket = RawSocket(accepted: accepted)
        spawn { try? serve(socket) }
      }
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}
