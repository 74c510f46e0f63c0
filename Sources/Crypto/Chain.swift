/// Ties each operation to all before it: SHA-256(previous ‖ header ‖ SHA-256(payload)).
///
/// The payload goes in by its hash, so that a payload can be removed and the chain still holds.
package enum Chain {
  /// What the first operation of a file follows.
  package static let start = [UInt8](repeating: 0, count: SHA256.length)

  package static func link(
    after previous: [UInt8], header: [UInt8], payloadHash: [UInt8]
  ) -> [UInt8] {
    var hash = SHA256()
    hash.update(previous)
    hash.update(header)
    hash.update(payloadHash)
    return hash.digest()
  }

  /// Of an operation that stands in no chain here.
  package static func alone(_ header: [UInt8], _ payloadHash: [UInt8]) -> [UInt8] {
    link(after: start, header: header, payloadHash: payloadHash)
  }
}
