import Glibc

/// Connections to one service, in one thread: each sends its next request when the last is answered.
struct Clients {
  struct Lost: Error {}

  struct Measured {
    /// Of each request, from its first byte to the answer's last, in the order of the answers.
    var seconds: [Double] = []
    /// From the first request that counts to the last answer.
    var span = 0.0
  }

  private struct Client {
    let socket: Int32
    var unsent: ArraySlice<UInt8> = []
    var received: [UInt8] = []
    var began = 0.0
    var isBusy = false
  }

  private var clients: [Client] = []
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  init(_ count: Int, port: UInt16) throws {
    for _ in 0..<count {
      let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let connected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard connected == 0 else { throw Lost() }
      var yes: Int32 = 1
      setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
      _ = fcntl(socket, F_SETFL, O_NONBLOCK)
      clients.append(Client(socket: socket))
    }
  }

  /// Runs for so long, and then until all is answered. `next` gives a client's request, nil where it
  /// has no more; `taken` gets the answer's body. The first `warmUp` seconds do not count.
  mutating func run(
    warmUp: Double, seconds: Double, next: (Int) throws -> [UInt8]?,
    taken: (Int, _ status: Int, [UInt8]) throws -> Void
  ) throws -> Measured {
    let begun = Self.now
    var measured = Measured()
    var (first, last) = (0.0, 0.0)
    var busy = 0
    func send(_ number: Int, _ clients: inout [Client]) throws {
      guard Self.now - begun < warmUp + seconds, let request = try next(number) else { return }
      clients[number].unsent = request[...]
      clients[number].began = Self.now
      clients[number].isBusy = true
      busy += 1
      try Self.push(&clients[number])
    }
    for number in clients.indices { try send(number, &clients) }
    var watched = clients.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
    while busy > 0 {
      for number in clients.indices {
        watched[number].events =
          Int16(POLLIN) | (clients[number].unsent.isEmpty ? 0 : Int16(POLLOUT))
      }
      guard poll(&watched, nfds_t(watched.count), 20_000) > 0 else { throw Lost() }
      for number in clients.indices where watched[number].revents != 0 {
        try Self.push(&clients[number])
        guard let (status, body) = try Self.pull(&clients[number], &chunk) else { continue }
        let ended = Self.now
        busy -= 1
        clients[number].isBusy = false
        if ended - begun >= warmUp, ended - begun < warmUp + seconds {
          if first == 0 { first = clients[number].began }
          last = ended
          measured.seconds.append(ended - clients[number].began)
        }
        try taken(number, status, body)
        try send(number, &clients)
      }
    }
    measured.span = last - first
    return measured
  }

  private static func push(_ client: inout Client) throws {
    while !client.unsent.isEmpty {
      let sent = client.unsent.withUnsafeBytes {
        Glibc.send(client.socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 {
        guard errno == EAGAIN else { throw Lost() }
        return
      }
      client.unsent = client.unsent.dropFirst(sent)
    }
  }

  private static let headEnd = Array("\r\n\r\n".utf8)

  /// The answer, once all of it is there.
  private static func pull(
    _ client: inout Client, _ chunk: inout [UInt8]
  ) throws -> (Int, [UInt8])? {
    let count = recv(client.socket, &chunk, chunk.count, 0)
    if count < 0, errno == EAGAIN { return nil }
    guard count > 0 else { throw Lost() }
    client.received += chunk[..<count]
    guard let end = client.received.place(of: headEnd) else { return nil }
    let head = String(decoding: client.received[..<end], as: UTF8.self)
    let lines = head.lowercased().split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
      let length = lines.first(where: { $0.hasPrefix("content-length:") })
        .flatMap({ Int($0.dropFirst(15).drop { $0 == " " }) })
    else { throw Lost() }
    let start = end + headEnd.count
    guard client.received.count >= start + length else { return nil }
    let body = Array(client.received[start..<start + length])
    client.received.removeFirst(start + length)
    return (status, body)
  }

  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension [UInt8] {
  /// Where some bytes begin; nil where they are not.
  func place(of needle: [UInt8]) -> Int? {
    withUnsafeBufferPointer { all in
      needle.withUnsafeBufferPointer { needle in
        guard let first = needle.first, all.count >= needle.count else { return nil }
        return (0...all.count - needle.count).first { start in
          all[start] == first && needle.indices.allSatisfy { all[start + $0] == needle[$0] }
        }
      }
    }
  }
}
