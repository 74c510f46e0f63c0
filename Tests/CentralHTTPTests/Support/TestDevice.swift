import CentralHTTP
import Crypto
import Domain
import FoundationEssentials
import Sync
import Testing
import Wire

/// A device that has been let in, and its file: operations in a chain.
struct TestDevice {
  var key: SigningKey
  let welcome: Paperwork.Welcome
  let epoch = Epoch(UInt64.random(in: 1...UInt64.max))
  private let owner: ID<Staff>
  private(set) var hash = Chain.start
  private(set) var seq = 0

  var id: ID<Device> { welcome.device }

  init(in house: TestHouse, by caller: any Caller) throws {
    let key = SigningKey()
    let knock = Paperwork.Knock(
      code: try house.code(), publicKey: Base64(key.publicKey), name: "desk")
    let answer = try caller.call(
      HTTPRequest("POST", "/v1/enroll", body: try Paperwork.encode(knock)))
    try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
    self.key = key
    welcome = try Paperwork.decode(Paperwork.Welcome.self, answer.body)
    owner = house.owner
  }

  /// For a line that gets its tokens itself.
  var credentials: HTTPLine.Credentials {
    HTTPLine.Credentials(
      organization: welcome.organization, device: welcome.device, key: key,
      signingKey: welcome.signingKey.bytes, pins: welcome.pins,
      certificateFile: nil)
  }

  /// What is sent when these notes are written; the next request follows upon it.
  mutating func write(_ notes: [String], cursor: Int64 = 0) throws -> ExchangeRequest {
    var request = ExchangeRequest(
      device: id, epoch: epoch, previous: hash, cursor: cursor, acknowledged: 0)
    for text in notes {
      seq += 1
      let operation = Operation(
        id: ID(
          Bits128(milliseconds: 1_795_000_000_000, random: randomBytes(16))),
        device: id, location: welcome.location, actor: .staff(owner), channel: .desk,
        at: Instant(1_795_000_000), intent: ReportIncident(text: text))
      let header = OperationHeader(
        operation, epoch: epoch, seq: seq, clock: .verified, wall: operation.at, mono: 0,
        boot: Bits128(hi: 1, lo: 1))
      let stored = StoredOperation(
        header: try PayloadCodec.encode(header), payload: try PayloadCodec.encode(operation.intent))
      hash = Chain.link(
        after: hash, header: stored.header, payloadHash: SHA256.hash(stored.payload))
      request.operations.append(stored)
    }
    return request
  }

  func token(by caller: any Caller) throws -> String {
    let answer = try answerToToken(by: caller)
    try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
    return try #require(try Paperwork.decode(Paperwork.TokenAnswer.self, answer.body).token)
  }

  /// What is said to a nonce that was signed.
  func answerToToken(by caller: any Caller) throws -> HTTPResponse {
    var asked = Paperwork.TokenRequest(organization: welcome.organization, device: id)
    func ask() throws -> HTTPResponse {
      try caller.call(
        HTTPRequest("POST", "/v1/devices/token", body: try Paperwork.encode(asked)))
    }
    let first = try Paperwork.decode(Paperwork.TokenAnswer.self, try ask().body)
    let nonce = try #require(first.nonce)
    asked.nonce = nonce
    asked.signature = Base64(
      key.sign(SignedMessage.token(id, of: welcome.organization, nonce: nonce.bytes)))
    return try ask()
  }
}

extension HTTPRequest {
  static func exchange(
    _ request: ExchangeRequest, token: String, path: String = "/v1/exchange"
  ) throws -> HTTPRequest {
    HTTPRequest(
      "POST", path, headers: ["authorization": "Bearer \(token)"],
      body: try ExchangeCodec.encode(request))
  }
}

extension LineFailure {
  /// Why a line did not do it; nil where it did.
  static func code(_ body: () throws -> Void) -> Code? {
    do {
      try body()
      return nil
    } catch {
      return (error as? LineFailure)?.code
    }
  }
}
