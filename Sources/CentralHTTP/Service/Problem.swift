import Central
import Domain
import Wire

/// Why a request is not served, in the words of the rulebook's refusals.
struct Problem: Error {
  let refusal: Refusal
  /// Seconds.
  let retryAfter: Int?
  /// For a device that is shut out.
  var proof: [UInt8]?

  init(_ code: RefusalCode, retryAfter: Int? = nil) {
    self.init(Refusal(code), retryAfter ?? (code == .unavailable ? 2 : nil))
  }

  private init(_ refusal: Refusal, _ retryAfter: Int?) {
    self.refusal = refusal
    self.retryAfter = retryAfter
  }

  /// What went wrong inside is told to whoever runs the service, never to the other side.
  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let refusal as Refusal: self.init(refusal, refusal.seconds)
    case let error as WireError: self.init(error.code == .tooLarge ? .tooLarge : .malformed)
    case is OrganizationWriter.Busy: self.init(.unavailable)
    case let error as any PassingError where error.passes: self.init(.unavailable)
    default: self.init(.internal)
    }
  }

  func response(at now: Instant) -> HTTPResponse {
    let document = Paperwork.Problem(
      code: refusal.code.rawValue, message: refusal.sentence(for: .staff, now: now, zones: [:]),
      proof: proof.map(Base64.init))
    let body = (try? Paperwork.encode(document)) ?? []
    var response = HTTPResponse(
      refusal.code.httpStatus, type: ProtocolHeader.json, body + [UInt8(ascii: "\n")])
    response.headers[ProtocolHeader.name] = ProtocolHeader.value
    if let retryAfter { response.headers["Retry-After"] = "\(retryAfter)" }
    return response
  }
}

extension Refusal {
  fileprivate var seconds: Int? {
    for case .seconds(let seconds) in arguments.values { return seconds }
    return nil
  }
}
