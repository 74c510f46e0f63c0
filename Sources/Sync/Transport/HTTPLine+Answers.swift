import Domain
import Wire

extension HTTPLine {
  /// One request and its answer, unpacked; throws for everything but an answer of 200 from something
  /// that speaks our protocol. `isProof` tells whether the authority signed that the device is shut
  /// out: anybody can say so.
  static func send(
    _ client: HTTPClient, _ method: String, _ url: String, _ body: [UInt8]?, token: String?,
    trust: HTTPClient.Trust, in call: HTTPClient.Call, isProof: ([UInt8]) -> Bool = { _ in false }
  ) throws(LineFailure) -> HTTPClient.Answer {
    var ask = HTTPClient.Ask(
      method: method, url: url,
      headers: [
        "\(ProtocolHeader.name): \(ProtocolHeader.value)", "Accept-Encoding: gzip",
        // No waiting for a leave to send.
        "Expect:",
      ], body: body, trust: trust, limit: ExchangeCodec.answerLimit)
    if let token { ask.headers.append("Authorization: Bearer \(token)") }
    if let body {
      let type = body.last == UInt8(ascii: "\n") ? ProtocolHeader.lines : ProtocolHeader.json
      ask.headers.append("Content-Type: \(type)")
      if body.count >= Gzip.worthwhile {
        ask.body = Gzip.pack(body)
        ask.headers.append("Content-Encoding: gzip")
      }
    }
    let answer = try client.send(ask, in: call)
    // A captive portal answers anything, with 200 too.
    guard answer.headers[ProtocolHeader.lowercase] != nil else { throw LineFailure(.stranger) }
    guard answer.status == 200 else { throw failure(answer, isProof) }
    guard let plain = unpacked(answer) else { throw LineFailure(.malformed) }
    return HTTPClient.Answer(
      status: answer.status, headers: answer.headers, body: plain,
      milliseconds: answer.milliseconds)
  }

  private static func unpacked(_ answer: HTTPClient.Answer) -> [UInt8]? {
    guard answer.headers["content-encoding"] == "gzip" else { return answer.body }
    return try? Gzip.unpack(answer.body, limit: ExchangeCodec.answerLimit)
  }

  private static func failure(
    _ answer: HTTPClient.Answer, _ isProof: ([UInt8]) -> Bool
  ) -> LineFailure {
    let seconds = answer.headers["retry-after"].flatMap { Int($0) }
    let problem = unpacked(answer).flatMap { try? Paperwork.decode(Paperwork.Problem.self, $0) }
    switch answer.status {
    case 401: return LineFailure(.unauthenticated)
    case 403:
      let isRevoked = problem?.proof.map { isProof($0.bytes) } ?? false
      return LineFailure(isRevoked ? .revoked : .unauthenticated)
    case 426: return LineFailure(.tooOld)
    case 429, 503: return LineFailure(.busy, retryAfter: seconds)
    case 500...599: return LineFailure(.failed, retryAfter: seconds)
    default: return LineFailure(.malformed)
    }
  }
}
