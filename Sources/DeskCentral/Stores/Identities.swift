import CentralHTTP
import Domain
import FoundationEssentials
import Glibc

/// The keys with which the service vouches for itself: the present one and the one that will follow
/// it, whose pin devices are told long before.
struct Identities {
  let current: TLSIdentity
  let next: TLSIdentity

  /// Makes what is missing. Names are those by which the machine is known.
  init(at path: String, now: Instant) throws {
    current = try Self.identity(path, now)
    next = try Self.identity(path + ".next", now)
  }

  /// Nil where none were made.
  init?(existingAt path: String) throws {
    guard let current = try Self.read(path), let next = try Self.read(path + ".next") else {
      return nil
    }
    (self.current, self.next) = (current, next)
  }

  /// What devices know: the present pin first.
  var pins: [String] { [current, next].compactMap(\.pin) }

  /// The next key becomes the present one, and there is a fresh next one.
  static func rotate(at path: String, now: Instant) throws {
    _ = try Identities(at: path, now: now)
    guard rename(file(path + ".next"), file(path)) == 0 else {
      throw Problem("\(file(path)) cannot be replaced: \(String(cString: strerror(errno)))")
    }
    _ = try Identities(at: path, now: now)
  }

  /// Key and certificate lie in one file, so that one rename changes both.
  private static func file(_ path: String) -> String { path + ".tls" }

  private static func identity(_ path: String, _ now: Instant) throws -> TLSIdentity {
    if let known = try read(path) { return known }
    guard let made = TLSIdentity(names: names, at: now) else {
      throw Problem("no key for TLS could be made: is there memory?")
    }
    try write(made.key + made.certificate, to: file(path))
    return made
  }

  private static func read(_ path: String) throws -> TLSIdentity? {
    guard access(file(path), F_OK) == 0 else { return nil }
    let text = try text(of: file(path))
    guard let start = text.firstRange(of: "-----BEGIN CERTIFICATE") else {
      throw Problem("\(file(path)) is damaged: restore it from a backup")
    }
    return TLSIdentity(
      certificate: String(text[start.lowerBound...]), key: String(text[..<start.lowerBound]))
  }

  private static var names: [String] {
    var buffer = [CChar](repeating: 0, count: 256)
    let isNamed = gethostname(&buffer, buffer.count - 1) == 0
    let name = String(
      decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return ["localhost", "127.0.0.1", "::1"] + (isNamed && !name.isEmpty ? [name] : [])
  }

  static func text(of path: String) throws -> String {
    do { return try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw Problem("\(path) cannot be read: restore it from a backup")
    }
  }

  /// For this user alone from its first byte on.
  private static func write(_ text: String, to path: String) throws {
    try Folder.make(of: path)
    let file = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw Problem("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
      throw Problem("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
  }
}
