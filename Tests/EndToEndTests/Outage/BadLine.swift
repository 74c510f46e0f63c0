import Glibc
import Support
import Synchronization
import Wire

/// The line between devices and their service: a proxy on this machine that does to what passes what
/// lines do.
final class BadLine: Sendable {
  enum Weather: CaseIterable {
    case fine
    /// Nobody takes the connection.
    case cut
    /// Everything comes late.
    case slow
    /// The answer ends in the middle.
    case short
    /// The question arrives, and no answer comes back.
    case mute
    /// The same bytes arrive twice.
    case doubled
    /// A page of a hotel answers everything with 200.
    case portal
  }

  private struct State {
    var weather = Weather.fine
    var chance: SeededGenerator
    var met: [Weather: Int] = [:]
    var isOpen = true
  }

  let url: String
  private let service: sockaddr_in
  private let listener: Int32
  private let state: Mutex<State>

  /// `url` as the service says it.
  init(to url: String, seed: UInt64) throws {
    guard let there = HostPort(url.dropFirst("http://".count)) else {
      throw Spawned.Failed(what: "\(url) is no address")
    }
    service = Self.address(inet_addr(there.host), there.port ?? 0)
    state = Mutex(State(chance: SeededGenerator(seed: seed)))
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var address = Self.address(inet_addr("127.0.0.1"), 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, address, &size) == 0
      }
    }
    guard bound else { throw Spawned.Failed(what: "no port for the line") }
    self.url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    spawn { [weak self, listener] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0, let line = self else { return }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        let weather = line.next()
        spawn { line.carry(client, weather) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  func turn(_ weather: Weather) { state.withLock { $0.weather = weather } }

  /// How many connections met each.
  var met: [Weather: Int] { state.withLock { $0.met } }

  private func next() -> Weather {
    state.withLock { state in
      state.met[state.weather, default: 0] += 1
      return state.weather
    }
  }

  private func random(_ range: ClosedRange<Int>) -> Int {
    state.withLock { Int.random(in: range, using: &$0.chance) }
  }

  // MARK: One connection

  private static func address(_ host: in_addr_t, _ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = host
    return address
  }

  private func connected() -> Int32? {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = fcntl(server, F_SETFD, FD_CLOEXEC)
    var address = service
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(server, $0, size) == 0 }
    }
    guard !isOpen else { return server }
    close(server)
    return nil
  }

  private func carry(_ client: Int32, _ weather: Weather) {
    defer { close(client) }
    switch weather {
    case .cut: return
    case .portal:
      var asked = [UInt8](repeating: 0, count: 4_096)
      _ = read(client, &asked, asked.count)
      let page = "<html><body>Welcome to our WiFi</body></html>"
      send(
        Array("HTTP/1.1 200 OK\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)".utf8),
        to: client)
    case .fine, .slow, .short, .mute, .doubled:
      guard let server = connected() else { return }
      let asked = relay(client, server, weather)
      close(server)
      guard weather == .doubled, let again = connected() else { return }
      send(asked, to: again)
      // What it answers is for nobody; it must have been read, though.
      var waited = pollfd(fd: again, events: Int16(POLLIN), revents: 0)
      _ = poll(&waited, 1, 2_000)
      close(again)
    }
  }

  /// Carries bytes to and fro until one side ends; returns what was asked.
  private func relay(_ client: Int32, _ server: Int32, _ weather: Weather) -> [UInt8] {
    var asked: [UInt8] = []
    var left = weather == .short ? random(0...900) : weather == .mute ? 0 : Int.max
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      var ends = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&ends, 2, 30_000) > 0 else { return asked }
      for end in ends where end.revents != 0 {
        let count = read(end.fd, &chunk, chunk.count)
        guard count > 0 else { return asked }
        if weather == .slow { usleep(UInt32(random(0...150_000))) }
        if end.fd == client {
          asked += chunk[..<count]
          send(Array(chunk[..<count]), to: server)
        } else {
          send(Array(chunk[..<min(count, left)]), to: client)
          guard count <= left else { return asked }
          left -= count
        }
      }
    }
  }

  private func send(_ bytes: [UInt8], to end: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(end, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
