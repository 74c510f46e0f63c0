import Crypto

/// What let this device in last, kept between programs: a command then costs one request, not three.
///
/// How long it is good is the service's to say, whose clock alone counts. Whatever is wrong with the
/// file it is just none, and another is fetched; so nothing here waits for the disk, or throws.
package struct KeptToken: Sendable {
  private let path: String
  private let key: [UInt8]

  package init(at path: String, sealedWith key: [UInt8]) {
    self.path = path
    self.key = key
  }

  func read() -> String? {
    guard let sealed = try? Files.read(path), let token = try? SecretBox.open(sealed, key: key)
    else { return nil }
    return String(validating: token, as: UTF8.self)
  }

  func keep(_ token: String) {
    guard let sealed = try? SecretBox.seal(Array(token.utf8), key: key) else { return }
    try? Files.write(sealed, to: path, durable: false)
  }
}
