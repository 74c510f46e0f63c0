import Glibc
import SQLite

/// Which program of a directory talks to the authority for all of them: a `flock`, which goes with
/// whatever ends the program.
final class LineHold: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws(FileError) {
    descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError("open", path) }
  }

  deinit { close(descriptor) }

  /// False where another program has it.
  @discardableResult
  func take() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  func letGo() { _ = flock(descriptor, LOCK_UN) }
}
