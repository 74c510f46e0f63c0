import CSodium
import Glibc

/// What trying one short secret costs: 19 MiB and two passes are OWASP's second choice for Argon2id,
/// some 30 ms on a desk, and few guesses at once on a stolen disk.
enum Stretching {
  static let memory = 19 * 1_024 * 1_024
  static let passes: UInt64 = 2
}

/// A key of 32 bytes from a short secret by Argon2id; the salt is 16 bytes and no secret. Throws
/// `wrongLength` for the salt, or `outOfMemory`.
package func stretchedKey(_ secret: String, salt: [UInt8]) throws(CryptoError) -> [UInt8] {
  try checkLength(salt, Int(crypto_pwhash_SALTBYTES))
  Sodium.started
  var key = [UInt8](repeating: 0, count: SecretBox.keyLength)
  let result = crypto_pwhash(
    &key, UInt64(key.count), secret, UInt64(secret.utf8.count), salt, Stretching.passes,
    Stretching.memory, crypto_pwhash_ALG_ARGON2ID13)
  guard result == 0 else { throw CryptoError.outOfMemory }
  return key
}
