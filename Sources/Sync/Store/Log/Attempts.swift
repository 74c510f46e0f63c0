import Glibc
import SQLite

/// Counts how often a process died while it decided one operation again: a file that names it.
///
/// A rule that traps takes the process with it, and would take every later one. The file says
/// something only while an operation is being decided: who is killed from outside, at any other
/// moment, counts for nothing. It need not outlive the machine, since a trap leaves the machine up.
final class Attempts {
  private static let enough = 2

  private let path: String
  private let file: Int32
  /// What the last process left that died while it decided.
  private let left: (position: Int64, count: Int64)

  /// The caller holds the directory's lock.
  init(_ path: String) throws(FileError) {
    self.path = path
    file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileError("open", path) }
    var bytes: (Int64, Int64) = (0, 0)
    let size = MemoryLayout.size(ofValue: bytes)
    // A shorter file is one in which nothing was being decided.
    left = pread(file, &bytes, size, 0) == size ? (bytes.0, bytes.1) : (0, 0)
  }

  deinit { close(file) }

  /// Runs `decide` while the file names `position`; nil where enough processes died of it.
  func at<T>(_ position: Int64, _ decide: () throws -> T) throws -> T? {
    // What stands before it went well then: the transaction around it was lost with the process.
    guard position >= left.position else { return try decide() }
    let before = position == left.position ? left.count : 0
    guard before < Self.enough else { return nil }
    var bytes = (position, before + 1)
    let size = MemoryLayout.size(ofValue: bytes)
    guard pwrite(file, &bytes, size, 0) == size else { throw FileError("write", path) }
    let result = Result { try decide() }
    guard ftruncate(file, 0) == 0 else { throw FileError("truncate", path) }
    return try result.get()
  }
}
