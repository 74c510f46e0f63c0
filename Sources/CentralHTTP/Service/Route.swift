import Central
import Domain
import Wire

/// What is answered at one path; its name stands in the metrics.
struct Route: Sendable {
  let name: String
  let answer: @Sendable (WireService, HTTPRequest, @escaping WireService.Answered) -> Void

  private init(
    _ name: String, _ answer: @escaping @Sendable (WireService, HTTPRequest) throws -> HTTPResponse
  ) {
    self.name = name
    self.answer = { service, request, answered in
      answered(service.response { try answer(service, request) })
    }
  }

  private init(
    later name: String,
    _ answer:
      @escaping @Sendable (WireService, HTTPRequest, @escaping WireService.Answered) throws -> Void
  ) {
    self.name = name
    self.answer = { service, request, answered in
      do {
        try answer(service, request, answered)
      } catch {
        answered(service.response { throw error })
      }
    }
  }

  private static let all: [String: [String: Route]] = [
    "/v1/time": ["GET": Route("time") { try $0.time($1) }],
    "/v1/enroll": ["POST": Route("enroll") { try $0.enroll($1) }],
    "/v1/devices/token": ["POST": Route("token") { try $0.token($1) }],
    "/v1/exchange": ["POST": Route(later: "exchange") { try $0.exchange($1, $2) }],
    "/v1/operations": ["GET": Route("operations") { try $0.operations($1) }],
    "/v1/operations/import": ["POST": Route(later: "import") { try $0.carry($1, $2) }],
    "/health": ["GET": Route("health") { service, _ in try service.health() }],
    "/metrics": ["GET": Route("metrics") { try $0.metricsPage($1) }],
  ]

  private static let nowhere = Route("none") { _, _ in throw Problem(.notFound) }
  private static let otherwise = Route("none") { _, request in
    var response = HTTPResponse(405, type: ProtocolHeader.json, [])
    response.headers["Allow"] = all[request.path]?.keys.sorted().joined(separator: ", ")
    return response
  }

  static func find(_ request: HTTPRequest) -> Route {
    guard let methods = all[request.path] else { return nowhere }
    return methods[request.method] ?? otherwise
  }
}

extension WireService {
  /// What went wrong becomes the answer.
  func response(_ body: () throws -> HTTPResponse) -> HTTPResponse {
    do { return try body() } catch { return Problem(error).response(at: now) }
  }

  func document(_ document: some Encodable) throws -> HTTPResponse {
    HTTPResponse(
      type: ProtocolHeader.json, try Paperwork.encode(document) + [UInt8(ascii: "\n")])
  }

  /// For a device, which has shown its token.
  func lines(_ body: [UInt8]) -> HTTPResponse {
    var response = HTTPResponse(type: ProtocolHeader.lines, body)
    response.isForDevice = true
    return response
  }

  /// The body, unpacked; throws `TOO_LARGE` or `MALFORMED`.
  func body(of request: HTTPRequest) throws -> [UInt8] {
    switch request.headers["content-encoding"]?.lowercased() {
    case nil, "identity": request.body
    case "gzip": try Gzip.unpack(request.body, limit: ExchangeCodec.requestLimit)
    default: throw Problem(.malformed)
    }
  }

  /// The device that a token was given to. Throws `UNAUTHENTICATED`, `TOKEN_EXPIRED`, or
  /// `RATE_LIMITED` where it asks too much.
  func bearer(of request: HTTPRequest) throws -> (house: House, device: ID<Device>) {
    let words = request.headers["authorization"]?.split(separator: " ") ?? []
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      throw Problem(.unauthenticated)
    }
    let token = String(words[1])
    guard let organization = DeviceDoor.organization(ofToken: token),
      let house = houses.find(organization)
    else { throw Problem(.unauthenticated) }
    let device = try house.door.verify(token, at: now)
    if let delay = perDevice.delay(of: device) { throw Problem(.rateLimited, retryAfter: delay) }
    return (house, device)
  }

  /// Throws `DEVICE_REVOKED`, also for a device that is not there any more.
  func demandStanding(_ device: ID<Device>, in house: House) throws {
    let isGood = try house.writer.perform { core in try core.device(device)?.revoked == false }
    if !isGood { throw Problem(.deviceRevoked) }
  }

  /// Throws `RATE_LIMITED` where strangers of one address ask too much.
  func slowDown(_ request: HTTPRequest) throws {
    if let delay = perAddress.delay(of: request.peer) {
      throw Problem(.rateLimited, retryAfter: delay)
    }
  }
}
