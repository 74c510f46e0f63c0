import Central
import CentralHTTP
import Crypto
import Domain
import Support
import Testing
import Wire

/// The same on the routes themselves and over a live socket.
@Suite struct RouteTests {
  private func problem(_ response: HTTPResponse) throws -> String {
    try Paperwork.decode(Paperwork.Problem.self, response.body).code
  }

  @Test(arguments: Asked.Way.allCases) func whatIsPushedIsDecidedAndFed(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    var device = try TestDevice(in: asked.house, by: asked.caller)
    let token = try device.token(by: asked.caller)
    let request = try device.write(["one", "two"])
    let response = try asked.caller.call(.exchange(request, token: token))
    #expect(response.status == 200)
    #expect(response.headers["Content-Type"] == "application/x-ndjson")
    #expect(response.headers["StudioLoop-Protocol"] == "1")
    let answer = try ExchangeCodec.answer(response.body)
    #expect(answer.device == device.id && answer.epoch == device.epoch)
    #expect(answer.storedTo == 2 && answer.storedHash == device.hash && answer.stop == nil)
    #expect(answer.outcomes.map(\.outcome.state) == [.applied, .applied])
    let incidents = answer.changes.filter { change in
      if case .row(.put(let row)) = change { row is Incident } else { false }
    }
    #expect(incidents.count == 2)

    let again = try asked.caller.call(.exchange(request, token: token))
    #expect(try ExchangeCodec.answer(again.body).outcomes == answer.outcomes)

    let page = try asked.caller.call(HTTPRequest("GET", "/metrics"))
    let text = String(decoding: page.body, as: UTF8.self)
    #expect(
      text.contains(#"studioloop_operations_total{kind="incident.report",outcome="applied"}"#))
    #expect(text.contains("studioloop_decide_seconds_count 4"))
    #expect(text.contains("studioloop_feed_lag{organization="))
    #expect(!text.contains("Olga") && !text.contains("Studio\""))
  }

  @Test(arguments: Asked.Way.allCases) func packedBodiesGoBothWays(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    var device = try TestDevice(in: asked.house, by: asked.caller)
    let token = try device.token(by: asked.caller)
    var request = try HTTPRequest.exchange(
      device.write((0..<20).map { "note \($0)" }), token: token)
    let plain = request.body.count
    request.body = Gzip.pack(request.body)
    #expect(request.body.count * 4 < plain)
    request.headers["content-encoding"] = "gzip"
    request.headers["accept-encoding"] = "gzip, br"
    let response = try asked.caller.call(request)
    #expect(response.headers["Content-Encoding"] == "gzip")
    let body = try Gzip.unpack(response.body, limit: 1 << 20)
    #expect(try ExchangeCodec.answer(body).storedTo == 20)

    request.body = Gzip.pack([UInt8](repeating: 0x20, count: 2 << 20))
    let bomb = try asked.caller.call(request)
    #expect(try bomb.status == 413 && problem(bomb) == "TOO_LARGE")
    request.headers["content-encoding"] = "br"
    #expect(try asked.caller.call(request).status == 400)
  }

  @Test(arguments: Asked.Way.allCases) func onlyItsOwnDeviceIsLetIn(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    var one = try TestDevice(in: asked.house, by: asked.caller)
    var two = try TestDevice(in: asked.house, by: asked.caller)
    let token = try one.token(by: asked.caller)
    let foreign = try asked.caller.call(.exchange(try two.write(["x"]), token: token))
    #expect(try foreign.status == 403 && problem(foreign) == "NOT_PERMITTED")
    let request = try one.write(["x"])
    for wrong in ["", "x", String(token.dropLast(4)) + "AAAA", token + "A"] {
      let response = try asked.caller.call(.exchange(request, token: wrong))
      #expect(try response.status == 401 && problem(response) == "UNAUTHENTICATED")
    }
    var without = try HTTPRequest.exchange(request, token: token)
    without.headers = [:]
    #expect(try asked.caller.call(without).status == 401)

    asked.house.pass(seconds: 16 * 60)
    let late = try asked.caller.call(.exchange(request, token: token))
    #expect(try late.status == 401 && problem(late) == "TOKEN_EXPIRED")
    let fresh = try one.token(by: asked.caller)
    #expect(try asked.caller.call(.exchange(request, token: fresh)).status == 200)
  }

  @Test(arguments: Asked.Way.allCases) func aSignedNonceIsGoodOnce(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    let device = try TestDevice(in: asked.house, by: asked.caller)
    var request = Paperwork.TokenRequest(
      organization: device.welcome.organization, device: device.id)
    func ask() throws -> HTTPResponse {
      try asked.caller.call(
        HTTPRequest("POST", "/v1/devices/token", body: try Paperwork.encode(request)))
    }
    func sign(by key: SigningKey) throws {
      request.nonce = nil
      let nonce = try #require(
        try Paperwork.decode(Paperwork.TokenAnswer.self, try ask().body).nonce)
      request.nonce = nonce
      request.signature = Base64(
        key.sign(
          SignedMessage.token(device.id, of: device.welcome.organization, nonce: nonce.bytes)))
    }
    try sign(by: device.key)
    #expect(try ask().status == 200)
    #expect(try ask().status == 401, "replayed")
    try sign(by: SigningKey())
    #expect(try ask().status == 401, "forged")
    try sign(by: device.key)
    asked.house.pass(seconds: 61)
    #expect(try ask().status == 401, "old")
    request.organization = ID(Bits128(hi: 1, lo: 1))
    #expect(try ask().status == 401)
  }

  @Test(arguments: Asked.Way.allCases) func aCodeLetsOneDeviceIn(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    func knock(_ code: String, _ key: SigningKey) throws -> HTTPResponse {
      let knock = Paperwork.Knock(
        code: code, publicKey: Base64(key.publicKey), name: "front desk")
      return try asked.caller.call(
        HTTPRequest("POST", "/v1/enroll", body: try Paperwork.encode(knock)))
    }
    let key = SigningKey()
    let code = try asked.house.code(.kiosk)
    let response = try knock(code.lowercased(), key)
    let welcome = try Paperwork.decode(Paperwork.Welcome.self, response.body)
    #expect(welcome.role == .kiosk && welcome.name == "front desk")
    #expect(welcome.verifierKey == nil && welcome.codeKey != nil)
    #expect(try knock(code, SigningKey()).status == 401, "used")
    #expect(try knock("0000-0000-0000", key).status == 401)
    #expect(try knock("", key).status == 401)
    let late = try asked.house.code()
    asked.house.pass(seconds: 601)
    #expect(try knock(late, SigningKey()).status == 401, "old")
  }

  @Test(arguments: Asked.Way.allCases) func aRevokedDeviceIsTold(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    var device = try TestDevice(in: asked.house, by: asked.caller)
    let token = try device.token(by: asked.caller)
    let (id, now) = (device.id, asked.house.now)
    try asked.house.ask { try $0.revoke(id, at: now) }
    let told = try asked.caller.call(.exchange(try device.write(["x"]), token: token))
    #expect(try told.status == 403 && problem(told) == "DEVICE_REVOKED")
    let back = try asked.caller.call(
      HTTPRequest(
        "GET", "/v1/operations", headers: ["authorization": "Bearer \(token)"],
        parameters: ["device": device.id.text, "epoch": "1", "after": "0"]))
    #expect(try back.status == 403 && problem(back) == "DEVICE_REVOKED")
    let renewed = try device.answerToToken(by: asked.caller)
    #expect(try renewed.status == 403 && problem(renewed) == "DEVICE_REVOKED")
    let proof = try Paperwork.decode(Paperwork.Problem.self, renewed.body).proof
    let message = SignedMessage.revoked(device.id, of: device.welcome.organization)
    #expect(
      SigningKey.verify(
        proof?.bytes ?? [], of: message, by: device.welcome.signingKey.bytes))
  }

  @Test(arguments: Asked.Way.allCases) func theTimeIsSigned(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    let device = try TestDevice(in: asked.house, by: asked.caller)
    let response = try asked.caller.call(
      HTTPRequest("GET", "/v1/time", parameters: ["nonce": "00112233445566778899aabbccddeeff"]))
    let time = try Paperwork.decode(Paperwork.Time.self, response.body)
    #expect(time.time == TestHouse.start && time.nonce.bytes.count == 16)
    let message = SignedMessage.time(time.time, nonce: time.nonce.bytes)
    #expect(
      SigningKey.verify(time.signature.bytes, of: message, by: device.welcome.signingKey.bytes))
    for wrong in ["", "xx", "0", "00", String(repeating: "00", count: 65)] {
      let response = try asked.caller.call(
        HTTPRequest("GET", "/v1/time", parameters: ["nonce": wrong]))
      #expect(response.status == 400)
    }
  }

  @Test(arguments: Asked.Way.allCases) func ownOperationsComeBack(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    var device = try TestDevice(in: asked.house, by: asked.caller)
    let token = try device.token(by: asked.caller)
    let sent = try device.write(["one", "two", "three"])
    _ = try asked.caller.call(.exchange(sent, token: token))
    func back(_ after: Int, device id: ID<Device>) throws -> HTTPResponse {
      try asked.caller.call(
        HTTPRequest(
          "GET", "/v1/operations", headers: ["authorization": "Bearer \(token)"],
          parameters: [
            "device": id.text, "epoch": String(device.epoch.raw, radix: 16), "after": "\(after)",
          ]))
    }
    let all = try ExchangeCodec.request(try back(0, device: device.id).body)
    #expect(all.operations == sent.operations && all.previous == Chain.start)
    let rest = try ExchangeCodec.request(try back(1, device: device.id).body)
    #expect(rest.operations == Array(sent.operations.dropFirst()))
    let first = try #require(sent.operations.first)
    #expect(
      rest.previous
        == Chain.link(
          after: Chain.start, header: first.header, payloadHash: SHA256.hash(first.payload)))
    #expect(try back(3, device: device.id).status == 200)
    #expect(try back(0, device: ID(Bits128(hi: 1, lo: 1))).status == 403)
  }

  /// One device brings another's operations, which come by the other way too: once is once.
  @Test(arguments: Asked.Way.allCases) func aFileIsCarried(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    var dark = try TestDevice(in: asked.house, by: asked.caller)
    let bright = try TestDevice(in: asked.house, by: asked.caller)
    let request = try dark.write(["one", "two"])
    let carried = try asked.caller.call(
      .exchange(
        request, token: try bright.token(by: asked.caller), path: "/v1/operations/import"))
    let told = try ExchangeCodec.answer(carried.body)
    #expect(told.device == dark.id && told.storedTo == 2 && told.changes.isEmpty)
    let own = try asked.caller.call(
      .exchange(request, token: try dark.token(by: asked.caller)))
    #expect(try ExchangeCodec.answer(own.body).outcomes == told.outcomes)

    var changed = try dark.write(["three", "four"])
    changed.operations[1] = StoredOperation(
      header: changed.operations[1].header, payload: Array(#"{"text":"other"}"#.utf8))
    changed.operations[0] = StoredOperation(
      header: changed.operations[0].header, payload: Array(#"{"text":"forged"}"#.utf8))
    changed.previous = request.previous
    let forged = try asked.caller.call(
      .exchange(
        changed, token: try bright.token(by: asked.caller), path: "/v1/operations/import"))
    #expect(try ExchangeCodec.answer(forged.body).stop == .fork)
  }

  @Test(arguments: Asked.Way.allCases) func whoAsksTooMuchWaits(way: Asked.Way) throws {
    let asked = try Asked(way) {
      $0.perDevice = (perSecond: 0.5, burst: 3)
      $0.perAddress = (perSecond: 0.1, burst: 12)
    }
    defer { asked.close() }
    var device = try TestDevice(in: asked.house, by: asked.caller)
    let token = try device.token(by: asked.caller)
    let request = try HTTPRequest.exchange(device.write([]), token: token)
    let answers = try (0..<5).map { _ in try asked.caller.call(request) }
    #expect(answers.map(\.status) == [200, 200, 200, 429, 429])
    #expect(answers[3].headers["Retry-After"] == "2")
    #expect(try problem(answers[3]) == "RATE_LIMITED")
    let strangers = try (0..<12).map { _ in
      try asked.caller.call(HTTPRequest("GET", "/v1/time")).status
    }
    #expect(strangers.last == 429 && strangers.first == 400)
  }

  /// Many devices behind one address: only what turns out to be nobody's counts against it.
  @Test(arguments: Asked.Way.allCases) func whoMaySignCostsItsAddressNothing(
    way: Asked.Way
  ) throws {
    let asked = try Asked(way) { $0.perAddress = (perSecond: 0.001, burst: 4) }
    defer { asked.close() }
    let device = try TestDevice(in: asked.house, by: asked.caller)
    for _ in 0..<10 { _ = try device.token(by: asked.caller) }
    var forger = device
    forger.key = SigningKey()
    let forged = try forger.answerToToken(by: asked.caller)
    #expect(forged.status == 401)
    #expect(try asked.caller.call(HTTPRequest("GET", "/v1/time")).status == 400)
    #expect(try asked.caller.call(HTTPRequest("GET", "/v1/time")).status == 429)
  }

  @Test(arguments: Asked.Way.allCases) func whatIsNothingIsTold(way: Asked.Way) throws {
    let asked = try Asked(way)
    defer { asked.close() }
    let device = try TestDevice(in: asked.house, by: asked.caller)
    let token = try device.token(by: asked.caller)
    let lost = try asked.caller.call(HTTPRequest("GET", "/v1/sauna"))
    #expect(try lost.status == 404 && problem(lost) == "NOT_FOUND")
    let method = try asked.caller.call(HTTPRequest("GET", "/v1/exchange"))
    #expect(method.status == 405 && method.headers["Allow"] == "POST")
    var chance = SeededGenerator(seed: 3)
    for _ in 0..<20 {
      let request = HTTPRequest(
        "POST", "/v1/exchange", headers: ["authorization": "Bearer \(token)"],
        body: chance.bytes(0...200))
      let response = try asked.caller.call(request)
      #expect(try response.status == 400 && problem(response) == "MALFORMED")
    }
    for path in ["/v1/enroll", "/v1/devices/token"] {
      #expect(try asked.caller.call(HTTPRequest("POST", path, body: [1, 2])).status == 400)
    }
    let health = try asked.caller.call(HTTPRequest("GET", "/health"))
    #expect(try Paperwork.decode(Paperwork.Health.self, health.body).ok && health.status == 200)
    let far = HTTPRequest("GET", "/metrics", peer: [10, 0, 0, 1])
    #expect(try DirectCaller(service: asked.house.service).call(far).status == 403)
  }
}
