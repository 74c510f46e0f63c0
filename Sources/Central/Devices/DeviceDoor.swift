import Crypto
package import Domain
import FoundationEssentials
import Synchronization
import Wire

/// Who may talk to one organization's authority: nonces, tokens and the signed time; for any thread.
package final class DeviceDoor: Sendable {
  private static let nonceLife = 60
  private static let tokenLife = 15 * 60

  package let organization: ID<Organization>
  private let keys: AuthorityKeys
  /// Of this process alone: a nonce that it did not give is worth nothing, also after a restart.
  private let nonceKey = randomBytes(32)
  /// Nonces that were used and would otherwise still be good.
  private let used = Mutex<[[UInt8]: Instant]>([:])

  init(_ organization: ID<Organization>, _ keys: AuthorityKeys) {
    self.organization = organization
    self.keys = keys
  }

  // MARK: Token

  package struct Token: Sendable {
    /// For the header `Authorization: Bearer`.
    package let text: String
    package let expires: Instant
  }

  /// Good once, for a minute.
  package func nonce(at now: Instant) throws -> [UInt8] {
    let plain = (now + Self.nonceLife).bytes + randomBytes(16)
    return plain + (try keyedHash(plain, key: nonceKey))
  }

  /// Throws `UNAUTHENTICATED` for a nonce that is not ours, old or used, and for a signature that is
  /// not the device's; `DEVICE_REVOKED` for a right one of a revoked device.
  package func token(
    for device: Device, nonce: [UInt8], signature: [UInt8], at now: Instant
  ) throws -> Token {
    let plain = Array(nonce.prefix(24))
    guard nonce.count == 56, try keyedHash(plain, key: nonceKey).isSame(as: nonce.suffix(32)),
      let expires = Instant(bytes: plain.prefix(8)), now <= expires
    else { throw Refusal(.unauthenticated) }
    let message = SignedMessage.token(device.id, of: organization, nonce: nonce)
    guard SigningKey.verify(signature, of: message, by: device.publicKey.bytes) else {
      throw Refusal(.unauthenticated)
    }
    try use(nonce, until: expires, at: now)
    if device.revoked { throw Refusal(.deviceRevoked) }
    let ends = now + Self.tokenLife
    let claim = organization.raw.bytes + device.id.raw.bytes + ends.bytes
    let bytes = claim + (try keyedHash(claim, key: keys.tokens))
    return Token(text: Data(bytes).base64EncodedString(), expires: ends)
  }

  private func use(_ nonce: [UInt8], until expires: Instant, at now: Instant) throws {
    let isFresh = used.withLock { used in
      if used.count > 1_000 { used = used.filter { $0.value >= now } }
      return used.updateValue(expires, forKey: nonce) == nil
    }
    if !isFresh { throw Refusal(.unauthenticated) }
  }

  /// The device that a token was given to; whether it is revoked since, the authority says
  /// (`device`). Throws `UNAUTHENTICATED` or `TOKEN_EXPIRED`.
  package func verify(_ text: String, at now: Instant) throws -> ID<Device> {
    guard let bytes = Data(base64Encoded: text).map({ [UInt8]($0) }), bytes.count == 72 else {
      throw Refusal(.unauthenticated)
    }
    let claim = Array(bytes.prefix(40))
    guard try keyedHash(claim, key: keys.tokens).isSame(as: bytes.suffix(32)),
      Self.organization(ofToken: text) == organization,
      let device = Bits128(bytes: claim[16..<32]), let expires = Instant(bytes: claim[32...])
    else { throw Refusal(.unauthenticated) }
    guard now <= expires else { throw Refusal(.tokenExpired) }
    return ID(device)
  }

  /// Which organization's door a token claims to open; nil for what is no token.
  package static func organization(ofToken text: String) -> ID<Organization>? {
    Data(base64Encoded: text).flatMap { Bits128(bytes: $0.prefix(16)) }.map { ID($0) }
  }

  /// The proof that a device is shut out, over `SignedMessage.revoked`.
  package func revocation(of device: ID<Device>) -> [UInt8] {
    keys.signing.sign(SignedMessage.revoked(device, of: organization))
  }

  // MARK: Time

  /// A signature over `SignedMessage.time`.
  package func sign(time milliseconds: Int64, nonce: [UInt8]) -> [UInt8] {
    keys.signing.sign(SignedMessage.time(milliseconds, nonce: nonce))
  }
}

extension [UInt8] {
  fileprivate func isSame(as other: some Collection<UInt8>) -> Bool {
    constantTimeEqual(self, Array(other))
  }
}

extension Instant {
  fileprivate var bytes: [UInt8] { Bits128(hi: 0, lo: UInt64(bitPattern: seconds)).bytes.suffix(8) }

  fileprivate init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 8 else { return nil }
    self.init(Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) }))
  }
}
