package import Crypto
package import Domain
import Synchronization
package import Wire

/// The way to an authority over HTTP: gets tokens, checks that it is the authority that answers, and
/// tells what kept an answer from coming.
package final class HTTPLine: Line {
  /// What the device was told when it enrolled, and its own key.
  package struct Credentials: Sendable {
    package var organization: ID<Organization>
    package var device: ID<Device>
    package var key: SigningKey
    /// Of the authority: checks its signed time.
    package var signingKey: [UInt8]
    package var pins: [String]
    /// Path of the certificate of a service that vouches for itself, as it was told at the enrolment;
    /// nil where the machine's authorities know it.
    package var certificateFile: String?
    /// Nil where a token lasts no longer than this line.
    package var keptToken: KeptToken?

    package init(
      organization: ID<Organization>, device: ID<Device>, key: SigningKey, signingKey: [UInt8],
      pins: [String], certificateFile: String?, keptToken: KeptToken? = nil
    ) {
      self.organization = organization
      self.device = device
      self.key = key
      self.signingKey = signingKey
      self.pins = pins
      self.certificateFile = certificateFile
      self.keptToken = keptToken
    }
  }

  /// The authority's clock, and how long asking took: it was right somewhere in between.
  package struct SignedTime: Sendable {
    /// Since 1970.
    package let milliseconds: Int64
    package let roundTrip: Double
  }

  private struct State {
    var token: String?
    var pins: [String]
    var calls: [HTTPClient.Call] = []
  }

  private let address: ServiceAddress
  private let credentials: Credentials
  /// Asked for each request: while it is false the pin alone replaces a certificate's dates.
  private let clockIsTrusted: @Sendable () -> Bool
  /// Told of pins that differ from those at the enrolment, to be kept.
  private let pinsChanged: @Sendable ([String]) -> Void
  private let client = HTTPClient()
  private let state: Mutex<State>

  package init(
    to address: ServiceAddress, as credentials: Credentials,
    clockIsTrusted: @escaping @Sendable () -> Bool,
    pinsChanged: @escaping @Sendable ([String]) -> Void = { _ in }
  ) {
    self.address = address
    self.credentials = credentials
    self.clockIsTrusted = clockIsTrusted
    self.pinsChanged = pinsChanged
    state = Mutex(State(pins: credentials.pins))
  }

  package func exchange(_ request: ExchangeRequest) throws(LineFailure) -> ExchangeAnswer {
    try exchange(request, at: "/v1/exchange")
  }

  /// Operations of whatever device of the organization, from an exported file; the answer says what
  /// became of them and brings no rows.
  package func carry(_ request: ExchangeRequest) throws(LineFailure) -> ExchangeAnswer {
    try exchange(request, at: "/v1/operations/import")
  }

  private func exchange(
    _ request: ExchangeRequest, at path: String
  ) throws(LineFailure) -> ExchangeAnswer {
    guard let body = try? ExchangeCodec.encode(request) else { throw LineFailure(.malformed) }
    let answer = try bearing("POST", path, body)
    let told: ExchangeAnswer
    do { told = try ExchangeCodec.answer(answer) } catch { throw LineFailure(.malformed) }
    // That this device is shut out is told with a proof, and nowhere else.
    guard told.device == request.device, told.epoch == request.epoch, told.stop != .revoked else {
      throw LineFailure(.stranger)
    }
    return told
  }

  /// This device's own operations of one life of its file, behind one of them; in the form in which
  /// they were sent. None are left where none come.
  package func operations(
    of epoch: Epoch, after seq: Int
  ) throws(LineFailure) -> ExchangeRequest {
    let path =
      "/v1/operations?device=\(credentials.device.text)&epoch=\(String(epoch.raw, radix: 16))"
      + "&after=\(seq)"
    let answer = try bearing("GET", path, nil)
    let told: ExchangeRequest
    do { told = try ExchangeCodec.request(answer) } catch { throw LineFailure(.malformed) }
    guard told.device == credentials.device, told.epoch == epoch else {
      throw LineFailure(.stranger)
    }
    return told
  }

  /// Needs no token and no right clock; the signature is what is believed.
  package func time() throws(LineFailure) -> SignedTime {
    let nonce = randomBytes(16)
    let digits = nonce.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    let call = begin()
    defer { end(call) }
    let answer = try send(
      "GET", "/v1/time?nonce=\(digits)&organization=\(credentials.organization.text)", nil,
      in: call)
    let time = try document(Paperwork.Time.self, answer)
    let message = SignedMessage.time(time.time, nonce: nonce)
    guard
      SigningKey.verify(time.signature.bytes, of: message, by: credentials.signingKey)
    else { throw LineFailure(.stranger) }
    return SignedTime(milliseconds: time.time, roundTrip: answer.milliseconds)
  }

  package func interrupt() {
    for call in state.withLock({ $0.calls }) { call.interrupt() }
  }

  // MARK: One call

  private func begin() -> HTTPClient.Call {
    let call = HTTPClient.Call()
    state.withLock { $0.calls.append(call) }
    return call
  }

  private func end(_ call: HTTPClient.Call) {
    state.withLock { state in state.calls.removeAll { $0 === call } }
  }

  /// Lines of JSON, with a token that is fetched where there is none, and once more where it is not
  /// taken.
  private func bearing(
    _ method: String, _ path: String, _ body: [UInt8]?
  ) throws(LineFailure) -> [UInt8] {
    let call = begin()
    defer { end(call) }
    if let token = state.withLock({ $0.token }) ?? credentials.keptToken?.read() {
      do throws(LineFailure) {
        let answer = try lines(method, path, body, token, in: call)
        state.withLock { $0.token = token }
        return answer
      } catch  where error.code == .unauthenticated {
        state.withLock { $0.token = nil }
      }
    }
    let token = try fetchToken(in: call)
    state.withLock { $0.token = token }
    credentials.keptToken?.keep(token)
    return try lines(method, path, body, token, in: call)
  }

  private func lines(
    _ method: String, _ path: String, _ body: [UInt8]?, _ token: String, in call: HTTPClient.Call
  ) throws(LineFailure) -> [UInt8] {
    let answer = try send(method, path, body, token: token, in: call)
    guard answer.headers["content-type"] == ProtocolHeader.lines else {
      throw LineFailure(.stranger)
    }
    return answer.body
  }

  private func fetchToken(in call: HTTPClient.Call) throws(LineFailure) -> String {
    var asked = Paperwork.TokenRequest(
      organization: credentials.organization, device: credentials.device)
    let first = try token(asked, in: call)
    guard let nonce = first.nonce else { throw LineFailure(.malformed) }
    let message = SignedMessage.token(
      credentials.device, of: credentials.organization, nonce: nonce.bytes)
    asked.nonce = nonce
    asked.signature = Base64(credentials.key.sign(message))
    let second = try token(asked, in: call)
    guard let token = second.token else { throw LineFailure(.malformed) }
    takeOver(second.pins)
    return token
  }

  private func token(
    _ asked: Paperwork.TokenRequest, in call: HTTPClient.Call
  ) throws(LineFailure) -> Paperwork.TokenAnswer {
    guard let body = try? Paperwork.encode(asked) else { throw LineFailure(.malformed) }
    return try document(
      Paperwork.TokenAnswer.self, try send("POST", "/v1/devices/token", body, in: call))
  }

  /// Over a connection that was checked come the pins of the next one.
  private func takeOver(_ pins: [String]) {
    guard address.isSecure, !pins.isEmpty else { return }
    let isNew = state.withLock { state in
      defer { state.pins = pins }
      return state.pins != pins
    }
    if isNew { pinsChanged(pins) }
  }

  private func document<Document: Decodable>(
    _ type: Document.Type, _ answer: HTTPClient.Answer
  ) throws(LineFailure) -> Document {
    guard answer.headers["content-type"] == ProtocolHeader.json else {
      throw LineFailure(.stranger)
    }
    do { return try Paperwork.decode(type, answer.body) } catch { throw LineFailure(.malformed) }
  }

  private func send(
    _ method: String, _ path: String, _ body: [UInt8]?, token: String? = nil,
    in call: HTTPClient.Call
  ) throws(LineFailure) -> HTTPClient.Answer {
    try HTTPLine.send(
      client, method, address.url + path, body, token: token, trust: trust, in: call
    ) { proof in
      let message = SignedMessage.revoked(credentials.device, of: credentials.organization)
      return SigningKey.verify(proof, of: message, by: credentials.signingKey)
    }
  }

  private var trust: HTTPClient.Trust {
    var trust = HTTPClient.Trust()
    trust.pins = state.withLock { $0.pins }
    trust.authorities = credentials.certificateFile
    // Without pins nothing could stand for the dates.
    trust.checksCertificate = trust.pins.isEmpty || clockIsTrusted()
    // A service that vouches for itself is known by its key, at whatever address it stands.
    trust.checksHost = trust.checksCertificate && credentials.certificateFile == nil
    return trust
  }
}
