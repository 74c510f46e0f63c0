import CGnuTLS
package import Domain
import FoundationEssentials

/// A service's certificate and key as PEM.
package struct TLSIdentity: Sendable {
  package let certificate: String
  package let key: String

  /// PEM that somebody else has made.
  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }

  /// A fresh key, with a certificate that it signs itself, for these names and addresses; nil where
  /// GnuTLS cannot. It holds for twenty years: what devices trust is the pin.
  package init?(names: [String], at now: Instant) {
    var certificate: UnsafeMutablePointer<CChar>?
    var key: UnsafeMutablePointer<CChar>?
    defer {
      cgnutls_free(certificate)
      cgnutls_free(key)
    }
    // From some days ago: the other side's clock is never quite the same.
    let from = now.seconds - 7 * 86_400
    let isMade = withCStrings(names) { names in
      cgnutls_make(names, names.count, from, from + 20 * 365 * 86_400, &certificate, &key)
    }
    guard isMade, let certificate, let key else { return nil }
    self.certificate = String(cString: certificate)
    self.key = String(cString: key)
  }

  /// SHA-256 of the key, as libcurl writes pins; nil where the certificate is none.
  package var pin: String? {
    var digest = [UInt8](repeating: 0, count: 32)
    guard cgnutls_pin(certificate, &digest) else { return nil }
    return "sha256//" + Data(digest).base64EncodedString()
  }
}
