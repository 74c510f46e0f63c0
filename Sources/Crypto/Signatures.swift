import CSodium

/// An Ed25519 key pair; `seed` is the secret that is stored, all else follows from it.
package struct SigningKey: Sendable {
  package static let seedLength = Int(crypto_sign_SEEDBYTES)
  package static let publicLength = Int(crypto_sign_PUBLICKEYBYTES)
  package static let signatureLength = Int(crypto_sign_BYTES)

  package let seed: [UInt8]
  package let publicKey: [UInt8]
  private let secret: [UInt8]

  /// A fresh pair.
  package init() { self.init(checked: randomBytes(Self.seedLength)) }

  /// The pair that belongs to a stored seed of 32 bytes.
  package init(seed: [UInt8]) throws(CryptoError) {
    try checkLength(seed, Self.seedLength)
    self.init(checked: seed)
  }

  private init(checked seed: [UInt8]) {
    Sodium.started
    var publicKey = [UInt8](repeating: 0, count: Self.publicLength)
    var secret = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
    crypto_sign_seed_keypair(&publicKey, &secret, seed)
    self.seed = seed
    self.publicKey = publicKey
    self.secret = secret
  }

  /// 64 bytes, the same for the same message.
  package func sign(_ message: [UInt8]) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: Self.signatureLength)
    crypto_sign_detached(&signature, nil, message, UInt64(message.count), secret)
    return signature
  }

  /// False for a forged signature and for one or a key of a wrong length alike.
  package static func verify(
    _ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]
  ) -> Bool {
    guard signature.count == signatureLength, publicKey.count == publicLength else { return false }
    Sodium.started
    return crypto_sign_verify_detached(
      signature, message, UInt64(message.count), publicKey) == 0
  }
}
