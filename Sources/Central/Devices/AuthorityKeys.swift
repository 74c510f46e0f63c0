package import Crypto
import Domain

/// Everything secret of one organization's authority, from one root of 32 bytes that is made once and
/// kept as a note.
///
/// Of staff PINs only `Staff.verifier` travels: the Argon2id text (19 MiB, 2 passes, a salt each) locked
/// under the studio's verifier key. A desk is given that key when it enrols and keeps it sealed under its
/// own secret, so that what it stores is the very row that was sent and nothing without that secret. It
/// gets the verifiers of the staff of its own location, other rows come without (`FeedScope`); a kiosk
/// gets neither key nor verifier.
package struct AuthorityKeys: Sendable {
  /// Vouches for the time.
  package let signing: SigningKey
  /// To which a revoked device locks what it could not deliver.
  package let box: SealedBox
  /// Locks PIN verifiers; given to desks.
  package let verifiers: [UInt8]
  /// Under which codes and numbers are hashed for kiosks; given to them.
  package let codes: [UInt8]
  /// Makes the codes of bookings whose device made none.
  let bookings: [UInt8]
  let tokens: [UInt8]
  let enrolment: [UInt8]
  private let root: [UInt8]

  /// With the verifier key of a desk that was there before its authority.
  init(root: [UInt8], verifiers: [UInt8]?) throws(CryptoError) {
    func key(_ purpose: String) throws(CryptoError) -> [UInt8] {
      try keyedHash(Array(purpose.utf8), key: root)
    }
    self.root = root
    signing = try SigningKey(seed: try key("time"))
    box = try SealedBox(seed: try key("box"))
    tokens = try key("tokens")
    enrolment = try key("enrolment")
    codes = try key("codes")
    bookings = try key("bookings")
    if let verifiers { self.verifiers = verifiers } else { self.verifiers = try key("verifiers") }
  }

  /// Signs passes under a key's number; for those that `rotatePassKey` made.
  package func passes(_ number: Int) throws(CryptoError) -> SigningKey {
    try SigningKey(seed: try keyedHash(Array("pass \(number)".utf8), key: root))
  }
}

extension Authority {
  /// Made at the first asking.
  package func keys() throws -> AuthorityKeys {
    if let known = knownKeys { return known }
    if try store.note("root") == nil {
      let root = random(SecretBox.keyLength)
      try store.commit {
        // Another process may just have done it.
        if try store.note("root") == nil { try store.setNote("root", root) }
      }
    }
    let keys = try AuthorityKeys(
      root: try store.note("root") ?? [], verifiers: try store.note("verifiers"))
    knownKeys = keys
    return keys
  }

  /// Takes over the key under which a desk locked verifiers before it had an authority.
  package func adopt(verifiers key: [UInt8]) throws {
    guard try store.note("verifiers") != key else { return }
    try store.commit { try store.setNote("verifiers", key) }
    knownKeys = nil
  }
}
