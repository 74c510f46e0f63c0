package import Crypto
import Domain
package import Wire

/// How a device gets in: with a code that somebody reads out to it.
package enum Enrolling {
  /// Shows the code to the service and returns what the device has to keep. Where the code ends with
  /// the start of a pin, only a service with that key is shown it.
  ///
  /// Throws `LineFailure`; `.unauthenticated` for a code that is wrong, used or old, `.busy` with the
  /// seconds to wait after several of them.
  package static func enrol(
    at address: ServiceAddress, code text: String, key: SigningKey, name: String
  ) throws(LineFailure) -> Paperwork.Welcome {
    let client = HTTPClient()
    let call = HTTPClient.Call()
    let code = EnrolmentCode(text)
    var trust = HTTPClient.Trust()
    if address.isSecure, code.hasPin {
      trust.checksCertificate = false
      trust.checksHost = false
      let answer = try HTTPLine.send(
        client, "GET", address.url + "/health", nil, token: nil, trust: trust, in: call)
      guard let health = try? Paperwork.decode(Paperwork.Health.self, answer.body),
        let pin = health.pins.first(where: { code.fits(pin: $0) })
      else { throw LineFailure(.stranger) }
      trust.pins = [pin]
    }
    let knock = Paperwork.Knock(
      code: code.code, publicKey: Base64(key.publicKey), name: name)
    guard let body = try? Paperwork.encode(knock) else { throw LineFailure(.malformed) }
    let answer = try HTTPLine.send(
      client, "POST", address.url + "/v1/enroll", body, token: nil, trust: trust, in: call)
    guard let welcome = try? Paperwork.decode(Paperwork.Welcome.self, answer.body) else {
      throw LineFailure(.malformed)
    }
    return welcome
  }

  /// Whether a service speaks plain HTTP where TLS was looked for; it is shown nothing.
  package static func isPlain(at address: ServiceAddress) -> Bool {
    guard let plain = address.plainURL,
      let answer = try? HTTPLine.send(
        HTTPClient(), "GET", plain + "/health", nil, token: nil, trust: HTTPClient.Trust(),
        in: HTTPClient.Call())
    else { return false }
    return (try? Paperwork.decode(Paperwork.Health.self, answer.body)) != nil
  }
}
