import CSodium

/// Starts libsodium once for the process, on first use: it picks the code for this CPU and opens
/// the source of randomness.
enum Sodium {
  static let started: Void = {
    if sodium_init() < 0 {
      preconditionFailure("libsodium finds no source of randomness on this machine")
    }
  }()
}

/// Bytes nobody can guess: keys, salts, nonces, codes.
package func randomBytes(_ count: Int) -> [UInt8] {
  Sodium.started
  var bytes = [UInt8](repeating: 0, count: count)
  randombytes_buf(&bytes, count)
  return bytes
}

/// Compares in a time that depends on the length only, which itself is no secret.
package func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  a.count == b.count && sodium_memcmp(a, b, a.count) == 0
}
