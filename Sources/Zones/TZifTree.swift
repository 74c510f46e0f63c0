package import Domain
import Glibc
import Synchronization

/// Why a zone cannot be used; carries its name, which is no secret.
package struct ZoneFailure: Error, Hashable, Sendable {
  package enum Code: Sendable {
    /// Not made of letters, digits, `_ + -` and single slashes.
    case badName
    /// Well named, but no file of that name stands in the tree.
    case unknown
    case unreadable
    case damaged
  }

  package let code: Code
  package let zone: String

  package init(_ code: Code, zone: String) {
    self.code = code
    self.zone = zone
  }
}

/// Debian's tzdata on disk, each zone read once and kept.
package final class TZifTree: Sendable {
  private let root: String
  private let known = Mutex<[String: Zone]>([:])

  /// The largest file of tzdata has 4 kB; what is much larger is no zone.
  private static let largestFile = 1 << 18

  package init(root: String = "/usr/share/zoneinfo") {
    self.root = root
  }

  /// Throws `ZoneFailure`; names come from configuration and imports, so they are checked, never trusted.
  package func zone(named name: String) throws(ZoneFailure) -> Zone {
    if let zone = known.withLock({ $0[name] }) { return zone }
    let zone = try TZif.zone(named: name, bytes: try read(name))
    known.withLock { $0[name] = zone }
    return zone
  }

  private func read(_ name: String) throws(ZoneFailure) -> [UInt8] {
    guard TZifTree.isSafe(name) else { throw ZoneFailure(.badName, zone: name) }
    // Aliases are symbolic links inside the tree; one that leads out of it is not followed.
    guard let base = TZifTree.resolved(root), let path = TZifTree.resolved("\(root)/\(name)"),
      path.hasPrefix(base + "/")
    else { throw ZoneFailure(.unknown, zone: name) }
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw ZoneFailure(.unreadable, zone: name) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw ZoneFailure(.unreadable, zone: name) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw ZoneFailure(.unknown, zone: name) }
    let size = Int(status.st_size)
    guard size <= TZifTree.largestFile else { throw ZoneFailure(.damaged, zone: name) }
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Glibc.read(file, buffer.baseAddress?.advanced(by: count), size - count)
        if got < 0, errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { break }
        count += got
      }
    }
    guard !failed else { throw ZoneFailure(.unreadable, zone: name) }
    return bytes
  }

  /// Without a dot there is no way up, and without an empty part none to the root.
  private static func isSafe(_ name: String) -> Bool {
    name.utf8.count <= 64
      && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty
          && part.unicodeScalars.allSatisfy { scalar in
            ("A"..."Z").contains(scalar)
              || ("a"..."z").contains(scalar) || "0123456789_+-".unicodeScalars.contains(scalar)
          }
      }
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
