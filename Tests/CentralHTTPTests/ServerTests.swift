import Central
import CentralHTTP
import Domain
import Support
import Synchronization
import Testing
import Wire

/// What only happens on a socket.
@Suite struct ServerTests {
  private func server(
    _ house: TestHouse, _ change: (inout HTTPServer.Options) -> Void = { _ in }
  ) throws -> HTTPServer {
    var options = HTTPServer.Options()
    change(&options)
    return try HTTPServer(house.service, options)
  }

  private func poll(
    _ device: inout TestDevice, token: String, wait: Int, by caller: any Caller
  ) throws -> HTTPRequest {
    var request = try device.write([])
    request.cursor = try ExchangeCodec.answer(
      try caller.call(.exchange(request, token: token)).body
    ).to
    request.want.wait = wait
    return try .exchange(request, token: token)
  }

  /// Everything is answered when the service stops: polls with what there is.
  @Test func aStopAnswersWhoWaits() throws {
    let house = try TestHouse()
    let server = try server(house)
    let caller = LiveCaller(port: server.port)
    var device = try TestDevice(in: house, by: caller)
    let token = try device.token(by: caller)
    let request = try poll(&device, token: token, wait: 50, by: caller)
    let sockets = try (0..<8).map { _ in
      let socket = try RawSocket(port: server.port)
      try socket.send(request.bytes)
      return socket
    }
    // One that went away while it waited, one that never sends all, one that is silent.
    do {
      let gone = try RawSocket(port: server.port)
      try gone.send(request.bytes)
    }
    let half = try RawSocket(port: server.port)
    try half.send(Array(request.bytes.dropLast(10)))
    let silent = try RawSocket(port: server.port)
    try eventually {
      String(decoding: try caller.call(HTTPRequest("GET", "/metrics")).body, as: UTF8.self)
        .contains("studioloop_polls{organization=\"\(device.welcome.organization.text)\"} 9\n")
    }
    server.stop(within: 1)
    for socket in sockets {
      let answer = try socket.response()
      #expect(answer.status == 200)
      #expect(try ExchangeCodec.answer(answer.body).changes.isEmpty)
    }
    #expect(throws: RawSocket.Closed.self) { try half.response() }
    #expect(throws: RawSocket.Closed.self) { try silent.response() }
    #expect(throws: RawSocket.Closed.self) { try RawSocket(port: server.port) }
    #expect(house.errors.isEmpty)
  }

  @Test func aPollEndsWithACommitOrWithItsTime() throws {
    let house = try TestHouse()
    let server = try server(house)
    defer { server.stop() }
    let caller = LiveCaller(port: server.port)
    var waits = try TestDevice(in: house, by: caller)
    var writes = try TestDevice(in: house, by: caller)
    let token = try waits.token(by: caller)
    let head = try ExchangeCodec.answer(
      try caller.call(.exchange(try waits.write([]), token: token)).body
    ).to

    var request = try waits.write([], cursor: head)
    request.want.wait = 1
    let began = ContinuousClock.now
    let over = try ExchangeCodec.answer(try caller.call(.exchange(request, token: token)).body)
    #expect(over.changes.isEmpty && over.to == head)
    #expect(ContinuousClock.now - began >= .milliseconds(950))

    request.want.wait = 50
    let socket = try RawSocket(port: server.port)
    try socket.send(HTTPRequest.exchange(request, token: token).bytes)
    try eventually { house.writer.polls == 1 }
    let push = try writes.write(["news"])
    let writersToken = try writes.token(by: caller)
    let committed = ContinuousClock.now
    _ = try caller.call(.exchange(push, token: writersToken))
    let news = try ExchangeCodec.answer(try socket.response().body)
    #expect(ContinuousClock.now - committed < .seconds(25), "not the end of its wait")
    #expect(news.from == head && news.to > head && !news.changes.isEmpty)
    #expect(house.errors.isEmpty)
  }

  @Test func limitsHold() throws {
    let house = try TestHouse()
    let server = try server(house) {
      $0.bodyBytes = 10_000
      $0.headerBytes = 8_192
      ($0.headerSeconds, $0.receiveSeconds) = (1, 1)
    }
    defer { server.stop() }
    let announced = try RawSocket(port: server.port)
    try announced.send("POST /v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 10001\r\n\r\n")
    let refused = try announced.response()
    #expect(refused.status == 413 && refused.headers["StudioLoop-Protocol"] == "1")
    #expect(try Paperwork.decode(Paperwork.Problem.self, refused.body).code == "TOO_LARGE")

    let chunked = try RawSocket(port: server.port)
    try chunked.send("POST /v1/exchange HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in 0..<30 {
      try chunked.send("400\r\n" + String(repeating: "x", count: 1_024) + "\r\n")
    }
    try chunked.send("0\r\n\r\n")
    #expect(try chunked.response().status == 413)

    let header = try RawSocket(port: server.port)
    try header.send(
      "GET /health HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "y", count: 20_000))\r\n\r\n")
    #expect(try header.response().status == 431)
    var chance = SeededGenerator(seed: 8)
    for _ in 0..<20 {
      let noise = try RawSocket(port: server.port)
      try? noise.send(chance.bytes(1...3_000))
      noise.shutdownWriting()
      while noise.receive() {}
    }
    #expect(try LiveCaller(port: server.port).call(HTTPRequest("GET", "/health")).status == 200)
  }

  /// A byte now and then keeps no connection.
  @Test func whoIsTooSlowIsCutOff() throws {
    let house = try TestHouse()
    let server = try server(house) { ($0.headerSeconds, $0.receiveSeconds) = (1, 1) }
    defer { server.stop() }
    for start in [
      "", "POST /v1/exchange HTTP/1.1\r\n", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
    ] {
      let socket = try RawSocket(port: server.port)
      try socket.send(start)
      let isCut = Mutex(false)
      spawn {
        while socket.receive() {}
        isCut.withLock { $0 = true }
      }
      try eventually(within: 10) {
        try? socket.send("x")
        return isCut.withLock { $0 }
      }
    }
    #expect(try LiveCaller(port: server.port).call(HTTPRequest("GET", "/health")).status == 200)
  }

  /// A first header has less time than what follows it.
  @Test func whoOnlyKnocksIsCutOffSoon() throws {
    let house = try TestHouse()
    let server = try server(house) { $0.headerSeconds = 1 }
    defer { server.stop() }
    let kept = try RawSocket(port: server.port)
    try kept.send(HTTPRequest("GET", "/health").bytes)
    #expect(try kept.response().status == 200)
    for start in ["", "GET /health HTTP/1.1\r\nHost: x\r\n"] {
      let socket = try RawSocket(port: server.port)
      try socket.send(start)
      let began = ContinuousClock.now
      while socket.receive() {}
      #expect(ContinuousClock.now - began < .seconds(25), "not the time of a body")
    }
    try kept.send(HTTPRequest("GET", "/health").bytes)
    #expect(try kept.response().status == 200)
  }

  /// Somebody at a studio's address holds more connections than there may be: its devices go on, and
  /// others come in.
  @Test(arguments: [(20, 1_000), (1_000, 32)] as [(UInt32, UInt32)])
  func whoHoldsManyConnectionsShutsNobodyOut(perAddress: UInt32, all: UInt32) throws {
    let house = try TestHouse()
    let server = try server(house) {
      ($0.strangersPerAddress, $0.connections) = (perAddress, all)
    }
    defer { server.stop() }
    let caller = LiveCaller(port: server.port)
    var waits = try TestDevice(in: house, by: caller)
    let token = try waits.token(by: caller)
    let head = try ExchangeCodec.answer(
      try caller.call(.exchange(try waits.write([]), token: token)).body
    ).to
    var polled = try waits.write([], cursor: head)
    polled.want.wait = 50
    let (polling, idle) = (try RawSocket(port: server.port), try RawSocket(port: server.port))
    try polling.send(HTTPRequest.exchange(polled, token: token).bytes)
    let asked = try HTTPRequest.exchange(try waits.write([]), token: token)
    try idle.send(asked.bytes)
    #expect(try idle.response().status == 200)
    try eventually { house.writer.polls == 1 }

    var held: [RawSocket] = []
    for number in 0..<90 {
      let socket = try RawSocket(port: server.port)
      try socket.send(number.isMultiple(of: 2) ? "POST /v1/exchange HT" : asked.bytes.half)
      held.append(socket)
    }
    // Each comes by a connection of its own, as a device that has just begun.
    var comes = try TestDevice(in: house, by: caller)
    let news = try caller.call(
      .exchange(try comes.write(["news"]), token: try comes.token(by: caller)))
    #expect(news.status == 200)
    #expect(try ExchangeCodec.answer(try polling.response().body).to > head)
    try idle.send(asked.bytes)
    #expect(try idle.response().status == 200)
    // The oldest of them made room.
    #expect(!held[0].receive())
  }

  /// A device that answers nothing to what it is sent keeps no memory for ever.
  @Test func whoDoesNotReadIsCutOff() throws {
    let house = try TestHouse()
    let server = try server(house) { $0.sendSeconds = 1 }
    defer { server.stop() }
    let caller = LiveCaller(port: server.port)
    var device = try TestDevice(in: house, by: caller)
    let token = try device.token(by: caller)
    for _ in 0..<8 {
      let push = try device.write((0..<40).map { _ in String(repeating: "long ", count: 400) })
      #expect(try caller.call(.exchange(push, token: token)).status == 200)
    }
    var all = try device.write([])
    all.want.rows = 100_000
    let request = try HTTPRequest.exchange(all, token: token).bytes
    let socket = try RawSocket(port: server.port, receiving: 4_096)
    for _ in 0..<40 { try? socket.send(request) }
    try eventually(within: 15) { server.inFlight == 0 }
  }

  @Test func manyDevicesAtOnceEachGetTheirOwn() throws {
    let house = try TestHouse()
    let server = try server(house)
    let caller = LiveCaller(port: server.port)
    let devices = try (0..<64).map { _ in try TestDevice(in: house, by: caller) }
    let port = server.port
    let done = Mutex<[ID<Device>: Int]>([:])
    let failures = Mutex<[String]>([])
    for device in devices {
      spawn {
        do {
          var device = device
          let token = try device.token(by: caller)
          let socket = try RawSocket(port: port)
          var cursor: Int64 = 0
          for round in 1...10 {
            let push = try device.write(["\(round)a", "\(round)b"], cursor: cursor)
            try socket.send(HTTPRequest.exchange(push, token: token).bytes)
            let answer = try ExchangeCodec.answer(try socket.response().body)
            guard answer.device == device.id, answer.storedTo == round * 2,
              answer.storedHash == device.hash, answer.stop == nil
            else { throw RawSocket.Closed() }
            cursor = answer.to
          }
          done.withLock { $0[device.id] = 20 }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
    }
    try eventually(within: 60) { done.withLock { $0.count } + failures.withLock { $0.count } == 64 }
    #expect(failures.withLock { $0 } == [])
    let incidents = try house.ask { authority in
      try authority.store.page(after: 0, limit: 100_000, nil).changes.count { change in
        if case .row(.put(let row)) = change { row is Incident } else { false }
      }
    }
    #expect(incidents == 64 * 20)
    server.stop()
    #expect(house.errors.isEmpty)
  }

  @Test func aPortInUseIsTold() throws {
    let house = try TestHouse()
    let server = try server(house)
    defer { server.stop() }
    let taken = #expect(throws: HTTPServer.Failure.self) {
      try self.server(house) { $0.port = server.port }
    }
    #expect(taken?.description.contains("is it in use?") == true)
    // A name that is none, and another machine's address.
    for host in ["no.such.host.invalid", "192.0.2.1"] {
      let foreign = #expect(throws: HTTPServer.Failure.self) {
        try self.server(house) { $0.host = host }
      }
      #expect(foreign?.description.contains("has no address of that name") == true)
    }
    let broken = #expect(throws: HTTPServer.Failure.self) {
      try self.server(house) { $0.identity = TLSIdentity(certificate: "x", key: "y") }
    }
    #expect(broken?.description.contains("certificate") == true)
  }
}

extension [UInt8] {
  fileprivate var half: String { String(decoding: prefix(count / 2), as: UTF8.self) }
}
