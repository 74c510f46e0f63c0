import Domain
import Glibc
import SQLite

/// Tells a clean stop from a crash: a file, locked while its process lives, removed when it closes.
///
/// A file that nobody locks was left by a process that died. The kernel lets go of the lock whatever
/// kills the process, and several processes have one file each. That one was found is itself kept
/// in a file, until somebody has looked for damage: a command that starts first does not look.
final class RunningMark: Sendable {
  private let descriptor: Int32
  private let path: String
  private let unchecked: String

  init(in folder: String) throws(FileError) {
    if mkdir(folder, 0o700) != 0, errno != EEXIST { throw FileError("mkdir", folder) }
    unchecked = "\(folder)/.unchecked"
    if Self.removeDead(in: folder) {
      let file = open(unchecked, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw FileError("create", unchecked) }
      close(file)
    }
    path = "\(folder)/\(getpid())-\(Bits128.minted().uuidText)"
    descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError("create", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw FileError("flock", path) }
  }

  /// True where a process had died and nobody has looked for damage since.
  var isUnchecked: Bool { access(unchecked, F_OK) == 0 }

  /// To be called where all was found sound.
  func check() { unlink(unchecked) }

  /// Without `clean` the file stays behind, as a crash would leave it.
  deinit { close(descriptor) }

  func clean() { unlink(path) }

  /// The caller holds the directory's lock, so that no file is seen before its lock is taken.
  private static func removeDead(in folder: String) -> Bool {
    var found = false
    for name in Files.names(in: folder) {
      if name.hasPrefix(".") { continue }
      let file = open("\(folder)/\(name)", O_RDWR | O_CLOEXEC)
      guard file >= 0 else { continue }
      if flock(file, LOCK_EX | LOCK_NB) == 0 {
        found = true
        unlink("\(folder)/\(name)")
      }
      close(file)
    }
    return found
  }
}
