import CSodium

/// What anybody may lock to one public key, and only its owner opens (crypto_box_seal): nobody, the
/// sender included, can read it again.
package struct SealedBox: Sendable {
  package static let seedLength = Int(crypto_box_SEEDBYTES)
  package static let publicLength = Int(crypto_box_PUBLICKEYBYTES)
  private static let overhead = crypto_box_sealbytes()

  package let publicKey: [UInt8]
  private let secret: [UInt8]

  /// The pair that belongs to a seed of 32 bytes; throws `wrongLength`.
  package init(seed: [UInt8]) throws(CryptoError) {
    try checkLength(seed, Self.seedLength)
    Sodium.started
    var publicKey = [UInt8](repeating: 0, count: Self.publicLength)
    var secret = [UInt8](repeating: 0, count: Int(crypto_box_SECRETKEYBYTES))
    crypto_box_seed_keypair(&publicKey, &secret, seed)
    self.publicKey = publicKey
    self.secret = secret
  }

  /// 48 bytes longer than what goes in; throws `wrongLength` for the key.
  package static func seal(
    _ bytes: [UInt8], to publicKey: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    try checkLength(publicKey, publicLength)
    Sodium.started
    var box = [UInt8](repeating: 0, count: bytes.count + overhead)
    guard crypto_box_seal(&box, bytes, UInt64(bytes.count), publicKey) == 0 else {
      throw CryptoError.forged
    }
    return box
  }

  /// Throws `forged`, or `wrongLength` for a box that was cut.
  package func open(_ box: [UInt8]) throws(CryptoError) -> [UInt8] {
    guard box.count >= Self.overhead else {
      throw CryptoError.wrongLength(expected: Self.overhead, found: box.count)
    }
    var bytes = [UInt8](repeating: 0, count: box.count - Self.overhead)
    guard crypto_box_seal_open(&bytes, box, UInt64(box.count), publicKey, secret) == 0 else {
      throw CryptoError.forged
    }
    return bytes
  }
}
