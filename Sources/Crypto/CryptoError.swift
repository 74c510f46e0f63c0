/// Why an operation on keys or secrets failed; says nothing of what it was given.
package enum CryptoError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A key, seed or box of another length than its algorithm has.
  case wrongLength(expected: Int, found: Int)
  /// A PIN verifier that is not one: damaged, or made by something else.
  case malformedVerifier
  /// Made with another key, or changed since.
  case forged
  case outOfMemory

  package var description: String {
    switch self {
    case .wrongLength(let expected, let found): "expected \(expected) bytes, found \(found)"
    case .malformedVerifier: "the stored PIN verifier cannot be read"
    case .forged: "made with another key, or changed since"
    case .outOfMemory: "not enough memory to hash a PIN"
    }
  }
}

func checkLength(_ bytes: [UInt8], _ expected: Int) throws(CryptoError) {
  if bytes.count != expected {
    throw CryptoError.wrongLength(expected: expected, found: bytes.count)
  }
}
