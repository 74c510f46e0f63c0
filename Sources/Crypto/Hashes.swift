import CSodium

/// SHA-256 over bytes that come in parts: the chain of operations, digests of files.
package struct SHA256 {
  package static let length = Int(crypto_hash_sha256_BYTES)
  private var state = crypto_hash_sha256_state()

  package init() { crypto_hash_sha256_init(&state) }

  package mutating func update(_ bytes: [UInt8]) {
    crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count))
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    crypto_hash_sha256_update(&state, start, UInt64(bytes.count))
  }

  /// The 32 bytes so far; more can be added afterwards.
  package func digest() -> [UInt8] {
    var state = state
    var digest = [UInt8](repeating: 0, count: Self.length)
    crypto_hash_sha256_final(&state, &digest)
    return digest
  }

  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length)
    crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
    return digest
  }
}

/// BLAKE2b with a key of 16 to 64 bytes: without the key nobody can try out short codes against
/// what is stored. Throws `wrongLength`; `length` is 16 to 64 bytes.
package func keyedHash(
  _ bytes: [UInt8], key: [UInt8], length: Int = Int(crypto_generichash_BYTES)
) throws(CryptoError) -> [UInt8] {
  let allowed = Int(crypto_generichash_KEYBYTES_MIN)...Int(crypto_generichash_KEYBYTES_MAX)
  guard allowed.contains(key.count) else {
    throw CryptoError.wrongLength(expected: Int(crypto_generichash_KEYBYTES), found: key.count)
  }
  let lengths = Int(crypto_generichash_BYTES_MIN)...Int(crypto_generichash_BYTES_MAX)
  guard lengths.contains(length) else {
    throw CryptoError.wrongLength(expected: Int(crypto_generichash_BYTES), found: length)
  }
  Sodium.started
  var digest = [UInt8](repeating: 0, count: length)
  crypto_generichash(
    &digest, length, bytes, UInt64(bytes.count), key, key.count)
  return digest
}

/// SipHash-2-4 without a secret: tells bytes that were changed by another hand from those that were
/// written, in a tenth of the time of SHA-256.
package func checksum(_ bytes: [UInt8]) -> UInt64 {
  var digest = [UInt8](repeating: 0, count: Int(crypto_shorthash_BYTES))
  crypto_shorthash(&digest, bytes, UInt64(bytes.count), noKey)
  return digest.reduce(0) { $0 << 8 | UInt64($1) }
}

private let noKey = [UInt8](repeating: 0, count: Int(crypto_shorthash_KEYBYTES))
