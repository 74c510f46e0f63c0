import Crypto
import Domain
import SQLite

/// The keys of one directory: a file that leaves the machine without `secret` tells nothing.
struct Secrets: Sendable {
  private let root: [UInt8]
  /// Signs passes; nil on a desk whose authority is elsewhere.
  let passes: SigningKey?
  let device: SigningKey
  /// Locks PIN verifiers, everywhere in the studio.
  let verifierKey: [UInt8]
  /// Of a kiosk: under which its rows have codes and numbers.
  private let codeKey: [UInt8]?

  /// One key for one purpose, so that no box opens where another is expected.
  private enum Purpose: String {
    case pins, passKey, deviceKey, presented, verifierKey, codeKey, exitPIN, token
  }

  /// Makes what is missing: a founding that broke off goes on with what it had made.
  ///
  /// A desk that joins an authority elsewhere signs no passes.
  static func make(in directory: DataDirectory, joining: Bool = false) throws -> Secrets {
    let root = try Files.read(directory.secret) ?? SecretBox.key()
    try Files.write(root, to: directory.secret, durable: true)
    for (path, purpose) in [
      (directory.passKey, Purpose.passKey), (directory.deviceKey, .deviceKey),
    ]
    where !Files.exists(path) && !(joining && purpose == .passKey) {
      let sealed = try SecretBox.seal(SigningKey().seed, key: try key(purpose, root))
      try Files.write(sealed, to: path, durable: true)
    }
    return try Secrets(in: directory)
  }

  /// Throws `StoreError.damaged` where a key is missing or does not belong to the others.
  init(in directory: DataDirectory) throws {
    guard let root = try Files.read(directory.secret), root.count == SecretBox.keyLength else {
      throw StoreError(
        .damaged, "the file 'secret' is missing or damaged: restore it from a backup")
    }
    self.root = root
    func signingKey(_ path: String, _ purpose: Purpose) throws -> SigningKey? {
      guard let sealed = try Files.read(path) else { return nil }
      do {
        return try SigningKey(seed: try SecretBox.open(sealed, key: try Self.key(purpose, root)))
      } catch {
        throw StoreError(
          .damaged, "\(path) does not belong to 'secret': restore both from one backup")
      }
    }
    passes = try signingKey(directory.passKey, .passKey)
    guard let device = try signingKey(directory.deviceKey, .deviceKey) else {
      throw StoreError(.damaged, "the file 'device.key' is missing: restore it from a backup")
    }
    self.device = device
    if let sealed = try Files.read(directory.verifierKey) {
      verifierKey = try SecretBox.open(sealed, key: try Self.key(.verifierKey, root))
    } else {
      verifierKey = try Self.key(.pins, root)
    }
    codeKey = try Files.read(directory.codeKey).map { sealed in
      try SecretBox.open(sealed, key: try Self.key(.codeKey, root))
    }
  }

  /// Keeps the key under which the studio's authority has PIN verifiers locked; the next reading of
  /// the directory uses it.
  func keep(verifierKey key: [UInt8], in directory: DataDirectory) throws {
    let sealed = try SecretBox.seal(key, key: try Self.key(.verifierKey, root))
    try Files.write(sealed, to: directory.verifierKey, durable: true)
  }

  /// Keeps the key under which the authority hashes codes and numbers for kiosks.
  func keep(codeKey key: [UInt8], in directory: DataDirectory) throws {
    let sealed = try SecretBox.seal(key, key: try Self.key(.codeKey, root))
    try Files.write(sealed, to: directory.codeKey, durable: true)
  }

  func keep(exitVerifier: String, in directory: DataDirectory) throws {
    let sealed = try SecretBox.seal(
      Array(exitVerifier.utf8), key: try Self.key(.exitPIN, root))
    try Files.write(sealed, to: directory.exitPIN, durable: true)
  }

  /// Nil where none was ever set.
  func exitVerifier(in directory: DataDirectory) throws -> String? {
    try Files.read(directory.exitPIN).map { sealed in
      String(
        decoding: try SecretBox.open(sealed, key: try Self.key(.exitPIN, root)), as: UTF8.self)
    }
  }

  func keptToken(in directory: DataDirectory) throws -> KeptToken {
    KeptToken(at: directory.token, sealedWith: try Self.key(.token, root))
  }

  /// False on a kiosk that joined.
  var keepsCodes: Bool { codeKey == nil }

  /// What stands for a code in this device's rows.
  var keyed: Facts.Keyed {
    guard let codeKey else { return { $0 } }
    // A key that cannot be one finds nobody.
    return { text in text.isEmpty ? "" : (try? keyedText(text, key: codeKey)) ?? "-" }
  }

  private static func key(_ purpose: Purpose, _ root: [UInt8]) throws(CryptoError) -> [UInt8] {
    try keyedHash(Array(purpose.rawValue.utf8), key: root)
  }

  /// What was presented at the door and refused, so that it can be recognized and not read.
  func hash(presented: String) throws -> Bytes {
    Bytes(try keyedHash(Array(presented.utf8), key: try Self.key(.presented, root)))
  }

  func seal(verifier: String) throws -> Bytes {
    Bytes(try SecretBox.seal(Array(verifier.utf8), key: verifierKey))
  }

  func verifier(_ sealed: Bytes) throws -> String {
    String(
      decoding: try SecretBox.open(sealed.bytes, key: verifierKey), as: UTF8.self)
  }
}
