import Central
import CentralHTTP
import Crypto
import Domain
import FoundationEssentials
import Glibc
import Support
import Sync
import Synchronization
import Testing
import Wire

/// The device's way to the authority, against a real server, and against what stands in between.
@Suite struct LineTests {
  private func line(
    _ device: TestDevice, _ port: UInt16, clockIsTrusted: Bool = true
  ) throws -> HTTPLine {
    HTTPLine(
      to: try ServiceAddress("http://127.0.0.1:\(port)"), as: device.credentials,
      clockIsTrusted: { clockIsTrusted })
  }

  @Test func operationsGoAndRowsCome() throws {
    let asked = try Asked(.live)
    defer { asked.close() }
    let port = try #require(asked.server).port
    var device = try TestDevice(in: asked.house, by: asked.caller)
    let line = try line(device, port)
    let answer = try line.exchange(try device.write(["one", "two"]))
    #expect(answer.storedTo == 2 && answer.storedHash == device.hash && !answer.changes.isEmpty)
    // The token ran out meanwhile.
    asked.house.pass(seconds: 3_600)
    #expect(try line.exchange(try device.write(["three"])).storedTo == 3)
    let back = try line.operations(of: device.epoch, after: 1)
    #expect(back.operations.count == 2)
    let time = try line.time()
    #expect(time.milliseconds == TestHouse.start + 3_600_000 && time.roundTrip > 0)

    var dark = try TestDevice(in: asked.house, by: asked.caller)
    let carried = try line.carry(try dark.write(["four"]))
    #expect(carried.device == dark.id && carried.storedTo == 1 && carried.changes.isEmpty)
    let (id, now) = (device.id, asked.house.now)
    try asked.house.ask { try $0.revoke(id, at: now) }
    let late = try device.write(["five"])
    #expect(LineFailure.code { _ = try line.exchange(late) } == .revoked)
    #expect(LineFailure.code { _ = try self.line(device, port).exchange(late) } == .revoked)
  }

  /// Each line stands for a program that begins: it asks for no token while the kept one is good.
  @Test func aTokenOutlivesItsProgram() throws {
    let asked = try Asked(.live)
    defer { asked.close() }
    let directory = TemporaryDirectory()
    let file = directory.file("token")
    let port = try #require(asked.server).port
    var device = try TestDevice(in: asked.house, by: asked.caller)
    var credentials = device.credentials
    credentials.keptToken = KeptToken(at: file, sealedWith: SecretBox.key())
    func asks(_ change: () throws -> Void = {}) throws -> Int {
      try change()
      let before = try tokensAsked(asked)
      let line = HTTPLine(
        to: try ServiceAddress("http://127.0.0.1:\(port)"), as: credentials,
        clockIsTrusted: { true })
      #expect(try line.exchange(try device.write([])).storedTo == 0)
      return try tokensAsked(asked) - before
    }
    #expect(try asks() == 2)
    #expect(try asks() == 0)
    var status = stat()
    #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
    // It ran out; it is damaged, gone, sealed with another secret, or another device's.
    #expect(try asks { asked.house.pass(seconds: 901) } == 2)
    #expect(try asks { try Data("x".utf8).write(to: URL(filePath: file)) } == 2)
    #expect(try asks { _ = unlink(file) } == 2)
    #expect(
      try asks { credentials.keptToken = KeptToken(at: file, sealedWith: SecretBox.key()) } == 2)
    #expect(try asks() == 0)
    var other = try TestDevice(in: asked.house, by: asked.caller)
    let kept = credentials.keptToken
    credentials = other.credentials
    credentials.keptToken = kept
    swap(&device, &other)
    #expect(try asks() == 2)
  }

  /// How often the route of tokens has answered.
  private func tokensAsked(_ asked: Asked) throws -> Int {
    let page = try asked.caller.call(HTTPRequest("GET", "/metrics")).body
    return String(decoding: page, as: UTF8.self).split(separator: "\n").reduce(0) { sum, line in
      guard line.contains("route=\"token\"") else { return sum }
      return sum + (line.split(separator: " ").last.flatMap { Int($0) } ?? 0)
    }
  }

  /// A device whose long poll is under way on a thread of its own.
  private struct Waiting {
    private final class End: Sendable {
      let code = Mutex<LineFailure.Code?>(nil)
    }
    private let end = End()

    init(_ device: inout TestDevice, on line: any Line, _ house: TestHouse) throws {
      var poll = try device.write([])
      poll.cursor = try line.exchange(poll).to
      poll.want.wait = 50
      let request = poll
      spawn { [end] in
        let code = LineFailure.code { _ = try line.exchange(request) }
        end.code.withLock { $0 = code }
      }
      try eventually { house.writer.polls == 1 }
    }

    func ended() throws -> LineFailure.Code? {
      try eventually { end.code.withLock { $0 != nil } }
      return end.code.withLock { $0 }
    }
  }

  @Test func aWaitIsInterrupted() throws {
    let asked = try Asked(.live)
    defer { asked.close() }
    var device = try TestDevice(in: asked.house, by: asked.caller)
    let line = try line(device, try #require(asked.server).port)
    let waiting = try Waiting(&device, on: line, asked.house)
    let began = ContinuousClock.now
    line.interrupt()
    #expect(try waiting.ended() == .interrupted)
    #expect(ContinuousClock.now - began < .seconds(25), "not the end of its wait")
    // It goes on afterwards.
    #expect(try line.exchange(try device.write(["one"])).storedTo == 1)
  }

  /// As on a dead network: who waits hears no more, and nobody gets through until it is restored.
  @Test func aCutEndsWhatIsUnderWay() throws {
    let asked = try Asked(.live)
    defer { asked.close() }
    var device = try TestDevice(in: asked.house, by: asked.caller)
    let lineSwitch = LineSwitch()
    let line = lineSwitch.around(try line(device, try #require(asked.server).port))
    let waiting = try Waiting(&device, on: line, asked.house)
    lineSwitch.cut()
    #expect(try waiting.ended() == .unreachable)
    let late = try device.write(["one"])
    #expect(lineSwitch.isCut && LineFailure.code { _ = try line.exchange(late) } == .unreachable)
    lineSwitch.restore()
    #expect(try line.exchange(late).storedTo == 1)
  }

  @Test func aDeviceEnrolsItself() throws {
    let asked = try Asked(.live)
    defer { asked.close() }
    let address = try ServiceAddress("http://127.0.0.1:\(try #require(asked.server).port)/")
    let key = SigningKey()
    let code = try asked.house.code()
    let welcome = try Enrolling.enrol(at: address, code: code.lowercased(), key: key, name: "desk")
    #expect(welcome.role == .desk && welcome.pins.isEmpty && welcome.certificate == nil)
    // Its answer may have been lost.
    #expect(try Enrolling.enrol(at: address, code: code, key: key, name: "desk") == welcome)
    #expect(
      LineFailure.code {
        _ = try Enrolling.enrol(at: address, code: code, key: SigningKey(), name: "other")
      } == .unauthenticated)
  }

  // MARK: What stands in between

  private static func http(_ status: String, _ headers: [String], _ body: String) -> String {
    "HTTP/1.1 \(status)\r\n"
      + (headers + ["Content-Length: \(body.utf8.count)"]).joined(separator: "\r\n")
      + "\r\n\r\n\(body)"
  }

  private static let ours = "StudioLoop-Protocol: 1"
  private static let json = "Content-Type: application/json"
  private static let token = http("200 OK", [ours, json], #"{"pins":[],"token":"t","nonce":""}"#)

  /// What a line says to a server that gives a token and then this.
  private func met(_ answer: String, thenCloses: Bool = true) throws -> LineFailure? {
    let server = try RawServer { socket in
      while socket.receive() {
        let text = socket.text
        if text.contains("/v1/exchange") {
          try socket.send(answer)
          if thenCloses { return }
        } else if text.components(of: "/v1/devices/token") > 0 {
          try socket.send(Self.token)
        }
      }
    }
    let device = Self.someDevice
    let line = HTTPLine(
      to: try ServiceAddress("http://127.0.0.1:\(server.port)"), as: device,
      clockIsTrusted: { true })
    let request = ExchangeRequest(
      device: device.device, epoch: Epoch(1), previous: Chain.start, cursor: 0, acknowledged: 0)
    do {
      _ = try line.exchange(request)
      return nil
    } catch {
      return error
    }
  }

  private static let someDevice = HTTPLine.Credentials(
    organization: ID(Bits128(hi: 1, lo: 1)), device: ID(Bits128(hi: 2, lo: 2)), key: SigningKey(),
    signingKey: [], pins: [], certificateFile: nil)

  private static func answer(of device: ID<Device>, _ epoch: Epoch) throws -> String {
    let answer = ExchangeAnswer(
      device: device, epoch: epoch, storedTo: 0, storedHash: Chain.start, from: 0, to: 0,
      serverTime: 1)
    return String(decoding: try ExchangeCodec.encode(answer), as: UTF8.self)
  }

  @Test func whatIsNotTheAuthorityCountsForNothing() throws {
    let lines = "Content-Type: application/x-ndjson"
    let right = try Self.answer(of: Self.someDevice.device, Epoch(1))
    #expect(try met(Self.http("200 OK", [Self.ours, lines], right)) == nil)
    let table: [(String, LineFailure)] = [
      (Self.http("200 OK", ["Content-Type: text/html"], "<h1>Sign in</h1>"), .init(.stranger)),
      (Self.http("200 OK", [lines], right), .init(.stranger)),
      (Self.http("200 OK", [Self.ours, "Content-Type: text/html"], right), .init(.stranger)),
      (Self.http("302 Found", ["Location: http://portal.invalid/"], ""), .init(.stranger)),
      (
        Self.http(
          "200 OK", [Self.ours, lines], try Self.answer(of: ID(Bits128(hi: 9, lo: 9)), Epoch(1))),
        .init(.stranger)
      ),
      (
        Self.http(
          "200 OK", [Self.ours, lines], try Self.answer(of: Self.someDevice.device, Epoch(2))),
        .init(.stranger)
      ),
      (Self.http("200 OK", [Self.ours, lines], "{}\n"), .init(.malformed)),
      (Self.http("200 OK", [Self.ours, lines], String(right.dropLast())), .init(.malformed)),
      (
        Self.http("200 OK", [Self.ours, lines, "Content-Encoding: gzip"], right),
        .init(.malformed)
      ),
      (
        Self.http("503 Busy", [Self.ours, Self.json, "Retry-After: 7"], "{}"),
        .init(.busy, retryAfter: 7)
      ),
      (
        Self.http("429 Slow", [Self.ours, Self.json, "Retry-After: 3"], "{}"),
        .init(.busy, retryAfter: 3)
      ),
      (Self.http("500 Oh", [Self.ours, Self.json], "{}"), .init(.failed)),
      (Self.http("401 Who", [Self.ours, Self.json], "{}"), .init(.unauthenticated)),
      (Self.http("426 Old", [Self.ours, Self.json], "{}"), .init(.tooOld)),
      // That a device is shut out counts only with the authority's signature.
      (
        Self.http("403 No", [Self.ours, Self.json], #"{"code":"DEVICE_REVOKED","message":""}"#),
        .init(.unauthenticated)
      ),
      (
        Self.http(
          "403 No", [Self.ours, Self.json],
          #"{"code":"DEVICE_REVOKED","message":"","proof":"AAAA"}"#),
        .init(.unauthenticated)
      ),
      (Self.http("403 No", [Self.ours, Self.json], "{}"), .init(.unauthenticated)),
    ]
    for (answer, failure) in table { #expect(try met(answer) == failure, "\(answer)") }
  }

  /// Cut at any byte, with the connection's end or without, an answer is none.
  @Test func whatIsCutOffCountsForNothing() throws {
    let whole = Self.http(
      "200 OK", [Self.ours, "Content-Type: application/x-ndjson"],
      try Self.answer(of: Self.someDevice.device, Epoch(1)))
    for count in stride(from: 0, to: whole.utf8.count, by: 7) {
      let failure = try met(String(decoding: whole.utf8.prefix(count), as: UTF8.self))
      // Without the header that says how much comes, nothing has come.
      #expect([.cutOff, .stranger, .malformed].contains(failure?.code), "\(count)")
    }
  }

  @Test func nobodyThereIsUnreachable() throws {
    let port: UInt16
    do {
      let server = try RawServer { _ in }
      port = server.port
    }
    let line = HTTPLine(
      to: try ServiceAddress("http://127.0.0.1:\(port)"), as: Self.someDevice,
      clockIsTrusted: { true })
    #expect(LineFailure.code { _ = try line.time() } == .unreachable)
  }

  @Test(
    arguments: [
      ("http://127.0.0.1:80", nil), ("http://localhost", nil), ("http://[::1]:8080/", nil),
      ("https://desk.example.org", nil), ("http://10.0.0.5:8080", .plain),
      ("http://127.0.0.1.example.org", .plain), ("http://localhost.example.org", .plain),
      ("ftp://127.0.0.1", .malformed), ("https://", .malformed), ("", .malformed),
      ("https://user@example.org", .malformed), ("https://example.org/path", .malformed),
      ("https://example.org?x", .malformed), ("https://exa mple.org", .malformed),
    ] as [(String, ServiceAddress.Problem?)])
  func plainHTTPStaysOnThisMachine(text: String, problem: ServiceAddress.Problem?) throws {
    if let problem {
      #expect(throws: problem) { try ServiceAddress(text) }
    } else {
      _ = try ServiceAddress(text)
    }
    if problem == .plain { _ = try ServiceAddress(text, plainAllowed: true) }
  }
}

extension String {
  fileprivate func components(of part: String) -> Int {
    var (count, rest) = (0, self[...])
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
