import CSodium

/// A few bytes locked with a key of 32 bytes (XSalsa20-Poly1305): nonce, then ciphertext.
package enum SecretBox {
  package static let keyLength = Int(crypto_secretbox_KEYBYTES)
  private static let nonceLength = Int(crypto_secretbox_NONCEBYTES)
  private static let tagLength = Int(crypto_secretbox_MACBYTES)

  package static func key() -> [UInt8] { randomBytes(keyLength) }

  /// 40 bytes longer than what goes in; throws `wrongLength` for the key.
  package static func seal(_ bytes: [UInt8], key: [UInt8]) throws(CryptoError) -> [UInt8] {
    try checkLength(key, keyLength)
    let nonce = randomBytes(nonceLength)
    var box = [UInt8](repeating: 0, count: bytes.count + tagLength)
    crypto_secretbox_easy(&box, bytes, UInt64(bytes.count), nonce, key)
    return nonce + box
  }

  /// Throws `forged`, or `wrongLength` for the key or a box that was cut.
  package static func open(_ sealed: [UInt8], key: [UInt8]) throws(CryptoError) -> [UInt8] {
    try checkLength(key, keyLength)
    let overhead = nonceLength + tagLength
    guard sealed.count >= overhead else {
      throw CryptoError.wrongLength(expected: overhead, found: sealed.count)
    }
    Sodium.started
    let nonce = Array(sealed.prefix(nonceLength))
    let box = Array(sealed.dropFirst(nonceLength))
    var bytes = [UInt8](repeating: 0, count: sealed.count - overhead)
    guard crypto_secretbox_open_easy(&bytes, box, UInt64(box.count), nonce, key) == 0 else {
      throw CryptoError.forged
    }
    return bytes
  }
}
