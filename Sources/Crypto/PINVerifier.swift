import CSodium
import Glibc

/// What is kept of a staff PIN: Argon2id with a salt of its own, as the usual text
/// `$argon2id$v=19$m=19456,t=2,p=1$…` that names its own cost.
package enum PINVerifier {
  private static let memory = Stretching.memory
  private static let passes = Stretching.passes

  /// Throws `outOfMemory`.
  package static func make(_ pin: String) throws(CryptoError) -> String {
    Sodium.started
    var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
    let result = crypto_pwhash_str_alg(
      &text, pin, UInt64(pin.utf8.count), passes, memory, crypto_pwhash_ALG_ARGON2ID13)
    guard result == 0 else { throw CryptoError.outOfMemory }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Throws `malformedVerifier` or `outOfMemory`, neither of which means a wrong PIN.
  package static func matches(_ pin: String, _ verifier: String) throws(CryptoError) -> Bool {
    Sodium.started
    guard crypto_pwhash_str_needs_rehash(verifier, passes, memory) >= 0 else {
      throw CryptoError.malformedVerifier
    }
    errno = 0
    if crypto_pwhash_str_verify(verifier, pin, UInt64(pin.utf8.count)) == 0 { return true }
    if errno == ENOMEM { throw CryptoError.outOfMemory }
    return false
  }
}
