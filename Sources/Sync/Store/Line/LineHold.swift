import Glibc
import SQLite

/// What one program of a directory does for all of them, such as talking to the authority: a `flock`,
/// which goes with whatever ends the program.
package final class LineHold: Sendable {
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

  /// Takes it beside others who share it; waits for nobody but who looks at this moment.
  func share() { _ = flock(descriptor, LOCK_SH) }

  /// Whether anybody has it; not to be asked of one that has it itself.
  var isTaken: Bool {
    guard take() else { return true }
    letGo()
    return false
  }
}
